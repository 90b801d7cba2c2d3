"""A statement that repeats a row of a table, as the names of its columns with their cells."""

from html import escape
from typing import NamedTuple


class Row(NamedTuple):
    """What stands before the row, and each column with its cell; a column without a name is empty."""

    before: str
    cells: tuple[tuple[str, str], ...]


def row_in(statement: str, quote: str) -> Row | None:
    """Return the row that a statement repeats; None where it says anything but the cells of the quote and their names.

    Args:
        statement: such as "Place: Service: Audiology; Lead: A. Quill".
        quote: its cells, parted by tabs.
    """
    texts = quote.split("\t")
    if len(texts) < 2 or not all(texts):
        return None
    cells: list[tuple[str, str]] = []
    rest = statement
    for at in range(len(texts) - 1, 0, -1):
        cell, mark = texts[at], f"{texts[at - 1]}; "
        before = rest.rfind(mark, 0, len(rest) - len(cell) + 1)
        column = rest[before + len(mark) : len(rest) - len(cell)]
        if before < 0 or not rest.endswith(cell) or (column and not column.endswith(": ")):
            return None
        cells.append((column.removesuffix(": "), cell))
        rest = rest[: before + len(texts[at - 1])]
    over = rest.removesuffix(texts[0])
    if over == rest or (over and not over.endswith(": ")):
        return None
    before_row, _, column = over.removesuffix(": ").rpartition(": ")
    return Row(before_row, ((column, texts[0]), *reversed(cells)))


def row_html(row: Row) -> str:
    """Return a row as a list of its columns."""
    before = f'<span class="over">{escape(row.before)}</span>' if row.before else ""
    cells = "".join(
        f"<div>{f'<dt>{escape(column)}</dt>' if column else ''}<dd>{escape(cell)}</dd></div>"
        for column, cell in row.cells
    )
    return f'{before}<dl class="row">{cells}</dl>'
