"""The desk of a real record: what is kept there, changed there and written from there."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from web_desk import make_checklist, make_draft

from assistant.contracts import Citation
from assistant.drafting.contracts import CellState, Checklist, ChecklistRequest, Draft, DraftRequest
from assistant.errors import AssistantError
from assistant.template_contracts import TemplateKind, Verdict
from assistant.web.library_desk import LibraryDesk
from assistant.web.opening import LibraryAssistant, Opening
from indexer.errors import IndexerError

DRAFT = DraftRequest(template="action-outcome-lead", theme="CAMHS")
CHECKLIST = ChecklistRequest(template="self-assessment")


class CountingAssistant:
    """Suggests themes, and counts how often it had to look for them."""

    def __init__(self, citation: Citation) -> None:
        self.citation = citation
        self.library = SimpleNamespace(generation="g1", documents=(), refresh=lambda: None)
        self.looked = 0
        self.asked: list[str] = []

    def themes(self) -> tuple[str, ...]:
        self.looked += 1
        return ("CAMHS",)

    def draft(self, request: DraftRequest, progress: Any) -> Draft:
        self.asked.append(request.template)
        return make_draft(request, self.citation)

    def checklist(self, request: ChecklistRequest, progress: Any) -> Checklist:
        self.asked.append("library")
        return make_checklist(request, self.citation)

    def checklist_of_file(self, path: Path, request: ChecklistRequest, progress: Any) -> Checklist:
        self.asked.append(path.name)
        return make_checklist(request, self.citation)


@pytest.fixture
def assistant(cite: Any) -> Any:
    return CountingAssistant(cite())


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
    between: Any = desk.add_row(kept.id, longer.version, 2)
    moved: Any = desk.move_row(kept.id, between.version, "own-1", 1)
    assert [row.id for row in moved.document.rows] == ["own-1", "r1", "own-2", "r2"]
    desk.undo(kept.id, moved.version)
    longer = desk.undo(kept.id, between.version)
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


def test_own_template_is_drafted_with_by_its_id_until_it_is_removed(
    desk: LibraryDesk, assistant: Any, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.yaml"
    packaged = desk.template_file("action-outcome-lead").read_text(encoding="utf-8")
    mine.write_text(packaged.replace("id: action-outcome-lead", "id: village-plan"), encoding="utf-8")
    added = desk.add_template(mine, [TemplateKind.INTENTIONS])
    drafted = desk.draft(DRAFT.model_copy(update={"template": added.id}), lambda _: True)
    assert assistant.asked == ["village-plan"]
    assert drafted.request.template == "village-plan"
    desk.remove_template(added.id)
    assert desk.own_templates() == ()
    with pytest.raises(AssistantError, match="no template 'village-plan'"):
        desk.template_file(added.id)


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".csv"])
def test_file_that_nobody_edited_asks_for_nothing_whatever_was_changed_here(
    desk: LibraryDesk, cite: Any, tmp_path: Path, suffix: str
) -> None:
    kept, path = desk.keep(make_draft(DRAFT, cite())), tmp_path / f"a{suffix}"
    desk.write(kept, path)
    changed = desk.set_cell(kept.id, kept.version, "r1", "lead", "Somebody")
    assert desk.look_into(kept.id, path).read.edits == ()
    assert desk.open(kept.id).document == changed.document


def test_what_was_looked_at_is_made_once_and_of_the_version_that_was_seen(
    desk: LibraryDesk, cite: Any, tmp_path: Path
) -> None:
    kept, path = desk.keep(make_draft(DRAFT, cite())), tmp_path / "a.csv"
    desk.write(kept, path)
    path.write_text(path.read_text(encoding="utf-8-sig").replace("local input needed", "Our lead"), encoding="utf-8")
    seen = desk.look_into(kept.id, path)
    path.unlink()
    done: Any = desk.merge(seen)
    assert done.document.rows[0].cells["lead"].text == "Our lead"
    with pytest.raises(IndexerError, match="changed meanwhile"):
        desk.merge(seen)
    assert desk.undo(kept.id, done.version).document == kept.document


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
