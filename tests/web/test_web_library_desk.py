"""The desk of a real record: what is kept there, changed there and written from there."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from web_desk import make_checklist, make_draft

from assistant.drafting.contracts import CellState, ChecklistRequest, DraftRequest
from assistant.errors import AssistantError
from assistant.template_contracts import Verdict
from assistant.web.library_desk import LibraryDesk
from assistant.web.opening import LibraryAssistant, Opening
from indexer.errors import IndexerError

DRAFT = DraftRequest(template="action-outcome-lead", theme="CAMHS")
CHECKLIST = ChecklistRequest(template="self-assessment")


class CountingAssistant:
    """Suggests themes, and counts how often it had to look for them."""

    def __init__(self) -> None:
        self.library = SimpleNamespace(generation="g1", documents=(), refresh=lambda: None)
        self.looked = 0
        self.asked: list[str] = []

    def themes(self) -> tuple[str, ...]:
        self.looked += 1
        return ("CAMHS",)

    def checklist(self, request: ChecklistRequest, progress: Any) -> str:
        self.asked.append("library")
        return "from the library"

    def checklist_of_file(self, path: Path, request: ChecklistRequest, progress: Any) -> str:
        self.asked.append(path.name)
        return "from a file"


@pytest.fixture
def assistant() -> Any:
    return CountingAssistant()


@pytest.fixture
def desk(assistant: Any, tmp_path: Path) -> LibraryDesk:
    return LibraryDesk(Opening(lambda: LibraryAssistant(assistant, tmp_path)))


def test_themes_are_looked_for_once_a_generation(desk: LibraryDesk, assistant: Any) -> None:
    assert desk.themes() == desk.themes() == ("CAMHS",)
    assert assistant.looked == 1
    assistant.library.generation = "g2"
    desk.themes()
    assert assistant.looked == 2


def test_tables_and_responses_are_listed_apart(desk: LibraryDesk, cite: Any) -> None:
    table, response = desk.keep(make_draft(DRAFT, cite())), desk.keep(make_checklist(CHECKLIST, cite()))
    assert [one.id for one in desk.kept("draft")] == [table.id]
    assert [one.id for one in desk.kept("checklist")] == [response.id]
    desk.delete(table.id)
    assert desk.kept("draft") == []
    assert [one.id for one in desk.kept("draft", deleted=True)] == [table.id]
    assert desk.restore(table.id).document == table.document


def test_cells_and_rows_are_changed_and_changed_back(desk: LibraryDesk, cite: Any) -> None:
    kept = desk.keep(make_draft(DRAFT, cite()))
    changed: Any = desk.set_cell(kept.id, kept.version, "r1", "lead", "Head of Service")
    assert changed.document.rows[0].cells["lead"].state is CellState.EDITED
    with pytest.raises(IndexerError, match="changed meanwhile"):
        desk.set_cell(kept.id, kept.version, "r1", "lead", "Somebody else")
    longer: Any = desk.add_row(kept.id, changed.version)
    shorter: Any = desk.remove_row(kept.id, longer.version, "r1")
    assert [row.id for row in shorter.document.rows] == ["r2", "own-1"]
    back = desk.undo(kept.id, shorter.version)
    assert desk.undo(kept.id, back.version).document == changed.document
    assert desk.redo(kept.id, changed.version).document == longer.document
    with pytest.raises(AssistantError, match="no column"):
        desk.set_cell(kept.id, longer.version, "r1", "cost", "none")


def test_uploaded_file_is_read_instead_of_the_library(desk: LibraryDesk, assistant: Any) -> None:
    desk.checklist(CHECKLIST, None, lambda _: True)
    desk.checklist(CHECKLIST, Path("strategy.pdf"), lambda _: True)
    assert assistant.asked == ["library", "strategy.pdf"]


def test_response_is_changed(desk: LibraryDesk, cite: Any) -> None:
    kept = desk.keep(make_checklist(CHECKLIST, cite()))
    changed: Any = desk.set_item(kept.id, kept.version, 2, Verdict.EVIDENCED, "", "Nothing more")
    item = changed.document.items[1]
    assert (item.verdict, item.gap, item.next_step, item.edited) == (Verdict.EVIDENCED, "", "Nothing more", True)


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".md", ".csv"])
def test_file_is_written(desk: LibraryDesk, cite: Any, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"out{suffix}"
    desk.write(desk.keep(make_draft(DRAFT, cite())), path)
    assert path.stat().st_size > 100
