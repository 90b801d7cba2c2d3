"""What a figure, a body or a place stands with: its part of the sentence, beside the part of a rival of its kind."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from assistant.verifier.alignment import Matrix, Reading
from assistant.verifier.anchors import body_ranges
from assistant.verifier.comparison import Comparison
from assistant.verifier.figure_matching import meets
from assistant.verifier.figures import Figure, figures_of
from assistant.verifier.wordlists import load_word_lists

# From this on a word of the claim stands in a part of the source: as the same word, or as one that says the same.
_SAME = 0.86
_BODY_MET = 0.88
_BODY_ALIKE = 0.75
_MOST_BETWEEN = 9
_PARTING = frozenset(",;:.()\n")
_OPENING = frozenset({"and", "while", "but", "whereas", "which", "who", "though", "although"})


class Misplaced(NamedTuple):
    """How much more of what a claim says of a thing the source says of another of its kind, and both by name."""

    share: float
    said: str
    rival: str


NOT_MISPLACED = Misplaced(0.0, "", "")


def misplaced_figure(comparison: Comparison) -> Misplaced:
    """Return the figure of the claim whose part of the sentence a rival's part fits better."""
    claim = comparison.claim
    found = NOT_MISPLACED
    written = [(n, f, r) for n, source in enumerate(comparison.sources) for f, r in _figure_ranges(source)]
    for figure, said in _figure_ranges(claim):
        own = [(n, r) for n, f, r in written if meets(figure, f)]
        rivals = [
            (n, r)
            for n, f, r in written
            if f.kind == figure.kind
            and f.is_range == figure.is_range
            and not meets(figure, f)
            and not any(m == n and _one_thing(comparison.sources[n], r, mine) for m, mine in own)
            and _label(comparison.sources[n], r) == _label(claim, said)
        ]
        found = max(found, _compared(comparison, said, [r for _, r in _figure_ranges(claim)], own, rivals))
    return found


def misplaced_body(comparison: Comparison) -> Misplaced:
    """Return the body or place of the claim whose part of the sentence a rival's part fits better."""
    claim = comparison.claim
    bodies = _organisations(claim)
    written = [(n, r) for n, source in enumerate(comparison.sources) for r in _organisations(source)]
    found = NOT_MISPLACED
    for said in bodies:
        own = [(n, r) for n, r in written if _is_met(comparison.matrices[n], said, r)]
        taken = [
            (n, r)
            for n, r in written
            for other in bodies
            if other != said and _is_met(comparison.matrices[n], other, r)
        ]
        rivals = [
            place
            for place in written
            if place not in own
            and place not in taken
            and not _is_met(comparison.matrices[place[0]], said, place[1], _BODY_ALIKE)
        ]
        found = max(found, _compared(comparison, said, bodies, own, rivals))
    return found


def _compared(
    comparison: Comparison,
    said: range,
    others: Sequence[range],
    own: Sequence[tuple[int, range]],
    rivals: Sequence[tuple[int, range]],
) -> Misplaced:
    if not own or not rivals:
        return NOT_MISPLACED
    claim = comparison.claim
    words = [n for n in _part(claim, said, others) if claim.words[n].weight == 1.0 and not claim.words[n].is_figure]
    if not words:
        return NOT_MISPLACED
    here = [_held(comparison, words, n, r, [x for m, x in (*own, *rivals) if m == n]) for n, r in own]
    best_own = max(here, key=lambda held: held.sum())
    worst = NOT_MISPLACED
    for number, place in rivals:
        there = _held(comparison, words, number, place, [x for m, x in (*own, *rivals) if m == number])
        gained, lost = float((there & ~best_own).sum()), float((best_own & ~there).sum())
        if gained > lost:
            share = (gained - lost) / (gained + lost + 1.0)
            worst = max(worst, Misplaced(share, _text(claim, said), _text(comparison.sources[number], place)))
    return worst


def _held(
    comparison: Comparison, words: Sequence[int], number: int, place: range, others: Sequence[range]
) -> np.ndarray:
    """Return which words of the claim stand in the part of a source that a place is in."""
    part = _part(comparison.sources[number], place, others)
    if not part:
        return np.zeros(len(words), dtype=bool)
    return np.asarray(comparison.matrices[number][np.ix_(words, part)].max(axis=1) >= _SAME)


def _part(reading: Reading, place: range, others: Sequence[range]) -> list[int]:
    """Return the words of the part of a sentence in which a place stands alone among those of its kind.

    A row is one part, and so is what stands between a place and the next of its kind on either side.
    """
    words = reading.words
    marks = {n for other in others if other != place for n in other}
    first, last = place.start, place.stop - 1
    while first > 0 and first - 1 not in marks and not (marks and _ends(reading, first - 1, first)):
        first -= 1
    while last + 1 < len(words) and last + 1 not in marks and not (marks and _ends(reading, last, last + 1)):
        last += 1
    found = [n for n in range(first, last + 1) if n not in place]
    if sum(words[n].weight == 1.0 for n in found) == 0 and first > 0 and first - 1 not in marks:
        found = [n for n in range(max(0, first - 5), first) if n not in marks]
    return found


def _ends(reading: Reading, first: int, second: int) -> bool:
    """Tell whether a part ends between two words that stand side by side."""
    between = reading.text[reading.words[first].end : reading.words[second].start]
    return bool(_PARTING & set(between)) or reading.words[second].low in _OPENING


def _figure_ranges(reading: Reading) -> list[tuple[Figure, range]]:
    found = []
    for figure in figures_of(reading.text):
        numbers = [n for n, word in enumerate(reading.words) if word.end > figure.start and word.start < figure.end]
        if numbers:
            found.append((figure, range(numbers[0], numbers[-1] + 1)))
    return found


def _one_thing(reading: Reading, first: range, second: range) -> bool:
    """Tell whether two figures stand for one thing: one in brackets behind the other, or 'equal to' it."""
    first, second = sorted((first, second), key=lambda r: r.start)
    between = reading.text[reading.words[first.stop - 1].end : reading.words[second.start].start].lower()
    return len(between.split()) <= _MOST_BETWEEN and ("equal to" in between or "(" in between)


def _organisations(reading: Reading) -> list[range]:
    """Return the bodies of a text that act; those that any body can be ('partners', 'families') are none."""
    lists = load_word_lists()
    named = lists.organisations - lists.labels["common"]
    return [body for body in body_ranges(reading.words) if any(reading.words[n].low in named for n in body)]


def _label(reading: Reading, place: range) -> str:
    """Return the word right before a figure that tells what sort it is: 'section', 'level', 'under', an Act's name."""
    before = reading.words[place.start - 1] if place.start else None
    behind = reading.words[place.stop] if place.stop < len(reading.words) else None
    if behind is not None and behind.low in load_word_lists().labels["behind"]:
        return behind.stem
    return before.stem if before is not None and before.low in load_word_lists().labels["before"] else ""


def _is_met(matrix: Matrix, said: range, written: range, least: float = _BODY_MET) -> bool:
    return bool(matrix[said.start : said.stop, written.start : written.stop].max(axis=1).mean() >= least)


def _text(reading: Reading, place: range) -> str:
    return reading.text[reading.words[place.start].start : reading.words[place.stop - 1].end]
