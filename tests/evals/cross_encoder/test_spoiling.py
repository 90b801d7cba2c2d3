"""What makes of a true statement one that its passage does not bear out."""

import random

import pytest

from evals.cross_encoder import spoiling

SENTENCE = "In 2013 Northmoor Council paid Ms Okafor £45,000 for more speech therapy in Northmoor."
POOL = {"name": ("Southmoor Council", "Northmoor"), "year": ("2013", "2011"), "number": ("45,000", "12")}


@pytest.fixture
def drawn() -> random.Random:
    """Draw alike in each run."""
    return random.Random(3)


def test_an_opposite_stands_for_its_word(drawn: random.Random) -> None:
    assert spoiling.opposite("More was paid.", drawn) in {"Less was paid.", "Fewer was paid."}
    assert spoiling.opposite("More was paid.", drawn, of={"paid"}) is None
    assert spoiling.opposite("It was paid.", drawn) is None


def test_what_is_cut_takes_its_preposition_along() -> None:
    at = SENTENCE.index("£45,000")
    assert "£45,000" not in spoiling.cut(SENTENCE, at, at + 7)
    assert spoiling.cut(SENTENCE, 3, 7) == SENTENCE.removeprefix("In 2013 ")


@pytest.mark.parametrize("figure", ["2013", "45,000", "1", "3.5 million"])
def test_a_figure_becomes_another(figure: str, drawn: random.Random) -> None:
    assert all(spoiling.other_figure(figure, drawn) != figure for _ in range(50))


def test_no_figure_stays_as_it_is(drawn: random.Random) -> None:
    assert spoiling.other_figure("none", drawn) == "none"


def test_another_name_stands_nowhere_in_what_is_avoided(drawn: random.Random) -> None:
    assert spoiling.other_name(POOL, "year", ("in 2013",), drawn) == "2011"
    assert spoiling.other_name(POOL, "name", ("Northmoor", "Southmoor Council"), drawn) is None
    assert spoiling.other_name(POOL, "place", (), drawn) is None


def test_what_is_renamed_keeps_the_answer(drawn: random.Random) -> None:
    said = spoiling.renamed("In 2013 the sum was £45,000.", SENTENCE, "45,000", POOL, drawn)
    assert said == "In 2011 the sum was £45,000."
    assert spoiling.renamed("It was £45,000.", SENTENCE, "45,000", POOL, drawn) is None


def test_names_change_places(drawn: random.Random) -> None:
    said = spoiling.exchanged("It was Northmoor Council that paid Ms Okafor.", "Ms Okafor", drawn)
    assert said == "It was Ms Okafor that paid Northmoor Council."
    assert spoiling.exchanged("Then it was paid.", "paid", drawn) is None


def test_a_statement_is_denied_once() -> None:
    assert spoiling.denied("It was paid.", SENTENCE) == "It was not paid."
    assert spoiling.denied("It was paid.", "It was not paid.") is None
    assert spoiling.denied("Nobody paid.", SENTENCE) is None
