"""Returned files merged into kept drafts."""

import re
from pathlib import Path

import pytest
from drafts_making import checklist, draft
from openpyxl import load_workbook

from assistant.drafting.contracts import Draft
from assistant.drafting.editing import SetCell
from assistant.drafting.importing import bring_back, merged
from assistant.drafting.store import DraftStore, Kept
from assistant.errors import ReturnedFileError
from assistant.export import write
from indexer.errors import StaleVersionError


def _returned(kept: Kept, path: Path, *, named: bool = True, **cells: str) -> Path:
    write(kept.document, path, draft=kept.id if named else None, version=kept.version if named else None)
    book = load_workbook(path)
    for place, text in cells.items():
        book["Draft"][place] = text
    book.save(path)
    return path


def _leads(kept: Kept) -> list[str]:
    assert isinstance(kept.document, Draft)
    return [row.cells["lead"].text for row in kept.document.rows]


def test_the_edits_are_one_version(store: DraftStore, tmp_path: Path) -> None:
    kept = store.keep(draft())
    done = bring_back(store, kept.id, _returned(kept, tmp_path / "a.xlsx", F2="One", F4="Three"))
    assert (done.kept.version, _leads(done.kept)) == (2, ["One", "Moor ICB", "Three"])
    assert _leads(store.undo(kept.id)) == _leads(kept)
    assert store.history(kept.id)[1].what == "read back from .xlsx"


def test_a_file_of_an_older_version_is_merged(store: DraftStore, tmp_path: Path) -> None:
    kept = store.keep(draft())
    path = _returned(kept, tmp_path / "a.xlsx", F2="One", F4="Theirs")
    store.edit(kept.id, [SetCell(row="row-3", column="lead", text="Mine")], 1)
    done = bring_back(store, kept.id, path)
    assert _leads(done.kept) == ["One", "Moor ICB", "Mine"]
    assert [(one.current, one.returned) for one in done.read.conflicts] == [("Mine", "Theirs")]


def test_a_file_that_names_no_draft_is_known_by_what_stood_in_it(store: DraftStore, tmp_path: Path) -> None:
    kept = store.keep(draft())
    path = _returned(kept, tmp_path / "a.xlsx", named=False, F2="One")
    store.edit(kept.id, [SetCell(row="row-3", column="theme", text="Rest")], 1)
    assert _leads(bring_back(store, kept.id, path).kept)[0] == "One"


def test_a_dry_run_changes_nothing(store: DraftStore, tmp_path: Path) -> None:
    kept = store.keep(draft())
    done = bring_back(store, kept.id, _returned(kept, tmp_path / "a.xlsx", F2="One"), save=False)
    assert (len(done.read.edits), store.get(kept.id)) == (1, kept)


def test_an_unchanged_file_makes_no_version(store: DraftStore, tmp_path: Path) -> None:
    kept = store.keep(draft())
    assert bring_back(store, kept.id, _returned(kept, tmp_path / "a.xlsx")).kept.version == 1


def test_a_file_of_another_draft_is_refused(store: DraftStore, tmp_path: Path) -> None:
    kept, other = store.keep(draft()), store.keep(draft(2))
    named = re.escape(f"exported from draft '{other.id}' ({other.document.title})")
    with pytest.raises(ReturnedFileError, match=named):
        bring_back(store, kept.id, _returned(other, tmp_path / "a.xlsx"))
    with pytest.raises(ReturnedFileError, match="no version of draft"):
        bring_back(store, kept.id, _returned(other, tmp_path / "b.xlsx", named=False))
    assert store.get(kept.id) == kept


def test_what_was_told_is_merged_without_the_file_and_never_over_a_newer_version(
    store: DraftStore, tmp_path: Path
) -> None:
    kept = store.keep(draft())
    path = _returned(kept, tmp_path / "a.xlsx", F2="One")
    told = bring_back(store, kept.id, path, save=False)
    path.unlink()
    assert _leads(merged(store, told).kept)[0] == "One"
    with pytest.raises(StaleVersionError, match="changed meanwhile"):
        merged(store, told)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.docx", b"", "a.docx is empty"),
        ("a.xlsx", b"", "a.xlsx is empty"),
        ("a.csv", b"", "a.csv is empty"),
        ("a.docx", b"no such thing", "damaged or no .docx"),
        ("a.csv", b"x" * 20_000_001, "20 MB, more than a draft can have"),
        ("a.xlsx", b"x" * 20_000_001, "20 MB, more than a draft can have"),
        ("a.pdf", b"%PDF", "only .docx, .xlsx, .csv can"),
    ],
)
def test_a_file_that_is_none_is_refused(
    store: DraftStore, tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    kept, path = store.keep(draft()), tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ReturnedFileError, match=told):
        bring_back(store, kept.id, path, save=False)


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".csv"])
def test_a_file_of_a_draft_with_other_columns_is_told_as_that(store: DraftStore, tmp_path: Path, suffix: str) -> None:
    kept, other = store.keep(draft()), store.keep(checklist())
    path = tmp_path / f"a{suffix}"
    write(other.document, path, draft=other.id, version=other.version)
    with pytest.raises(ReturnedFileError, match=f"exported from draft '{other.id}'"):
        bring_back(store, kept.id, path)
