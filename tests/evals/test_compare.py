"""Tests of the comparison with a baseline."""

from collections.abc import Callable
from pathlib import Path

import pytest

from evals.compare import compare, compare_folders
from evals.contracts import Metric, RunRecord, Suite
from evals.errors import ResultsError

MakeRecord = Callable[..., RunRecord]

CURRENT = {"cases": "1"}


@pytest.mark.parametrize(("now", "fell"), [(0.9, False), (0.71, False), (0.7, False), (0.69, True), (None, True)])
def test_a_fall_is_more_than_the_half_width(make_record: MakeRecord, now: float | None, fell: bool) -> None:
    assert compare(make_record(value=0.8, half_width=0.1), make_record(value=now), CURRENT).fell is fell


@pytest.mark.parametrize(("now", "fell"), [(0.0, False), (0.3, False), (0.31, True)])
def test_false_refusals_fall_when_they_rise(make_record: MakeRecord, now: float, fell: bool) -> None:
    baseline = make_record(Metric.FALSE_REFUSAL, value=0.2, half_width=0.1)
    assert compare(baseline, make_record(Metric.FALSE_REFUSAL, value=now), CURRENT).fell is fell


def test_what_never_failed_may_not_fail_at_all(make_record: MakeRecord) -> None:
    baseline = make_record(Metric.QUOTES_LOCATED, value=1.0, half_width=0)
    assert compare(baseline, make_record(Metric.QUOTES_LOCATED, value=0.999), CURRENT).fell
    assert not compare(baseline, baseline, CURRENT).fell


def test_a_suite_that_was_not_run_did_not_fall(make_record: MakeRecord) -> None:
    now = make_record(Metric.REFUSAL, suites=(Suite.ANSWERS,))
    found = compare(make_record(Metric.HIT), now, CURRENT)
    assert (found.changes, found.fell) == ((), False)
    assert "not measured now: retrieval" in found.warnings


def test_a_case_that_could_not_be_run_counts_as_a_fall(make_record: MakeRecord) -> None:
    assert compare(make_record(), make_record(errors={"c-01": "broken"}), CURRENT).fell


def test_a_stale_run_is_told(make_record: MakeRecord) -> None:
    (warning,) = compare(make_record(), make_record(), {"cases": "1", "assistant/*.py": "new"}).warnings
    assert "run again: assistant/*.py" in warning


def test_other_cases_are_told(make_record: MakeRecord) -> None:
    found = compare(make_record(), make_record(settings={"cases": "2"}), {"cases": "2"})
    assert found.warnings == ("the baseline is of other cases",)
    assert found.changed == ("cases",)


def test_folders_are_compared_by_name(make_record: MakeRecord, tmp_path: Path) -> None:
    against, results = tmp_path / "baseline", tmp_path
    against.mkdir()
    for name in ("seeds-dev", "starter-dev"):
        (against / f"{name}.json").write_text(make_record(value=0.8).model_dump_json())
    (results / "seeds-dev.json").write_text(make_record(value=0.5).model_dump_json())
    (found,), missing = compare_folders(against, results)
    assert found.changes[0].difference == pytest.approx(-0.3)
    assert missing == ["starter-dev"]


def test_no_baseline_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ResultsError, match="no baseline"):
        compare_folders(tmp_path, tmp_path)
