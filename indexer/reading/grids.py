"""Tables whose cells may be merged and may hold tables."""

import re
from dataclasses import dataclass, field

from indexer.contracts import Block
from indexer.reading.inline import clean_cell
from indexer.reading.tables import is_contents, table_blocks

# A longer cell that goes on over rows is text, and is given once.
_MAX_LABEL = 120
_MAX_LEAD_IN = 300
_MAX_NAME = 60
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s*[/–-]\s*(?:20)?\d\d)?")
_LETTERS = str.maketrans("0123456789", "abcdefghij")
_RULE = re.compile(r"^[-–—_=\s]*$")
_FIGURE = re.compile(r"[\d£]")


@dataclass(frozen=True)
class GridCell:
    """One cell: its words as Markdown, the columns it covers, and whether it goes on from the row above."""

    text: str
    span: int = 1
    above: bool = False
    tables: "tuple[Table, ...]" = ()


@dataclass(frozen=True)
class Table:
    """Rows of cells, the first ``header`` of which the file marks as names of columns."""

    rows: list[list[GridCell]]
    header: int = 0


@dataclass
class _Labels:
    """What merged cells say for the rows below their first."""

    held: dict[int, str] = field(default_factory=dict)

    def spread(self, row: list[GridCell]) -> list[str]:
        """Return a row with one text a column: a merged cell's under its first column and, if short, in each row.

        The first column stays empty: its label is carried by ``table_blocks``.
        """
        texts: list[str] = []
        for cell in row:
            column = len(texts)
            if not cell.above:
                self.held[column] = cell.text
            held = self.held.get(column, "")
            shown = cell.text if not cell.above else held if column and len(held) <= _MAX_LABEL else ""
            texts += [shown, *[""] * (cell.span - 1)]
        return texts


def is_contents_table(table: Table) -> bool:
    """Tell whether a table is a list of contents."""
    labels = _Labels()
    return is_contents([labels.spread(row) for row in table.rows])


def goes_on(table: Table, after: Table) -> bool:
    """Tell whether a table goes on in the one after it: as many columns, and no names of its own."""
    widths = {sum(cell.span for cell in row) for row in (*table.rows[-1:], *after.rows[:1])}
    return len(widths) == 1 and not _names(Table(after.rows, after.header or 1))


def table_rows(table: Table, ordinal: int, lead_in: str | None = None) -> tuple[list[Block], int]:
    """Return the blocks of a table and of those in its cells, and the ordinal of the last of them.

    Args:
        table: the table.
        ordinal: that of the table before it in the document, 0 where there is none.
        lead_in: the words of the cell that holds the table.
    """
    ordinal += 1
    labels = _Labels()
    rows = [[_marked(text) for text in labels.spread(row)] for row in table.rows]
    rows = [[] if all(_RULE.match(text) for text in row) else row for row in rows]
    names = _names(table)
    if names and len(rows) > table.header:
        blocks = _named_blocks(rows[table.header :], names, ordinal)
    else:
        blocks = table_blocks([(row, None) for row in rows], ordinal)
    blocks = [_led(block, lead_in) for block in blocks]
    for row in table.rows:
        for cell in row:
            for inner in cell.tables:
                within, ordinal = table_rows(inner, ordinal, _label(cell, row))
                blocks += within
    return blocks, ordinal


def _marked(text: str) -> str:
    """Return the words of a cell as the HTML that cells may hold."""
    cell = text.replace("\n", "<br>")
    # HTML in a cell is unescaped once as HTML and once as Markdown.
    return cell.replace("&", "&amp;") if "<" in cell else cell


def _names(table: Table) -> list[str]:
    """Return the names of the columns if the rows marked as such hold names; in some files every first row is marked.

    A name over several columns is each one's, and names under each other are one.
    """
    columns: list[list[str]] = []
    for row in table.rows[: table.header]:
        texts = [clean_cell(_marked("" if cell.above else cell.text)) for cell in row for _ in range(cell.span)]
        columns += [[] for _ in range(len(texts) - len(columns))]
        for column, text in zip(columns, texts, strict=False):
            column.append(text)
    names = [" ".join(dict.fromkeys(text for text in column if text)) for column in columns]
    named = [name for name in names if name]
    fit = all(len(name) <= _MAX_NAME and "\n" not in name and not _FIGURE.search(_YEAR.sub("", name)) for name in named)
    return names if fit and (len(named) > 1 or len(names) == 1 == len(named)) else []


def _named_blocks(rows: list[list[str]], names: list[str], ordinal: int) -> list[Block]:
    """Return the blocks of rows under names that ``table_blocks`` would take for figures, were they given as a row."""
    width = max(len(names), *(len(row) for row in rows), 2)
    stand_ins = [str(position).translate(_LETTERS) for position in range(width)]
    real = dict(zip(stand_ins, names, strict=False))
    blocks = table_blocks([(stand_ins, None), *((row, None) for row in rows)], ordinal)
    return [
        block.model_copy(
            update={
                "cells": tuple(
                    cell.model_copy(update={"column": real.get(cell.column or "") or None}) for cell in block.cells
                )
            }
        )
        for block in blocks
    ]


def _led(block: Block, lead_in: str | None) -> Block:
    if not lead_in:
        return block
    return block.model_copy(update={"lead_in": f"{lead_in}: {block.lead_in}" if block.lead_in else lead_in})


def _label(cell: GridCell, row: list[GridCell]) -> str | None:
    """Return the words by which a table in a cell is known: the cell's own, or else the first of its row."""
    text = cell.text or next((other.text for other in row if other.text), "")
    words = " ".join(clean_cell(_marked(text)).split())
    return words[:_MAX_LEAD_IN] or None
