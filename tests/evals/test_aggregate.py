"""Tests of means and intervals."""

from collections.abc import Callable

import numpy as np
import pytest

from evals.aggregate import difference_of, ratio_of, summarise, summarise_by_document, summarise_by_kind
from evals.contracts import Case, Metric, Score

MakeCase = Callable[..., Case]


def scores(*values: float | None, metric: Metric = Metric.HIT) -> list[Score]:
    return [Score(metric=metric, case=f"c-{at}", value=value, explanation="-") for at, value in enumerate(values)]


def test_unscored_is_not_zero() -> None:
    (summary,) = summarise(scores(1, None, 0.5, None))
    assert (summary.value, summary.n, summary.unscored) == (0.75, 2, 2)


def test_nothing_scored_has_no_value() -> None:
    (summary,) = summarise(scores(None, None))
    assert (summary.value, summary.low, summary.high, summary.n, summary.unscored) == (None, None, None, 0, 2)


def test_the_interval_holds_the_mean_and_is_repeatable() -> None:
    (summary,) = summarise(scores(*[0.0] * 10, *[1.0] * 20))
    assert summary.low is not None
    assert summary.high is not None
    assert summary.value == pytest.approx(2 / 3)
    # Theory: 1.96 * sqrt(p (1 - p) / n) is 0.169.
    assert (summary.high - summary.low) / 2 == pytest.approx(0.169, abs=0.03)
    assert summarise(scores(*[0.0] * 10, *[1.0] * 20)) == (summary,)


def test_metrics_are_apart() -> None:
    found = summarise(scores(0) + scores(1, metric=Metric.REFUSAL))
    assert {summary.metric: summary.value for summary in found} == {Metric.HIT: 0, Metric.REFUSAL: 1}


def test_groups(make_case: MakeCase) -> None:
    cases = [make_case(id="c-0"), make_case(id="c-1", kind="who"), make_case(id="c-2", gold=[])]
    by_kind = summarise_by_kind(scores(1, 0, 0.5), cases)
    assert {kind: group[0].value for kind, group in by_kind.items()} == {"number": 1, "unanswerable": 0.5, "who": 0}
    assert {name: group[0].n for name, group in summarise_by_document(scores(1, 0, 0.5), cases).items()} == {"plan": 2}


def test_traits_are_groups_across_kinds(make_case: MakeCase) -> None:
    turn = [("Where?", "Here.")]
    cases = [
        make_case(id="c-0", gold=[], flavour="absent", history=turn),
        make_case(id="c-1", history=turn),
        make_case(id="c-2", kind="follow_up", history=turn, conflict=False),
    ]
    assert set(summarise_by_kind(scores(1, 0, 0.5), cases)) == {
        *("unanswerable", "unanswerable: absent", "unanswerable: follow_up"),
        *("number", "change of subject", "follow_up", "no conflict"),
    }


def test_a_ratio_of_what_moves_together_is_sure() -> None:
    slow = [float(value) for value in range(10, 40)]
    ratio = ratio_of([2 * value for value in slow], slow)
    assert (ratio.value, ratio.n) == (2, 30)
    assert (ratio.low, ratio.high) == pytest.approx((2, 2))


def test_a_ratio_of_medians() -> None:
    ratio = ratio_of([1, 3, 100], [1, 2, 2], np.median)
    assert (ratio.value, ratio.low, ratio.high) == (1.5, 1, 50)


@pytest.mark.parametrize(("over", "under"), [([1.0] * 5, [0.0] * 5), ([1.0, 1.0], [1.0, 1.0])])
def test_no_interval_where_there_can_be_none(over: list[float], under: list[float]) -> None:
    ratio = ratio_of(over, under)
    assert (ratio.low, ratio.high) == (None, None)


def test_a_difference_is_of_pairs() -> None:
    assert difference_of([1.0, 0.5, 0.75], [0.5, 0.0, 0.25]) == (0.5, 0.5)
