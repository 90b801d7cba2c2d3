"""Writing: which kinds of file there are, and that a file is there whole or not at all."""

from pathlib import Path

import pytest
from drafts_making import checklist, draft

from assistant.errors import ExportError
from assistant.export import write
from assistant.export.ordering import moves
from assistant.export.view import View
from assistant.export.writing import SUFFIXES


@pytest.mark.parametrize("suffix", [*SUFFIXES, ".DOCX"])
@pytest.mark.parametrize("document", [draft(), draft(1), draft(0), checklist(13), checklist(0)])
def test_every_kind_of_every_length_is_written(suffix: str, document: object, tmp_path: Path) -> None:
    path = tmp_path / f"draft{suffix}"
    write(document, path)  # type: ignore[arg-type]
    assert path.stat().st_size > 100
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["draft.pdf", "draft", "draft.docx.txt"])
def test_other_kinds_are_refused_with_the_list(name: str, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"\.docx, \.xlsx, \.md, \.csv"):
        write(draft(), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="Is the folder there"):
        write(draft(), tmp_path / "nowhere" / "draft.docx")


def test_a_folder_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "draft.csv").mkdir()
    with pytest.raises(ExportError, match="is a folder"):
        write(draft(), tmp_path / "draft.csv")


def test_a_failure_leaves_the_file_that_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "draft.md"
    path.write_text("before", encoding="utf-8")

    def fail(_: View, aside: Path) -> None:
        aside.write_text("half", encoding="utf-8")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("assistant.export.markdown.write_markdown", fail)
    with pytest.raises(ExportError, match="No space left"):
        write(draft(), path)
    assert path.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("wanted", ["bcdefa", "fabcde", "fedcba", "abcdef", "badcfe", "cafebd"])
def test_moves_lead_from_one_order_to_another(wanted: str) -> None:
    now = list("abcdef")
    made = list(moves(now, list(wanted)))
    for key, to in made:
        now.remove(key)
        now.insert(to - 1, key)
    assert "".join(now) == wanted
    assert len(made) <= {"bcdefa": 1, "fabcde": 1, "abcdef": 0}.get(wanted, 5)
