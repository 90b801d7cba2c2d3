"""Words, word lists and propositions."""

import pytest

from assistant.verifier.lexicon import contrary, likeness
from assistant.verifier.propositions import propositions_of
from assistant.verifier.wordlists import load_word_lists
from assistant.verifier.words import Phrases, stem_of, words_of


@pytest.mark.parametrize(
    ("said", "written"),
    [("purchase", "buy"), ("fell", "fall"), ("begin", "start"), ("children", "child"), ("disabled", "disability")],
)
def test_words_for_the_same_are_alike(said: str, written: str) -> None:
    assert likeness(stem_of(said), stem_of(written)) > 0.9


@pytest.mark.parametrize(
    ("said", "written"), [("rose", "fell"), ("higher", "lower"), ("boys", "girls"), ("safe", "unsafe")]
)
def test_contrary_words_are_known_both_ways(said: str, written: str) -> None:
    assert contrary(stem_of(said), stem_of(written))
    assert contrary(stem_of(written), stem_of(said))
    assert not contrary(stem_of(said), stem_of(said))


def test_the_longest_phrase_of_a_list_is_found() -> None:
    words = words_of("It must not, except where asked, be done.")
    assert [words[a:b] for a, b in Phrases(["except", "except where"]).spans(words)] == [words[3:5]]


def test_an_item_has_its_lead_in_and_a_sentence_its_own() -> None:
    found = propositions_of("Homes are few. The aims are:\n- fewer moves\n- better health")
    assert [(p.lead, p.text) for p in found] == [
        ("", "Homes are few."),
        ("", "The aims are:"),
        ("The aims are:", "fewer moves"),
        ("The aims are:", "better health"),
    ]


def test_a_sentence_that_points_back_has_the_one_before_it() -> None:
    assert propositions_of("Two groups meet. They report to the Board.")[1].lead == "Two groups meet."


def test_a_long_row_is_cut_at_its_cells_under_its_label() -> None:
    found = propositions_of("Fostering\t" + "A home is found. " * 60 + "\tCouncil")
    assert {p.lead for p in found} == {"", "Fostering"}
    assert all(len(p.text.split()) <= 110 for p in found)


def test_no_word_of_strength_has_two_levels() -> None:
    words = [word for grade in load_word_lists().duty.values() for word in grade.words]
    assert sorted({word for word in words if words.count(word) > 1}) == []
