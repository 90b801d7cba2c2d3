"""Scores to summaries: a mean with the interval of a bootstrap over the cases."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from evals.contracts import Case, Metric, Ratio, Score, Summary

Statistic = Callable[..., Any]

RESAMPLES = 2000
FEWEST_PAIRS = 3  # with fewer, drawing them again tells nothing
_SEED = 20111  # fixed, so that the same scores give the same interval


def summarise(scores: Sequence[Score]) -> tuple[Summary, ...]:
    """Return a summary of each metric that was scored, in the order of the metrics."""
    by_metric = {metric: [score for score in scores if score.metric is metric] for metric in Metric}
    return tuple(_summary(metric, some) for metric, some in by_metric.items() if some)


def summarise_by_kind(scores: Sequence[Score], cases: Iterable[Case]) -> dict[str, tuple[Summary, ...]]:
    """Return the summaries of each kind of case, and of each trait that cuts across kinds."""
    return _by(scores, cases, lambda case: (case.kind, *case.traits))


def summarise_by_document(scores: Sequence[Score], cases: Iterable[Case]) -> dict[str, tuple[Summary, ...]]:
    """Return the summaries of each document; an unanswerable case belongs to none."""
    return _by(scores, cases, lambda case: case.documents)


def interval_of(values: Sequence[float]) -> tuple[float | None, float | None]:
    """Return the 95 % percentile interval of the mean (Efron & Tibshirani 1993, An Introduction to the Bootstrap)."""
    if not values:
        return None, None
    draws = np.random.default_rng(_SEED).choice(np.asarray(values), size=(RESAMPLES, len(values)))
    low, high = np.percentile(draws.mean(axis=1), (2.5, 97.5))
    return float(low), float(high)


def ratio_of(over: Sequence[float], under: Sequence[float], statistic: Statistic = np.mean) -> Ratio:
    """Return the ratio of a statistic of two paired series with the 95 % interval of a bootstrap over the pairs.

    Args:
        over: the values above the line, one a pair.
        under: the values below it, of the same length and order.
        statistic: numpy's mean or median, applied to each series of shape (pairs,).
    """
    pairs = np.column_stack([over, under])
    chosen = np.random.default_rng(_SEED).integers(len(pairs), size=(RESAMPLES, len(pairs)))
    above, below = np.moveaxis(statistic(pairs[chosen], axis=1), -1, 0)
    # A draw without anything below the line has no ratio.
    ratios = above[below > 0] / below[below > 0]
    base = statistic(pairs[:, 1])
    if base <= 0 or not len(ratios):
        return Ratio(value=None, low=None, high=None, n=len(pairs))
    value = float(statistic(pairs[:, 0]) / base)
    if len(pairs) < FEWEST_PAIRS:
        return Ratio(value=value, low=None, high=None, n=len(pairs))
    low, high = np.percentile(ratios, (2.5, 97.5))
    return Ratio(value=value, low=float(low), high=float(high), n=len(pairs))


def difference_of(now: Sequence[float], before: Sequence[float]) -> tuple[float | None, float | None]:
    """Return the 95 % interval of the mean difference of two paired series of the same length."""
    return interval_of([new - old for new, old in zip(now, before, strict=True)])


def _by(
    scores: Sequence[Score], cases: Iterable[Case], groups_of: Callable[[Case], Sequence[str]]
) -> dict[str, tuple[Summary, ...]]:
    members: dict[str, set[str]] = {}
    for case in cases:
        for group in groups_of(case):
            members.setdefault(group, set()).add(case.id)
    return {group: summarise([score for score in scores if score.case in members[group]]) for group in sorted(members)}


def _summary(metric: Metric, scores: Sequence[Score]) -> Summary:
    values = [score.value for score in scores if score.value is not None]
    low, high = interval_of(values)
    return Summary(
        metric=metric,
        n=len(values),
        value=float(np.mean(values)) if values else None,
        low=low,
        high=high,
        unscored=len(scores) - len(values),
    )
