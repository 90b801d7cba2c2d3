"""Whether words that a claim puts side by side stand together in its source, too."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from assistant.verifier.alignment import Reading
from assistant.verifier.comparison import Comparison

# A word of the claim stands in the source from this likeness on.
_SAME = 0.86
# Words of a claim this near are said of one another; in a source they are no more when further apart than that.
_BESIDE = 5
_APART = 9
_MOST = 3
_SIGNS = frozenset(",;:.()")
_OPENING = frozenset({"and", "while", "but", "whereas", "which", "who"})


class Scattered(NamedTuple):
    """How many neighbours of the claim stand far apart in the source, and the first two."""

    pairs: float
    words: tuple[str, str] | None


def scattered(comparison: Comparison) -> Scattered:
    """Count the neighbours among a claim's words that all stand in the source, but never near one another."""
    claim = comparison.claim
    parts = _parts(claim)
    numbers = [n for n in comparison.content if claim.words[n].weight == 1.0 and not claim.words[n].is_figure]
    found: list[tuple[str, str]] = []
    for first, second in pairwise(numbers):
        if second - first > _BESIDE or parts[first] != parts[second]:
            continue
        here, there = _places(comparison, first), _places(comparison, second)
        if here and there and _distance(here, there) > _APART:
            found.append((claim.words[first].text, claim.words[second].text))
    return Scattered(float(min(_MOST, len(found))), found[0] if found else None)


def _places(comparison: Comparison, number: int) -> list[tuple[int, int]]:
    return [
        (source, int(word))
        for source, matrix in enumerate(comparison.matrices)
        if matrix.size
        for word in np.flatnonzero(matrix[number] >= _SAME)
    ]


def _distance(here: Sequence[tuple[int, int]], there: Sequence[tuple[int, int]]) -> int:
    return min((abs(a - b) if n == m else _APART + 1 for n, a in here for m, b in there), default=_APART + 1)


def _parts(reading: Reading) -> list[int]:
    """Return in which part of its sentence each word stands: signs and words that join or open part it."""
    part = end = 0
    found = []
    for word in reading.words:
        part += bool(_SIGNS & set(reading.text[end : word.start])) + (word.low in _OPENING)
        found.append(part)
        end = word.end
    return found
