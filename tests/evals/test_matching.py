"""Tests of what stands in a text, and of which passage is gold."""

from collections.abc import Callable
from typing import Any

import pytest

from evals.contracts import Case, Gold
from evals.matching import is_gold, stands_at_address, stands_in
from indexer.contracts import Passage

MakeCase = Callable[..., Case]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        pytest.param("95%", "at least 95% of staff", id="percentage"),
        pytest.param("95%", "(95%)", id="in-brackets"),
        pytest.param("£1.2m", "We spend £1.2m.", id="before-a-full-stop"),
        pytest.param("1.2 million", "£1.2 million", id="after-a-currency-sign"),
        pytest.param("1500", "1500, of whom some", id="before-a-comma"),
        pytest.param("under 20", "mothers under 20s", id="plural-of-a-figure"),
        pytest.param("Youth Worker", "youth workers", id="case-and-plural"),
        pytest.param("6 - 8 weeks", "6 \u2013\u00a08\n weeks", id="dash-and-space"),
        pytest.param("children's plan", "the children\u2019s plan", id="curly-quote"),
        pytest.param("Change Management (CYPF)", "of Change Management\t(CYPF)", id="brackets-and-tab"),
    ],
)
def test_words_stand_in_a_text(words: str, text: str) -> None:
    assert stands_in(words, text)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        pytest.param("95%", "195%", id="longer-before"),
        pytest.param("95%", "1.95%", id="decimal-before"),
        pytest.param("£1.2m", "£1.2million", id="longer-magnitude"),
        pytest.param("£1.2", "£1.25", id="longer-after"),
        pytest.param("1,500", "21,500", id="longer-thousands"),
        pytest.param("500", "1,500", id="thousands-before"),
        pytest.param("35", "35.5", id="decimal-after"),
        pytest.param("35", "35,000", id="thousands-after"),
        pytest.param("35", "35%", id="percentage-after"),
        pytest.param("35", "35 per cent", id="per-cent-after"),
        pytest.param("35", "£35 million", id="magnitude-after"),
        pytest.param("35", "35 thousand", id="thousand-after"),
        pytest.param("1 April 2013", "11 April 2013", id="longer-day"),
        pytest.param("age 13", "page 13", id="longer-word-before"),
        pytest.param("six", "sixteen", id="longer-word-after"),
        pytest.param("Reading", "spreading", id="inside-a-word"),
    ],
)
def test_words_inside_longer_ones_do_not_stand(words: str, text: str) -> None:
    assert not stands_in(words, text)


def test_gold_needs_all_words(make_case: MakeCase) -> None:
    assert is_gold(make_case(), "plan", None, "School Nursing costs £1.2m")
    assert not is_gold(make_case(), "plan", "6.14", "School nursing costs more")


def test_gold_needs_the_document(make_case: MakeCase) -> None:
    assert not is_gold(make_case(), "other", "6.14", "School nursing costs £1.2m")


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [("6.14", True), ("6.14, bullet 2", True), ("6.14(i)", True), ("6.141", False), ("6.1", False), (None, False)],
)
def test_a_summary_is_gold_by_its_address(make_case: MakeCase, paragraph: str | None, expected: bool) -> None:
    assert is_gold(make_case(), "plan-summary", paragraph, "in our own words") is expected


def test_the_address_alone_is_not_enough_in_the_document_itself(make_case: MakeCase) -> None:
    assert not is_gold(make_case(), "plan", "6.14", "in our own words")


def test_a_summary_is_not_gold_without_an_address(make_case: MakeCase) -> None:
    case = make_case(gold=[{"document": "plan", "address": None, "words": ["x"]}])
    assert not is_gold(case, "plan-summary", "6.14", "x")


@pytest.mark.parametrize(
    ("address", "fields", "expected"),
    [
        pytest.param(None, {}, True, id="no-address"),
        pytest.param("6.14", {"paragraph": "6.14"}, True, id="paragraph"),
        pytest.param("6.1", {"paragraph": "6.14"}, False, id="longer-paragraph"),
        pytest.param("7.6", {"headings": ("7.6 Resources",)}, True, id="numbered-heading"),
        pytest.param("Be Healthy", {"headings": ("Key issues", "Be Healthy:")}, True, id="heading"),
        pytest.param("Foster care", {"text": "Placement: foster care\t£1"}, True, id="cell"),
        pytest.param("Foster care", {"lead_in": "Foster care"}, True, id="lead-in"),
        pytest.param("0.9", {"text": "0.9\t2015\tchanged"}, True, id="number-of-a-row"),
        pytest.param("0.9", {"text": "up by 0.9 points"}, False, id="number-within"),
    ],
)
def test_an_address_stands_over_a_passage_or_in_it(address: str | None, fields: dict[str, Any], expected: bool) -> None:
    given = {"id": "p", "document_id": "d", "ordinal": 0, "text": "x", "headings": (), "page": None, "paragraph": None}
    passage = Passage.model_validate({**given, "kind": "paragraph", **fields})
    assert stands_at_address(Gold(document="d", address=address, words=("x",)), passage) is expected
