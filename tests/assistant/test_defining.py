"""What asks for a meaning, and what tells one."""

import pytest

from assistant.defining import Defining
from assistant.settings import load_policy


@pytest.fixture(scope="module")
def defining() -> Defining:
    return Defining(load_policy().question.defining)


@pytest.mark.parametrize(
    ("question", "term"),
    [
        pytest.param("What does a pooled budget mean?", "pooled budget", id="mean"),
        pytest.param("What does JSNA stand for?", "JSNA", id="stand-for"),
        pytest.param("What is meant by the term 'step down' in Fell?", "step down", id="meant-by"),
        pytest.param("What does Fell mean by a key worker?", "key worker", id="whose-meaning"),
        pytest.param("How is need defined in the guidance?", "need", id="defined"),
        pytest.param("Give me the definition of early help.", "early help", id="definition-of"),
        pytest.param("What does the council do by means of grants?", None, id="by-means-of"),
        pytest.param("Who pays for hearing tests?", None, id="another-kind"),
    ],
)
def test_the_term_that_is_asked_for(question: str, term: str | None, defining: Defining) -> None:
    assert defining.term(question) == term


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("A key worker is one person who plans with a family.", True, id="is"),
        pytest.param("Key workers, in the words of the board, are those who plan.", True, id="further-on"),
        pytest.param("Each family has a key worker. This means that one person plans.", True, id="this-means"),
        pytest.param("One person who plans for a family (key worker) is named.", True, id="in-brackets"),
        pytest.param("Key worker: one person who plans.", True, id="colon"),
        pytest.param("Whoever plans with a family is called the key worker.", True, id="called"),
        pytest.param("The family has a key worker by May.", False, id="mentioned"),
        pytest.param("Families asked for key workers and for play.", False, id="mentioned-in-a-list"),
        pytest.param("One person plans with each family.", True, id="not-in-these-words"),
    ],
)
def test_a_mention_tells_nothing(text: str, told: bool, defining: Defining) -> None:
    assert defining.is_told("key worker", ["Other things are said.", text]) is told


def test_signs_in_a_term_are_no_pattern(defining: Defining) -> None:
    assert defining.is_told("a (b", ["There is a (b here."]) is False
