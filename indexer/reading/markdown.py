"""Plain text and Markdown to blocks."""

import re
from collections.abc import Iterable

from indexer.contracts import Block, BlockKind
from indexer.reading.inline import clean
from indexer.reading.lines import (
    LIST_ITEM,
    MARKDOWN_HEADING,
    NUMBERED,
    LineKind,
    cells_of,
    has_numbered_sections,
    heading_level,
    is_isolated_heading,
    is_plain_heading,
    line_kind,
)
from indexer.reading.tables import is_contents, table_blocks

# A summary of ours ends each paragraph with the address in the source on which it rests: {3.5}.
_ADDRESS = re.compile(r"\s*\{([^{}]{1,80})\}\s*$")
_ENDS_SENTENCE = re.compile(r"[.!?:;][\"'”’)\]]*$")
_CONTENTS = re.compile(r"^(?:table of )?contents(?: pages?)?(?: numbers?)?:?$", re.IGNORECASE)


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
        return _without_contents(_rejoined(self._blocks))

    def _line(self, index: int) -> int:
        line, page = self._lines[index]
        kind = self._kinds[index]
        if kind in (LineKind.BLANK, LineKind.RESIDUE):
            self._open = False
        elif kind is LineKind.HEADING or (kind is not LineKind.LIST_ITEM and self._is_heading(index)):
            self._heading(line, page)
        elif kind is LineKind.NUMBERED:
            self._numbered(line, page)
        elif kind is LineKind.LIST_ITEM:
            self._append(BlockKind.LIST_ITEM, LIST_ITEM.sub("", line), page)
        elif self._open:
            self._continue(line)
        else:
            self._append(BlockKind.PARAGRAPH, line, page)
        return index + 1

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
        return last.text if last and last.kind is not BlockKind.HEADING else ""

    def _text_after(self, index: int) -> str:
        ahead = range(index + 1, min(index + 8, len(self._lines)))
        return next((self._lines[i][0] for i in ahead if self._kinds[i] is not LineKind.BLANK), "")

    def _heading(self, line: str, page: int | None) -> None:
        marked = MARKDOWN_HEADING.match(line.strip())
        text = clean(marked.group(2) if marked else line)
        self._open = False
        if text:
            level = heading_level(line, numbered=self._numbered_sections)
            self._blocks.append(Block(kind=BlockKind.HEADING, text=text, level=level, page=page))

    def _numbered(self, line: str, page: int | None) -> None:
        number = NUMBERED.match(line)
        address = number.group(1) if number else None
        self._append(BlockKind.PARAGRAPH, NUMBERED.sub("", line, count=1), page, address)

    def _append(self, kind: BlockKind, line: str, page: int | None, paragraph: str | None = None) -> None:
        text = clean(line)
        self._open = bool(text)
        if text:
            self._blocks.append(Block(kind=kind, text=text, page=page, paragraph=paragraph))
            self._take_address()

    def _continue(self, line: str) -> None:
        last = self._blocks[-1]
        self._blocks[-1] = last.model_copy(update={"text": f"{last.text} {clean(line)}".strip()})
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
        """Read the rows from ``start``; blank lines do not end a table that goes on with as many columns."""
        rows: list[tuple[list[str], int | None]] = []
        index = end = start
        while index < len(self._lines):
            if self._kinds[index] is LineKind.TABLE_ROW:
                cells = cells_of(self._lines[index][0])
                if rows and index > end and len(cells) != len(rows[-1][0]):
                    break
                rows.append((cells, self._lines[index][1]))
                end = index + 1
            elif self._kinds[index] not in (LineKind.BLANK, LineKind.RESIDUE):
                break
            index += 1
        self._open = False
        if not is_contents([cells for cells, _ in rows]):
            self._tables += 1
            self._blocks.extend(table_blocks(rows, self._tables, addressed=self._addressed))
        return end


def _rejoined(blocks: list[Block]) -> list[Block]:
    """Put together a paragraph that a page break cut: no end of a sentence before, a small letter after."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if (
            last
            and block.kind is BlockKind.PARAGRAPH
            and block.paragraph is None
            and last.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
            and block.text[0].islower()
            and not _ENDS_SENTENCE.search(last.text)
        ):
            joined[-1] = last.model_copy(update={"text": f"{last.text} {block.text}"})
        else:
            joined.append(block)
    return joined


def _without_contents(blocks: list[Block]) -> list[Block]:
    """Drop the heading of a list of contents; its rows were dropped as a table."""
    return [
        block
        for block in blocks
        if not (block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH) and _CONTENTS.match(block.text))
    ]
