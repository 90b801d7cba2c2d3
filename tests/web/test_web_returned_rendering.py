"""What a returned file would change, as HTML: every word escaped, and what is left to decide beside it."""

from typing import Any

from web_desk import make_checklist, make_draft

from assistant.drafting.contracts import Checklist, ChecklistRequest, Draft, DraftRequest
from assistant.drafting.editing import AddRow, Edit, MoveRow, RemoveRow, SetCell
from assistant.drafting.importing import Imported
from assistant.drafting.store import Kept
from assistant.export.merging import Conflict, ReadBack
from assistant.web.returned_rendering import imported_html


def _shown(
    document: Draft | Checklist, *edits: Edit, conflicts: tuple[Conflict, ...] = (), notes: tuple[str, ...] = ()
) -> str:
    read = ReadBack(edits=edits, conflicts=conflicts, notes=notes)
    return imported_html(Imported(kept=Kept(id="k", version=1, document=document), read=read, suffix=".docx"), "a.docx")


def _draft(cite: Any) -> Draft:
    return make_draft(DraftRequest(template="annual-plan", theme="CAMHS"), cite())


def test_hostile_words_of_a_returned_file_are_escaped(cite: Any, hostile: str) -> None:
    conflict = Conflict(row="1", column="lead", why=hostile, exported=hostile, current=hostile, returned=hostile)
    set_cell = SetCell(row="r1", column="lead", text=hostile)
    shown = _shown(_draft(cite), set_cell, conflicts=(conflict,), notes=(hostile,))
    assert "<script>" not in shown
    assert "<img" not in shown
    assert shown.count("&lt;script&gt;") == 6


def test_rows_that_come_go_and_move_are_told(cite: Any) -> None:
    edits = (RemoveRow(row="r1"), MoveRow(row="r2", to=1), AddRow(id="own-1", at=2, cells={"lead": "Head"}))
    shown = _shown(_draft(cite), *edits)
    assert "(the row is taken out)" in shown
    assert "(moved: it becomes row 1)" in shown
    assert "A new row 2" in shown
    assert "3 changes" in shown


def test_what_both_changed_is_left_to_decide(cite: Any) -> None:
    conflict = Conflict(row="2", column="lead", why="both changed it", exported="A", current="", returned="C")
    shown = _shown(_draft(cite), conflicts=(conflict,))
    assert "Nothing would be changed by a.docx." in shown
    assert "<strong>Row 2, Lead</strong>: both changed it." in shown
    assert "<dt>Here now</dt><dd>(nothing)</dd>" in shown


def test_a_question_is_named_as_one(cite: Any) -> None:
    checklist = make_checklist(ChecklistRequest(template="self-assessment"), cite())
    conflict = Conflict(row="2", column="next_step", why="both changed it", exported="A", current="B", returned="C")
    assert "<strong>Question 2, next step</strong>" in _shown(checklist, conflicts=(conflict,))


def test_the_order_of_rows_is_named_as_such(cite: Any) -> None:
    conflict = Conflict(row="", column=None, why="moved twice", exported="1, 2", current="2, 1", returned="1, 2")
    assert "<strong>The order of the rows</strong>: moved twice." in _shown(_draft(cite), conflicts=(conflict,))
