"""The first lines of a document, and which of them are its title."""

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from indexer.contracts import Block, BlockKind
from indexer.naming import bodies_in, cased, date_of, is_period
from indexer.reading.inline import clean
from indexer.reading.lines import OPEN_END
from indexer.reading.properties import speaks_of_another

KINDS = ("strategy", "framework", "guidance", "intentions", "plan")
_KIND = re.compile(rf"\b(?:{'|'.join(KINDS)})\b", re.IGNORECASE)
_SECTION = re.compile(
    r"^(?:\d+(?:\.\d+)*\.?\s|(?:part|section|appendix|annex)\b|(?:table of )?contents\b|(?:introduction|foreword|"
    r"preface|background|context|purpose|summary|executive summary|acknowledgements|document (?:control|history)|"
    r"version (?:control|history)|distribution|glossary|aims?|vision)\W*$)",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(r"\[|<|^(?:name of|document owner)\b|\binsert\b|^sheet ?\d*$", re.IGNORECASE)
_SENTENCE = re.compile(
    r"[.;,]$|^(?:this|these|it|we|you|see|for|to|please|version|subject|approved|if|our aim)\b"
    r"|\b(?:is|are|was|were|will|sets|has|have|should|must|can|may be)\b",
    re.IGNORECASE,
)
# From the mark of a draft on, what was set beside a title: but for a title that begins with the mark.
_DRAFT = re.compile(r"^\W*(?:DRAFT|Draft)\W+(?=\w)|\s*[-–:([]*\s*(?:\bDRAFT\b|\bdraft\W*$).*$")
_PREFIX = re.compile(r"\s[-–—]\s")
_MAX_LINES = 20
_MAX_BODY = 25
_MAX_JOINED = 3


class Line(NamedTuple):
    """A line of the first page; ``level`` where it is a heading."""

    text: str
    level: int | None


class Title(NamedTuple):
    """A title, and the words of the first page from which it was made."""

    text: str
    quote: str


def opening(blocks: Sequence[Block]) -> list[Line]:
    """Return the lines that stand before the text proper, on the first page where there are pages."""
    first = blocks[0].page if blocks else None
    lines: list[Line] = []
    for block in blocks[:_MAX_LINES]:
        text = clean(" ".join(block.text.split()))
        plain = block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH)
        if not plain or block.paragraph or block.page != first or len(text.split()) > _MAX_BODY:
            break
        lines.append(Line(text, block.level if block.kind is BlockKind.HEADING else None))
    return list(takewhile(lambda line: not _SECTION.match(line.text) or line is lines[0], lines))


def title_of(lines: Sequence[Line]) -> Title | None:
    """Return the line that names a kind of document, or else the first heading, with those that it goes on in."""
    named = (n for n, line in enumerate(lines) if _KIND.search(line.text) and _may_be_title(line))
    headed = (n for n, line in enumerate(lines) if line.level is not None and _may_be_title(line))
    at = next(named, None)
    if at is None:
        at = next(headed, None)
    if at is None:
        return None
    found = [lines[at]]
    if at and _leads_in(lines[at - 1], lines[at], first=at == 1):
        found.insert(0, lines[at - 1])
    for line in lines[at + 1 :]:
        if len(found) == _MAX_JOINED or not _goes_on(found[-1], line):
            break
        found.append(line)
    return Title(_joined(found), " ".join(line.text for line in found))


def names_kind(text: str) -> bool:
    """Tell whether a text holds a word for a kind of document."""
    return bool(_KIND.search(text))


def kinds_in(title: str) -> list[str]:
    """Return the kinds of document that a title names, each once."""
    return list(dict.fromkeys(found.lower() for found in _KIND.findall(title)))


def without_bodies(title: str) -> tuple[tuple[str, ...], str]:
    """Return the bodies that stand before a title on its line, and the title."""
    found = _PREFIX.search(title)
    bodies = bodies_in(title[: found.start()]) if found else None
    if found and bodies and names_kind(rest := title[found.end() :]):
        return bodies, rest
    return (), title


def without_draft(title: str) -> str:
    """Return a title without the mark that it is a draft, and without what was set behind the mark."""
    return title if speaks_of_another(title) else _DRAFT.sub("", title).strip() or title


def _may_be_title(line: Line) -> bool:
    text = line.text
    if _PLACEHOLDER.search(text) or _SECTION.match(text) or date_of(text) or is_period(text):
        return False
    return not _SENTENCE.search(text) and not bodies_in(text) and any(map(str.isalpha, text))


def _leads_in(before: Line, line: Line, *, first: bool) -> bool:
    """Tell whether a title began on the line before: it ends open, or both are headings at the very top."""
    if _PLACEHOLDER.search(before.text) or before.level is None:
        return False
    if before.text.endswith(":") or OPEN_END.search(before.text):
        return True
    return first and before.level == line.level and _may_be_title(before)


def _goes_on(before: Line, line: Line) -> bool:
    if is_period(line.text):
        return True
    return line.level is not None and bool(OPEN_END.search(before.text)) and not _SECTION.match(line.text)


def _joined(found: Sequence[Line]) -> str:
    text = cased(found[0].text)
    for before, line in pairwise(found):
        open_ended = before.text.endswith(":") or OPEN_END.search(before.text) or is_period(line.text)
        text += f"{' ' if open_ended else ': '}{cased(line.text)}"
    return text
