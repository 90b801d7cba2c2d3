"""What edits change, each told as what stands there before and after it, so that it can be judged before it is made."""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from assistant.contracts import Contract
from assistant.drafting.contracts import CellState, Checklist, Draft, Row
from assistant.drafting.editing import AddRow, Edit, MoveRow, RemoveRow, SetCell, SetItem, apply_all
from assistant.drafting.wordings import load_cell_wordings


class ChangeKind(StrEnum):
    """What is done."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


class Change(Contract):
    """One change: rows by their numbers as the draft is now, a new one by the number that it gets."""

    kind: ChangeKind
    number: int
    field: str | None = None
    before: str = ""
    after: str = ""

    def in_words(self) -> str:
        """Return the change in lines, the old words over the new."""
        where = f"{self.number}{f', {self.field}' if self.field else ''}"
        before, after = (text.replace("\n", "\n    ") for text in (self.before, self.after))
        match self.kind:
            case ChangeKind.REMOVED:
                return f"{where} is taken out:\n  - {before}"
            case ChangeKind.ADDED:
                return f"{where} is new:\n  + {after}"
            case ChangeKind.MOVED:
                return f"{where} becomes {after}"
        return f"{where}:\n  - {before}\n  + {after}"


def changes_of(document: Draft | Checklist, edits: Sequence[Edit]) -> tuple[Change, ...]:
    """Return what edits of cells, rows and questions would change, in their order.

    Raises:
        EditError: one of them cannot be made.
    """
    after = apply_all(document, edits)
    if isinstance(document, Draft) and isinstance(after, Draft):
        return tuple(change for edit in edits for change in _row_changes(document, after, edit))
    if isinstance(document, Checklist):
        return tuple(change for edit in edits if isinstance(edit, SetItem) for change in _item_changes(document, edit))
    return ()


def _row_changes(draft: Draft, after: Draft, edit: Edit) -> Iterator[Change]:
    now, then = _numbers(draft), _numbers(after)
    rows = {row.id: row for row in draft.rows}
    match edit:
        case SetCell(row=row, column=column, text=text):
            cell, title = rows[row].cells[column], draft.titles.get(column, column)
            before = "" if cell.state is CellState.NEEDED else cell.text
            yield Change(kind=ChangeKind.CHANGED, number=now[row], field=title, before=before, after=text)
        case RemoveRow(row=row):
            yield Change(kind=ChangeKind.REMOVED, number=now[row], before=_words(draft, rows[row]))
        case MoveRow(row=row):
            words = _words(draft, rows[row])
            yield Change(kind=ChangeKind.MOVED, number=now[row], before=words, after=str(then[row]))
        case AddRow():
            for new in (one for one in after.rows if one.id == edit.id):
                yield Change(kind=ChangeKind.ADDED, number=then[new.id], after=_words(draft, new))


def _item_changes(checklist: Checklist, edit: SetItem) -> Iterator[Change]:
    item = next(one for one in checklist.items if one.number == edit.number)
    shown = load_cell_wordings().verdicts
    said = {
        "Verdict": (shown[item.verdict], shown[edit.verdict] if edit.verdict is not None else None),
        "Gap": (item.gap, edit.gap),
        "Next step": (item.next_step, edit.next_step),
    }
    for title, (before, after) in said.items():
        if after is not None and after != before:
            yield Change(kind=ChangeKind.CHANGED, number=edit.number, field=title, before=before, after=after)


def _numbers(draft: Draft) -> dict[str, int]:
    return {row.id: number for number, row in enumerate(draft.rows, start=1)}


def _words(draft: Draft, row: Row) -> str:
    """Return what a row says, a column a line; what is still needed says nothing."""
    said = ((draft.titles.get(column, column), row.cells[column]) for column in draft.columns)
    return "\n".join(f"{title}: {cell.text}" for title, cell in said if cell.state is not CellState.NEEDED)
