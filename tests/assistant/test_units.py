"""Passages to sentences, lists and rows, each a located span."""

from collections.abc import Callable

import pytest

from assistant.context import Candidate
from assistant.units import units_of
from indexer.contracts import PassageKind

pytest_plugins = ["assistant_fixtures"]

Candidates = Callable[..., Candidate]
LIST = "The clinic offers three things:\n- a warm waiting room\n- a nurse on call\n- a quiet garden"
LONG_ITEMS = [f"item {number} says " + "word " * 30 + "at the end" for number in range(6)]


def _spans(candidate: Candidate) -> list[list[str]]:
    units = units_of(candidate, max_row_words=90)
    return [[candidate.passage.text[start:end] for start, end in unit.spans] for unit in units]


def test_sentences_are_the_spans_verbatim(candidate_of: Candidates) -> None:
    candidate = candidate_of("The clinic opens at nine.  It closes at five, e.g. on Mondays. Nobody pays for it.")
    units = units_of(candidate, max_row_words=90)
    assert [unit.text for unit in units] == [
        "The clinic opens at nine.",
        "It closes at five, e.g. on Mondays.",
        "Nobody pays for it.",
    ]
    assert [[unit.text] for unit in units] == _spans(candidate)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        pytest.param("Too short this. The clinic opens at nine.", ["The clinic opens at nine."], id="three-words"),
        pytest.param("Open:\nMondays at nine and later.", ["Mondays at nine and later."], id="a-label"),
        pytest.param("Mondays at nine. The clinic is open on all other days at:", [], id="leads-to-nothing"),
        pytest.param("Nine to five.", [], id="nothing-left"),
    ],
)
def test_fragments_are_left_out(text: str, kept: list[str], candidate_of: Candidates) -> None:
    assert [unit.text for unit in units_of(candidate_of(text), max_row_words=90)] == kept


def test_a_sentence_that_ends_in_a_colon_goes_with_what_it_leads_to(candidate_of: Candidates) -> None:
    candidate = candidate_of("The clinic is small. It is open for infants on:\nMondays at nine and later.")
    units = units_of(candidate, max_row_words=90)
    assert [unit.text for unit in units] == [
        "The clinic is small.",
        "It is open for infants on:\nMondays at nine and later.",
    ]
    assert [[unit.text] for unit in units] == _spans(candidate)
    assert units[1].leans_back


def test_the_first_sentence_after_a_lead_in_is_told_under_it(candidate_of: Candidates) -> None:
    candidate = candidate_of(
        "To test the hearing of all infants. It was met in full.", lead_in="The clinic has this aim:"
    )
    first, second = units_of(candidate, max_row_words=90)
    assert first.text == "The clinic has this aim:\nTo test the hearing of all infants."
    assert second.text == "It was met in full."


@pytest.mark.parametrize(
    ("sentence", "leans"),
    [
        pytest.param("This clinic is for infants.", True, id="this"),
        pytest.param("They are paid by the council.", True, id="they"),
        pytest.param("However, the council pays half.", True, id="however"),
        pytest.param("In addition the council pays.", True, id="in-addition"),
        pytest.param("Theatre nights pay for it.", False, id="a-word-that-begins-alike"),
        pytest.param("Councils pay for these clinics.", False, id="in-the-middle"),
    ],
)
def test_a_sentence_leans_back_by_its_first_word(sentence: str, leans: bool, candidate_of: Candidates) -> None:
    units = units_of(candidate_of(f"The clinic opens at nine. {sentence}"), max_row_words=90)
    assert units[1].leans_back is leans


def test_the_first_sentence_of_a_passage_leans_on_nothing(candidate_of: Candidates) -> None:
    assert not units_of(candidate_of("This clinic opens at nine."), max_row_words=90)[0].leans_back


def test_a_list_is_kept_whole_with_its_lead_in(candidate_of: Candidates) -> None:
    (unit,) = units_of(candidate_of(LIST, kind=PassageKind.LIST), max_row_words=90)
    assert unit.text == LIST
    assert unit.spans == ((0, len(LIST)),)


def test_a_list_that_goes_on_brings_the_lead_in_from_before(candidate_of: Candidates) -> None:
    rest = "- a quiet garden\n- a car park"
    (unit,) = units_of(candidate_of(rest, kind=PassageKind.LIST, lead_in="The clinic offers:"), max_row_words=90)
    assert unit.text == f"The clinic offers:\n{rest}"
    assert _spans(unit.candidate) == [[rest]]


def test_a_long_list_is_cut_into_items_under_its_lead_in(candidate_of: Candidates) -> None:
    text = "An opening line.\nThe items are:\n" + "\n".join(f"- {item}" for item in LONG_ITEMS)
    candidate = candidate_of(text, kind=PassageKind.LIST)
    assert [unit.text for unit in units_of(candidate, 90)] == [f"The items are: {item}" for item in LONG_ITEMS]
    assert _spans(candidate) == [["The items are:", item] for item in LONG_ITEMS]


def test_a_long_list_without_lead_in_is_cut_into_items(candidate_of: Candidates) -> None:
    candidate = candidate_of("\n".join(f"- {item}" for item in LONG_ITEMS), kind=PassageKind.LIST)
    assert [unit.text for unit in units_of(candidate, 90)] == LONG_ITEMS
    assert _spans(candidate) == [[item] for item in LONG_ITEMS]


def test_a_row_is_labelled_with_its_columns(candidate_of: Candidates) -> None:
    candidate = candidate_of("", row=(("Service", "Sleep clinic"), (None, "open"), ("Cost", "£4")))
    (unit,) = units_of(candidate, max_row_words=90)
    assert unit.text == "Service: Sleep clinic; open; Cost: £4"
    assert _spans(candidate) == [["Sleep clinic\topen\t£4"]]


def test_a_row_without_its_label_takes_the_one_above(candidate_of: Candidates) -> None:
    candidate = candidate_of("", row=(("Cost", "£4"), ("Year", "2014")), lead_in="Sleep clinic")
    assert units_of(candidate, max_row_words=90)[0].text == "Sleep clinic: Cost: £4; Year: 2014"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("Sleep clinic", 0, id="label"),
        pytest.param("The sleep clinic on the hill is open to all infants of the town.", 1, id="sentence"),
    ],
)
def test_a_lone_cell_must_say_something(text: str, count: int, candidate_of: Candidates) -> None:
    assert len(units_of(candidate_of("", row=(("About", text),)), max_row_words=90)) == count


def test_a_long_row_is_cut_into_sentences_under_its_label(candidate_of: Candidates) -> None:
    cell = "The clinic opens at nine. Parents wait in the garden."
    candidate = candidate_of("", row=(("Service", "Sleep clinic"), ("About", cell)))
    units = units_of(candidate, max_row_words=5)
    assert [unit.text for unit in units] == [
        "Sleep clinic: The clinic opens at nine.",
        "Sleep clinic: Parents wait in the garden.",
    ]
    assert _spans(candidate) == [["Sleep clinic\t" + cell]]


def test_a_first_cell_that_stands_over_the_others_is_not_said_under_itself(candidate_of: Candidates) -> None:
    row = (
        ("Service", "Sleep clinic for tired infants"),
        ("About", "The clinic opens at nine. Parents wait in the garden."),
    )
    assert [unit.text for unit in units_of(candidate_of("", row=row), max_row_words=5)] == [
        "Sleep clinic for tired infants: The clinic opens at nine.",
        "Sleep clinic for tired infants: Parents wait in the garden.",
    ]


def test_a_label_that_ends_in_a_colon_has_one(candidate_of: Candidates) -> None:
    candidate = candidate_of("", row=(("Cost", "£4"), ("Year", "2014")), lead_in="What clinics cost:")
    assert units_of(candidate, max_row_words=90)[0].text == "What clinics cost: Cost: £4; Year: 2014"


def test_every_unit_of_a_long_row_stands_where_it_says(candidate_of: Candidates) -> None:
    candidate = candidate_of("", row=(("A", "- The first cell has words."), ("B", "The second cell has words. Short.")))
    for unit in units_of(candidate, max_row_words=3):
        (start, end) = unit.spans[0]
        quote = candidate.passage.text[start:end]
        assert unit.text.endswith(quote.removeprefix("- "))
        assert unit.evidence()[0].end - unit.evidence()[0].start == len(quote) > 0


LETTERED = (
    "Registers of children with\n- regular checks of height\n- h) Safeguarding, with attention to:\n"
    "- training for all staff\n- clear procedures for all\n- i) Transition planned from early on"
)


def test_items_under_a_letter_stand_under_it_and_under_no_other_lead(candidate_of: Candidates) -> None:
    texts = [unit.text for unit in units_of(candidate_of(LETTERED, kind=PassageKind.LIST), 99)]
    assert "- h) Safeguarding, with attention to:\n- training for all staff\n- clear procedures for all" in texts
    assert not [text for text in texts if "Registers" in text and "training" in text]


def test_each_unit_of_a_lettered_list_stands_where_it_says(candidate_of: Candidates) -> None:
    candidate = candidate_of(LETTERED, kind=PassageKind.LIST)
    for unit in units_of(candidate, 99):
        assert [LETTERED[start:end] for start, end in unit.spans] == [unit.text]


def test_a_list_that_is_lettered_throughout_stays_whole(candidate_of: Candidates) -> None:
    text = "The aims are:\n- a) to test the hearing of all\n- b) to tell every parent"
    assert [unit.text for unit in units_of(candidate_of(text, kind=PassageKind.LIST), 99)] == [text]


@pytest.mark.parametrize("stray", ["•", "> _", "O", ", , ,"])
def test_a_stray_sign_in_a_cell_of_no_column_is_not_told(stray: str, candidate_of: Candidates) -> None:
    row = (("Service", "School nursing"), (None, stray), ("Cost", "£5"))
    (unit,) = units_of(candidate_of("", row=row), 99)
    assert unit.text == "Service: School nursing; Cost: £5"
