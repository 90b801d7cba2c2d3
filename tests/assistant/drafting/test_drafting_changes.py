"""What edits change, told before they are made."""

from drafts_making import checklist, draft

from assistant.drafting.changes import ChangeKind, changes_of
from assistant.drafting.editing import AddRow, Edit, MoveRow, RemoveRow, SetCell, SetItem
from assistant.template_contracts import Verdict


def test_a_cell_is_told_with_what_stands_there_and_what_is_to() -> None:
    edits = [SetCell(row="row-3", column="lead", text="Moor ICB"), SetCell(row="row-3", column="timescale", text="May")]
    lead, timescale = changes_of(draft(), edits)
    assert (lead.kind, lead.number, lead.field) == (ChangeKind.CHANGED, 3, "Lead")
    assert (lead.before, lead.after) == ("Northmoor PCT", "Moor ICB")
    # What is still needed is nothing yet.
    assert (timescale.before, timescale.after) == ("", "May")
    assert lead.in_words() == "3, Lead:\n  - Northmoor PCT\n  + Moor ICB"


def test_rows_are_told_by_the_numbers_that_they_have_now() -> None:
    table = draft()
    first, second, third = (row.id for row in table.rows)
    edits: list[Edit] = [
        RemoveRow(row=first),
        MoveRow(row=third, to=1),
        AddRow(id="own-1", at=3, cells={"theme": "Rest"}),
    ]
    gone, moved, new = changes_of(table, edits)
    assert (gone.kind, gone.number) == (ChangeKind.REMOVED, 1)
    assert table.rows[0].cells["theme"].text in gone.before
    assert (moved.kind, moved.number, moved.after) == (ChangeKind.MOVED, 3, "1")
    assert (new.kind, new.number, new.after) == (ChangeKind.ADDED, 3, "Theme: Rest")
    assert moved.in_words() == "3 becomes 1"
    assert gone.in_words().startswith("1 is taken out:\n  - Theme: ")
    assert new.in_words() == "3 is new:\n  + Theme: Rest"
    assert [row.id for row in table.rows] == [first, second, third]


def test_a_question_is_told_field_by_field_and_by_the_words_that_are_shown() -> None:
    answered = checklist()
    item = answered.items[0]
    other = next(verdict for verdict in Verdict if verdict is not item.verdict)
    edit = SetItem(number=item.number, verdict=other, gap=item.gap, next_step="Ask the board")
    verdict, step = changes_of(answered, [edit])
    assert (verdict.field, step.field) == ("Verdict", "Next step")
    assert verdict.before != verdict.after
    assert (step.number, step.before, step.after) == (item.number, item.next_step, "Ask the board")
