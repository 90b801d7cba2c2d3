"""Follow-ups are made whole."""

from collections.abc import Callable

import pytest

from assistant.context import AnswerContext
from assistant.resolve import Resolve
from assistant.settings import load_policy

pytest_plugins = ["assistant_fixtures"]

BEFORE = "Who leads school nursing in Oxfordshire?"

Contexts = Callable[..., AnswerContext]


def _understood(context: AnswerContext) -> str:
    return Resolve(load_policy().question, lambda: ["Oxfordshire", "Plymouth"])(context).understood


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("and for under-fives?", id="and"),
        pytest.param("who leads that?", id="that"),
        pytest.param("How much does it cost?", id="it"),
        pytest.param("So what are their duties?", id="their"),
        pytest.param("when?", id="no-subject"),
        pytest.param("CAMHS?", id="one-word"),
    ],
)
def test_a_follow_up_is_joined_to_the_question_before(text: str, context_of: Contexts) -> None:
    assert _understood(context_of(text, "What is a panel?", BEFORE)) == f"{text} (following: {BEFORE})"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Who commissions speech therapy in Plymouth?", id="new-subject"),
        pytest.param("What are the safeguarding duties of a practice?", id="new-duties"),
        pytest.param(
            "Which services that help disabled children, young carers and refugees share a budget?", id="long"
        ),
        pytest.param("Are there services for young carers?", id="are-there"),
        pytest.param("Is there a policy on bullying?", id="is-there"),
    ],
)
def test_a_whole_new_question_stands_alone(text: str, context_of: Contexts) -> None:
    assert _understood(context_of(text, BEFORE)) == text


def test_without_history_nothing_is_joined(context_of: Contexts) -> None:
    assert _understood(context_of("who leads that?")) == "who leads that?"


@pytest.mark.parametrize(
    ("before", "understood"),
    [
        pytest.param(BEFORE, "what about Plymouth? (following: Who leads school nursing ?)", id="in"),
        pytest.param(
            "What are Oxfordshire's aims?", "what about Plymouth? (following: What are aims?)", id="possessive"
        ),
        pytest.param("What are oxfordshire’s aims?", "what about Plymouth? (following: What are aims?)", id="curly"),
    ],
)
def test_the_place_before_is_let_go_for_the_new_one(before: str, understood: str, context_of: Contexts) -> None:
    assert _understood(context_of("what about Plymouth?", before)) == understood


def test_the_place_before_is_kept_where_no_new_one_is_named(context_of: Contexts) -> None:
    assert "in Oxfordshire" in _understood(context_of("and for under-fives?", BEFORE))


def test_a_place_inside_another_word_is_not_a_place(context_of: Contexts) -> None:
    assert "Oxfordshire" in _understood(context_of("and in Plymouthshire?", BEFORE))


def test_a_follow_up_to_a_follow_up_keeps_the_subject(context_of: Contexts) -> None:
    assert "school nursing" in _understood(context_of("and the budget?", BEFORE, "what about Plymouth?"))


def test_what_was_asked_is_left_as_it_was(context_of: Contexts) -> None:
    context = context_of("who leads that?", BEFORE)
    resolved = Resolve(load_policy().question, list)(context)
    assert resolved.asked == context.asked


def test_a_question_that_was_made_whole_is_not_wrapped_again(context_of: Contexts) -> None:
    second = f"what about Plymouth? (following: {BEFORE})"
    third = _understood(context_of("who leads that?", BEFORE, second))
    assert third.count("following") == 1
    assert "Plymouth" in third
    assert "school nursing" in third


def test_what_a_follow_up_went_on_from_is_kept_where_the_history_is_cut(context_of: Contexts) -> None:
    assert "school nursing" in _understood(context_of("who leads that?", f"and the budget? (following: {BEFORE})"))


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        pytest.param("Hello, who leads school nursing?", "Who leads school nursing?", id="greeting"),
        pytest.param(
            "I have just started as a commissioner. What is a pooled budget?", "What is a pooled budget?", id="started"
        ),
        pytest.param(
            "Hi there, I'm new to this, so could you tell me who pays for hearing tests?",
            "Who pays for hearing tests?",
            id="one-after-the-other",
        ),
        pytest.param("I would like to know what a JSNA holds", "What a JSNA holds", id="would-like-to-know"),
        pytest.param("Thank you.", "Thank you.", id="nothing-else"),
        pytest.param("I am a GP. What are my duties?", "I am a GP. What are my duties?", id="who-asks-may-matter"),
        pytest.param(
            "We have recently started a pilot of short breaks, who pays?",
            "We have recently started a pilot of short breaks, who pays?",
            id="what-is-asked-about",
        ),
    ],
)
def test_what_is_said_before_a_question_is_no_part_of_it(text: str, understood: str, context_of: Contexts) -> None:
    assert _understood(context_of(text)) == understood


def test_a_follow_up_after_a_greeting_is_one(context_of: Contexts) -> None:
    assert _understood(context_of("Thanks! Who leads that?", BEFORE)) == f"Who leads that? (following: {BEFORE})"
