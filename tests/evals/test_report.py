"""Tests of the report and the record on disk."""

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from evals.baselines import LANGCHAIN
from evals.contracts import Case, Metric, Placing, Ranking, Rule, RunRecord, Score, Split
from evals.errors import ResultsError
from evals.formats import markdown as compare_formats
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


def ranked(*ranks: int | None, system: str = "ours", rule: str = "words") -> Ranking:
    placings = tuple(
        Placing(case=f"c-{at:02}", rank=rank, early=rank == 1, first="plan, 6.14") for at, rank in enumerate(ranks, 1)
    )
    return Ranking(system=system, rule=Rule(rule), depth=100, texts=9, holding=len(ranks), placings=placings)


def test_the_worst_searches_come_first(make_record: MakeRecord, make_case: MakeCase) -> None:
    text = markdown(make_record(rankings=(ranked(1, 7, None),)), [make_case(id="c-03", question="Why?")])
    missed, low = text.index("| c-03 | Why? | not in the first 100 | plan, 6.14 |"), text.index("| c-02 |")
    assert missed < low
    assert "| c-01 |" not in text[text.index("worst searches") : text.index("The worst cases")]


def test_of_the_test_split_only_the_rank_is_told(make_record: MakeRecord, make_case: MakeCase) -> None:
    text = markdown(make_record(value=0.25, split=Split.TEST, rankings=(ranked(4),)), [make_case(question="Why?")])
    assert "| c-01 | Why? | 4 |" in text
    assert "| c-01 | Why? | hit@5 0.250 |" in text
    assert "plan, 6.14" not in text


def test_a_follow_up_is_shown_with_what_it_follows(make_record: MakeRecord, make_case: MakeCase) -> None:
    case = make_case(kind="follow_up", history=[["Who?", "They."]], question="When?")
    assert "| c-01 | Who? / When? |" in markdown(make_record(value=0.25), [case])


def test_systems_stand_side_by_side_with_a_figure(make_record: MakeRecord, make_case: MakeCase, tmp_path: Path) -> None:
    ours, stock = ranked(1, 2, 6, 3), ranked(1, None, 7, 9, system=LANGCHAIN)
    record = make_record(rankings=(ours, ranked(1, 2, 6, None, rule="address and words"), stock))
    text = write(record, [make_case()], tmp_path).read_text()
    assert "| ours | words | 9 | 1.000 | 0.250 (" in text
    assert "| ours | address and words |" in text
    assert "hit@5, ours over stock LangChain: 3.000 (" in text
    assert "(seeds-dev.svg)" in text
    chart = ET.parse(tmp_path / "seeds-dev.svg").getroot()
    bars = [rect for rect in chart.iter("{http://www.w3.org/2000/svg}rect") if rect.get("width") != "12"]
    assert len(bars) == 2 * 4


def test_ours_alone_has_no_figure(make_record: MakeRecord, make_case: MakeCase, tmp_path: Path) -> None:
    assert "svg" not in write(make_record(rankings=(ranked(1),)), [make_case()], tmp_path).read_text()
    assert list(tmp_path.glob("*.svg")) == []


def test_the_cases_are_counted(make_record: MakeRecord, make_case: MakeCase) -> None:
    text = markdown(make_record(), [make_case(), make_case(id="c-02", split="test", wording="document")])
    assert "| all |  | 1 | 1 | 2 | 100 % |" in text
    assert "| wording | spoken | 1 | 0 | 1 | 50 % |" in text


def test_formats_are_compared_in_points(make_record: MakeRecord) -> None:
    def scored(name: str, *values: float, without_gold: tuple[str, ...] = ()) -> RunRecord:
        scores = [Score(metric=Metric.HIT, case=f"c-{at}", value=v, explanation="-") for at, v in enumerate(values)]
        return make_record(library=name, scores=tuple(scores), without_gold=without_gold)

    text = compare_formats([scored("seeds", 1, 1, 1, 0), scored("seeds-pdf", 1, 0, 1, 0, without_gold=("c-1",))])
    assert "| -25.0 | -75.0 to +0.0 | 1 |" in text
    assert "seeds-pdf alone has no gold for: c-1." in text
