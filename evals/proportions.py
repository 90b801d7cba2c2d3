"""A share of cases, with an interval that stays honest where all or none of a few cases went well."""

from collections.abc import Sequence
from math import sqrt

from evals.contracts import Contract

# 95 %
_Z = 1.959964


class Proportion(Contract):
    """How many of n cases, with Wilson's 95 % interval (1927); null where there is no case."""

    hits: int
    n: int
    value: float | None
    low: float | None
    high: float | None


def proportion_of(outcomes: Sequence[bool]) -> Proportion:
    """Return the share of outcomes that are true."""
    n, hits = len(outcomes), sum(outcomes)
    if not n:
        return Proportion(hits=0, n=0, value=None, low=None, high=None)
    share = hits / n
    centre = (share + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z * sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2)) / (1 + _Z**2 / n)
    return Proportion(hits=hits, n=n, value=share, low=max(0.0, centre - half), high=min(1.0, centre + half))
