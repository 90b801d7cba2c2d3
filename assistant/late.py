"""How well passages meet a question, token by token, in its own words or in others for the same."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from assistant.wordings import Alternative
from indexer.embedding import TokenVectors
from indexer.library import EncodedQuery, Library


class _Reading(NamedTuple):
    """Where a phrase stands among the question's tokens, and what it scores with each passage in other words."""

    span: slice
    scores: npt.NDArray[np.float32]


class LateInteraction:
    """Scores passages by late interaction: the best match of each token, rare tokens weighing more."""

    def __init__(self, library: Library, phrases: Iterable[str] = ()) -> None:
        """Keep the library, and the ``phrases`` that are to be encoded with the first question, all at once."""
        self._library = library
        self._expected = tuple(phrases)
        self._phrases: dict[str, TokenVectors] = {}  # of the synonyms and acronyms, never of questions

    def scores(
        self,
        query: EncodedQuery,
        passage_ids: Sequence[str],
        *,
        alternatives: Sequence[Alternative] = (),
        left_out: Sequence[str] = (),
    ) -> dict[str, float]:
        """Return each passage's mean over the question's tokens of the best match among its own, -1 to 1.

        Args:
            query: the question.
            passage_ids: the candidates.
            alternatives: a phrase of the question that a passage meets better in other words is scored by those; of
                several that share a token, one counts.
            left_out: phrases whose tokens do not count, such as the places of the scope.
        """
        pieces = query.tokens.pieces
        spoken = [phrase for alternative in alternatives for phrase in alternative.written]
        self._encode([*(() if self._phrases else self._expected), *spoken])
        written = [[self._tokens(phrase) for phrase in alternative.written] for alternative in alternatives]
        asked = [query.tokens, *(tokens for phrases in written for tokens in phrases)]
        matches = self._library.match(_joined(asked), passage_ids)
        parts = np.split(np.arange(len(matches.weights)), np.cumsum([len(tokens.pieces) for tokens in asked])[:-1])
        weights = matches.weights[parts[0]] * self._counted(pieces, left_out)
        others: list[_Reading] = []
        position = 1
        for alternative, phrases in zip(alternatives, written, strict=True):
            columns = parts[position : position + len(phrases)]
            position += len(phrases)
            span = _span(pieces, self._library.pieces_of(alternative.said))
            best = np.max([_mean(matches.similarity[:, own], matches.weights[own]) for own in columns], axis=0)
            others.append(_Reading(span, weights[span].sum() * best))
        total = _best(matches.similarity[:, parts[0]] * weights, others)
        scores = total / max(float(weights.sum()), 1e-9)
        return {passage_id: float(score) for passage_id, score in zip(passage_ids, scores, strict=True)}

    def _counted(self, pieces: npt.NDArray[np.int32], left_out: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Tell which tokens count; all, where none would be left."""
        counted = ~np.isin(pieces, [piece for phrase in left_out for piece in self._library.pieces_of(phrase)])
        return counted if counted.any() else np.ones(len(pieces), dtype=bool)

    def _encode(self, phrases: Iterable[str]) -> None:
        new = [phrase for phrase in dict.fromkeys(phrases) if phrase not in self._phrases]
        self._phrases.update(zip(new, self._library.tokens_of(new), strict=True))

    def _tokens(self, phrase: str) -> TokenVectors:
        return self._phrases[phrase]


def _best(met: npt.NDArray[np.float32], others: Sequence[_Reading]) -> npt.NDArray[np.float32]:
    """Return the most that each passage scores where each token counts once, by itself or in one reading of a phrase.

    Args:
        met: what each token scores by itself, shape (passages, tokens).
        others: what phrases score in other words; they may overlap.
    """
    so_far = [np.zeros(len(met), dtype=np.float32)]
    for stop, own in enumerate(met.T, start=1):
        ended = [so_far[other.span.start] + other.scores for other in others if other.span.stop == stop]
        so_far.append(np.max([so_far[-1] + own, *ended], axis=0))
    return so_far[-1]


def _joined(texts: Sequence[TokenVectors]) -> TokenVectors:
    return TokenVectors(np.concatenate([t.pieces for t in texts]), np.concatenate([t.vectors for t in texts]))


def _span(pieces: npt.NDArray[np.int32], phrase: npt.NDArray[np.int32]) -> slice:
    """Return where a phrase first stands among pieces; nothing where it does not."""
    width = len(phrase)
    starts = (at for at in range(len(pieces) - width + 1) if np.array_equal(pieces[at : at + width], phrase))
    start = next(starts, None)
    return slice(0, 0) if start is None else slice(start, start + width)


def _mean(similarity: npt.NDArray[np.float32], weights: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    return np.asarray(similarity @ weights / max(float(weights.sum()), 1e-9), dtype=np.float32)
