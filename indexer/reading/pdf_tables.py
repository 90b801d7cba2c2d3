"""Ruled tables of a PDF: found on their pages, followed over page breaks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from indexer.reading.pdf_page import Line, Word, lines_of

# Points by which edges that are drawn as one may stand apart.
_NEAR = 3.0
_FEWEST_EDGES = 4

Cells = dict[float, list[Line]]
"""The lines of each cell of a row, by the left edge of the cell."""


@dataclass
class Table:
    """The rows of a table, on one page or on several."""

    page: int
    top: float
    bottom: float
    x0: float
    x1: float
    edges: list[float]
    rows: list[tuple[int, Cells]]
    cut_above: bool = False
    cut_below: bool = False
    taken: set[Word] = field(default_factory=set)
    _lowest: dict[float, float] = field(default_factory=dict)

    def goes_on_in(self, other: "Table") -> bool:
        """Tell whether the next table stands on the next page, or below on this one, in the same columns."""
        return other.page - self.page in (0, 1) and _agree([*self._lowest] or self.edges, other.edges)

    def join(self, other: "Table") -> None:
        """Take the rows of the same table on the next page; a header said again is left out, a cut row made whole."""
        rows = self._in_own_columns(other)
        repeated = other.page != self.page and len(rows) > 1 and _words(rows[0][1]) == _words(self.rows[0][1])
        if repeated:
            rows = rows[1:]
        if self.cut_below and (other.cut_above or repeated):
            last = self.rows[-1][1]
            for edge, lines in rows[0][1].items():
                last[edge] = [*last.get(edge, []), *lines]
            rows = rows[1:]
        self.rows += rows
        self.page, self.bottom, self.cut_below = other.page, other.bottom, other.cut_below

    def _in_own_columns(self, other: "Table") -> list[tuple[int, Cells]]:
        """Return the rows of the other under the edges of this one, from which they may drift page by page."""
        known = self._lowest or {x: x for x in self.edges}
        own = {x: next((known[low] for low in known if abs(low - x) <= _NEAR), x) for x in other.edges}
        self._lowest = {low: x for low, x in known.items() if not _among(low, other.edges)} | own
        self.edges = sorted({*self.edges, *own.values()})
        return [(page, {own[x]: lines for x, lines in cells.items()}) for page, cells in other.rows]

    def grid(self) -> Iterator[tuple[list[list[Line]], int]]:
        """Yield each row, with a cell for every column of the table, and its page."""
        for page, cells in self.rows:
            yield [cells.get(start, []) for start in self.edges[:-1]], page


def tables_of(page: Any, number: int, words: Sequence[Word], marks: Sequence[Word]) -> list[Table]:
    """Return the ruled tables of a page of pdfplumber that hold words in two columns or more."""
    if len(page.edges) < _FEWEST_EDGES:
        return []
    cut = _cut_edges(page)
    found = page.find_tables({"explicit_horizontal_lines": cut} if cut else {})
    tables: list[Table] = []
    for ruled in found:
        rows = [[cell for cell in row.cells if cell] for row in ruled.rows]
        for part in _parts([row for row in rows if row]):
            table = _filled(part, number, words, marks)
            table.cut_above = any(abs(table.top - y) <= _NEAR for y in cut)
            table.cut_below = any(abs(table.bottom - y) <= _NEAR for y in cut)
            if len(table.edges) > 2 and table.taken:
                tables.append(table)
    return tables


_Cell = tuple[float, float, float, float]


def _cut_edges(page: Any) -> list[float]:
    """Return the heights at which upright edges begin or end without a level one: a page break cut the row."""
    from pdfplumber.table import TableFinder

    edges = TableFinder(page).edges
    level = [edge for edge in edges if edge["orientation"] == "h"]
    upright = [edge for edge in edges if edge["orientation"] == "v"]
    cut: list[float] = []
    for end in ("top", "bottom"):
        loose = sorted(edge[end] for edge in upright if not any(_closes(line, edge["x0"], edge[end]) for line in level))
        heights = [y for y in loose if sum(abs(y - other) <= _NEAR for other in loose) > 1]
        cut += [y for y, before in zip(heights, [-_NEAR * 2, *heights], strict=False) if y - before > _NEAR]
    return cut


def _closes(line: Any, x: float, y: float) -> bool:
    return bool(abs(line["top"] - y) <= _NEAR and line["x0"] - _NEAR <= x <= line["x1"] + _NEAR)


def _parts(rows: list[list[_Cell]]) -> Iterator[list[list[_Cell]]]:
    """Part tables that touch: where the columns of a row fit those above in neither direction, another begins."""
    part: list[list[_Cell]] = []
    edges: list[float] = []
    for row in rows:
        own = _edges([row])
        if part and not _agree(edges, own):
            yield part
            part, edges = [], []
        part.append(row)
        edges += own
    if part:
        yield part


def _edges(rows: Sequence[Sequence[_Cell]]) -> list[float]:
    edges: list[float] = []
    for x in sorted(x for row in rows for cell in row for x in (cell[0], cell[2])):
        if not edges or x - edges[-1] > _NEAR:
            edges.append(x)
    return edges


def _agree(edges: list[float], other: list[float]) -> bool:
    """Tell whether two rows have the same left and right and the columns of one are among those of the other."""
    outer = abs(min(edges) - min(other)) <= _NEAR and abs(max(edges) - max(other)) <= _NEAR
    inner = all(_among(x, edges) for x in other) or all(_among(x, other) for x in edges)
    return outer and inner


def _among(x: float, edges: Sequence[float]) -> bool:
    return any(abs(x - edge) <= _NEAR for edge in edges)


def _filled(rows: list[list[_Cell]], number: int, words: Sequence[Word], marks: Sequence[Word]) -> Table:
    boxes = [cell for row in rows for cell in row]
    table = Table(
        page=number,
        top=min(box[1] for box in boxes),
        bottom=max(box[3] for box in boxes),
        x0=min(box[0] for box in boxes),
        x1=max(box[2] for box in boxes),
        edges=_edges(rows),
        rows=[],
    )
    for row in rows:
        cells: Cells = {}
        for box in row:
            inside = [word for word in words if _is_in(word, box) and word not in table.taken]
            table.taken.update(inside)
            start = min(table.edges[:-1] or table.edges, key=lambda edge: abs(edge - box[0]))
            cells.setdefault(start, []).extend(lines_of(inside, [mark for mark in marks if _is_in(mark, box)], number))
        table.rows.append((number, cells))
    return table


def _is_in(word: Word, box: _Cell) -> bool:
    return box[0] <= (word.x0 + word.x1) / 2 <= box[2] and box[1] <= (word.top + word.bottom) / 2 <= box[3]


def _words(cells: Cells) -> str:
    return " ".join(line.text for lines in cells.values() for line in lines)
