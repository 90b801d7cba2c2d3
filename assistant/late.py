"""How well passages meet a question, token by token, in its own words or in others for the same."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from assistant.reading import Reading
from indexer.embedding import TokenVectors
from indexer.late_interaction import Span
from indexer.library import Library


class Met(NamedTuple):
    """How well spans of passages meet a question.

    Attributes:
        scores: shape (spans,), the mean over the tokens, -1 to 1.
        tokens: shape (spans, tokens), how well each token is met, in its own words or in others.
        weights: shape (tokens,), what each token counts for; 0 for one that does not.
    """

    scores: npt.NDArray[np.float32]
    tokens: npt.NDArray[np.float32]
    weights: npt.NDArray[np.float32]


Meeting = Callable[[Reading, Sequence[Span]], Met]


class _Reading(NamedTuple):
    """Where a phrase stands among the question's tokens, and how well each span meets it in other words."""

    at: slice
    met: npt.NDArray[np.float32]


class LateInteraction:
    """Scores passages by late interaction: the best match of each token, rare tokens weighing more."""

    def __init__(self, library: Library, phrases: Iterable[str] = ()) -> None:
        """Keep the library, and the ``phrases`` that are to be encoded with the first question, all at once."""
        self._library = library
        self._expected = tuple(phrases)
        self._phrases: dict[str, TokenVectors] = {}  # of the synonyms and acronyms, never of questions

    def scores(self, reading: Reading, passage_ids: Sequence[str]) -> dict[str, float]:
        """Return the score of each passage, as ``met`` gives it."""
        met = self.met(reading, [Span(passage_id) for passage_id in passage_ids])
        return {passage_id: float(score) for passage_id, score in zip(passage_ids, met.scores, strict=True)}

    def met(self, reading: Reading, spans: Sequence[Span]) -> Met:
        """Return how well spans of passages meet each token of a question.

        A phrase of the question that a span meets better in other words is scored by those; of several that share a
        token, one counts. The tokens of what is left out do not count.
        """
        query, alternatives = reading.query, reading.alternatives
        pieces = query.tokens.pieces
        spoken = [phrase for alternative in alternatives for phrase in alternative.written]
        self._encode([*(() if self._phrases else self._expected), *spoken])
        written = [[self._tokens(phrase) for phrase in alternative.written] for alternative in alternatives]
        asked = [query.tokens, *(tokens for phrases in written for tokens in phrases)]
        matches = self._library.match(_joined(asked), spans)
        parts = np.split(np.arange(len(matches.weights)), np.cumsum([len(tokens.pieces) for tokens in asked])[:-1])
        weights = matches.weights[parts[0]] * self._counted(pieces, reading.left_out)
        others: list[_Reading] = []
        position = 1
        for alternative, phrases in zip(alternatives, written, strict=True):
            columns = parts[position : position + len(phrases)]
            position += len(phrases)
            best = np.max([_mean(matches.similarity[:, own], matches.weights[own]) for own in columns], axis=0)
            others.append(_Reading(_place(pieces, self._library.pieces_of(alternative.said)), best))
        tokens = matches.similarity[:, parts[0]]
        scores = _best(tokens, weights, others) / max(float(weights.sum()), 1e-9)
        for other in others:
            tokens[:, other.at] = np.maximum(tokens[:, other.at], other.met[:, None])
        return Met(scores, tokens, weights)

    def _counted(self, pieces: npt.NDArray[np.int32], left_out: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Tell which tokens count; all, where none would be left."""
        counted = ~np.isin(pieces, [piece for phrase in left_out for piece in self._library.pieces_of(phrase)])
        return counted if counted.any() else np.ones(len(pieces), dtype=bool)

    def _encode(self, phrases: Iterable[str]) -> None:
        new = [phrase for phrase in dict.fromkeys(phrases) if phrase not in self._phrases]
        self._phrases.update(zip(new, self._library.tokens_of(new), strict=True))

    def _tokens(self, phrase: str) -> TokenVectors:
        return self._phrases[phrase]


def _best(
    tokens: npt.NDArray[np.float32], weights: npt.NDArray[np.float32], others: Sequence[_Reading]
) -> npt.NDArray[np.float32]:
    """Return the most that each span scores where each token counts once, by itself or in one reading of a phrase.

    Args:
        tokens: how well each token is met by itself, shape (spans, tokens).
        weights: of the tokens.
        others: how well phrases are met in other words; they may overlap.
    """
    so_far = [np.zeros(len(tokens), dtype=np.float32)]
    for stop, own in enumerate((tokens * weights).T, start=1):
        ended = [so_far[o.at.start] + weights[o.at].sum() * o.met for o in others if o.at.stop == stop]
        so_far.append(np.max([so_far[-1] + own, *ended], axis=0))
    return so_far[-1]


def _joined(texts: Sequence[TokenVectors]) -> TokenVectors:
    return TokenVectors(np.concatenate([t.pieces for t in texts]), np.concatenate([t.vectors for t in texts]))


def _place(pieces: npt.NDArray[np.int32], phrase: npt.NDArray[np.int32]) -> slice:
    """Return where a phrase first stands among pieces; nothing where it does not."""
    width = len(phrase)
    starts = (at for at in range(len(pieces) - width + 1) if np.array_equal(pieces[at : at + width], phrase))
    start = next(starts, None)
    return slice(0, 0) if start is None else slice(start, start + width)


def _mean(similarity: npt.NDArray[np.float32], weights: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    return np.asarray(similarity @ weights / max(float(weights.sum()), 1e-9), dtype=np.float32)
