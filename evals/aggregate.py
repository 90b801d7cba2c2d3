"""Scores to summaries: a mean with the interval of a bootstrap over the cases."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from evals.contracts import Case, Metric, Score, Summary

RESAMPLES = 2000
_SEED = 20111  # fixed, so that the same scores give the same interval


def summarise(scores: Sequence[Score]) -> tuple[Summary, ...]:
    """Return a summary of each metric that was scored, in the order of the metrics."""
    by_metric = {metric: [score for score in scores if score.metric is metric] for metric in Metric}
    return tuple(_summary(metric, some) for metric, some in by_metric.items() if some)


def summarise_by_kind(scores: Sequence[Score], cases: Iterable[Case]) -> dict[str, tuple[Summary, ...]]:
    """Return the summaries of each kind of case."""
    return _by(scores, cases, lambda case: (case.kind,))


def summarise_by_document(scores: Sequence[Score], cases: Iterable[Case]) -> dict[str, tuple[Summary, ...]]:
    """Return the summaries of each document; an unanswerable case belongs to none."""
    return _by(scores, cases, lambda case: case.documents)


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
    low, high = _interval(values)
    return Summary(
        metric=metric,
        n=len(values),
        value=float(np.mean(values)) if values else None,
        low=low,
        high=high,
        unscored=len(scores) - len(values),
    )


def _interval(values: Sequence[float]) -> tuple[float | None, float | None]:
    if not values:
        return None, None
    draws = np.random.default_rng(_SEED).choice(np.asarray(values), size=(RESAMPLES, len(values)))
    low, high = np.percentile(draws.mean(axis=1), (2.5, 97.5))
    return float(low), float(high)
