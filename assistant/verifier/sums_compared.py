"""Comparisons of a claim against the sums of two rows: 'more is spent on A than on B'."""

from collections.abc import Sequence

import numpy as np

from assistant.verifier.comparison import Comparison
from assistant.verifier.figures import Figure, figures_of
from assistant.verifier.order import comparing

_KINDS = ("money", "share")
_LEAST_LIKENESS = 0.5


def against_sums(comparison: Comparison) -> float:
    """Return 1 where the sums of the two things that a claim compares lie the other way round, else 0."""
    claim = comparison.claim.words
    said = comparing(claim)
    if said is None:
        return 0.0
    at, up = said
    before = [n for n in range(max(0, at - 12), at) if claim[n].weight == 1.0]
    behind = [n for n in range(at + 1, min(len(claim), at + 8)) if claim[n].weight == 1.0]
    greater, lesser = _sums(comparison, before), _sums(comparison, behind)
    for kind in _KINDS:
        first, second = greater.get(kind), lesser.get(kind)
        if first and second and first.low != second.low:
            return float((first.low > second.low) != up)
    return 0.0


def _sums(comparison: Comparison, numbers: Sequence[int]) -> dict[str, Figure]:
    """Return the first sum of each kind behind the words, where they stand together best and no other words do."""
    if not numbers:
        return {}
    best: tuple[float, dict[str, Figure]] = (_LEAST_LIKENESS, {})
    for source, matrix in zip(comparison.sources, comparison.matrices, strict=True):
        for start, segment in _segments(source.text):
            inside = [n for n, w in enumerate(source.words) if start <= w.start < start + len(segment)]
            if not inside:
                continue
            met = float(np.mean([matrix[n, inside].max() for n in numbers]))
            found = {f.kind: f for f in reversed(figures_of(segment)) if not f.is_range}
            if met > best[0] and found:
                best = met, found
    return best[1]


def _segments(text: str) -> list[tuple[int, str]]:
    """Return a row as a whole; of a sentence its parts between commas."""
    if ";" in text:
        return [(0, text)]
    found = []
    at = 0
    for part in text.replace(": ", ", ").split(", "):
        found.append((at, part))
        at += len(part) + 2
    return found
