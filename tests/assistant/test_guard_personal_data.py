"""Masking of personal data; NHS numbers are from the range that is never issued, phones from Ofcom's for drama."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant.context import AnswerContext
from assistant.contracts import NoticeKind, Turn
from assistant.guard import Guard, is_nhs_number, mask_personal_data
from assistant.settings import load_policy

pytest_plugins = ["assistant_fixtures"]


def _masked(text: str) -> tuple[str, list[str]]:
    return mask_personal_data(text, load_policy().personal_data)


@pytest.mark.parametrize("number", ["9990000018", "9990000026", "9990000034", "9990000042", "9990000050"])
def test_a_right_check_digit_makes_an_nhs_number(number: str) -> None:
    assert is_nhs_number(number)
    others = (f"{number[:9]}{digit}" for digit in range(10) if str(digit) != number[9])
    assert not any(is_nhs_number(other) for other in others)


def test_a_number_whose_check_digit_would_be_ten_is_none() -> None:
    weights = range(10, 1, -1)
    stems = (f"99900000{tail}" for tail in range(10))
    ten = next(s for s in stems if 11 - sum(int(d) * w for d, w in zip(s, weights, strict=True)) % 11 == 10)
    assert not any(is_nhs_number(f"{ten}{digit}") for digit in range(10))


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        pytest.param("patient 999 000 0018 asks", "patient [NHS number] asks", id="nhs-spaces"),
        pytest.param("patient 999-000-0018 asks", "patient [NHS number] asks", id="nhs-hyphens"),
        pytest.param("patient 9990000018.", "patient [NHS number].", id="nhs-bare"),
        pytest.param("999 000 0018 and 999 000 0026", "[NHS number] and [NHS number]", id="nhs-two"),
        pytest.param("write to jane.doe@example.org now", "write to [e-mail address] now", id="e-mail"),
        pytest.param("<jane+x@nhs.example.co.uk>", "<[e-mail address]>", id="e-mail-tag"),
        pytest.param("jane.o'neil@example.org", "[e-mail address]", id="e-mail-apostrophe"),
        pytest.param("ring 020 7946 0018.", "ring [phone number].", id="phone-london"),
        pytest.param("ring 01632 960123", "ring [phone number]", id="phone-area"),
        pytest.param("ring 07700 900123", "ring [phone number]", id="phone-mobile"),
        pytest.param("ring 07700-900-123", "ring [phone number]", id="phone-hyphens"),
        pytest.param("ring +44 7700 900123", "ring [phone number]", id="phone-abroad"),
        pytest.param("ring +44 (0)20 7946 0018", "ring [phone number]", id="phone-abroad-zero"),
        pytest.param("ring (01632) 960123", "ring [phone number]", id="phone-bracketed-area"),
        pytest.param("ring 0044 20 7946 0018", "ring [phone number]", id="phone-double-zero"),
        pytest.param("ring 020.7946.0018", "ring [phone number]", id="phone-dots"),
        pytest.param("a boy born on 3 March 2012 here", "a boy [date of birth] here", id="born-on"),
        pytest.param("DOB: 01/02/2010", "[date of birth]", id="dob-slashes"),
        pytest.param("date of birth is 3rd March 2012", "[date of birth]", id="dob-words"),
        pytest.param("DoB 01-Feb-2010", "[date of birth]", id="dob-short-month"),
        pytest.param("D.O.B. 01/02/2010", "[date of birth]", id="dob-dotted"),
        pytest.param("date of birth 2012-03-01", "[date of birth]", id="dob-iso"),
        pytest.param("born on the 3rd of March 2012", "[date of birth]", id="born-on-the"),
        pytest.param("a family at PL1 2AA in need", "a family at [postcode] in need", id="postcode"),
        pytest.param("SW1A 1AA", "[postcode]", id="postcode-london"),
        pytest.param("EC1A1BB", "[postcode]", id="postcode-unspaced"),
    ],
)
def test_personal_data_is_masked(text: str, masked: str) -> None:
    assert _masked(text)[0] == masked


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("999 000 0019", id="nhs-wrong-check-digit"),
        pytest.param("£1,234,567", id="money"),
        pytest.param("£9990000018", id="money-like-an-nhs-number"),
        pytest.param("2013/14", id="financial-year"),
        pytest.param("2010 2011 2012 2013", id="years"),
        pytest.param("0-19", id="ages"),
        pytest.param("0-5 5-11 11-16", id="age-bands"),
        pytest.param("paragraph 11.4", id="paragraph"),
        pytest.param("section 75", id="section"),
        pytest.param("Band 8a", id="pay-band"),
        pytest.param("Key Stage 2", id="key-stage"),
        pytest.param("SI 2022/634", id="statutory-instrument"),
        pytest.param("1 April 2013", id="date-of-a-law"),
        pytest.param("children born 2010 to 2012", id="cohort"),
        pytest.param("DCSF-00305-2010", id="publication-number"),
        pytest.param("follow @example", id="at-sign"),
        pytest.param("indicators 01 02 03 04 05 06", id="indicators"),
    ],
)
def test_figures_of_the_field_are_not_masked(text: str) -> None:
    assert _masked(text) == (text, [])


def test_the_kinds_are_named_once_each_in_order() -> None:
    text = "jane@example.org and joe@example.org, 999 000 0018, PL1 2AA"
    assert _masked(text)[1] == ["e-mail address", "NHS number", "postcode"]


def test_the_user_is_told_what_was_masked(context_of: Callable[..., AnswerContext]) -> None:
    context = Guard(load_policy(), "")(context_of("Who sees 999 000 0018 at PL1 2AA?"))
    assert context.understood == context.asked.text == "Who sees [NHS number] at [postcode]?"
    assert [notice.kind for notice in context.notices] == [NoticeKind.PERSONAL_DATA]
    assert "NHS number, postcode" in context.notices[0].text
    assert "999 000 0018" not in context.notices[0].text


def test_the_history_is_masked_without_another_notice(context_of: Callable[..., AnswerContext]) -> None:
    context = Guard(load_policy(), "")(context_of("who leads that?", "Who sees 999 000 0018?", "I am jane@example.org"))
    assert [turn.question for turn in context.asked.history] == ["Who sees [NHS number]?", "I am [e-mail address]"]
    assert context.notices == ()


def test_the_history_is_masked_whatever_spaces_it_has(context_of: Callable[..., AnswerContext]) -> None:
    context = Guard(load_policy(), "")(context_of("who leads that?", "Who sees 999\u00a0000\u00a00018?"))
    assert "0018" not in context.asked.history[0].question


def test_spaces_of_any_kind_do_not_hide_an_nhs_number(context_of: Callable[..., AnswerContext]) -> None:
    assert Guard(load_policy(), "")(context_of("see 999\u00a0000\n0018")).understood == "see [NHS number]"


def test_the_answers_of_the_history_are_masked_too(context_of: Callable[..., AnswerContext]) -> None:
    context = context_of("who leads that?")
    turn = Turn(question="Who sees him?", answer="Ring 07700 900123, NHS 999 000 0018; NSPCC 0808 800 5000.")
    asked = context.asked.model_copy(update={"history": (turn,)})
    guarded = Guard(load_policy(), "")(replace(context, asked=asked))
    expected = "Ring [phone number], NHS [NHS number]; NSPCC 0808 800 5000."
    assert [turn.answer for turn in guarded.asked.history] == [expected]


@pytest.mark.parametrize("text", ["999\u200b000\u200b0018", "９９９ ０００ ００１８", "PL1 \u20602AA"])
def test_signs_that_are_not_seen_hide_nothing(text: str, context_of: Callable[..., AnswerContext]) -> None:
    context = Guard(load_policy(), "")(context_of(f"Who sees {text}?"))
    assert [notice.kind for notice in context.notices] == [NoticeKind.PERSONAL_DATA]
