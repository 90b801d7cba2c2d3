"""A claim that keeps to its source's words, read as an edit of it: words put in place of others, or added."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from assistant.verifier.comparison import Comparison
from assistant.verifier.duty import strengths_of
from assistant.verifier.polarity import negations_of
from assistant.verifier.scope import limits_of
from assistant.verifier.wordlists import load_word_lists
from assistant.verifier.words import Word

# From this on two words count as the same in the same order.
_SAME = 0.8
_COUNTED = 0.3
# Words left out are looked at where the words around them, no further apart than this, are kept.
_SLOT = 4
_PLANNED = 3
_NEVER_TELLING = frozenset({"across", "first", "over", "under", "both", "full"})


class Edits(NamedTuple):
    """Shares of the claim's weight; ``kept`` tells how far the claim is an edit of the source at all."""

    kept: float
    replaced: float
    added: float
    left_out: float
    lost: str
    said: str
    written: str


def edits(comparison: Comparison) -> Edits:
    """Return what was edited of the proposition nearest to the claim, or of the nearest two one after the other."""
    options = [_edits(comparison, number) for number in range(min(2, len(comparison.sources)))]
    return max(options, key=lambda one: one.kept)


def _edits(comparison: Comparison, number: int) -> Edits:
    matrix = comparison.matrices[number]
    claim, source = comparison.claim.words, comparison.sources[number].words
    if not claim or not source:
        return Edits(0.0, 0.0, 0.0, 0.0, "", "", "")
    telling = _telling(source)
    allowed = _no_stronger(claim, source)
    weights = [
        0.15 if n in allowed else max(word.weight, 0.7 if word.low in telling else 0.15) for n, word in enumerate(claim)
    ]
    pairs = _monotone(matrix, weights)
    kept = sum(weights[c] for c in pairs) / sum(weights)
    replaced = added = 0.0
    said = written = ""
    for start, stop in _runs(sorted(set(range(len(claim))) - pairs.keys())):
        first = pairs.get(start - 1, -1) + 1 if start else 0
        last = pairs.get(stop, len(source)) if stop in pairs else min(len(source), first + stop - start + 2)
        left_out = [n for n in range(first, last) if source[n].weight > 0 or source[n].low in telling]
        for at in range(start, stop):
            if weights[at] < _COUNTED or matrix[at].max() >= _SAME:
                continue  # a word that only stands elsewhere is no edit
            if left_out:
                replaced += weights[at] * (1 - float(max(matrix[at, n] for n in left_out)))
                if not said:
                    said, written = claim[at].text, source[left_out[0]].text
            else:
                added += weights[at] * (1 - comparison.places[at].likeness)
    total = sum(w for w in weights if w >= _COUNTED) or 1.0
    lost = _left_out(claim, source, pairs)
    return Edits(kept, replaced / total, added / total, float(len(lost)), lost[0] if lost else "", said, written)


def _left_out(claim: Sequence[Word], source: Sequence[Word], pairs: dict[int, int]) -> list[str]:
    """Return small words of strength, denial and limit that the claim passes over between words that it keeps."""
    kept = sorted(pairs.items())
    weakest = min((s.level for s in strengths_of(claim)), default=9)
    lowered = {s.at: s for s in strengths_of(source) if s.level <= _PLANNED and s.level < weakest}
    denied = set(negations_of(source)) if not negations_of(claim) else set()
    limits = {start for start, _ in limits_of(source)} if not limits_of(claim) else set()
    found: list[str] = []
    for (_, before), (_, after) in pairwise(kept):
        if 1 < after - before <= _SLOT:
            passed = range(before + 1, after)
            found.extend(source[n].text for n in passed if n in lowered or n in denied or n in limits)
    return found


def _telling(source: Sequence[Word]) -> frozenset[str]:
    """Return small words that change what is said: of reach, denial, direction and strength beyond its source's."""
    lists = load_word_lists()
    strongest = max((s.level for s in strengths_of(source)), default=0)
    stronger = (word for grade in lists.duty.values() if grade.level > max(1, strongest) for word in grade.words)
    directions = (word for words in lists.directions.values() for word in words)
    return frozenset((*lists.whole, *lists.negators, *stronger, *directions)) - _NEVER_TELLING


def _no_stronger(claim: Sequence[Word], source: Sequence[Word]) -> set[int]:
    """Return where a claim has words of strength that are no stronger than its source's; those may differ."""
    strongest = max((s.level for s in strengths_of(source)), default=0)
    return {s.at for s in strengths_of(claim) if s.level <= strongest}


def _monotone(matrix: np.ndarray, weights: list[float]) -> dict[int, int]:
    """Return which words of the claim are which of the source's, in the same order, the most weight kept."""
    rows, columns = matrix.shape
    gain = np.where(matrix >= _SAME, matrix, 0.0) * np.array(weights)[:, None]
    best = np.zeros((rows + 1, columns + 1), dtype=np.float64)
    for row in range(rows):
        straight = best[row, :-1] + gain[row] + 1e-3 * (gain[row] > 0)
        best[row + 1, 1:] = np.maximum(best[row, 1:], straight)
        best[row + 1] = np.maximum.accumulate(best[row + 1])
    pairs: dict[int, int] = {}
    row, column = rows, columns
    while row and column:
        if best[row, column] == best[row, column - 1]:
            column -= 1
        elif best[row, column] == best[row - 1, column]:
            row -= 1
        else:
            row, column = row - 1, column - 1
            pairs[row] = column
    return pairs


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number:
            runs[-1] = (runs[-1][0], number + 1)
        else:
            runs.append((number, number + 1))
    return runs
