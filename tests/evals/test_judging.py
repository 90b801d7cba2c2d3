"""Tests of the judge that every system has."""

from collections.abc import Callable

import pytest

from evals.contracts import Case, Rule
from evals.judging import READ_WORDS, Found, by_words, found_passage, measures_of, place, rank_all
from indexer.contracts import Passage, PassageKind

MakeCase = Callable[..., Case]


def found(text: str, document: str = "plan") -> Found:
    return Found("p", document, None, text, "somewhere")


GOLD = found("We spend £1.2m on school nursing.")
FILLER = found("word " * 100)


def test_the_first_gold_text_counts(make_case: MakeCase) -> None:
    placing = place(make_case(), [found("other"), GOLD, GOLD], by_words)
    assert (placing.rank, placing.early, placing.first) == (2, True, "somewhere")


def test_words_in_another_document_are_no_gold(make_case: MakeCase) -> None:
    assert place(make_case(), [GOLD._replace(document="other")], by_words).rank is None


def test_nothing_found_has_no_rank(make_case: MakeCase) -> None:
    assert place(make_case(), [], by_words).model_dump() == {"case": "c-01", "rank": None, "early": False, "first": ""}


@pytest.mark.parametrize(
    ("before", "early"),
    [
        pytest.param([FILLER] * 4, True, id="all-of-it-is-read"),
        pytest.param([*[FILLER] * 4, found("word " * 94)], True, id="just-read"),
        pytest.param([*[FILLER] * 4, found("word " * 95)], False, id="cut-short"),
        pytest.param([FILLER] * 5, False, id="not-reached"),
        pytest.param([found("word " * (READ_WORDS + 1))], False, id="one-long-text"),
    ],
)
def test_reading_stops_at_a_word(make_case: MakeCase, before: list[Found], early: bool) -> None:
    assert place(make_case(), [*before, GOLD], by_words).early is early


def test_measures() -> None:
    def passage(number: int) -> Found:
        return GOLD if number == 0 else found("other")

    cases = {rank: [passage(rank - at) for at in range(1, 12)] for rank in (1, 5, 10, 11)}
    asked = [Case.model_validate({**SHAPE, "id": str(rank)}) for rank in cases]
    ranking = rank_all("some", Rule.WORDS, {str(rank): texts for rank, texts in cases.items()}, asked, by_words)
    assert measures_of(ranking) == {
        "hit@1": [1, 0, 0, 0],
        "hit@5": [1, 1, 0, 0],
        "MRR@10": [1, 0.2, 0.1, 0],
        "within 500 words": [1, 1, 1, 1],
    }


def test_what_could_be_found_is_counted(make_case: MakeCase) -> None:
    other = make_case(id="c-02", gold=[{"document": "plan", "address": None, "words": ["dentists"]}])
    ranking = rank_all("some", Rule.WORDS, {"c-01": [], "c-02": []}, [make_case(), other], by_words, texts=[GOLD])
    assert (ranking.texts, ranking.holding) == (1, 1)


def test_a_passage_is_read_with_its_headings() -> None:
    headings = ("Health", "one two three four five six seven eight nine ten")
    passage = Passage(
        id="p",
        document_id="plan",
        ordinal=0,
        text="x",
        headings=headings,
        page=None,
        paragraph="6.1",
        kind=PassageKind.PARAGRAPH,
    )
    shown = found_passage(passage)
    assert shown.text == "\n".join((*headings, "x"))
    assert shown.name == "plan, 6.1, one two three four five six seven eight"


SHAPE = {
    "split": "dev",
    "persona": "gp",
    "kind": "number",
    "wording": "spoken",
    "question": "How much?",
    "gold": [{"document": "plan", "address": None, "words": ["school nursing", "£1.2m"]}],
    "facts": [["£1.2m"]],
}
