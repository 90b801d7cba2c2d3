"""Which figures of a claim are met by a figure of the passages, and by which."""

import math
import re
from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

from assistant.verifier.figures import Figure, figures_of
from assistant.verifier.quantities import counted_items, part_of_sums, points_apart, same_duration

_UNIT = re.compile(r"^[\s-]{0,2}(years?|months?|weeks?|days?|hours?|minutes?|miles?|quarters?)\b", re.IGNORECASE)
_LESS = re.compile(
    r"\b(under|below|less than|fewer than|up to|at most|no more than|nearly|almost|just under)"
    r"\s*(?:the age of|age|a|£)?\s*$"
)
_MORE = re.compile(
    r"\b(over|above|more than|at least|exceed\w*|well over|just over|upwards of)\s*(?:the age of|age|a|£)?\s*$"
)
_BARE_SIGN = re.compile(r"(?<!\d)\s?(?:%|per cent|percent)")
# A rough figure may be this far from what it stands for, as a share of it.
_ROUGH = 0.06
_ROUGH_PART = 0.15
# A share told as a part, as 'two thirds' or 'one in eight', may be this far from what it stands for.
_NAMED_PART = 0.01
# Two figures this near one another, in signs, may be said as a range.
_NEAR = 25
_FEW = 12


class Met(NamedTuple):
    """A figure of a claim, and the places where a passage has it: number of the text and the figure there."""

    said: Figure
    where: tuple[tuple[int, Figure], ...]


def match_figures(claim: str, texts: Sequence[str]) -> list[Met]:
    """Return the figures of a claim, each with what meets it in the texts; nothing where it stands nowhere."""
    written = [(number, figure) for number, text in enumerate(texts) for figure in figures_of(text)]
    return [Met(said, tuple(_meeting(claim, said, texts, written))) for said in figures_of(claim)]


def _meeting(
    claim: str, said: Figure, texts: Sequence[str], written: Sequence[tuple[int, Figure]]
) -> list[tuple[int, Figure]]:
    found = [
        (number, figure)
        for number, figure in written
        if meets(said, figure)
        and _same_side(claim, said, texts[number], figure)
        and _same_unit(claim, said, texts[number], figure)
    ]
    return (
        found
        or _ends(said, written)
        or _apart(said, written)
        or _bare_share(said, texts, written)
        or same_duration(claim, said, texts, written)
        or points_apart(claim, said, texts)
        or part_of_sums(said, texts, _side(claim, said))
        or _both(claim, said, written)
        or counted_items(said, texts)
    )


def _ends(said: Figure, written: Sequence[tuple[int, Figure]]) -> list[tuple[int, Figure]]:
    """Return where the ends of a range stand side by side."""
    if not said.is_range:
        return []
    lows = [(n, f) for n, f in written if _value(f) == said.low]
    highs = [(n, f) for n, f in written if _value(f) == said.high]
    return [a for a, b in product(lows, highs) if a[0] == b[0] and abs(b[1].start - a[1].end) <= _NEAR]


def _apart(said: Figure, written: Sequence[tuple[int, Figure]]) -> list[tuple[int, Figure]]:
    """Return where a date's day and month stand without the year, if the year stands elsewhere; and the like."""
    if said.kind != "date" or said.date[0] is None or said.date[1] is None:
        return []
    year, month, day = said.date
    years = [figure for _, figure in written if _has_year(figure, year)]
    if not years:
        return []
    return [
        (n, f)
        for n, f in written
        if f.kind == "date" and f.date[0] is None and f.date[1] == month and day in (None, f.date[2])
    ]


def _bare_share(said: Figure, texts: Sequence[str], written: Sequence[tuple[int, Figure]]) -> list[tuple[int, Figure]]:
    """Return where a share stands as a bare number, its sign in the head of the column."""
    if said.kind != "share":
        return []
    headed = {n for n, text in enumerate(texts) if _BARE_SIGN.search(text)}
    return [(n, f) for n, f in written if n in headed and f.kind == "number" and abs(f.low - said.low * 100) < 1e-9]


def _both(claim: str, said: Figure, written: Sequence[tuple[int, Figure]]) -> list[tuple[int, Figure]]:
    """Return any place for a 'two' where the texts count nothing: it may stand for 'both' or for two named things."""
    counted = [f for _, f in written if f.kind == "number" and 1 < f.low <= _FEW]
    return [(-1, said)] if said.text.lower() == "two" and not counted and not _UNIT.match(claim[said.end :]) else []


def meets(said: Figure, written: Figure) -> bool:
    """Tell whether a figure says the same as another, or less exactly so."""
    if said.kind == "date":
        return _date_met(said, written)
    if said.kind == "years":
        return _years_met(said, written)
    if written.kind == "date":
        return said.kind == "number" and written.date == (int(said.low), None, None)
    if written.kind == "years":
        return said.kind == "number" and (said.low, said.high) in _short_years(written)
    if {said.kind, written.kind} == {"share", "number"} or {said.kind, written.kind} == {"share", "money"}:
        return False
    if said.is_range:
        return (said.low, said.high) == (written.low, written.high)
    return any(_value_met(said, written, value) for value in {written.low, written.high})


def _date_met(said: Figure, written: Figure) -> bool:
    if written.kind == "date":
        return all(part is None or part == other for part, other in zip(said.date, written.date, strict=True))
    year, month, _ = said.date
    return month is None and _has_year(written, year)


def _has_year(figure: Figure, year: int | None) -> bool:
    if figure.kind == "date":
        return figure.date[0] == year
    if figure.kind == "years":
        return year in (int(figure.low), int(figure.high))
    return figure.kind == "number" and figure.low == year


def _years_met(said: Figure, written: Figure) -> bool:
    if written.kind == "years":
        return (said.low, said.high) == (written.low, written.high)
    return written.kind == "number" and (written.low, written.high) in _short_years(said)


def _short_years(figure: Figure) -> list[tuple[float, float]]:
    return [(figure.low, figure.high), (figure.low % 100, figure.high % 100)]


def _value(figure: Figure) -> float | None:
    if figure.kind == "date":
        return float(figure.date[0]) if figure.date[0] and not figure.date[1] else None
    return figure.low if not figure.is_range else None


def _value_met(said: Figure, written: Figure, value: float) -> bool:
    gap = abs(said.low - value)
    if gap <= 1e-9 * max(1.0, abs(value)):
        return True
    named = said.kind == "share" and not said.step and gap <= _NAMED_PART
    rounded = said.step > max(written.step, 0.0) and (said.kind == "share" or said.step != 1.0) and gap <= said.step / 2
    rough = said.rough and gap <= min(_tolerance(said), (_ROUGH_PART if not said.step else _ROUGH) * abs(value))
    return named or rounded or rough


def _tolerance(said: Figure) -> float:
    """Return how far a rough figure may be off: half of the place to which it is rounded; a fraction has none."""
    if not said.step:
        return math.inf
    units = round(said.low / said.step)
    step = said.step
    while units and units % 10 == 0:
        units, step = units // 10, step * 10
    return step * (2.5 if units % 5 == 0 else 0.5)


def _side(text: str, figure: Figure) -> int:
    before = text[max(0, figure.start - 30) : figure.start].lower()
    return 1 if _MORE.search(before) else -1 if _LESS.search(before) else 0


def _same_side(claim: str, said: Figure, text: str, written: Figure) -> bool:
    """Tell whether neither is over and the other under; a rough figure is on the side on which the exact one lies."""
    side, other = _side(claim, said), _side(text, written)
    if side and other and said.kind != "date":
        return side == other
    if (
        side
        and said.kind in {"number", "money", "share"}
        and said.rough
        and not said.is_range
        and not written.is_range
        and written.kind != "date"
    ):
        return (written.low - said.low) * side >= 0
    return True


def _same_unit(claim: str, said: Figure, text: str, written: Figure) -> bool:
    unit, other = _UNIT.match(claim[said.end :]), _UNIT.match(text[written.end :])
    return not (unit and other) or unit[1].lower().rstrip("s") == other[1].lower().rstrip("s")
