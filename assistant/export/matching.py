"""Which cell of a returned file is which cell of the draft that it was made of."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.drafting.wordings import is_needed
from assistant.export.cleaning import fitted, plain, same
from assistant.export.returned import Returned, ReturnedCell, ReturnedRow
from assistant.export.view import View, ViewCell, ViewColumn
from assistant.export.wordings import load_wordings


@dataclass(frozen=True)
class MatchedRow:
    """A row of a returned file: the key of the draft's row, null for a new one, and the texts of columns by id."""

    key: str | None
    texts: dict[str, str]


@dataclass(frozen=True)
class Matched:
    """The rows of a returned file in their order, and what of it could not be read."""

    rows: tuple[MatchedRow, ...]
    notes: tuple[str, ...]


def match(view: View, returned: Returned) -> Matched:
    """Return a returned file in the terms of the view that it was written from."""
    columns, notes = _columns(view, returned.heads)
    keys = _keys(view, returned.rows)
    rows = []
    for number, (row, key) in enumerate(zip(returned.rows, keys, strict=True), 1):
        texts, merged = _texts(view, row, columns, key)
        if merged and any(row.cells):
            notes.append(f"Row {row.number or number} of the file has merged cells, which were left out.")
        elif merged and row.number:
            notes.append(f"Row {row.number} of the file has merged cells and was left out, as it is in the draft.")
        if key is not None or any(text.strip() and not is_needed(text) for text in texts.values()):
            rows.append(MatchedRow(key, texts))
    return Matched(tuple(rows), (*returned.notes, *notes))


def _columns(view: View, heads: tuple[str, ...]) -> tuple[dict[int, ViewColumn], list[str]]:
    """Return the columns by their places in the file, and what is to be told of those that are not there."""
    own = {load_wordings().table["status"].casefold(), load_wordings().headings["sources"].casefold(), ""}
    found: dict[int, ViewColumn] = {}
    left = list(view.columns)
    for place, head in enumerate(heads):
        column = next((one for one in left if plain(one.title).casefold() == plain(head).casefold()), None)
        if column is not None:
            found[place] = column
            left.remove(column)
    notes = []
    for place, head in enumerate(heads):
        if place in found or plain(head).casefold() in own:
            continue
        there = view.columns[place] if place < len(view.columns) else None
        if there in left:
            found[place] = there
            left.remove(there)
            notes.append(f"The column '{head}' was read as '{there.title}', which stood in its place.")
        else:
            notes.append(f"The column '{head}' is none of the draft's and was left out.")
    notes += [f"The column '{column.title}' is not in the file; it stays as it is in the draft." for column in left]
    return found, notes


def _keys(view: View, rows: tuple[ReturnedRow, ...]) -> list[str | None]:
    """Return the key of the draft's row that each row is: by its own key first, by its number where that is lost."""
    by_number = {row.number: row.key for row in view.rows}
    known = set(by_number.values())
    keys: list[str | None] = [None] * len(rows)
    for place, row in enumerate(rows):
        # A Word file holds the number of the row as its key, for a place in it cannot have any name.
        key = row.key if row.key in known else by_number.get(row.key or "")
        if key is not None and key not in keys:
            keys[place] = key
    for place, row in enumerate(rows):
        key = by_number.get(row.number)
        if keys[place] is None and row.key is None and key not in keys:
            keys[place] = key
    return keys


def _texts(
    view: View, row: ReturnedRow, columns: dict[int, ViewColumn], key: str | None
) -> tuple[dict[str, str], bool]:
    shown = next((one.cells for one in view.rows if one.key == key), {})
    every_mark = {plain(mark) for one in view.rows for cell in one.cells.values() for mark in cell.marks}
    texts: dict[str, str] = {}
    merged = False
    for place, column in columns.items():
        cell = row.cells[place] if place < len(row.cells) else None
        if cell is None:
            merged = True
            continue
        texts[column.id] = _text(cell, shown.get(column.id), every_mark)
    return texts, merged


def _text(cell: ReturnedCell, shown: ViewCell | None, every_mark: set[str]) -> str:
    """Return the text of a cell without what we wrote beneath it; what was typed there counts as text."""
    own = {plain(mark) for mark in shown.marks} if shown else set()
    lines = []
    for place, (line, marked) in enumerate(zip(cell.lines, cell.marked, strict=True)):
        marks = every_mark | own if marked else own if place else set()
        lines.append("".join(_unmarked(line, marks)))
    text = plain("\n".join(line for line, whole in zip(lines, cell.lines, strict=True) if line or not whole))
    if shown is not None and same(text, fitted(shown.text)):
        return shown.text
    return text


def _unmarked(line: str, marks: set[str]) -> Iterator[str]:
    found = max((mark for mark in marks if mark and plain(line).startswith(mark)), key=len, default=None)
    yield line if found is None else plain(line)[len(found) :].strip()
