"""Rows of tables that are too long for one passage to parts that fit."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from indexer.contracts import Cell
from indexer.sentences import Counter, slices

# Word pieces of the marks between the cells of a row and between a column and its cell.
_CELL_JOIN = 3
# A cell of a long row up to this long stands with the others: a lead, a date, a sum.
_SHORT_CELL = 24
_NUMBER = re.compile(r"(?:(?<=\s)|^)(?:Action )?(\d{1,2})[.:)] ?(?=[^\W\d])")


def labelled(cells: Iterable[Cell]) -> str:
    """Return cells as one text, each with the name of its column."""
    return "; ".join(f"{cell.column.rstrip(':')}: {cell.text}" if cell.column else cell.text for cell in cells)


def row_parts(cells: Sequence[Cell], count: Counter, room: int) -> Iterator[list[Cell]]:
    """Yield the cells of a row a passage at a time: what belongs together by its number, else cell by cell.

    The short cells, such as who leads and by when, stand with the first part of the long ones.
    """
    if pairs := _paired(cells, count, room):
        yield from pairs
        return
    short = [n for n, cell in enumerate(cells) if count(labelled([cell])) <= _SHORT_CELL]
    beside = count(labelled([cells[n] for n in short])) + _CELL_JOIN
    if beside > room // 3:
        short, beside = [], 0
    batch = [(n, cells[n]) for n in short]
    for n, cell in enumerate(cells):
        if n in short:
            continue
        for text in slices(cell.text, count, room - beside - count(cell.column or "") - _CELL_JOIN):
            piece = (n, cell.model_copy(update={"text": text}))
            if batch and count(labelled([c for _, c in [*batch, piece]])) > room:
                yield [c for _, c in sorted(batch, key=lambda numbered: numbered[0])]
                batch = []
            batch.append(piece)
    yield [c for _, c in sorted(batch, key=lambda numbered: numbered[0])]


def _paired(cells: Sequence[Cell], count: Counter, room: int) -> list[list[Cell]]:
    """Return the n-th item of each cell that is numbered alike, in one part each; nothing where none are."""
    numbered = {n: items for n, cell in enumerate(cells) if (items := numbered_items(cell.text))}
    length = max(map(len, numbered.values()), default=0)
    alike = {n: items for n, items in numbered.items() if len(items) == length}
    if len(alike) < 2:
        return []
    rest = [cell for n, cell in enumerate(cells) if n not in alike]
    parts = [
        [cells[n].model_copy(update={"text": items[item]}) for n, items in alike.items()] for item in range(length)
    ]
    parts = [*parts, *([rest] if rest else [])]
    return parts if all(count(labelled(part)) <= room for part in parts) else []


def numbered_items(text: str) -> list[str]:
    """Return the items of a text that are numbered from 1 on, with the words before them in the first."""
    starts: list[int] = []
    for number in _NUMBER.finditer(text):
        if int(number.group(1)) == len(starts) + 1:
            starts.append(number.start() if starts else 0)
    return [text[a:b].strip() for a, b in pairwise([*starts, len(text)])] if len(starts) > 1 else []
