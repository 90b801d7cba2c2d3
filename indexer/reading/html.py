"""Web pages that were saved as files."""

import re
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from bs4.dammit import EncodingDetector
from bs4.element import NavigableString, PageElement, PreformattedString

from indexer.errors import UnreadableFileError
from indexer.reading.composing import CellSink, Composer, Phrase, Sink
from indexer.reading.grids import GridCell, Table
from indexer.reading.properties import first_lines, properties_of
from indexer.reading.reading import FileProperties, FileReading
from indexer.reading.text import decode
from indexer.reading.unseen import HIDDEN_STYLE
from indexer.settings import ReadingPolicy

_WORD = re.compile(r"\w+")
_DROPPED = frozenset(
    _WORD.findall(
        "script style nav header footer aside noscript template svg head button select textarea iframe object canvas "
        "audio video map math"
    )
)
_BLOCKS = frozenset(
    _WORD.findall(
        "address article blockquote body caption center dd details div dl dt fieldset figcaption figure form h1 h2 h3 "
        "h4 h5 h6 hr html legend li main ol p pre section summary table tbody td tfoot th thead tr ul"
    )
)
_HEADING = re.compile(r"h[1-6]$")
# Beyond this a table is no table that anyone reads, and spans there only cost time.
_MAX_WIDTH = 1000
_MAX_METAS = 100


def read_html(path: Path, _policy: ReadingPolicy) -> FileReading:
    """Read a saved page; nothing that it names is fetched. Raises UnreadableFileError where it is no text."""
    soup = BeautifulSoup(_decoded(path), "lxml")
    composer = Composer()
    try:
        _read(soup, composer)
    except RecursionError as error:
        raise UnreadableFileError(
            f"{path.name}: its tables are nested too deep to be read; save the page as text."
        ) from error
    if soup.title and not composer.has_top_heading():
        phrase = Phrase()
        phrase.add(_spaced(soup.title.get_text()))
        if phrase.words():
            composer.title(phrase.words())
    return FileReading(blocks=tuple(composer.blocks()), properties=_properties(soup))


def _properties(soup: BeautifulSoup) -> FileProperties:
    """Return what the head of a page says; the names of a page's people and bodies differ with who made it."""
    named = {
        str(meta.get("name") or "").lower(): meta.get("content") for meta in soup.find_all("meta", limit=_MAX_METAS)
    }
    title = named.get("dc.title") or (soup.title.get_text() if soup.title else None)
    author = named.get("dc.publisher") or named.get("dc.creator") or named.get("author")
    return properties_of(title, author, first_lines(soup.body.stripped_strings if soup.body else ()))


def _decoded(path: Path) -> str:
    """Return the characters of a page in the encoding that it declares, if it declares one and keeps to it."""
    data = path.read_bytes()
    declared = EncodingDetector.find_declared_encoding(data, is_html=True)
    if declared and b"\x00" not in data[:4096]:
        try:
            return data.decode(declared)
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(path)


def _read(root: Tag, sink: Sink) -> None:
    """Hand what stands in an element to a sink; tags left open go as deep as they like."""
    flow = _Flow(sink)
    open_tags: list[tuple[Tag, Iterator[PageElement]]] = [(root, iter(root.children))]
    while open_tags:
        tag, within = open_tags[-1]
        node = next(within, None)
        if node is None:
            flow.leave(tag)
            open_tags.pop()
        elif isinstance(node, Tag):
            if _is_hidden(node):
                continue
            if node.name == "table" and not _is_layout(node):
                flow.close()
                _read_table(node, sink)
            else:
                flow.enter(node)
                open_tags.append((node, iter(node.children)))
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            flow.text(str(node))
    flow.close()


class _Flow:
    """Cuts the words of a page into paragraphs, items and headings where its blocks begin and end."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._phrase = Phrase()
        self._item = False
        self._inside: dict[str, int] = {}

    def enter(self, tag: Tag) -> None:
        """Open a tag."""
        self._inside[tag.name] = self._inside.get(tag.name, 0) + 1
        if tag.name == "br":
            self._phrase.add("\n")
        elif tag.name in _BLOCKS:
            self.close()
            if tag.name == "li":
                self._item = True

    def leave(self, tag: Tag) -> None:
        """Close a tag."""
        if tag.name in _BLOCKS:
            self.close(tag.name)
            if tag.name == "li":
                self._item = False
        self._inside[tag.name] = self._inside.get(tag.name, 1) - 1

    def text(self, text: str) -> None:
        """Add words."""
        script = next((name for name in ("sup", "sub") if self._is_in(name)), None)
        shown = text if self._is_in("pre") else _spaced(text)
        self._phrase.add(shown, bold=self._is_in("b", "strong"), script=script)

    def close(self, name: str = "") -> None:
        """End the paragraph, item or heading that is open; the first paragraph of an item is the item."""
        phrase, self._phrase = self._phrase, Phrase()
        if not phrase.words():
            return
        if _HEADING.match(name):
            self._sink.heading(phrase.words(), int(name[1]))
        elif self._item:
            self._item = False
            self._sink.item(phrase.words())
        else:
            self._sink.paragraph(phrase.line())

    def _is_in(self, *names: str) -> bool:
        return any(self._inside.get(name) for name in names)


def _spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _is_hidden(tag: Tag) -> bool:
    hidden = tag.has_attr("hidden") or tag.get("aria-hidden") == "true"
    return tag.name in _DROPPED or hidden or bool(HIDDEN_STYLE.search(str(tag.get("style") or "")))


def _is_layout(table: Tag) -> bool:
    """Tell whether a table only places things on the page: it says so, or has a single cell."""
    if table.get("role") in ("presentation", "none"):
        return True
    rows = _rows(table)
    return len(rows) == 1 and len(_cells(rows[0])) == 1


def _rows(table: Tag) -> list[Tag]:
    groups = [child for child in table.children if isinstance(child, Tag)]
    found: list[Tag] = []
    for group in groups:
        found += [group] if group.name == "tr" else group.find_all("tr", recursive=False)
    return [row for row in found if not _is_hidden(row)]


def _cells(row: Tag) -> list[Tag]:
    return row.find_all(["td", "th"], recursive=False)


def _read_table(table: Tag, sink: Sink) -> None:
    for caption in table.find_all("caption", recursive=False):
        _read(caption, sink)
    rows: list[list[GridCell]] = []
    header = 0
    running: dict[int, int] = {}
    for row in _rows(table):
        cells = _cells(row)
        if cells and len(rows) == header and _is_header(row, cells):
            header += 1
        rows.append(_grid_row(cells, running))
    sink.table(Table(rows, header))


def _is_header(row: Tag, cells: list[Tag]) -> bool:
    within = row.parent
    return (within is not None and within.name == "thead") or all(cell.name == "th" for cell in cells)


def _grid_row(cells: list[Tag], running: dict[int, int]) -> list[GridCell]:
    """Return a row of cells, those that go on from the rows above among them.

    Args:
        cells: the cells of the row as the page gives them.
        running: for each column, in how many rows from this one a cell goes on from above; brought up to date.
    """
    made: list[GridCell] = []
    waiting = iter(cells)
    column = 0
    while True:
        if running.get(column, 0) > 0:
            running[column] -= 1
            made.append(GridCell("", above=True))
            column += 1
            continue
        cell = next(waiting, None)
        if cell is None:
            if not any(left > 0 for at, left in running.items() if at > column):
                return made
            made.append(GridCell(""))
            column += 1
            continue
        sink = CellSink()
        _read(cell, sink)
        span = min(_span(cell, "colspan"), max(_MAX_WIDTH - column, 1))
        made.append(GridCell(sink.text(), span, tables=tuple(sink.tables)))
        for covered in range(column, min(column + span, _MAX_WIDTH)):
            running[covered] = _span(cell, "rowspan") - 1
        column += span


def _span(cell: Tag, name: str) -> int:
    given = str(cell.get(name) or "")
    return min(max(int(given), 1), _MAX_WIDTH) if re.fullmatch(r"\d{1,9}", given) else 1
