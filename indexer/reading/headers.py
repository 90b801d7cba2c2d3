"""The names of the columns of a table, and the titles over groups of its rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.reading.joining import Row, is_filled

_YEAR = re.compile(r"(?<![\d.])(?:(?:19|20)\d\d(?:\s?[/–-]\s?(?:20)?\d\d)?|\d\d/\d\d)(?![\d.])")
_FIGURE = re.compile(r"[\d£]")
_CUT_LETTER = re.compile(r"(?:^|\s)[B-HJ-Zb-hj-z]$")
# No., ave. and the like end names; longer words with a full stop end sentences.
_SENTENCE_END = re.compile(r"\w{4}\.$")
_MAX_NAME = 60
_MAX_SECOND_LINE = 30
_FEWEST_COLUMNS_UNDER_TITLE = 3
_SHORTEST_CUT_NAME = 4


@dataclass(frozen=True)
class Head:
    """The head of a table: what stands over it, its columns, and how many of its rows are head."""

    title: str = ""
    columns: tuple[str, ...] = ()
    loose: tuple[Row, ...] = ()
    length: int = 0


def find_head(rows: Sequence[Row]) -> Head:
    """Return the head of a table; rows that stand over its columns and name nothing are ``loose``."""
    start = 0
    while start < len(rows) - 1 and _stands_over(rows[start], rows[start + 1]):
        start += 1
    names = _names(rows[start]) if start < len(rows) - 1 else ()
    over = rows[:start]
    if over and not (names and _may_stand_over(over, names)):
        over, start = [], 0
        names = _names(rows[0]) if len(rows) > 1 else ()
    if not names:
        return Head()
    second = _second_line(names, rows[start + 1])
    titles = [title for row in over if (title := title_of(row))]
    loose = [row for row in over if not title_of(row) and not _is_lone_number(row)]
    return Head(" > ".join(titles), second or names, tuple(loose), start + (2 if second else 1))


def _stands_over(row: Row, following: Row) -> bool:
    """Tell whether a first row is none of names: one cell alone, or a title that the edges of its cells cut."""
    filled = row.filled()
    if len(filled) < 2:
        return len(row.cells) > 1
    if not title_of(row):
        return False
    return any(map(_CUT_LETTER.search, row.cells)) or len(filled) < len(following.filled())


def title_of(row: Row) -> str:
    """Return the title that a row is: words in its first cell alone, or cut at the edges of its first cells."""
    filled = row.filled()
    cells = row.cells[: len(filled)]
    if filled != list(range(len(filled))) or not any(map(str.isalpha, row.label)):
        return ""
    if not all(cell[0].islower() for cell in cells[1:]) or (len(filled) == len(row.cells) and len(filled) < 3):
        return ""
    title = row.label
    for cell in cells[1:]:
        # "a plan for E" and "arly help" were one word; whether others were, their letters do not tell.
        title += cell if _CUT_LETTER.search(title) else f" {cell}"
    return title


def repeated(row: Row, columns: Sequence[str]) -> tuple[str, ...]:
    """Return the columns as a row names them again, or nothing where it is no repeated header.

    A header after a break may have lost letters at the edges of its cells, or name another year.
    """
    if not columns or len(row.cells) != len(columns) or not _names(row):
        return ()
    named = [(_yearless(name), _yearless(row.cells[n])) for n, name in enumerate(columns) if name]
    same = sum(name == cell for name, cell in named)
    cut = sum(row.broken and len(cell) >= _SHORTEST_CUT_NAME and name != cell and cell in name for name, cell in named)
    if same + cut < max(2, len(named) / 2):
        return ()
    return tuple(row.cells[n] if name and _YEAR.search(row.cells[n]) else name for n, name in enumerate(columns))


def _yearless(name: str) -> str:
    """Return a name to compare, its year hidden; a year that is all of the name stays."""
    return (_YEAR.sub("", name).strip() or name).casefold()


def _names(row: Row) -> tuple[str, ...]:
    """Return the names that a row gives to columns: short, without figures other than years."""
    named = [cell for cell in row.cells if is_filled(cell)]
    if not named or (len(named) < 2 and len(row.cells) > 1):
        return ()
    if any(map(_SENTENCE_END.search, named)):
        return ()
    years = [cell for cell in named if _YEAR.fullmatch(cell)]
    if years and len(named) - len(years) > 1:
        return ()
    short = all(
        len(cell) <= _MAX_NAME and "\n" not in cell and not _FIGURE.search(_YEAR.sub("", cell)) for cell in named
    )
    if not short or (years and (len(years) < 2 or (named[0] in years and len(years) < len(named)))):
        return ()
    return tuple(cell if is_filled(cell) else "" for cell in row.cells)


def _may_stand_over(over: Sequence[Row], names: Sequence[str]) -> bool:
    """Tell whether rows may stand over the names of columns; in two columns they are rows without a value."""
    return all(_is_lone_number(row) for row in over) or len(names) >= _FEWEST_COLUMNS_UNDER_TITLE


def _is_lone_number(row: Row) -> bool:
    filled = row.filled()
    return len(filled) == 1 and not any(map(str.isalpha, row.cells[filled[0]]))


def _second_line(names: Sequence[str], row: Row) -> tuple[str, ...]:
    """Return the names with those of a second line: Available over Yes and No; no first row lacks its label."""
    filled = row.filled()
    if not names[0] or not filled or row.label or all(names[n] for n in filled):
        return ()
    if any(len(row.cells[n]) > _MAX_SECOND_LINE or _FIGURE.search(row.cells[n]) for n in filled):
        return ()
    spanning = ""
    made = []
    for n, name in enumerate(names):
        spanning = name or spanning
        made.append(f"{spanning}: {row.cells[n]}" if n in filled else name)
    return tuple(made)
