"""The telling words of questions and passages."""

from collections.abc import Callable

import pytest

from assistant.assistant import Assistant
from assistant.context import Candidate
from assistant.settings import load_policy
from assistant.wordings import Alternative
from assistant.words import QuestionWords, Words

pytest_plugins = ["assistant_fixtures"]


@pytest.fixture
def words(moor_assistant: Assistant) -> Words:
    return Words(moor_assistant.library, load_policy().question)


def test_question_words_leave_out_what_every_question_has(words: Words, moor_assistant: Assistant) -> None:
    told = words.of_question("What does the hearing test in Northmoor do?", moor_assistant.library.documents)
    assert set(told.weights) == {"hear", "test"}
    assert told.unknown == 0


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        pytest.param("hearing", 0.0, id="known"),
        pytest.param("zeppelin", 1.0, id="unknown"),
        pytest.param("what is it", 1.0, id="no-telling-word"),
    ],
)
def test_unknown_words_weigh_their_share(question: str, unknown: float, words: Words) -> None:
    assert words.of_question(question, []).unknown == unknown


def test_half_known_questions_weigh_between(words: Words) -> None:
    assert 0 < words.of_question("hearing zeppelin", []).unknown < 1


@pytest.mark.parametrize(
    ("found", "coverage"),
    [
        pytest.param({"hear", "test"}, 1.0, id="all"),
        pytest.param({"hear"}, 0.75, id="by-weight"),
        pytest.param({"other"}, 0.0, id="none"),
    ],
)
def test_coverage_is_the_share_of_weight(found: set[str], coverage: float) -> None:
    assert QuestionWords(weights={"hear": 3.0, "test": 1.0}, unknown=0.0).coverage(found) == coverage


def test_coverage_of_no_words_is_nothing() -> None:
    assert QuestionWords(weights={}, unknown=1.0).coverage({"hear"}) == 0.0


@pytest.mark.parametrize(
    ("found", "coverage"),
    [
        pytest.param({"look", "after"}, 0.75, id="said-otherwise"),
        pytest.param({"lac"}, 0.75, id="said-otherwise-again"),
        pytest.param({"look"}, 0.0, id="half-of-the-other-words"),
        pytest.param({"lac", "kid"}, 0.75, id="said-in-both-ways"),
        pytest.param({"kid"}, 0.5, id="half-of-the-own-words"),
        pytest.param({"lac", "cost"}, 1.0, id="and-the-rest"),
    ],
)
def test_words_said_otherwise_are_covered(found: set[str], coverage: float) -> None:
    others = ((frozenset({"kid", "in", "care"}), (frozenset({"look", "after"}), frozenset({"lac"}))),)
    asked = QuestionWords(weights={"kid": 2.0, "care": 1.0, "cost": 1.0}, unknown=0.0, others=others)
    assert asked.coverage(found) == coverage


def test_alternatives_are_stemmed_as_the_question_is(words: Words) -> None:
    asked = words.of_question("molars and buses", [], [Alternative("molars", ("Checked teeth", "a dentist"))])
    assert asked.others == ((frozenset({"molar"}), (frozenset({"check", "teeth"}), frozenset({"a", "dentist"}))),)
    assert asked.coverage({"check", "teeth"}) == asked.coverage({"molar"}) == pytest.approx(0.5)


def test_a_word_that_is_only_said_otherwise_still_counts_as_unknown(words: Words) -> None:
    assert words.of_question("molars", [], [Alternative("molars", ("teeth",))]).unknown == 1.0


def test_the_words_of_a_passage_are_its_headings_lead_in_and_title_too(
    words: Words, candidate_of: Callable[..., Candidate]
) -> None:
    found = candidate_of("Nurses", headings=("Hearing", "Tests"), lead_in="These visit:", title="Plans", place="Moor")
    assert words.of_passage(found.passage, found.document) == {"nurs", "hear", "test", "these", "visit", "plan"}


def test_the_words_of_a_row_are_its_columns_too(words: Words, candidate_of: Callable[..., Candidate]) -> None:
    found = candidate_of("", row=[("Cost", "£9"), (None, "yearly")])
    assert words.of_passage(found.passage, found.document) == {"cost", "£9", "year"}
