"""Plain text and Markdown to blocks."""

import re
from collections.abc import Iterable

from indexer.contracts import Block, BlockKind
from indexer.reading.captions import caption_of
from indexer.reading.inline import clean, unmarked
from indexer.reading.lines import (
    BULLET,
    LIST_NUMBER,
    MARKDOWN_HEADING,
    NUMBERED,
    OPEN_END,
    LineKind,
    cells_of,
    has_numbered_sections,
    heading_level,
    is_attribution,
    is_isolated_heading,
    is_plain_heading,
    line_kind,
)
from indexer.reading.mending import rejoined, without_contents
from indexer.reading.tables import CellsOnPage, begins_inside, continued, is_contents, read_table

# A summary of ours ends each paragraph with the address in the source on which it rests: {3.5}.
_ADDRESS = re.compile(r"\s*\{([^{}]{1,80})\}\s*$")


def read_markdown(lines: Iterable[tuple[str, int | None]], *, addressed: bool = False) -> list[Block]:
    """Return the blocks of a text.

    Args:
        lines: each line with the page it stands on, counted from 1, or None where the file has no pages.
        addressed: whether the text names the places on which it rests, as our own summaries do: {3.5} at the end of a
            paragraph, and a column 'Source' in a table. In other texts both are text.
    """
    return _Reader(list(lines), addressed=addressed).blocks()


class _Reader:
    """Walks the lines once; a table, paragraph or item is closed by what follows it."""

    def __init__(self, lines: list[tuple[str, int | None]], *, addressed: bool) -> None:
        self._addressed = addressed
        self._lines = [(line.replace("\xa0", " ").rstrip("\r\n"), page) for line, page in lines]
        self._kinds = [line_kind(line) for line, _ in self._lines]
        self._blocks: list[Block] = []
        self._tables = 0
        self._columns: tuple[str, ...] = ()
        self._footnotes: set[int] = set()
        self._address = self._number = ""
        self._open = False
        self._numbered_sections = has_numbered_sections(
            [
                line
                for index, (line, _) in enumerate(self._lines)
                if self._kinds[index] is LineKind.HEADING or self._is_heading(index)
            ]
        )

    def blocks(self) -> list[Block]:
        index = 0
        while index < len(self._lines):
            index = self._table(index) if self._kinds[index] is LineKind.TABLE_ROW else self._line(index)
        return without_contents(rejoined(self._blocks, self._footnotes))

    def _line(self, index: int) -> int:
        line, page = self._lines[index]
        kind = self._kinds[index]
        if kind in (LineKind.BLANK, LineKind.RESIDUE):
            self._open = False
        elif kind is LineKind.FOOTNOTE:
            self._footnote(line, page)
        elif kind is LineKind.HEADING or (kind is not LineKind.LIST_ITEM and self._is_heading(index)):
            self._heading(line, page)
        elif kind is LineKind.NUMBERED:
            self._numbered(line, page)
        elif kind is LineKind.LIST_ITEM or self._is_counted(index):
            self._append(BlockKind.LIST_ITEM, BULLET.sub("", line, count=1), page)
        elif self._open:
            self._continue(line)
        elif self._is_next_number(line):
            self._address = self._number = line.strip()
        else:
            self._append(BlockKind.PARAGRAPH, line, page)
        return index + 1

    def _is_counted(self, index: int) -> bool:
        """Tell whether a line is one of several on end that count up: 1. and, on the next line, 2."""
        number = LIST_NUMBER.match(self._lines[index][0])
        if not number:
            return False
        beside = [self._lines[i][0] for i in (index - 1, index + 1) if 0 <= i < len(self._lines)]
        others = [int(other.group(1)) for line in beside if (other := LIST_NUMBER.match(line))]
        return any(abs(other - int(number.group(1))) == 1 for other in others)

    def _is_next_number(self, line: str) -> bool:
        """Tell whether a line is the bare number of the next paragraph, 3.2 after 3.1, whose words follow it."""
        *section, last = self._address.split(".")
        return last.isdecimal() and line.strip() == ".".join([*section, str(int(last) + 1)])

    def _is_heading(self, index: int) -> bool:
        before = self._kinds[index - 1] if index else LineKind.BLANK
        after = self._kinds[index + 1] if index + 1 < len(self._kinds) else LineKind.BLANK
        around = (LineKind.BLANK, LineKind.HEADING, LineKind.RESIDUE)
        alone = before in around and after in around
        if is_isolated_heading(self._lines[index][0], alone=alone):
            return True
        return alone and is_plain_heading(self._lines[index][0], self._text_before(), self._text_after(index))

    def _text_before(self) -> str:
        last = self._blocks[-1] if self._blocks else None
        if not last or last.kind is BlockKind.HEADING:
            return ""
        ended = last.kind is BlockKind.LIST_ITEM and not OPEN_END.search(last.text)
        return f"{last.text}." if ended else last.text

    def _text_after(self, index: int) -> str:
        ahead = range(index + 1, min(index + 8, len(self._lines)))
        return next((self._lines[i][0] for i in ahead if self._kinds[i] is not LineKind.BLANK), "")

    def _heading(self, line: str, page: int | None) -> None:
        marked = MARKDOWN_HEADING.match(line.strip())
        text = clean(marked.group(2) if marked else line)
        self._open = False
        self._columns = ()
        if marked and is_attribution(text):
            self._append(BlockKind.PARAGRAPH, text, page)
        elif text:
            level = heading_level(line, numbered=self._numbered_sections)
            self._blocks.append(Block(kind=BlockKind.HEADING, text=text, level=level, page=page))

    def _numbered(self, line: str, page: int | None) -> None:
        number = NUMBERED.match(line)
        address = number.group(1) if number else None
        self._address = address or ""
        self._append(BlockKind.PARAGRAPH, NUMBERED.sub("", line, count=1), page, address)

    def _append(self, kind: BlockKind, line: str, page: int | None, paragraph: str | None = None) -> None:
        text = clean(line)
        self._open = bool(text)
        if text:
            self._blocks.append(Block(kind=kind, text=text, page=page, paragraph=paragraph or self._number or None))
            self._number = ""
            self._take_address()

    def _footnote(self, line: str, page: int | None) -> None:
        self._append(BlockKind.PARAGRAPH, line, page)
        self._footnotes.add(len(self._blocks) - 1)

    def _continue(self, line: str) -> None:
        last = self._blocks[-1]
        text = f"{last.text} {clean(line)}".strip()
        # Bold that began on an earlier line ends on this one.
        ends_bold = line.count("**") == 1 and text.count("**") == 2
        self._blocks[-1] = last.model_copy(update={"text": unmarked(text) if ends_bold else text})
        self._take_address()

    def _take_address(self) -> None:
        """Turn the mark at the end of the last block into its address; such a mark ends the block."""
        last = self._blocks[-1]
        if self._addressed and (named := _ADDRESS.search(last.text)):
            self._open = False
            text = last.text[: named.start()]
            marked = [last.model_copy(update={"text": text, "paragraph": named.group(1).strip()})] if text else []
            self._blocks[-1:] = marked

    def _table(self, start: int) -> int:
        """Read the table from ``start``; blank lines, page numbers and footnotes do not end one that goes on."""
        first, end = self._part(start)
        rows = list(first)
        contents = is_contents([cells for cells, _ in rows])
        breaks: list[int] = []
        between: list[int] = []
        while (following := self._next_part(end)) is not None:
            part, after = self._part(following)
            listed = is_contents([cells for cells, _ in part])
            part = part if contents and listed else continued(first, part)
            if not part or listed != contents:
                break
            between += [index for index in range(end, following) if self._kinds[index] is LineKind.FOOTNOTE]
            breaks.append(len(rows))
            rows.extend(part)
            end = after
        self._open = False
        if not contents:
            self._add_table(rows, breaks)
        for index in between:
            self._footnote(*self._lines[index])
        self._open = False
        return end

    def _part(self, start: int) -> tuple[list[CellsOnPage], int]:
        """Return the rows on end from a line, and the line after them; the rule under a header is none."""
        end = start
        while end < len(self._lines) and self._kinds[end] in (LineKind.TABLE_ROW, LineKind.RESIDUE):
            end += 1
        some = [index for index in range(start, end) if self._kinds[index] is LineKind.TABLE_ROW]
        return [(cells_of(self._lines[index][0]), self._lines[index][1]) for index in some], some[-1] + 1

    def _next_part(self, end: int) -> int | None:
        passed = (LineKind.BLANK, LineKind.RESIDUE, LineKind.FOOTNOTE)
        index = next((i for i in range(end, len(self._lines)) if self._kinds[i] not in passed), None)
        return index if index is not None and self._kinds[index] is LineKind.TABLE_ROW else None

    def _add_table(self, rows: list[CellsOnPage], breaks: list[int]) -> None:
        goes_on = begins_inside(rows[0][0]) and len(rows[0][0]) == len(self._columns)
        caption = None if self._addressed else caption_of(self._blocks)
        table = read_table(
            rows,
            self._tables + 1,
            addressed=self._addressed,
            breaks=breaks,
            caption=caption.text if caption else "",
            columns=self._columns if goes_on else (),
        )
        if table.blocks:
            self._tables += 1
            self._columns = table.columns
            if caption and caption.is_label:
                self._blocks.pop()
            self._blocks.extend(table.blocks)
