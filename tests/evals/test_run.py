"""Tests of the runner, with an assistant that says what it is told."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import evals.run
from assistant.contracts import Answer, Citation, Question, ScoredPassage
from evals.contracts import Case, LibraryChoice, Metric, Rule, RunRecord, RunRequest, Split, Suite
from evals.errors import NothingToRunError
from evals.libraries import LibraryContents
from evals.run import Measured, measure, rank_ours, run_and_report, select
from evals.scorers import metrics_of

MakeAnswer = Callable[..., Answer]
MakeCase = Callable[..., Case]
MakeCitation = Callable[..., Citation]
MakePassage = Callable[..., ScoredPassage]
MakeRecord = Callable[..., RunRecord]


class ScriptedAssistant:
    """Gives the same passages and answer to every question; raises at 'Fail?'."""

    def __init__(self, passages: list[ScoredPassage], answer: Answer) -> None:
        self._passages = passages
        self._answer = answer
        self.asked: list[Question] = []

    def search(self, question: Question, /, k: int) -> list[ScoredPassage]:
        self.asked.append(question)
        if question.text == "Fail?":
            raise RuntimeError("no index")
        return self._passages[:k]

    def ask(self, question: Question, /) -> Answer:
        self.asked.append(question)
        return self._answer


def contents(
    document: str = "plan", text: str = "School nursing: £1.2m", paragraph: str | None = None
) -> LibraryContents:
    shape: dict[str, Any] = {
        "generation": {"id": "g", "build_key": "b", "model_name": "m", "model_key": "k"},
        "documents": [{"id": document, "metadata": {}, "source": "f", "sha256": "0", "pages": None, "passages": 1}],
        "passages": [
            {
                "id": "p",
                "document_id": document,
                "ordinal": 0,
                "text": text,
                "headings": (),
                "page": None,
                "paragraph": paragraph,
                "kind": "paragraph",
            }
        ],
    }
    return LibraryContents.model_validate(shape)


def values(measured: Measured, case: str) -> dict[Metric, float | None]:
    return {score.metric: score.value for score in measured.scores if score.case == case}


@pytest.fixture
def assistant(make_passage: MakePassage, make_answer: MakeAnswer, make_citation: MakeCitation) -> ScriptedAssistant:
    return ScriptedAssistant([make_passage()], make_answer("£1.2m", citations=(make_citation(),)))


def test_three_cases(assistant: ScriptedAssistant, make_case: MakeCase) -> None:
    cases = [make_case(id="a"), make_case(id="b", facts=[["2013"]]), make_case(id="c", gold=[])]
    measured = measure(assistant, contents(), cases, list(Suite))
    assert values(measured, "a") == {
        metric: float(metric is not Metric.FALSE_REFUSAL) for metric in metrics_of(make_case())
    }
    assert values(measured, "b")[Metric.FACT_RECALL] == 0
    assert values(measured, "c") == {Metric.REFUSAL: 0, Metric.QUOTES_LOCATED: 1}


def test_a_suite_measures_its_own_metrics(assistant: ScriptedAssistant, make_case: MakeCase) -> None:
    measured = measure(assistant, contents(), [make_case()], [Suite.RETRIEVAL])
    assert {score.metric for score in measured.scores} == {Metric.HIT, Metric.RECIPROCAL_RANK}


def test_a_case_that_fails_is_unscored_and_stops_no_other(assistant: ScriptedAssistant, make_case: MakeCase) -> None:
    cases = [make_case(id="a", question="Fail?"), make_case(id="b")]
    measured = measure(assistant, contents(), cases, [Suite.RETRIEVAL])
    assert measured.errors == {"a": "RuntimeError: no index"}
    assert set(values(measured, "a").values()) == {None}
    assert set(values(measured, "b").values()) == {1}


def test_an_error_answer_is_an_error(make_case: MakeCase, make_answer: MakeAnswer) -> None:
    measured = measure(ScriptedAssistant([], make_answer(status="error")), contents(), [make_case()], [Suite.ANSWERS])
    assert list(measured.errors) == ["c-01"]


def test_gold_that_dividing_lost_stays_zero_and_is_told(make_case: MakeCase, make_answer: MakeAnswer) -> None:
    measured = measure(ScriptedAssistant([], make_answer()), contents(text="other"), [make_case()], [Suite.RETRIEVAL])
    assert set(values(measured, "c-01").values()) == {0}
    assert "no passage of the library holds" in measured.scores[0].explanation


def test_an_address_that_our_summary_lacks_is_unscored(assistant: ScriptedAssistant, make_case: MakeCase) -> None:
    measured = measure(assistant, contents("plan-summary", paragraph="7"), [make_case()], list(Suite))
    found = values(measured, "c-01")
    assert found[Metric.HIT] is found[Metric.RECIPROCAL_RANK] is found[Metric.CITATION_HIT] is None
    assert found[Metric.FACT_RECALL] == 1


def test_a_summary_answers_the_cases_of_its_document(make_case: MakeCase) -> None:
    other = [{"document": "other", "address": None, "words": ["x"]}]
    cases = [
        make_case(id="a"),
        make_case(id="b", gold=other),
        make_case(id="c", gold=[]),
        make_case(id="d", split="test"),
    ]
    assert [case.id for case in select(cases, Split.DEV, {"plan-summary"})] == ["a", "c"]


def test_a_library_without_any_of_the_documents_is_refused(make_case: MakeCase) -> None:
    with pytest.raises(NothingToRunError, match="split 'dev'"):
        select([make_case(), make_case(id="u", gold=[])], Split.DEV, {"other"})


def test_code_that_changes_during_the_build_is_told(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, make_record: MakeRecord, tmp_path: Path
) -> None:
    seen: list[dict[str, str]] = []
    states = iter([{"indexer/*.py": "old"}, {"indexer/*.py": "new"}])
    monkeypatch.setattr(evals.run, "current_settings", lambda: next(states))

    def run(*given: Any) -> RunRecord:
        seen.append(given[3])
        return make_record()

    monkeypatch.setattr(evals.run, "run", run)
    run_and_report(RunRequest(data=tmp_path), tmp_path)
    assert seen == [{"indexer/*.py": "old"}]
    assert "changed during the run" in caplog.text


def test_a_follow_up_is_asked_with_its_history(assistant: ScriptedAssistant, make_case: MakeCase) -> None:
    follow_up = make_case(kind="follow_up", history=[["Who?", "They."]])
    measure(assistant, contents(), [follow_up], list(Suite))
    assert [[(turn.question, turn.answer) for turn in asked.history] for asked in assistant.asked] == [
        [("Who?", "They.")]
    ] * 2


def test_our_search_is_judged_by_both_rules(
    make_passage: MakePassage, make_answer: MakeAnswer, make_case: MakeCase
) -> None:
    cases, held = [make_case(id="a"), make_case(id="b", question="Fail?")], contents(paragraph="6.14")
    found = [make_passage("other", id="q"), make_passage("School nursing: £1.2m", id="p", paragraph="6.14")]
    measured = measure(ScriptedAssistant(found, make_answer()), held, cases, [Suite.RETRIEVAL])
    by_rule = {ranking.rule: ranking for ranking in rank_ours(measured, held, cases)}
    assert {rule: [(p.case, p.rank) for p in ranking.placings] for rule, ranking in by_rule.items()} == {
        Rule.WORDS: [("a", 2)],
        Rule.ADDRESS: [("a", 2)],
    }
    elsewhere = contents(paragraph="7.1")
    assert rank_ours(measured, elsewhere, cases)[1].placings[0].rank is None


def test_what_cannot_be_found_is_not_compared(assistant: ScriptedAssistant, make_case: MakeCase) -> None:
    held = contents("plan-summary", paragraph="7")
    assert rank_ours(measure(assistant, held, [make_case()], list(Suite)), held, [make_case()]) == ()


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"library": "seeds"}, True),
        ({"library": "starter"}, False),
        ({"library": "seeds", "format": "pdf"}, False),
        ({"library": "seeds", "data": "somewhere"}, False),
        ({"library": "seeds", "suites": ["answers"]}, False),
        ({"library": "seeds", "baselines": False}, False),
    ],
)
def test_baselines_need_the_texts(fields: dict[str, Any], expected: bool) -> None:
    assert RunRequest.model_validate(fields).has_baselines is expected


def test_text_files_have_the_bare_name() -> None:
    names = [RunRequest.model_validate({"library": LibraryChoice.SEEDS, "format": f}).name for f in ("text", "docx")]
    assert names == ["seeds", "seeds-docx"]
    assert RunRequest().name == "data"
