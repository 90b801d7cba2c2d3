"""Tests of the report and the record on disk."""

from collections.abc import Callable
from pathlib import Path

import pytest

from evals.contracts import Case, Metric, RunRecord
from evals.errors import ResultsError
from evals.report import markdown, read, write

MakeCase = Callable[..., Case]
MakeRecord = Callable[..., RunRecord]


def test_a_record_is_read_back_as_written(make_record: MakeRecord, make_case: MakeCase, tmp_path: Path) -> None:
    path = write(make_record(), [make_case()], tmp_path)
    assert path.name == "seeds-dev.md"
    assert read(tmp_path / "seeds-dev.json") == make_record()


def test_a_damaged_record_is_refused(tmp_path: Path) -> None:
    (tmp_path / "seeds-dev.json").write_text('{"created": 1}')
    with pytest.raises(ResultsError, match=r"seeds-dev\.json"):
        read(tmp_path / "seeds-dev.json")


def test_the_report_names_values_and_the_worst_cases(make_record: MakeRecord, make_case: MakeCase) -> None:
    text = markdown(make_record(value=0.25, half_width=0.1), [make_case(question="Why | how?")])
    assert "| hit@5 | 10 | 0.250 | 0.150 to 0.350 | 0 |" in text
    assert "| c-01 | Why \\| how? | hit@5 0.250 (no gold passage in the first 5) |" in text


def test_what_is_not_known_is_a_dash(make_record: MakeRecord, make_case: MakeCase) -> None:
    text = markdown(make_record(value=None), [make_case()])
    assert "| hit@5 | 10 | - | - | 0 |" in text
    assert "| c-01 |" not in text


@pytest.mark.parametrize(("value", "listed"), [(0.0, False), (1.0, True)])
def test_a_false_refusal_is_bad(make_record: MakeRecord, make_case: MakeCase, value: float, listed: bool) -> None:
    assert ("| c-01 |" in markdown(make_record(Metric.FALSE_REFUSAL, value=value), [make_case()])) is listed


def test_a_case_that_could_not_be_run_comes_first(make_record: MakeRecord, make_case: MakeCase) -> None:
    assert "| c-01 | broken |" in markdown(make_record(value=1.0, errors={"c-01": "broken"}), [make_case()])
