"""Rows of a table to blocks, each cell with the name of its column."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from indexer.contracts import Block, BlockKind, Cell
from indexer.reading.headers import find_head, repeated, title_of
from indexer.reading.inline import clean, clean_cell
from indexer.reading.joining import Row, joined_rows, runs_on

_PAGE_NUMBER = re.compile(r"^\d{1,3}(?:\s*[-–]\s*\d{1,3})?$")
_WORD = re.compile(r"\w{2}")
_LEAD_IN_JOIN = " > "
_SOURCE = "Source"
_FORM = {"name", "names", "position", "job title", "title", "role", "organisation", "signature", "signed", "date"}

CellsOnPage = tuple[list[str], int | None]


@dataclass(frozen=True)
class Table:
    """The blocks of a table, and the names of its columns for a part of it that stands further on."""

    blocks: list[Block]
    columns: tuple[str, ...] = ()


@dataclass
class _Group:
    """Rows under one title."""

    title: str
    columns: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)


def is_contents(rows: list[list[str]]) -> bool:
    """Tell whether a table is a list of contents: its last cells are page numbers that never fall."""
    if len(rows) < 3 or max(len(row) for row in rows) > 3:
        return False
    last = [clean(row[-1]) for row in rows if clean(row[-1])]
    if last and not any(map(str.isdigit, last[0])) and "page" not in last[0].casefold():
        return False  # a column of figures that has a name
    pages = [int(re.split(r"\D", cell)[0]) for cell in last if _PAGE_NUMBER.match(cell)]
    return len(pages) >= max(3, 0.7 * len(last)) and pages == sorted(pages)


def table_blocks(
    rows: list[CellsOnPage],
    table: int,
    *,
    addressed: bool = False,
    breaks: Collection[int] = (),
    caption: str = "",
    columns: Sequence[str] = (),
) -> list[Block]:
    """Return one block a row; rows without words are left out.

    Args:
        rows: the cells of each row, with the page that it stands on.
        table: its ordinal in the document.
        addressed: whether a column 'Source' names the place on which each row rests, as in our own summaries.
        breaks: positions of rows before which the table was broken; a new page is a break too.
        caption: what the table is said to be, carried to each row.
        columns: the names of its columns, where they do not stand in the rows.
    """
    return read_table(rows, table, addressed=addressed, breaks=breaks, caption=caption, columns=columns).blocks


def read_table(
    rows: list[CellsOnPage],
    table: int,
    *,
    addressed: bool = False,
    breaks: Collection[int] = (),
    caption: str = "",
    columns: Sequence[str] = (),
) -> Table:
    """Return the blocks of a table and its columns; ``columns`` are those of the part before, where it goes on."""
    made = _rows(rows, breaks, len(columns))
    if not made or _is_empty_form(made):
        return Table([])
    head = find_head(made) if not columns else None
    names = tuple(clean(name) for name in (head.columns if head else columns))
    body = made[head.length :] if head else made
    loose = head.loose if head else ()
    blocks = [_row_block(row, (), table, caption) for row in loose]
    for group in _groups(body, names, head.title if head else ""):
        blocks += _group_blocks(group, table, caption)
    return Table([_with_address(block) if addressed else block for block in blocks], names)


def continued(first: list[CellsOnPage], part: list[CellsOnPage]) -> list[CellsOnPage]:
    """Return a part after a break as rows of the table that ``first`` begins; nothing where it is another table."""
    wide, width = (max(len(cells) for cells, _ in some) for some in (first, part))
    if wide == width:
        return part
    rows, here = _rows(first, ()), _rows(part, ())
    used, used_here = (len(some[0].cells) if some else 0 for some in (rows, here))
    if used == used_here:
        return part
    names = find_head(rows).columns
    # The scraps of upright labels in a column without a name are not always found again on the next page.
    if names and not names[0] and all(names[1:]) and used_here == used - 1:
        return [(["", *cells], page) for cells, page in part]
    return []


def begins_inside(cells: list[str]) -> bool:
    """Tell whether a first row can only be the end of a row before it: no label, and the rest of a sentence."""
    cleaned = [clean_cell(cell) for cell in cells]
    return not cleaned[0] and any(runs_on("before", cell) for cell in cleaned)


def _is_empty_form(rows: Sequence[Row]) -> bool:
    """Tell whether a table is the head of a form that no one filled in: Name, Position, Signature."""
    return len(rows) == 1 and all(rows[0].cells[n].casefold().strip(" :") in _FORM for n in rows[0].filled())


def _rows(rows: list[CellsOnPage], breaks: Collection[int], fewest: int = 0) -> list[Row]:
    """Return the rows that hold anything, all of one width, without last columns that are empty throughout."""
    made: list[Row] = []
    broken = False
    width = max((*(len(cells) for cells, _ in rows), fewest), default=0)
    for position, (cells, page) in enumerate(rows):
        cleaned = [clean_cell(cell) for cell in cells]
        broken = broken or position in breaks or (bool(made) and page != made[-1].page)
        if any(cleaned):
            made.append(Row((*cleaned, *[""] * (width - len(cleaned))), page, broken and bool(made)))
            broken = False
    used = max((n + 1 for row in made for n, cell in enumerate(row.cells) if cell), default=0)
    used = max(used, fewest)
    return [Row(row.cells[:used], row.page, row.broken) for row in made]


def _groups(rows: Sequence[Row], columns: tuple[str, ...], title: str) -> list[_Group]:
    """Part the rows where the header stands again, with the title over it, or at labels over several rows."""
    themes = _themes(rows, columns)
    groups = [_Group(title, columns)]
    for position, row in enumerate(rows):
        following = rows[position + 1] if position + 1 < len(rows) else None
        if again := repeated(row, groups[-1].columns):
            groups.append(_Group(groups[-1].title, again))
        elif following and (again := repeated(following, groups[-1].columns)) and title_of(row):
            groups.append(_Group(title_of(row), again))
        elif position in themes:
            groups.append(_Group(row.label, groups[-1].columns))
        else:
            groups[-1].rows.append(row)
    return _over_breaks(groups)


def _over_breaks(groups: list[_Group]) -> list[_Group]:
    """Put together what only a header repeated on the next page parts, so that its rows can be joined."""
    whole: list[_Group] = []
    for group in groups:
        last = whole[-1] if whole else None
        if last and last.title == group.title and last.columns == group.columns:
            first = [Row(row.cells, row.page, broken=True) for row in group.rows[:1]]
            last.rows += [*first, *group.rows[1:]]
        else:
            whole.append(group)
    return whole


def _themes(rows: Sequence[Row], columns: Sequence[str]) -> set[int]:
    """Return the rows that are labels over the rows after them: alone in their cell, from the first row on."""
    bare = [n for n, row in enumerate(rows) if row.filled() == [0]]
    if len(columns) < 3 or len(bare) < 2 or bare[0] != 0 or bare[-1] == len(rows) - 1:
        return set()
    return set() if any(here + 1 == after for here, after in pairwise(bare)) else set(bare)


def _group_blocks(group: _Group, table: int, caption: str) -> list[Block]:
    rows = joined_rows(group.rows)
    trusted = all(_is_label(row.label) for row in rows if row.label)
    label = ""
    blocks: list[Block] = []
    for row in rows:
        goes_on = not row.label or (trusted and runs_on(label, row.label))
        carried = label if trusted and goes_on else ""
        label = label if goes_on else row.label
        lead_in = _LEAD_IN_JOIN.join(part for part in (caption, group.title, carried) if part)
        blocks.append(_row_block(row, group.columns, table, lead_in))
    return blocks


def _is_label(text: str) -> bool:
    """Tell whether a label can be read: scraps of a label that stood upright must not be carried to other rows."""
    return bool(_WORD.search(text)) or (len(text) == 1 and text.isalnum() and text.isascii())


def _row_block(row: Row, columns: Sequence[str], table: int, lead_in: str) -> Block:
    cells = []
    for position, text in enumerate(row.cells):
        column = columns[position] if position < len(columns) else ""
        if text:
            cells.append(Cell(column=column or None, text=text))
    return Block(
        kind=BlockKind.TABLE_ROW,
        text="\t".join(cell.text for cell in cells),
        page=row.page,
        lead_in=lead_in or None,
        cells=tuple(cells),
        table=table,
    )


def _with_address(row: Block) -> Block:
    """Turn the cell of the column 'Source' into the row's address."""
    address = next((cell.text for cell in row.cells if cell.column == _SOURCE), None)
    cells = tuple(cell for cell in row.cells if cell.column != _SOURCE)
    return row.model_copy(update={"paragraph": address, "cells": cells, "text": "\t".join(cell.text for cell in cells)})
