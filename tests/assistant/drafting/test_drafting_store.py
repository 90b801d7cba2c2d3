"""Kept drafts: versions, conflicts, killed processes, erasing."""

import logging
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from drafts_making import checklist, draft

from assistant.drafting.contracts import Draft
from assistant.drafting.editing import Edit, RemoveRow, SetCell
from assistant.drafting.store import DraftStore, opened_store, parse_document
from assistant.errors import EditError, UnreadableDraftError
from indexer.errors import LibraryBusyError, StaleVersionError, UnknownTextError, WrongTextStateError
from indexer.locking import writing
from indexer.record import Record

ROOT = Path(__file__).parents[3]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def _lead(text: str) -> list[Edit]:
    return [SetCell(row="row-3", column="lead", text=text)]


def _says(document: object) -> str:
    assert isinstance(document, Draft)
    return document.rows[2].cells["lead"].text


def test_nothing_is_made_where_nothing_is_kept(store: DraftStore, data: Path) -> None:
    assert store.list() == ()
    with pytest.raises(UnknownTextError, match="Nothing is kept under 'x'"):
        store.get("x")
    assert not data.exists()


def test_what_is_kept_is_there_after_a_restart(store: DraftStore, data: Path) -> None:
    kept = store.keep(draft())
    other = store.keep(checklist())
    with opened_store(data) as again:
        assert again.get(kept.id) == kept
        assert again.get(other.id).document == checklist()
        listed = {one.id: (one.kind, one.title, one.rows, one.version) for one in again.list()}
    assert listed == {
        kept.id: ("draft", "Commissioning intentions: sleep", 3, 1),
        other.id: ("checklist", "Self-assessment of Northmoor", 3, 1),
    }


def test_undo_and_redo_walk_the_versions(store: DraftStore) -> None:
    kept = store.keep(draft())
    store.edit(kept.id, _lead("one"), 1)
    store.edit(kept.id, _lead("two"), 2)
    assert [_says(store.undo(kept.id).document), _says(store.undo(kept.id).document)] == ["one", "Northmoor PCT"]
    with pytest.raises(WrongTextStateError, match="left to undo"):
        store.undo(kept.id)
    assert [_says(store.redo(kept.id).document), _says(store.redo(kept.id).document)] == ["one", "two"]
    with pytest.raises(WrongTextStateError, match="was undone"):
        store.redo(kept.id)


def test_a_change_after_an_undo_loses_no_version(store: DraftStore) -> None:
    kept = store.keep(draft())
    store.edit(kept.id, _lead("one"), 1)
    store.undo(kept.id)
    store.edit(kept.id, _lead("other"), 1)
    history = store.history(kept.id)
    assert [(one.number, one.parent, one.counts) for one in history] == [(1, None, False), (2, 1, False), (3, 1, True)]
    assert _says(store.get(kept.id, 2).document) == "one"
    store.undo(kept.id)
    assert _says(store.redo(kept.id).document) == "other"


def test_the_second_of_two_editors_is_told(store: DraftStore, data: Path) -> None:
    kept = store.keep(draft())
    with opened_store(data) as other:
        other.edit(kept.id, _lead("theirs"), 1)
    with pytest.raises(StaleVersionError, match="version 2 counts, this change was made from version 1"):
        store.edit(kept.id, _lead("mine"), 1)
    assert _says(store.get(kept.id).document) == "theirs"
    assert len(store.history(kept.id)) == 2


def test_an_edit_that_changes_nothing_makes_no_version(store: DraftStore) -> None:
    kept = store.keep(draft())
    assert store.edit(kept.id, _lead("Northmoor PCT"), 1) == kept
    with pytest.raises(EditError):
        store.edit(kept.id, [*_lead("x"), RemoveRow(row="none")], 1)
    assert [one.number for one in store.history(kept.id)] == [1]


def test_a_deleted_draft_can_be_brought_back(store: DraftStore) -> None:
    kept = store.keep(draft())
    store.delete(kept.id)
    assert store.list() == ()
    assert [one.id for one in store.list(deleted=True)] == [kept.id]
    with pytest.raises(UnknownTextError, match="restore it"):
        store.edit(kept.id, _lead("x"), 1)
    assert store.restore(kept.id) == kept
    with pytest.raises(WrongTextStateError, match="not deleted"):
        store.restore(kept.id)


def test_an_erased_draft_leaves_no_trace_in_the_files(store: DraftStore, data: Path) -> None:
    # Bodies are packed, so the label is looked for, and what an uncompressed copy would show.
    title = "Zanzibarzwetschge"
    kept = store.keep(draft(title=title))
    store.edit(kept.id, _lead("Quittengelee"), 1)
    store.delete(kept.id)
    assert any(title.encode() in path.read_bytes() for path in data.iterdir())
    store.erase(kept.id)
    with pytest.raises(UnknownTextError):
        store.restore(kept.id)
    for path in data.iterdir():
        assert title.encode() not in path.read_bytes(), path
        assert kept.id.encode() not in path.read_bytes(), path
    with pytest.raises(UnknownTextError):
        store.erase(kept.id)


def test_saving_does_not_wait_for_indexing(store: DraftStore, data: Path) -> None:
    with writing(data):
        began = time.monotonic()
        kept = store.keep(draft())
        store.edit(kept.id, _lead("x"), 1)
        assert time.monotonic() - began < 5


def test_a_record_kept_busy_is_told_of_clearly(store: DraftStore, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = store.keep(draft())
    store.close()
    monkeypatch.setattr("indexer.record_file._BUSY_SECONDS", 0.2)
    holder = sqlite3.connect(data / "record.sqlite3")
    holder.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(LibraryBusyError, match="nothing was saved"):
            store.edit(kept.id, _lead("x"), 1)
        assert _says(store.get(kept.id).document) == "Northmoor PCT"
    finally:
        holder.close()
    store.edit(kept.id, _lead("x"), 1)


def test_a_record_of_before_takes_drafts_and_is_still_read(data: Path) -> None:
    Record(data).close()
    with opened_store(data) as store:
        store.keep(draft())
    record = Record(data)
    assert (record.current(), record.integrity()) == (None, "ok")
    record.close()


def _edit_often(data: Path, name: str, mark: str, tries: int) -> int:
    saved = 0
    with opened_store(data) as store:
        for number in range(tries):
            try:
                store.edit(name, _lead(f"{mark}-{number}"), store.get(name).version)
                saved += 1
            except StaleVersionError:
                continue
    return saved


def test_two_threads_lose_nothing_of_what_was_saved(store: DraftStore, data: Path) -> None:
    kept = store.keep(draft())
    saved: list[int] = []
    threads = [
        threading.Thread(target=lambda mark=mark: saved.append(_edit_often(data, kept.id, mark, 8))) for mark in "ab"
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(saved) == 2
    assert len(store.history(kept.id)) == 1 + sum(saved)


_KILLED = """
import sys, os
sys.path[:0] = [{root!r}, {tests!r}]
from pathlib import Path
from assistant.drafting.store import opened_store
from assistant.drafting.editing import SetCell
with opened_store(Path({data!r})) as store:
    number = 0
    while True:
        number += 1
        edit = SetCell(row="row-3", column="lead", text=str(number))
        sys.stdout.write(str(store.edit({name!r}, [edit], store.get({name!r}).version).version) + "\\n")
        sys.stdout.flush()
"""


def test_a_killed_process_leaves_a_whole_draft(store: DraftStore, data: Path) -> None:
    kept = store.keep(draft())
    store.close()
    for _ in range(3):
        code = _KILLED.format(root=str(ROOT), tests=str(ROOT / "tests" / "assistant"), data=str(data), name=kept.id)
        process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=ROOT)
        assert process.stdout is not None
        told = [int(process.stdout.readline()) for _ in range(5)]
        process.kill()
        process.wait()
        history = store.history(kept.id)
        assert history[-1].number >= told[-1]
        assert [one.number for one in history] == list(range(1, len(history) + 1))
        assert store.get(kept.id).version == history[-1].number
        store.close()


def test_nothing_of_a_draft_is_logged(store: DraftStore, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    kept = store.keep(draft())
    store.edit(kept.id, _lead("Moor ICB"), 1)
    store.erase(kept.id)
    assert "Moor ICB" not in caplog.text
    assert "sleep" not in caplog.text


@pytest.mark.parametrize(
    ("body", "told"),
    [
        pytest.param("{broken", "no JSON", id="no-json"),
        pytest.param("[1]", "no draft or checklist", id="a-list"),
        pytest.param('{"title": "secret words"}', "template: Field required", id="fields-missing"),
        pytest.param('{"items": []}', "template: Field required", id="no-checklist"),
    ],
)
def test_what_is_no_draft_is_refused_without_repeating_it(body: str, told: str) -> None:
    with pytest.raises(UnreadableDraftError, match=told) as caught:
        parse_document(body)
    assert "secret words" not in str(caught.value)


def test_documents_survive_being_parsed() -> None:
    for document in (draft(), draft(0), checklist()):
        assert parse_document(document.model_dump_json()) == document
