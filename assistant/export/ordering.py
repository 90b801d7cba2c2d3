"""Orders of rows: the fewest moves from one to another, and one order woven into a longer one."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence


def moves(order: Sequence[str], wanted: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Yield which rows to move, one after the other, and to which place counted from 1; no more than needed."""
    staying = _longest_rising([wanted.index(key) for key in order])
    now = list(order)
    settled = {wanted[place] for place in staying}
    for place, key in enumerate(wanted):
        if key in settled:
            continue
        now.remove(key)
        # After the row that is to stand before it, which stands right already.
        at = now.index(wanted[place - 1]) + 1 if place else 0
        now.insert(at, key)
        yield key, at + 1


def woven(order: Sequence[str], among: Sequence[str]) -> list[str]:
    """Return an order in which some of its rows stand as in another, in the places that they have together."""
    rest = iter(among)
    some = set(among)
    return [next(rest) if key in some else key for key in order]


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """Return the numbers of a longest rising part of a sequence."""
    ends: list[int] = []
    last_at: list[int] = []
    before: list[int | None] = []
    for place, number in enumerate(numbers):
        length = bisect_left(ends, number)
        before.append(last_at[length - 1] if length else None)
        ends[length:] = [number, *ends[length + 1 :]]
        last_at[length:] = [place, *last_at[length + 1 :]]
    found: set[int] = set()
    at: int | None = last_at[-1] if last_at else None
    while at is not None:
        found.add(numbers[at])
        at = before[at]
    return found
