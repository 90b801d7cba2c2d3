"""Rows of a table that a page, a line or the edge of a cell broke apart.

Two rows glued together make false evidence, a row left in two halves only poor evidence: every rule asks for signs
that a row of its own does not show.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

_ENDED = re.compile(r"[.!?;][\"'”’)\]]*$")
_LED_IN = re.compile(r"(?::-?|,|\b(?:and|or|including))$")
_GOES_ON = re.compile(r"^[(\"'“‘]?[a-z]")
_CAPITAL = re.compile(r"^[\"'“‘(]?[A-Z]")
_ITEM = re.compile(r"^(?:- |\d{1,2}[.)] )")
_NUMBER = re.compile(r"(?:^|\s)(I|\d{1,2})\. ?(?=\S)")
_HYPHENATED = re.compile(r"[a-z]-$")
_FEWEST_WORDS = 3
_FEWEST_ROWS = 3
_MAX_LABEL_WORDS = 8


@dataclass(frozen=True)
class Row:
    """A row of a table; ``broken`` where a page break or another gap stands before it."""

    cells: tuple[str, ...]
    page: int | None
    broken: bool = False

    @property
    def label(self) -> str:
        """Return the first cell."""
        return self.cells[0]

    def filled(self) -> list[int]:
        """Return the positions of the cells that hold words or figures."""
        return [position for position, cell in enumerate(self.cells) if is_filled(cell)]


def is_filled(cell: str) -> bool:
    """Tell whether a cell holds a letter or a figure, not only the marks of a picture."""
    return any(character.isalnum() for character in cell)


def runs_on(before: str, after: str) -> bool:
    """Tell whether a text goes on in the middle of a sentence."""
    return bool(before) and not _ENDED.search(before) and bool(_GOES_ON.match(after))


def joined_rows(rows: Sequence[Row]) -> list[Row]:
    """Put together the rows that are one."""
    joining = _Joining(rows)
    joined: list[Row] = []
    for row in rows:
        if joined and joining.is_one(joined[-1], row):
            joined[-1] = _glued(joined[-1], row)
        else:
            joined.append(row)
    return joined


class _Joining:
    """What is usual in a table: which columns every row fills, and whether its cells begin with capitals."""

    def __init__(self, rows: Sequence[Row]) -> None:
        whole = [row for row in rows if not row.broken]
        self._enough = len(whole) >= _FEWEST_ROWS
        width = max((len(row.cells) for row in rows), default=0)
        columns = [[row.cells[n] for row in whole if n < len(row.cells)] for n in range(width)]
        self._always = {n for n, column in enumerate(columns) if column and all(map(is_filled, column))}
        self._capitals = {n for n, column in enumerate(columns) if any(map(_CAPITAL.match, column))}
        self._bare = any(row.filled() == [0] for row in whole)

    def is_one(self, before: Row, row: Row) -> bool:
        filled = row.filled()
        if not filled or len(before.cells) != len(row.cells):
            return False
        return (
            self._is_label_cut(before, row, filled)
            or self._is_left_open(before, row, filled)
            or _counts_on(before, row, filled)
            or self._is_sentence_cut(before, row, filled)
        )

    def _is_label_cut(self, before: Row, row: Row, filled: list[int]) -> bool:
        """A label alone after a break, in a table where no row is a label alone."""
        return (
            row.broken
            and filled == [0]
            and self._enough
            and not self._bare
            and len(before.filled()) > 1
            and not _ENDED.search(before.label)
            and len(row.label.split()) <= _MAX_LABEL_WORDS
        )

    def _is_left_open(self, before: Row, row: Row, filled: list[int]) -> bool:
        """No label after a break, in a table where every row has one; a full row may stand under a spanning label."""
        lacking = self._always - {0} - set(filled)
        return (
            row.broken
            and not row.label
            and self._enough
            and 0 in self._always
            and bool(before.label)
            and (len(row.cells) == 2 or bool(lacking))
        )

    def _is_sentence_cut(self, before: Row, row: Row, filled: list[int]) -> bool:
        lacks = any(n not in filled for n in before.filled() if n)
        cut = [n for n in filled if self._is_cut(before, row, n, lacks=lacks)]
        rest = [n for n in filled if n and n not in cut]
        if not cut or not self._label_agrees(before, row, cut, lacks=lacks):
            return False
        if rest and not (row.broken and lacks and all(_is_open(before.cells[n]) for n in rest)):
            return False
        return lacks or row.broken or (0 in cut and len(cut) > 1)

    def _is_cut(self, before: Row, row: Row, n: int, *, lacks: bool) -> bool:
        """Tell whether a cell goes on from the cell above it."""
        above, here = before.cells[n], row.cells[n]
        if not above or _ENDED.search(above):
            return False
        if _GOES_ON.match(here):
            return n in self._capitals
        if row.broken and lacks and here[0].isdigit():
            return True
        return (lacks and bool(_LED_IN.search(above))) or (row.broken and bool(_ITEM.match(here)))

    def _label_agrees(self, before: Row, row: Row, cut: list[int], *, lacks: bool) -> bool:
        """A new label begins a row, unless long texts beside it go on in the middle of their sentences."""
        if not row.label or 0 in cut:
            return True
        texts = [n for n in row.filled() if n]
        long = all(len(before.cells[n].split()) >= _FEWEST_WORDS for n in cut)
        return (lacks or row.broken) and set(texts) == set(cut) and long and not _ENDED.search(before.label)


def _is_open(text: str) -> bool:
    """Tell whether more may follow a text; it has not ended, or there is none yet."""
    return not _ENDED.search(text)


def _counts_on(before: Row, row: Row, filled: list[int]) -> bool:
    """A row without a label whose numbers go on from the row before: 1. beside it, and 2. here."""
    lacks = any(n not in filled for n in before.filled() if n)
    numbers = [(_NUMBER.findall(before.cells[n]), _NUMBER.match(row.cells[n])) for n in filled]
    follows = any(above and here and _value(here.group(1)) == _value(above[-1]) + 1 for above, here in numbers)
    return not row.label and lacks and follows and all(_is_open(before.cells[n]) for n in filled)


def _value(number: str) -> int:
    return 1 if number == "I" else int(number)


def _glued(before: Row, row: Row) -> Row:
    cells = [
        _text(above, here, label=n == 0) for n, (above, here) in enumerate(zip(before.cells, row.cells, strict=True))
    ]
    return replace(before, cells=tuple(cells))


def _text(above: str, here: str, *, label: bool) -> str:
    if not above or not here:
        return above or here
    if runs_on(above, here) and _HYPHENATED.search(above):
        return above + here
    on_one_line = label or runs_on(above, here) or (here[0].isdigit() and not _ITEM.match(here))
    return f"{above} {here}" if on_one_line else f"{above}\n{here}"
