"""A claim's words against the passages': which says what, by word lists and by the vectors of the embedding model."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from assistant.verifier.figure_matching import meets
from assistant.verifier.figures import Figure, figures_of
from assistant.verifier.lexicon import GENERAL, SAME, likeness
from assistant.verifier.propositions import Proposition
from assistant.verifier.words import Word, words_of
from indexer.embedding import Embedder, TokenVectors

Matrix = npt.NDArray[np.float32]

# As the model's tokeniser cuts a text before it looks for word pieces.
_RUN = re.compile(
    r"[^\s!-/:-@\[-`{-~\u2010-\u2027\u2030-\u205e§¶·«»¿¡]+|[!-/:-@\[-`{-~\u2010-\u2027\u2030-\u205e§¶·«»¿¡]"
)
_KEPT = 2_048


@dataclass(frozen=True)
class Reading:
    """A text with its words and their vectors; words from ``own`` on are the text's, those before are its lead's."""

    text: str
    words: tuple[Word, ...]
    own: int
    vector: Matrix
    word_vectors: Matrix


class Reader:
    """Gives texts their vectors; what was read lately is kept."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._kept: dict[Proposition, Reading] = {}
        self._vectors: dict[str, Matrix] = {}
        self._pieces = lru_cache(maxsize=50_000)(embedder.count)

    def read(self, propositions: Sequence[Proposition]) -> list[Reading]:
        """Return the readings of propositions, the new ones from one pass through the model."""
        new = [p for p in dict.fromkeys(propositions) if p not in self._kept]
        if len(self._kept) + len(new) > _KEPT:
            self._kept = {p: self._kept[p] for p in propositions if p in self._kept}
        vectors, tokens = self._embedder.embed_whole([p.whole for p in new])
        for proposition, vector, own in zip(new, vectors, tokens, strict=True):
            words = words_of(proposition.whole)
            lead = len(proposition.lead) + 1 if proposition.lead else 0
            first = sum(1 for word in words if word.start < lead)
            self._kept[proposition] = Reading(
                proposition.whole, words, first, vector, self._word_vectors(proposition.whole, words, own)
            )
        return [self._kept[p] for p in propositions]

    def vectors(self, texts: Sequence[str]) -> Matrix:
        """Return the vectors of texts that are not compared word by word, one row a text."""
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if len(self._vectors) + len(new) > _KEPT:
            self._vectors = {text: self._vectors[text] for text in texts if text in self._vectors}
        if new:
            self._vectors.update(zip(new, self._embedder.embed(new), strict=True))
        return np.stack([self._vectors[text] for text in texts])

    def _word_vectors(self, text: str, words: Sequence[Word], tokens: TokenVectors) -> Matrix:
        """Return a vector of length 1 a word: the mean of its pieces'; zeros for one beyond the model's reach."""
        result = np.zeros((len(words), tokens.vectors.shape[1] if tokens.vectors.ndim == 2 else 0), dtype=np.float32)
        at = 0
        starts: list[tuple[int, int, int]] = []
        for run in _RUN.finditer(text):
            pieces = self._pieces(run.group())
            starts.append((run.start(), at, at + pieces))
            at += pieces
        position = 0
        for number, word in enumerate(words):
            while position + 1 < len(starts) and starts[position + 1][0] <= word.start:
                position += 1
            end = position
            while end + 1 < len(starts) and starts[end + 1][0] < word.end:
                end += 1
            if starts and starts[position][1] < len(tokens.vectors):
                result[number] = tokens.vectors[
                    starts[position][1] : max(starts[end][2], starts[position][1] + 1)
                ].mean(axis=0)
        lengths = np.linalg.norm(result, axis=1, keepdims=True)
        return np.asarray(result / np.maximum(lengths, 1e-9), dtype=np.float32)


def likeness_matrix(
    claim: Reading, source: Reading, same: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()
) -> Matrix:
    """Return how far each word of a claim is met by each of a source, 0 to 1.

    Args:
        claim: what is said.
        source: what is written.
        same: spans of words of both that are names of one thing.
    """
    near = np.clip(claim.word_vectors @ source.word_vectors.T, 0.0, 1.0)
    listed = np.array([[likeness(c.stem, s.stem) for s in source.words] for c in claim.words], dtype=np.float32)
    listed = listed.reshape(near.shape)
    for (start, stop), (first, last) in same:
        listed[start:stop, first:last] = np.maximum(listed[start:stop, first:last], GENERAL + 0.05)
    # Of the places where a word stands, the one with words around it as in the claim comes first.
    met = np.where(
        listed >= SAME,
        0.9 + 0.1 * near,
        np.where(listed > 0, np.maximum(near, listed * (0.8 + 0.2 * near)), 0.85 * near),
    )
    met[_figure_words(claim), :] = 0.0
    met[:, _figure_words(source)] = 0.0
    for said, own in _figure_ranges(claim):
        for written, other in _figure_ranges(source):
            if meets(said, written):
                met[own.start : own.stop, other.start : other.stop] = 1.0
    return np.asarray(met, dtype=np.float32)


def _figure_ranges(reading: Reading) -> list[tuple[Figure, range]]:
    """Return the figures of a text, each with its words."""
    found = []
    for figure in figures_of(reading.text):
        numbers = [n for n, word in enumerate(reading.words) if word.end > figure.start and word.start < figure.end]
        if numbers:
            found.append((figure, range(numbers[0], numbers[-1] + 1)))
    return found


def _figure_words(reading: Reading) -> list[int]:
    """Return the words that are part of a figure, or have a digit."""
    within = {number for _, words in _figure_ranges(reading) for number in words}
    return [n for n, word in enumerate(reading.words) if n in within or word.is_figure]
