import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from indexer_making import paragraph, passage

from indexer.contracts import Metadata
from indexer.errors import DataFolderError, LibraryBusyError, LibraryDamagedError
from indexer.record import Embedded, Generation, Record, Revision, TextKeys
from indexer.record_file import _BUSY_SECONDS
from indexer.tables import SCHEMA

EMBEDDED = Embedded(
    vector=np.array([0.25, -0.5], dtype=np.float32),
    pieces=np.array([7, 30_000], dtype=np.int32),
    tokens=np.array([[127, -127], [1, 0]], dtype=np.int8),
)


def revision(name: str, **changes: str) -> Revision:
    fields = {"id": name, "document_id": "plan", "sha256": "digest", "build_key": "key", "origin": "/x/plan.md"}
    return Revision.model_validate(fields | changes | {"metadata": Metadata(title="Plan")})


def generation(name: str) -> Generation:
    return Generation(id=name, build_key="key", model_name="model", model_key="model@1")


def saved(record: Record, *names: str, context: str | None = None) -> None:
    for name in names:
        said = passage(f"passage of {name}", ordinal=0)
        keys = TextKeys(f"text of {name}", context)
        vectors = dict.fromkeys(filter(None, keys), EMBEDDED)
        record.save_revision(revision(name), 3, [paragraph("Words.")], [(said, keys)], vectors)


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return Record(tmp_path / "data")


def test_a_reading_is_kept_whole_and_the_same_when_opened_again(record: Record, tmp_path: Path) -> None:
    saved(record, "first")
    again = Record(tmp_path / "data")
    passages, vectors, contexts = again.passages_with_vectors(["first"])
    assert again.blocks("first") == ([paragraph("Words.")], 3)
    assert [p.id for p in passages] == ["passage of first"]
    assert vectors.tolist() == [EMBEDDED.vector.tolist()]
    assert contexts.tolist() == [[0, 0]]
    ((tokens, pieces),), own, context = again.token_texts(["first"])
    assert (tokens.tolist(), pieces.tolist()) == (EMBEDDED.tokens.tolist(), EMBEDDED.pieces.tolist())
    assert (own, context) == ([0], [-1])
    assert again.integrity() == "ok"


def test_nothing_is_current_before_a_switch(record: Record) -> None:
    saved(record, "first")
    assert (record.current(), record.generation_ids()) == (None, set())


def test_a_switch_keeps_the_generation_before_and_forgets_the_one_before_that(record: Record) -> None:
    for number in (1, 2, 3):
        saved(record, f"reading {number}")
        record.switch(generation(f"g{number}"), [f"reading {number}"], keep_previous=True)
    assert record.current() == generation("g3")
    assert record.generation_ids() == {"g2", "g3"}
    assert [len(record.passages_with_vectors([f"reading {n}"])[0]) for n in (1, 2, 3)] == [0, 1, 1]
    assert record.known_texts([f"text of reading {n}" for n in (1, 2, 3)]) == {"text of reading 2", "text of reading 3"}


def test_a_switch_that_erases_keeps_nothing_but_the_new_generation(record: Record) -> None:
    saved(record, "first")
    record.switch(generation("g1"), ["first"], keep_previous=True)
    saved(record, "second", "never switched in")
    record.switch(generation("g2"), ["second"], keep_previous=False)
    assert record.generation_ids() == {"g2"}
    assert record.kept_revisions("digest", "key") == [revision("second")]


def test_readings_are_found_by_their_bytes_and_settings(record: Record) -> None:
    saved(record, "first")
    assert record.kept_revisions("digest", "key") == [revision("first")]
    assert record.kept_revisions("digest", "other") == record.kept_revisions("other", "key") == []


def test_passages_come_back_in_the_order_asked(record: Record) -> None:
    said = [(passage(name, ordinal=n), TextKeys(name, None)) for n, name in enumerate("abc")]
    record.save_revision(revision("first"), None, [], said, dict.fromkeys("abc", EMBEDDED))
    record.switch(generation("g1"), ["first"], keep_previous=True)
    assert [p.id for p in record.passages("g1", ["c", "unknown", "a"])] == ["c", "a"]
    assert [p.id for p in record.passages("g1")] == ["a", "b", "c"]
    assert record.passages("g2") == []


def test_more_ids_than_one_statement_takes_are_found(record: Record) -> None:
    names = [f"p{n}" for n in range(1200)]
    said = [(passage(name, ordinal=n), TextKeys(name, None)) for n, name in enumerate(names)]
    record.save_revision(revision("first"), None, [], said, dict.fromkeys(names, EMBEDDED))
    record.switch(generation("g1"), ["first"], keep_previous=True)
    assert [p.id for p in record.passages("g1", names[::-1])] == names[::-1]
    assert record.known_texts(names) == set(names)
    assert record.token_texts(["first"]).own == list(range(1200))


def test_a_passage_without_its_vector_is_damage(record: Record) -> None:
    record.save_revision(revision("first"), None, [], [(passage("a"), TextKeys("text", None))], {})
    for read in (record.passages_with_vectors, record.token_texts):
        with pytest.raises(LibraryDamagedError, match="Passage a has no vector"):
            read(["first"])


@pytest.mark.parametrize("read", [Record.passages_with_vectors, Record.token_texts])
def test_a_context_without_its_vector_is_damage(record: Record, read: Callable[[Record, list[str]], object]) -> None:
    said = [(passage("a"), TextKeys("text", "context"))]
    record.save_revision(revision("first"), None, [], said, {"text": EMBEDDED})
    with pytest.raises(LibraryDamagedError, match="context of passage a has no vector"):
        read(record, ["first"])


def embedded(number: float, *pieces: int) -> Embedded:
    """Return the vectors of a text of so many pieces."""
    return Embedded(
        vector=np.array([number, 0.5], dtype=np.float32),
        pieces=np.array(pieces, dtype=np.int32),
        tokens=np.ones((len(pieces), 2), dtype=np.int8),
    )


@pytest.fixture
def shared(record: Record) -> Record:
    """A record of one reading, whose passages share texts."""
    keys = [TextKeys("a", "over"), TextKeys("b", None), TextKeys("a", "over"), TextKeys("over", "other")]
    said = [(passage(f"p{n}", ordinal=n), k) for n, k in enumerate(keys)]
    vectors = {"a": embedded(1, 1), "b": embedded(2, 2, 2), "over": embedded(3, 3), "other": embedded(4)}
    record.save_revision(revision("first"), None, [], said, vectors)
    return record


def test_each_passage_comes_with_the_vector_of_its_own_text_and_of_its_context(shared: Record) -> None:
    _, own, contexts = shared.passages_with_vectors(["first"])
    assert own.tolist() == [[1, 0.5], [2, 0.5], [1, 0.5], [3, 0.5]]
    assert contexts.tolist() == [[3, 0.5], [0, 0], [3, 0.5], [4, 0.5]]


def test_a_text_that_several_passages_have_is_given_once(shared: Record) -> None:
    texts = shared.token_texts(["first"])
    assert [pieces.tolist() for _, pieces in texts.tokens] == [[1], [3], [2, 2], []]
    assert (texts.own, texts.context) == ([0, 2, 0, 1], [1, -1, 1, 3])


def test_nothing_has_no_vectors(record: Record) -> None:
    passages, own, contexts = record.passages_with_vectors(["unknown"])
    assert (passages, len(own), len(contexts)) == ([], 0, 0)
    assert record.token_texts(["unknown"]) == ([], [], [])


def test_a_context_is_kept_as_long_as_any_passage_stands_under_it(record: Record) -> None:
    saved(record, "first", "second", context="headings")
    keys = ["text of first", "text of second", "headings"]
    record.switch(generation("g1"), ["first", "second"], keep_previous=False)
    record.switch(generation("g2"), ["second"], keep_previous=False)
    assert record.known_texts(keys) == {"text of second", "headings"}
    record.switch(generation("g3"), [], keep_previous=False)
    assert record.known_texts(keys) == set()


def test_a_text_that_is_one_passages_own_and_anothers_context_is_kept_for_either(record: Record) -> None:
    saved(record, "first")
    saved(record, "second", context="text of first")
    record.switch(generation("g1"), ["second"], keep_previous=False)
    assert record.known_texts(["text of first", "text of second"]) == {"text of first", "text of second"}


def test_documents_tell_what_is_known_of_them(record: Record) -> None:
    saved(record, "first")
    record.switch(generation("g1"), ["first"], keep_previous=True)
    (document,) = record.documents("g1")
    assert (document.id, document.metadata.title, document.source) == ("plan", "Plan", "plan.md")
    assert (document.pages, document.passages, document.sha256) == (3, 1, "digest")


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda path: path.write_bytes(b"no database " * 999), id="overwritten"),
        pytest.param(lambda path: path.write_bytes(path.read_bytes()[:9000]), id="cut short"),
    ],
)
def test_a_damaged_file_is_told_with_the_way_out(
    record: Record, tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    saved(record, "first")
    record.compact()
    record.close()
    damage(record.path)
    with pytest.raises(LibraryDamagedError, match="Restore it from a backup"):
        Record(tmp_path / "data").current()


def stamp(path: Path, number: int) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {number}")


def test_a_record_is_stamped_with_its_schema(record: Record) -> None:
    with closing(sqlite3.connect(record.path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA,)


@pytest.mark.parametrize("number", [0, SCHEMA + 1])
def test_a_record_of_another_version_is_refused_with_the_way_out(record: Record, tmp_path: Path, number: int) -> None:
    record.close()
    stamp(record.path, number)
    with pytest.raises(LibraryDamagedError, match=rf"schema {number}, {SCHEMA} is needed.*Move the folder .* aside"):
        Record(tmp_path / "data")


def test_an_empty_file_becomes_a_record(tmp_path: Path) -> None:
    (tmp_path / "record.sqlite3").touch()
    assert Record(tmp_path).current() is None


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DataFolderError, match="--data or ASSISTANT_DATA"):
        Record(tmp_path / "file")


def test_the_place_of_a_file_can_be_changed(record: Record) -> None:
    saved(record, "first")
    record.set_origin("first", "/y/moved.md")
    assert record.kept_revisions("digest", "key") == [revision("first", origin="/y/moved.md")]


def test_a_record_of_another_version_is_refused_and_left_alone(record: Record, tmp_path: Path) -> None:
    record.close()
    with closing(sqlite3.connect(record.path)) as file:
        file.execute("PRAGMA user_version = 999")
    with pytest.raises(LibraryDamagedError, match=r"another version.*schema 999"):
        Record(tmp_path / "data")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file", encoding="utf-8")
    with pytest.raises(DataFolderError, match="--data"):
        Record(tmp_path / "data")


def test_a_new_place_of_a_file_is_noted(record: Record) -> None:
    saved(record, "first")
    record.set_origin("first", "/y/plan.md")
    assert [found.origin for found in record.kept_revisions("digest", "key")] == ["/y/plan.md"]


def test_a_reader_that_stays_is_waited_for_no_longer_than_is_meant(
    record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved(record, "first")
    monkeypatch.setattr("indexer.record_file._READER_SECONDS", 0.2)
    with closing(sqlite3.connect(tmp_path / "data" / "record.sqlite3", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM passages").fetchall()
        saved(record, "second")
        begun = time.monotonic()
        with pytest.raises(LibraryBusyError, match="a reader kept"):
            record.empty_journal()
        assert time.monotonic() - begun < _BUSY_SECONDS / 2
    record.empty_journal()
    assert (tmp_path / "data" / "record.sqlite3-wal").stat().st_size == 0
