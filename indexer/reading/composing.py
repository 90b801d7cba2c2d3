"""Puts headings, paragraphs, items and tables that a file marks as such together into blocks.

What a file does not mark - a bold line over a paragraph, a typed bullet or number - is found as in plain text: words
become lines of Markdown, escaped where they would be taken for marks, and each table a line that stands in for it.
"""

import re
from dataclasses import dataclass, field
from typing import Protocol

from indexer.contracts import Block, BlockKind
from indexer.reading.grids import Table, goes_on, is_contents_table, table_rows
from indexer.reading.inline import clean
from indexer.reading.lines import SECTION_NUMBER
from indexer.reading.markdown import read_markdown

# Noncharacters, which no text holds once it is escaped: the depth of a heading and the number of a table.
_DEPTH, _TABLE = 0xFDD0, "\ufdef"
_TABLE_LINE = re.compile(_TABLE + r"(\d+)")
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff\ufdd0-\ufdef\x00-\x08\x0e-\x1f]")
_SYMBOL_BULLET = re.compile("[\uf0b7\uf0a7\uf0d8\uf076\uf0fc]")
_MARKS = str.maketrans({"&": "&amp;", "<": "&lt;", "*": "&#42;", "_": "&#95;", "\\": "&#92;", "|": "&#124;"})
_TYPED_BULLET = re.compile(r"^[•▪◦○●]\s*")
_BRACKETED_ADDRESS = re.compile(r"<((?:https?|ftp)://[^\s<>]+)>")
# What a conversion from Markdown leaves behind.
_ESCAPES = re.compile(r"\\(?=[*_#])")
_SPACE = re.compile(r"[^\S\n]+")
_MAX_HASHES = 6
_PLACEHOLDER = "[type text]"


def escape(text: str) -> str:
    """Return words as they must stand in Markdown to be read back unchanged."""
    text = _UNSEEN.sub("", _SYMBOL_BULLET.sub("•", text)).replace("\u2011", "-").replace("\xa0", " ")
    text = _BRACKETED_ADDRESS.sub(r"\1", text)
    return _ESCAPES.sub("", text).translate(_MARKS)


class Phrase:
    """The words of one paragraph, gathered from pieces that may be bold, raised or lowered."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._bold = self._plain = False

    def add(self, text: str, *, bold: bool = False, script: str | None = None) -> None:
        """Add a piece; ``script`` is "sup" or "sub" where it stands above or below the line."""
        shown = escape(text)
        self._pieces.append(f"<{script}>{shown}</{script}>" if script and shown.strip() else shown)
        if text.strip():
            self._bold, self._plain = self._bold or bold, self._plain or not bold

    def words(self) -> str:
        """Return the words, lines that the file breaks on lines of their own."""
        lines = (_SPACE.sub(" ", line).strip() for line in "".join(self._pieces).split("\n"))
        return "\n".join(line for line in lines if line)

    def line(self) -> str:
        """Return the words as a line of Markdown, bold where all of them are."""
        words = self.words()
        if self._bold and not self._plain:
            return f"**{words}**".replace("\n", " ")
        return words


class Sink(Protocol):
    """Takes what a reader finds, in reading order, as Markdown of a Phrase."""

    def heading(self, line: str, level: int, label: str = "", /) -> None:
        """Take a heading, with the number that the file counts for it."""

    def paragraph(self, line: str) -> None:
        """Take a paragraph."""

    def item(self, line: str) -> None:
        """Take an item of a list."""

    def table(self, table: Table) -> None:
        """Take a table."""


@dataclass
class CellSink:
    """Gathers what stands in a cell of a table."""

    lines: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    def heading(self, line: str, _level: int, label: str = "", /) -> None:
        """Take a heading as a line."""
        self.lines.append(f"{label} {line}".strip())

    def paragraph(self, line: str) -> None:
        """Take a paragraph as lines; what a template left to be typed is none."""
        if line.lower() != _PLACEHOLDER:
            self.lines.append(line)

    def item(self, line: str) -> None:
        """Take an item as a line with its bullet."""
        self.lines.append(f"- {_TYPED_BULLET.sub('', line)}")

    def table(self, table: Table) -> None:
        """Take a table within the cell."""
        self.tables.append(table)

    def text(self) -> str:
        """Return the lines of the cell."""
        return "\n".join(line for line in self.lines if line)


@dataclass(frozen=True)
class _Heading:
    line: str
    level: int
    label: str

    def agrees(self) -> bool:
        """Tell whether the number that is typed before a heading, if any is, says the depth that its style says."""
        typed = SECTION_NUMBER.match(clean(self.line))
        return not typed or typed.group(1).removesuffix(".0").count(".") + 1 == self.level


class Composer:
    """Gathers a document and makes its blocks."""

    def __init__(self) -> None:
        self._parts: list[str | _Heading | Table] = []

    def heading(self, line: str, level: int, label: str = "", /) -> None:
        """Take a heading that the file marks as one."""
        self._parts.append(_Heading(line.replace("\n", " "), level, label))

    def title(self, line: str) -> None:
        """Take the document's title, which goes first."""
        self._parts.insert(0, _Heading(line, 1, ""))

    def has_top_heading(self) -> bool:
        """Tell whether any heading of the highest level was taken."""
        return any(isinstance(part, _Heading) and part.level == 1 for part in self._parts)

    def paragraph(self, line: str) -> None:
        """Take a paragraph, which may prove to be a heading or an item in all but name."""
        if any(character.isalnum() for character in clean(line)):
            self._parts.append("\n".join(_guarded(part) for part in line.split("\n")))

    def item(self, line: str) -> None:
        """Take an item of a list."""
        first, *others = line.split("\n")
        self._parts.append("\n".join([f"- {_TYPED_BULLET.sub('', first)}", *(_guarded(other) for other in others)]))

    def table(self, table: Table) -> None:
        """Take a table; a list of contents is none, and what a page break cut off belongs to the table before."""
        last = self._parts[-1] if self._parts else None
        if is_contents_table(table):
            return
        if isinstance(last, Table) and goes_on(last, table):
            self._parts[-1] = Table([*last.rows, *table.rows], last.header)
        else:
            self._parts.append(table)

    def blocks(self) -> list[Block]:
        """Return the blocks of what was taken."""
        headings = [part for part in self._parts if isinstance(part, _Heading)]
        # Numbers that contradict the styles say that the styles were chosen for their looks.
        trusted = all(heading.agrees() for heading in headings)
        tables: list[Table] = []
        lines: list[str] = []
        for part in self._parts:
            if isinstance(part, _Heading):
                lines.append(_heading_line(part, trusted=trusted))
            elif isinstance(part, Table):
                tables.append(part)
                # Tables beside each other are kept apart by another number of columns.
                lines.append(f"| {_TABLE}{len(tables)} |" + " |" * (len(tables) % 2))
            else:
                lines.extend(part.split("\n"))
            lines.append("")
        return _with_tables(read_markdown((line, None) for line in lines), tables)


def _guarded(line: str) -> str:
    """Let a typed asterisk be a bullet, and a typed hash be a hash."""
    return re.sub(r"^&#42;(?=\s)", "-", re.sub("^#", "&#35;", line))


def _heading_line(heading: _Heading, *, trusted: bool) -> str:
    line = f"{'#' * min(heading.level, _MAX_HASHES)} {heading.label} {heading.line}"
    # "Contents" is known, and dropped, by its words alone.
    return line if not trusted or "contents" in line.lower() else line + chr(_DEPTH + heading.level)


def _with_tables(blocks: list[Block], tables: list[Table]) -> list[Block]:
    """Put tables where their lines stand, and the depth of headings where it is marked."""
    made: list[Block] = []
    ordinal = 0
    for block in blocks:
        if block.kind is BlockKind.TABLE_ROW and (named := _TABLE_LINE.search(block.text)):
            rows, ordinal = table_rows(tables[int(named.group(1)) - 1], ordinal)
            made.extend(rows)
        elif block.kind is BlockKind.HEADING and _DEPTH < ord(block.text[-1]) <= _DEPTH + 9:
            level = ord(block.text[-1]) - _DEPTH
            if text := block.text[:-1].strip():
                made.append(block.model_copy(update={"text": text, "level": level}))
        else:
            made.append(block)
    return made
