"""Kept texts: versions that point at the one they were made from, whatever they say."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indexer.errors import StaleVersionError, UnknownTextError, WrongTextStateError
from indexer.record import Record
from indexer.record_drafts import TextsRecord


@pytest.fixture
def record(tmp_path: Path) -> Iterator[TextsRecord]:
    opened = TextsRecord(tmp_path)
    yield opened
    opened.close()


def test_a_text_is_kept_with_every_version(record: TextsRecord) -> None:
    assert record.keep("a", "one", "label 1", "made").number == 1
    assert record.save("a", "two \u20ac", "label 2", "changed", expected=1).parent == 1
    assert (record.read("a")[1], record.read("a", 1)[1]) == ("two \u20ac", "one")
    assert [(one.number, one.label, one.what) for one in record.history("a")] == [
        (1, "label 1", "made"),
        (2, "label 2", "changed"),
    ]
    assert [text.version.label for text in record.texts()] == ["label 2"]


def test_versions_branch_after_an_undo(record: TextsRecord) -> None:
    record.keep("a", "one", "", "")
    record.save("a", "two", "", "", expected=1)
    assert record.undo("a").number == 1
    assert record.save("a", "three", "", "", expected=1).number == 3
    assert (record.undo("a", expected=3).number, record.redo("a").number) == (1, 3)


_CHANGES: dict[str, Callable[[TextsRecord], object]] = {
    "save": lambda record: record.save("a", "x", "", "", expected=3),
    "undo": lambda record: record.undo("a", expected=1),
    "redo": lambda record: record.redo("a", expected=1),
}


@pytest.mark.parametrize("change", _CHANGES)
def test_a_version_that_no_longer_counts_is_refused(change: str, record: TextsRecord) -> None:
    record.keep("a", "one", "", "")
    record.save("a", "two", "", "", expected=1)
    record.save("a", "three", "", "", expected=2)
    record.undo("a")
    with pytest.raises(StaleVersionError, match="version 2 counts"):
        _CHANGES[change](record)
    assert (record.read("a")[0].number, len(record.history("a"))) == (2, 3)


def test_an_id_is_given_once(record: TextsRecord) -> None:
    record.keep("a", "one", "", "")
    record.delete("a")
    with pytest.raises(WrongTextStateError, match="another id"):
        record.keep("a", "two", "", "")


def test_what_is_not_there_is_said(record: TextsRecord) -> None:
    record.keep("a", "one", "", "")
    for ask in (lambda: record.read("b"), lambda: record.read("a", 9), lambda: record.erase("b")):
        with pytest.raises(UnknownTextError):
            ask()


def test_erasing_one_leaves_the_others(record: TextsRecord) -> None:
    record.keep("a", "one", "", "")
    record.keep("b", "two", "", "")
    record.erase("a")
    assert [text.version.text_id for text in record.texts()] == ["b"]
    assert record.read("b")[1] == "two"


def test_the_tables_are_made_where_a_record_has_none(tmp_path: Path) -> None:
    Record(tmp_path).close()
    for _ in range(2):
        opened = TextsRecord(tmp_path)
        assert opened.texts() == []
        opened.close()
    again = Record(tmp_path)
    assert again.integrity() == "ok"
    again.close()
