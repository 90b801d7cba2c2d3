"""Tests of the scorers."""

from collections.abc import Callable

import pytest

from assistant.contracts import Answer, Citation, ScoredPassage
from evals.contracts import Case, Metric
from evals.scorers import (
    citation_hit,
    fact_recall,
    false_refusal,
    hit,
    metrics_of,
    quotes_located,
    reciprocal_rank,
    refusal,
    score_answer,
    score_passages,
)

MakeAnswer = Callable[..., Answer]
MakeCase = Callable[..., Case]
MakeCitation = Callable[..., Citation]
MakePassage = Callable[..., ScoredPassage]


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
    for case in (make_case(), make_case(gold=[])):
        assert {score.value for score in score_answer(case, make_answer(status="error"))} == {None}


def test_the_metrics_that_fit_are_the_ones_scored(make_case: MakeCase, make_answer: MakeAnswer) -> None:
    for case in (make_case(), make_case(gold=[])):
        scores = (*score_passages(case, []), *score_answer(case, make_answer()))
        assert {score.metric for score in scores} == set(metrics_of(case))


def test_an_unanswerable_case_has_no_rank(make_case: MakeCase) -> None:
    assert score_passages(make_case(gold=[]), []) == ()
    assert Metric.REFUSAL in metrics_of(make_case(gold=[]))
