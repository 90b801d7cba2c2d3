import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from indexer_making import paragraph, passage

from indexer.contracts import Metadata
from indexer.errors import DataFolderError, LibraryDamagedError
from indexer.record import Embedded, Generation, Record, Revision
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


def saved(record: Record, *names: str) -> None:
    for name in names:
        said = passage(f"passage of {name}", ordinal=0)
        record.save_revision(
            revision(name), 3, [paragraph("Words.")], [(said, f"text of {name}")], {f"text of {name}": EMBEDDED}
        )


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return Record(tmp_path / "data")


def test_a_reading_is_kept_whole_and_the_same_when_opened_again(record: Record, tmp_path: Path) -> None:
    saved(record, "first")
    again = Record(tmp_path / "data")
    passages, vectors = again.passages_with_vectors(["first"])
    assert again.blocks("first") == ([paragraph("Words.")], 3)
    assert [p.id for p in passages] == ["passage of first"]
    assert vectors.tolist() == [EMBEDDED.vector.tolist()]
    ((tokens, pieces),) = again.token_vectors(["first"])
    assert (tokens.tolist(), pieces.tolist()) == (EMBEDDED.tokens.tolist(), EMBEDDED.pieces.tolist())
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
    said = [(passage(name, ordinal=n), name) for n, name in enumerate("abc")]
    record.save_revision(revision("first"), None, [], said, dict.fromkeys("abc", EMBEDDED))
    record.switch(generation("g1"), ["first"], keep_previous=True)
    assert [p.id for p in record.passages("g1", ["c", "unknown", "a"])] == ["c", "a"]
    assert [p.id for p in record.passages("g1")] == ["a", "b", "c"]
    assert record.passages("g2") == []


def test_more_ids_than_one_statement_takes_are_found(record: Record) -> None:
    names = [f"p{n}" for n in range(1200)]
    said = [(passage(name, ordinal=n), name) for n, name in enumerate(names)]
    record.save_revision(revision("first"), None, [], said, dict.fromkeys(names, EMBEDDED))
    record.switch(generation("g1"), ["first"], keep_previous=True)
    assert [p.id for p in record.passages("g1", names[::-1])] == names[::-1]
    assert record.known_texts(names) == set(names)


def test_a_passage_without_its_vector_is_damage(record: Record) -> None:
    record.save_revision(revision("first"), None, [], [(passage("a"), "text")], {})
    with pytest.raises(LibraryDamagedError, match="Passage a has no vector"):
        record.passages_with_vectors(["first"])


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
