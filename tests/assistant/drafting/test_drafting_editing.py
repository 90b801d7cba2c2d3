"""Edits by hand: what they change, and that every changed cell keeps its source."""

import pytest
from drafts_making import checklist, draft

from assistant.drafting.contracts import CellState, Draft
from assistant.drafting.editing import (
    EDIT,
    AddRow,
    Edit,
    MoveColumn,
    MoveRow,
    RemoveRow,
    SetCell,
    SetItem,
    apply,
    apply_all,
    cell_edit,
    row_of,
)
from assistant.errors import EditError
from assistant.template_contracts import Verdict


def _ids(document: Draft) -> list[str]:
    return [row.id for row in document.rows]


def _set(document: Draft, row: str, column: str, text: str) -> Draft:
    return apply(document, SetCell(row=row, column=column, text=text))


def test_an_edited_cell_keeps_its_source_and_what_stood_there() -> None:
    cell = _set(draft(), "row-3", "lead", "Moor ICB").rows[2].cells["lead"]
    assert (cell.text, cell.state, cell.citations, cell.before) == (
        "Moor ICB",
        CellState.EDITED,
        ("S3",),
        "Northmoor PCT",
    )
    assert cell.notes == ("PCTs are gone.",)


def test_a_second_edit_keeps_what_stood_there_first() -> None:
    cell = _set(_set(draft(), "row-3", "lead", "ICB"), "row-3", "lead", "Moor ICB").rows[2].cells["lead"]
    assert (cell.text, cell.before) == ("Moor ICB", "Northmoor PCT")


def test_the_first_words_put_back_are_quoted_again() -> None:
    before = draft()
    assert _set(_set(before, "row-3", "lead", "ICB"), "row-3", "lead", "Northmoor PCT") == before


def test_what_was_needed_has_nothing_before_it() -> None:
    edited = _set(draft(), "row-3", "timescale", "By May 2027")
    cell = edited.rows[2].cells["timescale"]
    assert (cell.state, cell.before, cell.citations) == (CellState.EDITED, None, ())
    assert _set(edited, "row-3", "timescale", " ") == draft()


def test_an_edit_that_changes_nothing_gives_the_same_draft() -> None:
    document = draft()
    assert _set(document, "row-3", "lead", "Northmoor PCT") is document
    assert _set(document, "row-3", "timescale", "") is document
    assert apply(document, MoveRow(row="row-2", to=2)) is document


@pytest.mark.parametrize(
    ("to", "order"),
    [
        pytest.param(1, ["row-3", "row-1", "row-2"], id="first"),
        pytest.param(2, ["row-1", "row-3", "row-2"], id="second"),
        pytest.param(99, ["row-1", "row-2", "row-3"], id="past-the-last"),
    ],
)
def test_a_row_is_moved(to: int, order: list[str]) -> None:
    assert _ids(apply(draft(), MoveRow(row="row-3", to=to))) == order


def test_a_row_of_ones_own_says_what_is_needed() -> None:
    document = apply(draft(), AddRow(at=2, cells={"lead": "Moor ICB"}))
    assert _ids(document) == ["row-1", "own-1", "row-2", "row-3"]
    cells = document.rows[1].cells
    assert list(cells) == list(document.columns)
    assert {cell.state for name, cell in cells.items() if name != "lead"} == {CellState.NEEDED}
    assert (cells["lead"].text, cells["lead"].state) == ("Moor ICB", CellState.LOCAL)


def test_rows_of_ones_own_have_ids_of_their_own() -> None:
    document = apply_all(draft(), [AddRow(), AddRow(), RemoveRow(row="own-1"), AddRow()])
    assert _ids(document)[-2:] == ["own-2", "own-1"]


def test_a_row_is_removed() -> None:
    assert _ids(apply(draft(), RemoveRow(row="row-2"))) == ["row-1", "row-3"]


def test_a_column_is_moved() -> None:
    document = apply(draft(), MoveColumn(column="lead", to=1))
    assert document.columns == ("lead", "theme", "intention", "outcome", "timescale")


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        pytest.param(SetCell(row="row-9", column="lead", text="x"), "no row 'row-9'", id="row"),
        pytest.param(SetCell(row="row-1", column="cost", text="x"), "there are: theme, intention", id="column"),
        pytest.param(AddRow(id="row-1"), "already", id="id-taken"),
        pytest.param(AddRow(cells={"cost": "x"}), "no column 'cost'", id="column-of-a-new-row"),
        pytest.param(RemoveRow(row=""), "no row ''", id="empty"),
        pytest.param(SetItem(number=1, gap="x"), "no questions", id="of-a-checklist"),
    ],
)
def test_what_cannot_be_done_is_said(edit: Edit, told: str) -> None:
    with pytest.raises(EditError, match=told):
        apply(draft(), edit)


def test_a_question_says_that_it_was_edited() -> None:
    before = checklist()
    after = apply(before, SetItem(number=2, verdict=Verdict.EVIDENCED, gap=""))
    changed = after.items[1]
    assert (changed.verdict, changed.gap, changed.edited) == (Verdict.EVIDENCED, "", True)
    assert changed.evidence == before.items[1].evidence
    assert [item.edited for item in after.items] == [False, True, False]
    assert apply(before, SetItem(number=2, verdict=Verdict.PARTIAL)) is before


def test_a_checklists_questions_stay() -> None:
    with pytest.raises(EditError, match="questions stay"):
        apply(checklist(), RemoveRow(row="1"))
    with pytest.raises(EditError, match="there are: 1, 2, 3"):
        apply(checklist(), SetItem(number=4, gap="x"))


def test_cells_are_named_as_users_name_them() -> None:
    assert cell_edit(draft(), "3", "lead", "x") == SetCell(row="row-3", column="lead", text="x")
    assert cell_edit(checklist(), "2", "verdict", "partly EVIDENCED") == SetItem(number=2, verdict=Verdict.PARTIAL)
    assert cell_edit(checklist(), "2", "next_step", "Ask.") == SetItem(number=2, next_step="Ask.")
    with pytest.raises(EditError, match="partial"):
        cell_edit(checklist(), "2", "verdict", "perhaps")
    with pytest.raises(EditError, match="cannot be changed"):
        cell_edit(checklist(), "2", "evidence", "x")
    with pytest.raises(EditError, match="3 rows"):
        row_of(draft(), "4")


def test_edits_are_told_apart_by_their_kind() -> None:
    assert EDIT.validate_json('{"kind": "move_row", "row": "a", "to": 2}') == MoveRow(row="a", to=2)
    with pytest.raises(ValueError, match="kind"):
        EDIT.validate_json('{"kind": "burn"}')
