"""One sentence of a claim beside the propositions of the passages that come nearest to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from assistant.verifier.additions import Additions, additions
from assistant.verifier.alignment import Matrix, Reader, Reading, likeness_matrix
from assistant.verifier.names import same_names
from assistant.verifier.propositions import Proposition
from assistant.verifier.words import Word, words_of

# So many propositions are read by the model, the rest being passed over by their words alone.
_MOST_READ = 14
# So many of those are compared word by word.
_MOST_COMPARED = 4
# Beside the nearest proposition, one is compared where it comes this near.
_COSINE_SHARE = 0.5
# Where two places of a word are as near, the one in the nearer proposition is taken.
_BONUS = 0.1


class Place(NamedTuple):
    """Where a word of the claim is met: which proposition, which word there, and how near."""

    source: int
    word: int
    likeness: float


@dataclass(frozen=True)
class Comparison:
    """A claim's reading, those of the propositions nearest first, and how near their words are."""

    claim: Reading
    sources: tuple[Reading, ...]
    scores: tuple[float, ...]
    matrices: tuple[Matrix, ...]
    passages: tuple[str, ...]
    additions: Additions

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Return where each word of the claim is met best."""
        return tuple(self._place(number) for number in range(len(self.claim.words)))

    def _place(self, number: int) -> Place:
        best = Place(0, 0, 0.0)
        best_score = -1.0
        for source, (matrix, score) in enumerate(zip(self.matrices, self.scores, strict=True)):
            if not matrix.shape[1]:
                continue
            word = int(matrix[number].argmax())
            nearness = float(matrix[number, word])
            if nearness + _BONUS * score > best_score:
                best, best_score = Place(source, word, nearness), nearness + _BONUS * score
        return best

    @property
    def content(self) -> list[int]:
        """Return the numbers of the claim's words that carry matter."""
        return [number for number, word in enumerate(self.claim.words) if word.weight > 0]

    def source_word(self, place: Place) -> Word:
        """Return the word at a place."""
        return self.sources[place.source].words[place.word]


def compare(reader: Reader, sentence: str, passages: Sequence[str], propositions: Sequence[Proposition]) -> Comparison:
    """Return a sentence of a claim beside the propositions nearest to it."""
    chosen = _preselected(sentence, propositions)
    claim, *readings = reader.read([Proposition(sentence), *chosen])
    names = same_names(passages)
    scored = []
    for reading in readings:
        matrix = likeness_matrix(claim, reading, names.spans(claim.words, reading.words))
        cosine = float(claim.vector @ reading.vector)
        scored.append((0.5 * cosine + 0.5 * coverage(claim, matrix), matrix, reading))
    scored.sort(key=lambda one: -one[0])
    kept = [scored[0], *(one for one in scored[1:_MOST_COMPARED] if one[0] >= _COSINE_SHARE * scored[0][0])]
    return Comparison(
        claim=claim,
        sources=tuple(reading for _, _, reading in kept),
        scores=tuple(score for score, _, _ in kept),
        matrices=tuple(matrix for _, matrix, _ in kept),
        passages=tuple(passages),
        additions=additions(reader, claim, [one[2] for one in kept], [matrix for _, matrix, _ in scored]),
    )


def coverage(claim: Reading, matrix: Matrix) -> float:
    """Return the mean over the claim's words that carry matter of how near they are met."""
    weights = np.array([word.weight for word in claim.words], dtype=np.float32)
    if not matrix.size or not weights.sum():
        return 0.0
    return float(matrix.max(axis=1) @ weights / weights.sum())


def _preselected(sentence: str, propositions: Sequence[Proposition]) -> list[Proposition]:
    if len(propositions) <= _MOST_READ:
        return list(propositions)
    said = {word.stem for word in words_of(sentence) if word.weight > 0}
    held = [{w.stem for w in words_of(p.whole)} for p in propositions]
    known: dict[str, int] = {}
    for stems in held:
        for stem in stems & said:
            known[stem] = known.get(stem, 0) + 1
    scores = [sum(1 / known[stem] for stem in said & stems) for stems in held]
    order = sorted(range(len(propositions)), key=lambda number: (-scores[number], number))[:_MOST_READ]
    return [propositions[number] for number in sorted(order)]
