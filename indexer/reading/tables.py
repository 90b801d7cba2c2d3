"""Rows of a table to blocks, each cell with the name of its column."""

import re

from indexer.contracts import Block, BlockKind, Cell
from indexer.reading.inline import clean, clean_cell

_PAGE_NUMBER = re.compile(r"^\d{1,3}(?:\s*[-–]\s*\d{1,3})?$")
_FIGURE = re.compile(r"[\d£%]")
_MAX_HEADER_CELL = 60
_SOURCE = "Source"

Row = tuple[list[str], int | None]


def is_contents(rows: list[list[str]]) -> bool:
    """Tell whether a table is a list of contents: its last cells are page numbers that never fall."""
    if len(rows) < 3 or max(len(row) for row in rows) > 3:
        return False
    last = [clean(row[-1]) for row in rows if clean(row[-1])]
    pages = [int(re.split(r"\D", cell)[0]) for cell in last if _PAGE_NUMBER.match(cell)]
    return len(pages) >= max(3, 0.7 * len(last)) and pages == sorted(pages)


def table_blocks(rows: list[Row], table: int, *, addressed: bool = False) -> list[Block]:
    """Return one block a row; rows without words are left out.

    Args:
        rows: the cells of each row, with the page that it stands on.
        table: its ordinal in the document.
        addressed: whether a column 'Source' names the place on which each row rests, as in our own summaries.
    """
    cleaned = [([clean_cell(cell) for cell in cells], page) for cells, page in rows]
    cleaned = [(cells, page) for cells, page in cleaned if any(cells)]
    columns = _columns(cleaned)
    blocks: list[Block] = []
    label = ""
    for cells, page in cleaned[1 if columns else 0 :]:
        label = cells[0] or label
        block = _row_block(cells, columns, page, table, None if cells[0] or not label else label)
        blocks.append(_with_address(block) if addressed else block)
    return blocks


def _columns(rows: list[Row]) -> list[str]:
    """Return the names of the columns if the first row holds names: short, no figures, and more rows follow."""
    if len(rows) < 2:
        return []
    first = rows[0][0]
    named = [cell for cell in first if cell]
    wordy = len(named) >= 2 or len(first) == 1
    short = all(len(cell) <= _MAX_HEADER_CELL and not _FIGURE.search(cell) and "\n" not in cell for cell in named)
    return first if wordy and short else []


def _row_block(cells: list[str], columns: list[str], page: int | None, table: int, label: str | None) -> Block:
    pairs = []
    for position, text in enumerate(cells):
        column = clean(columns[position]) if position < len(columns) else ""
        if text:
            pairs.append(Cell(column=column or None, text=text))
    return Block(
        kind=BlockKind.TABLE_ROW,
        text="\t".join(cell.text for cell in pairs),
        page=page,
        lead_in=label,
        cells=tuple(pairs),
        table=table,
    )


def _with_address(row: Block) -> Block:
    """Turn the cell of the column 'Source' into the row's address."""
    address = next((cell.text for cell in row.cells if cell.column == _SOURCE), None)
    cells = tuple(cell for cell in row.cells if cell.column != _SOURCE)
    return row.model_copy(update={"paragraph": address, "cells": cells, "text": "\t".join(cell.text for cell in cells)})
