"""The synonyms: complete, each phrase once, and none that every question holds."""

from collections import Counter

import pytest

from assistant.settings import load_policy
from assistant.wordings import Synonym, Wordings, load_synonyms
from corpus import SYNONYMS

ENTRIES = [pytest.param(synonym, id=synonym.said[0]) for synonym in load_synonyms(SYNONYMS)]


def _all_said() -> list[str]:
    return [phrase.casefold() for synonym in load_synonyms(SYNONYMS) for phrase in synonym.said]


@pytest.mark.parametrize("synonym", ENTRIES)
def test_every_entry_is_complete_and_has_a_reason(synonym: Synonym) -> None:
    assert synonym.said
    assert synonym.written
    assert all(text.strip() == text != "" for text in (*synonym.said, *synonym.written, synonym.because))


def test_no_phrase_is_said_twice() -> None:
    assert not [phrase for phrase, times in Counter(_all_said()).items() if times > 1]


@pytest.mark.parametrize("synonym", ENTRIES)
def test_nothing_is_written_twice_in_an_entry(synonym: Synonym) -> None:
    assert len({phrase.casefold() for phrase in synonym.written}) == len(synonym.written)


def test_no_phrase_is_a_stop_word() -> None:
    assert not set(load_policy().question.stop_words) & set(_all_said())


@pytest.mark.parametrize("synonym", ENTRIES)
def test_documents_write_something_else_for_every_phrase(synonym: Synonym) -> None:
    assert [p for p in synonym.said if not {w.casefold() for w in synonym.written} - {p.casefold()}] == []


@pytest.mark.parametrize("synonym", ENTRIES)
def test_every_phrase_finds_its_entry(synonym: Synonym) -> None:
    told = Wordings([synonym])
    for phrase in synonym.said:
        assert [found.said for found in told(f"What of {phrase}?", {})] == [phrase]
