"""Figures that say the same in another unit, by counting what a passage lists, or as a part of one of its sums."""

import re
from collections.abc import Iterable, Sequence

from assistant.verifier.figures import Figure, figures_of
from assistant.verifier.wordlists import load_word_lists

Places = list[tuple[int, Figure]]

_UNIT = re.compile(r"^[\s-]{0,2}(?:an?\s)?([a-z]+)", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]*\)")
_SEGMENT = re.compile(r"[.;:]\s|[.;:]$|\t|\n|\s[-\u2013]\s")
_POINTS = re.compile(r"^\s(?:percentage )?points?\b", re.IGNORECASE)
_ROUGH_POINTS = 0.5
_LAST = re.compile(r"^(?:and|or)\s")
# So few things are counted in a sentence that lists them.
_MOST_LISTED = 12
# A part told as a fraction may be this far from what two sums of a passage come to.
_ROUGH_PART = 0.03


def duration_of(text: str, figure: Figure) -> tuple[str, float] | None:
    """Return a stretch of time in its smallest unit: months, or days; None where a figure tells no time."""
    unit = _UNIT.match(text[figure.end :])
    halved = figure.kind == "share" and figure.text.lower() == "half" and unit
    if not unit or figure.is_range or not (halved or figure.kind == "number"):
        return None
    for name, known in load_word_lists().units.items():
        if unit[1].lower() in known:
            return name, figure.low * known[unit[1].lower()]
    return None


def same_duration(claim: str, said: Figure, texts: Sequence[str], written: Sequence[tuple[int, Figure]]) -> Places:
    """Return where a stretch of time stands in another unit: two years as twenty-four months."""
    wanted = duration_of(claim, said)
    return [(n, f) for n, f in written if wanted is not None and duration_of(texts[n], f) == wanted]


def counted_items(said: Figure, texts: Sequence[str]) -> Places:
    """Return a place for a number that is that of the things which a sentence of a passage lists."""
    small = said.kind == "number" and not said.is_range and 1 < said.low <= _MOST_LISTED
    return [(-1, said)] if small and any(said.low in set(_listed(text)) for text in texts) else []


def points_apart(claim: str, said: Figure, texts: Sequence[str]) -> Places:
    """Return a place for a number of points by which two shares of a passage differ."""
    if said.kind != "number" or said.is_range or not _POINTS.match(claim[said.end :]):
        return []
    for text in texts:
        shares = [f.low * 100 for f in figures_of(text) if f.kind == "share" and not f.is_range]
        if any(abs(abs(a - b) - said.low) <= _ROUGH_POINTS for a in shares for b in shares):
            return [(-1, said)]
    return []


def part_of_sums(said: Figure, texts: Sequence[str], side: int) -> Places:
    """Return a place for a fraction that one sum of a passage is of another; ``side`` is 1 for over, -1 for under."""
    if said.kind != "share" or said.step or said.is_range:
        return []
    for text in texts:
        sums = [f for f in figures_of(text) if f.kind in {"money", "number"} and not f.is_range and f.low > 1]
        for part, whole in ((a, b) for a in sums for b in sums if a.kind == b.kind and a.low < b.low):
            gap = part.low / whole.low - said.low
            if abs(gap) <= _ROUGH_PART and gap * side >= 0:
                return [(-1, said)]
    return []


def _listed(text: str) -> Iterable[int]:
    """Return how many things each list of a text has: 'a, b and c' has three."""
    for segment in _SEGMENT.split(_BRACKETS.sub("", text)):
        parts = [part.strip() for part in segment.split(",")]
        if len(parts) > 1 and _LAST.match(parts[-1]):
            yield len(parts)
        elif len(parts) > 1 and re.search(r"\b(?:and|or)\b", parts[-1]):
            yield len(parts) + 1
