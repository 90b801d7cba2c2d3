"""Tests of the scorers."""

from collections.abc import Callable

import pytest

from assistant.contracts import Answer, Citation, Notice, NoticeKind, ScoredPassage
from evals.contracts import Case, Metric
from evals.scorers import (
    citation_hit,
    conflict_notice,
    fact_recall,
    false_refusal,
    hit,
    metrics_of,
    quotes_located,
    reciprocal_rank,
    refusal,
    refused_or_corrected,
    score_answer,
    score_passages,
    sides_cited,
)

TWO_PLACES = [
    {"document": "plan", "address": None, "words": ["£1.2m"]},
    {"document": "review", "address": None, "words": ["£3m"]},
]

MakeAnswer = Callable[..., Answer]
MakeCase = Callable[..., Case]
MakeCitation = Callable[..., Citation]
MakePassage = Callable[..., ScoredPassage]


def every_sort(make_case: MakeCase) -> list[Case]:
    return [
        make_case(),
        make_case(gold=[]),
        make_case(gold=TWO_PLACES, kind="comparison", conflict=False),
        make_case(gold=TWO_PLACES, conflict=True),
        make_case(gold=[], flavour="false_premise", corrected_by=TWO_PLACES[:1]),
    ]


@pytest.mark.parametrize(
    ("rank", "found", "inverse"), [(1, 1, 1), (5, 1, 0.2), (6, 0, 1 / 6), (10, 0, 0.1), (11, 0, 0)]
)
def test_rank_decides(make_case: MakeCase, make_passage: MakePassage, rank: int, found: float, inverse: float) -> None:
    passages = [make_passage("nothing")] * (rank - 1) + [make_passage()]
    assert hit(make_case(), passages).value == found
    assert reciprocal_rank(make_case(), passages).value == pytest.approx(inverse)


def test_headings_count_as_text(make_case: MakeCase, make_passage: MakePassage) -> None:
    assert hit(make_case(), [make_passage("It costs £1.2m.", heading=("Health", "School nursing"))]).value == 1


def test_a_citation_in_a_gold_passage_hits(
    make_case: MakeCase, make_answer: MakeAnswer, make_citation: MakeCitation
) -> None:
    section = make_citation("It costs £1.2m.", section="School nursing", token="S2")
    score = citation_hit(make_case(), make_answer(citations=(make_citation("other"), section)))
    assert (score.value, score.explanation) == (1, "answered: S2 in a gold passage")


def test_a_refusal_hits_nothing(make_case: MakeCase, make_answer: MakeAnswer) -> None:
    assert citation_hit(make_case(), make_answer(status="not_found")).value == 0


def test_fact_recall_is_the_share_of_facts(make_case: MakeCase, make_answer: MakeAnswer) -> None:
    case = make_case(facts=[["£1.2m", "1.2 million"], ["Oxford Health"], ["2013"]])
    score = fact_recall(case, make_answer("It cost £1.2 million", "in 2013."))
    assert score.value == pytest.approx(2 / 3)
    assert score.explanation == "not stated: Oxford Health"


def test_facts_are_looked_for_in_statements_not_in_citations(
    make_case: MakeCase, make_answer: MakeAnswer, make_citation: MakeCitation
) -> None:
    answer = make_answer("Money is spent.", citations=(make_citation(),))
    assert citation_hit(make_case(), answer).value == 1
    assert fact_recall(make_case(), answer).value == 0


@pytest.mark.parametrize("status", ["not_found", "out_of_scope", "clarify", "blocked"])
def test_refusals(make_case: MakeCase, make_answer: MakeAnswer, status: str) -> None:
    assert refusal(make_case(gold=[]), make_answer(status=status)).value == 1
    assert false_refusal(make_case(), make_answer(status=status)).value == 1


@pytest.mark.parametrize("status", ["answered", "partial"])
def test_answers_are_not_refusals(make_case: MakeCase, make_answer: MakeAnswer, status: str) -> None:
    assert refusal(make_case(gold=[]), make_answer(status=status)).value == 0
    assert false_refusal(make_case(), make_answer(status=status)).value == 0


def test_a_quote_must_stand_where_it_says(
    make_case: MakeCase, make_answer: MakeAnswer, make_citation: MakeCitation
) -> None:
    good, shifted = make_citation(), make_citation(start=1, token="S2")
    assert quotes_located(make_case(), make_answer(citations=(good, shifted))).value == 0.5


def test_no_citations_leave_quotes_unscored(make_case: MakeCase, make_answer: MakeAnswer) -> None:
    assert quotes_located(make_case(), make_answer(status="not_found")).value is None


def test_an_error_leaves_everything_unscored(make_case: MakeCase, make_answer: MakeAnswer) -> None:
    for case in every_sort(make_case):
        assert {score.value for score in score_answer(case, make_answer(status="error"))} == {None}


def test_the_metrics_that_fit_are_the_ones_scored(make_case: MakeCase, make_answer: MakeAnswer) -> None:
    for case in every_sort(make_case):
        scores = (*score_passages(case, []), *score_answer(case, make_answer()))
        assert {score.metric for score in scores} == set(metrics_of(case))


def test_an_unanswerable_case_has_no_rank(make_case: MakeCase) -> None:
    assert score_passages(make_case(gold=[]), []) == ()
    assert Metric.REFUSAL in metrics_of(make_case(gold=[]))


def test_each_side_of_a_comparison_counts_once(
    make_case: MakeCase, make_answer: MakeAnswer, make_citation: MakeCitation
) -> None:
    case = make_case(gold=[*TWO_PLACES, {**TWO_PLACES[0], "words": ["school nursing"]}], kind="comparison")
    one, other = make_citation(), make_citation("It was £3m.", document="review", token="S2")
    assert sides_cited(case, make_answer(citations=(one, one))).value == 0.5
    assert sides_cited(case, make_answer(citations=(one,))).explanation == "not cited: review: £3m"
    assert sides_cited(case, make_answer(citations=(one, other))).value == 1


def test_each_passage_of_a_conflict_within_a_document_is_a_side(
    make_case: MakeCase, make_answer: MakeAnswer, make_citation: MakeCitation
) -> None:
    case = make_case(gold=[TWO_PLACES[0], {**TWO_PLACES[0], "words": ["£3m"]}], conflict=True)
    assert sides_cited(case, make_answer(citations=(make_citation(),))).value == 0.5


@pytest.mark.parametrize(("conflict", "told"), [(True, 1), (False, 0), (None, None)])
def test_a_notice_of_conflict_is_due_only_where_sources_differ(
    make_case: MakeCase, make_answer: MakeAnswer, conflict: bool | None, told: float | None
) -> None:
    case = make_case(gold=TWO_PLACES, conflict=conflict)
    silent, draft, warned = (
        make_answer().model_copy(update={"notices": tuple(Notice(kind=kind, text="-") for kind in kinds)})
        for kinds in ((), (NoticeKind.DRAFT_SOURCE,), (NoticeKind.CONFLICT,))
    )
    assert conflict_notice(case, warned).value == told
    untold = None if told is None else 1 - told
    assert conflict_notice(case, silent).value == conflict_notice(case, draft).value == untold


def test_a_false_premise_is_refused_or_put_right(
    make_case: MakeCase, make_answer: MakeAnswer, make_citation: MakeCitation
) -> None:
    case = make_case(gold=[], flavour="false_premise", corrected_by=TWO_PLACES[:1])
    right, wrong = make_answer(citations=(make_citation(),)), make_answer(citations=(make_citation("other"),))
    refused = make_answer(status="not_found")
    assert [refused_or_corrected(case, answer).value for answer in (right, wrong, refused)] == [1, 0, 1]
    assert refusal(case, right).value == 0
    assert refused_or_corrected(make_case(gold=[]), right).value is None
