"""Names and years that the documents asked about never mention."""

import pytest

from assistant.assistant import Assistant
from assistant.names import Names
from assistant.settings import load_policy

pytest_plugins = ["assistant_fixtures"]


def _unknown(assistant: Assistant, question: str, *ids: str) -> list[str]:
    names = Names(assistant.library, load_policy().question.stop_words)
    documents = [d for d in assistant.library.documents if not ids or d.id in ids]
    return names.unknown(question, documents)


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        pytest.param("What happened in 2031?", ["2031"], id="year"),
        pytest.param("What happened in 1999 and 2031?", ["1999", "2031"], id="two-years"),
        pytest.param("What does Kent spend?", ["Kent"], id="name"),
        pytest.param("What are Kent's aims?", ["Kent's"], id="possessive"),
        pytest.param("Who runs the ABCD clinic?", ["ABCD"], id="acronym"),
        pytest.param("What does Kent, or even Kent, spend?", ["Kent"], id="said-twice"),
        pytest.param("What is the T-level offer?", ["T-level"], id="hyphen"),
    ],
)
def test_what_is_never_mentioned_is_named(question: str, unknown: list[str], moor_assistant: Assistant) -> None:
    assert _unknown(moor_assistant, question) == unknown


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("What is done in Northmoor?", id="place"),
        pytest.param("What is done in northmoor's schools?", id="possessive"),
        pytest.param("Who is Ms Okafor?", id="person"),
        pytest.param("What was paid in 2013?", id="year-in-a-financial-year"),
        pytest.param("What does NORTHMOOR pay?", id="capitals"),
        pytest.param("who does the test?", id="no-names"),
        pytest.param("Does Northmoor Council pay?", id="pair-side-by-side"),
        pytest.param("How many of the 4500 children?", id="number-that-is-no-year"),
        pytest.param("", id="empty"),
    ],
)
def test_what_is_known_passes(question: str, moor_assistant: Assistant) -> None:
    assert _unknown(moor_assistant, question) == []


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("Describe the hearing test", id="first"),
        pytest.param("Summarise: hearing test", id="before-a-colon"),
        pytest.param("Thank you. Describe the hearing test", id="second-sentence"),
        pytest.param("who pays for it? (following: Describe the hearing test)", id="follow-up"),
    ],
)
def test_a_name_at_the_start_of_a_sentence_is_not_judged(question: str, moor_assistant: Assistant) -> None:
    assert _unknown(moor_assistant, question) == []


def test_names_that_stand_apart_are_told_as_a_pair(moor_assistant: Assistant) -> None:
    assert _unknown(moor_assistant, "What is the Hearing Clinic?") == ["Hearing Clinic"]


@pytest.mark.parametrize("question", ["What of Hearing, Clinic?", "What of Hearing and Clinic?"])
def test_names_parted_by_more_than_a_space_are_no_pair(question: str, moor_assistant: Assistant) -> None:
    assert _unknown(moor_assistant, question) == []


def test_only_the_documents_asked_about_count(moor_assistant: Assistant) -> None:
    assert _unknown(moor_assistant, "Who is Okafor?", "southmoor-plan") == []
    assert _unknown(moor_assistant, "Who is Okafor?", "northmoor-plan") == ["Okafor"]


def test_a_name_in_a_title_is_known(moor_assistant: Assistant) -> None:
    assert _unknown(moor_assistant, "What does the Plan for the western Parishes say?", "westmoor-plan") == []


def test_the_place_of_a_document_is_known(moor_assistant: Assistant) -> None:
    assert _unknown(moor_assistant, "Who checks teeth in Westmoor?", "westmoor-plan") == []
