"""Edits of drafts and checklists by hand: what the command line, the page and returned files change them with.

Every edit gives a new draft; a changed cell keeps the citations of what stood there and says that it was edited.
"""

from collections.abc import Callable, Iterable
from typing import Annotated, Literal, TypeVar

from pydantic import Field, TypeAdapter

from assistant.contracts import Contract, UserText
from assistant.drafting.contracts import Cell, CellState, Checklist, Draft, Item, Row
from assistant.drafting.wordings import is_adapted_note, load_cell_wordings
from assistant.errors import EditError
from assistant.template_contracts import Verdict

Document = TypeVar("Document", Draft, Checklist, Draft | Checklist)


class SetCell(Contract):
    """Other words in one cell."""

    kind: Literal["set_cell"] = "set_cell"
    row: str
    column: str
    text: UserText


class MoveRow(Contract):
    """A row in another place; places are counted from 1, and past the last one is the last."""

    kind: Literal["move_row"] = "move_row"
    row: str
    to: int = Field(ge=1)


class AddRow(Contract):
    """A row of the user's own; ``id`` null for the next that is free, ``at`` null for the end."""

    kind: Literal["add_row"] = "add_row"
    id: UserText | None = Field(None, min_length=1)
    at: int | None = Field(None, ge=1)
    cells: dict[str, UserText] = Field({})


class RemoveRow(Contract):
    """A row taken out."""

    kind: Literal["remove_row"] = "remove_row"
    row: str


class MoveColumn(Contract):
    """A column in another place, counted from 1."""

    kind: Literal["move_column"] = "move_column"
    column: str
    to: int = Field(ge=1)


class SetItem(Contract):
    """Another verdict, gap or next step of a checklist's question; null leaves what is there."""

    kind: Literal["set_item"] = "set_item"
    number: int
    verdict: Verdict | None = None
    gap: UserText | None = None
    next_step: UserText | None = None


RowEdit = SetCell | MoveRow | AddRow | RemoveRow | MoveColumn
Edit = Annotated[RowEdit | SetItem, Field(discriminator="kind")]
EDIT: TypeAdapter[Edit] = TypeAdapter(Edit)


def apply(document: Document, edit: Edit) -> Document:
    """Return a draft or a checklist with one edit made; the same one where the edit changes nothing.

    Raises:
        EditError: naming what it has not, or that edits of this kind are for the other sort of document.
    """
    if isinstance(document, Checklist):
        if not isinstance(edit, SetItem):
            raise EditError("A checklist's questions stay; set the verdict, gap or next_step of a question.")
        return _set_item(document, edit)
    if isinstance(edit, SetItem):
        raise EditError("A draft has no questions; set its cells, or move, add or remove its rows.")
    return _ROW_EDITS[type(edit)](document, edit)


def apply_all(document: Document, edits: Iterable[Edit]) -> Document:
    """Return a draft or a checklist with edits made one after the other.

    Raises:
        EditError: one of them cannot be made; then none is.
    """
    for edit in edits:
        document = apply(document, edit)
    return document


def row_of(draft: Draft, name: str) -> str:
    """Return the id of a row by its id or, as it is counted in the table, its number.

    Raises:
        EditError: there is no such row.
    """
    ids = [row.id for row in draft.rows]
    if name in ids:
        return name
    if name.isascii() and name.isdigit() and 1 <= int(name) <= len(ids):
        return ids[int(name) - 1]
    raise EditError(f"There is no row '{name}'; the draft has {len(ids)} rows, name one by its number or its id.")


def cell_edit(document: Draft | Checklist, row: str, column: str, text: str) -> Edit:
    """Return the edit that puts a text into a cell named as users name it: row or question, and column.

    Raises:
        EditError: there is no such cell, or a verdict is none of the three.
    """
    if isinstance(document, Draft):
        return SetCell(row=row_of(document, row), column=column, text=text)
    if not (row.isascii() and row.isdigit()):
        raise EditError(f"'{row}' is no number of a question; name a question by its number.")
    match column:
        case "verdict":
            return SetItem(number=int(row), verdict=verdict_of(text))
        case "gap":
            return SetItem(number=int(row), gap=text)
        case "next_step":
            return SetItem(number=int(row), next_step=text)
    raise EditError(f"'{column}' of a question cannot be changed; verdict, gap and next_step can.")


def verdict_of(text: str) -> Verdict:
    """Return the verdict that a text names, by its name or as it is shown.

    Raises:
        EditError: it names none.
    """
    shown = load_cell_wordings().verdicts
    for verdict in Verdict:
        if text.strip().casefold() in (verdict.value, shown[verdict].casefold()):
            return verdict
    there_are = ", ".join(f"{verdict.value} ('{shown[verdict]}')" for verdict in Verdict)
    raise EditError(f"'{text}' is no verdict; there are: {there_are}.")


def edited_cell(cell: Cell, text: str) -> Cell:
    """Return a cell with other words; with those that stood in it first, it is again what it was then.

    A cell that is emptied and never had a source is one that local input is needed for.
    """
    if text == cell.text or (cell.state is CellState.NEEDED and not text.strip()):
        return cell
    if not (text.strip() or cell.citations or cell.before):
        return cell.model_copy(update={"text": load_cell_wordings().needed, "state": CellState.NEEDED})
    if cell.state in (CellState.EDITED, CellState.ADAPTED):
        before = cell.before
    else:
        before = None if cell.state is CellState.NEEDED else cell.text
    if before is not None and text == before:
        state = CellState.QUOTED if cell.citations else CellState.LOCAL
        notes = tuple(note for note in cell.notes if not is_adapted_note(note))
        return cell.model_copy(update={"text": text, "state": state, "before": None, "notes": notes})
    return cell.model_copy(update={"text": text, "state": CellState.EDITED, "before": before})


def _set_cell(draft: Draft, edit: SetCell) -> Draft:
    place = _place(draft, edit.row)
    _column(draft, edit.column)
    row = draft.rows[place]
    changed = edited_cell(row.cells[edit.column], edit.text)
    if changed == row.cells[edit.column]:
        return draft
    cells = {**row.cells, edit.column: changed}
    rows = (*draft.rows[:place], row.model_copy(update={"cells": cells}), *draft.rows[place + 1 :])
    return draft.model_copy(update={"rows": rows})


def _move_row(draft: Draft, edit: MoveRow) -> Draft:
    place = _place(draft, edit.row)
    rows = [*draft.rows[:place], *draft.rows[place + 1 :]]
    rows.insert(edit.to - 1, draft.rows[place])
    return draft if tuple(rows) == draft.rows else draft.model_copy(update={"rows": tuple(rows)})


def _add_row(draft: Draft, edit: AddRow) -> Draft:
    ids = {row.id for row in draft.rows}
    if edit.id in ids:
        raise EditError(f"There is a row '{edit.id}' already; give the new one another id, or none.")
    for column in edit.cells:
        _column(draft, column)
    new = Row(id=edit.id or free_row_id(ids), cells={column: _own(edit.cells.get(column)) for column in draft.columns})
    rows = list(draft.rows)
    rows.insert(len(rows) if edit.at is None else edit.at - 1, new)
    return draft.model_copy(update={"rows": tuple(rows)})


def free_row_id(taken: Iterable[str]) -> str:
    """Return an id for a row of the user's own that no row has."""
    ids = set(taken)
    return next(f"own-{number}" for number in range(1, len(ids) + 2) if f"own-{number}" not in ids)


def _own(text: str | None) -> Cell:
    if text is None or not text.strip():
        return Cell(text=load_cell_wordings().needed, state=CellState.NEEDED)
    return Cell(text=text, state=CellState.LOCAL)


def _remove_row(draft: Draft, edit: RemoveRow) -> Draft:
    place = _place(draft, edit.row)
    return draft.model_copy(update={"rows": (*draft.rows[:place], *draft.rows[place + 1 :])})


def _move_column(draft: Draft, edit: MoveColumn) -> Draft:
    _column(draft, edit.column)
    columns = [column for column in draft.columns if column != edit.column]
    columns.insert(edit.to - 1, edit.column)
    return draft.model_copy(update={"columns": tuple(columns)})


def _set_item(checklist: Checklist, edit: SetItem) -> Checklist:
    place = next((place for place, item in enumerate(checklist.items) if item.number == edit.number), None)
    if place is None:
        there_are = ", ".join(str(item.number) for item in checklist.items) or "none"
        raise EditError(f"There is no question {edit.number}; there are: {there_are}.")
    item = checklist.items[place]
    given = {"verdict": edit.verdict, "gap": edit.gap, "next_step": edit.next_step}
    said = {name: value for name, value in given.items() if value is not None and value != getattr(item, name)}
    if not said:
        return checklist
    changed: Item = item.model_copy(update={**said, "edited": True})
    return checklist.model_copy(update={"items": (*checklist.items[:place], changed, *checklist.items[place + 1 :])})


def _place(draft: Draft, row: str) -> int:
    for place, one in enumerate(draft.rows):
        if one.id == row:
            return place
    raise EditError(f"There is no row '{row}' in the draft; it may have been removed. Open the draft again.")


def _column(draft: Draft, column: str) -> None:
    if column not in draft.columns:
        raise EditError(f"There is no column '{column}'; there are: {', '.join(draft.columns)}.")


_ROW_EDITS: dict[type, Callable[..., Draft]] = {
    SetCell: _set_cell,
    MoveRow: _move_row,
    AddRow: _add_row,
    RemoveRow: _remove_row,
    MoveColumn: _move_column,
}
