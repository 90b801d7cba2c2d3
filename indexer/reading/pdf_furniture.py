"""What stands on the pages of a PDF beside its text: running headers and footers, contents, footnotes."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from indexer.reading.pdf_page import Line

_PAGE_NUMBER = re.compile(r"^[-–| ]*\d+(?: ?(?:of|/) ?\d+)?[-–| ]*$|\bpage \d+(?: of \d+)?$", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_FEWEST_PAGES_WITH_FURNITURE = 3
_EDGE_LINES = 2

_LEADER = re.compile(r"(?:(?:[.·_]\s?){4,}|…(?:\s?[.…])*)\s*(\d{1,3}|[ivxl]{1,6})$")
_LAST_NUMBER = re.compile(r"(?:^|\s)(\d{1,3})$")
_CONTENTS = re.compile(r"^(?:table of )?contents\b.{0,20}$", re.IGNORECASE)
_FEWEST_ENTRIES = 3
_WIDEST_SPACE = 2.0

_NOTE = re.compile(r"^(?:<sup>)?(?:\d{1,3}|[*†‡])(?:</sup>)?[.)]?\s*(?=\D)")


def without_furniture(pages: Sequence[Sequence[Line]]) -> set[int]:
    """Return the ids of the lines that are no running header or footer: those stand on half of the pages."""
    kept = {id(line) for page in pages for line in page}
    if len(pages) < _FEWEST_PAGES_WITH_FURNITURE:
        return kept
    edges = [_edge_lines(page) for page in pages]
    counts = Counter(face for page in edges for face in {_faceless(line) for line in page})
    return kept - {id(line) for page in edges for line in page if counts[_faceless(line)] >= len(pages) / 2}


def _edge_lines(page: Sequence[Line]) -> list[Line]:
    lines = sorted(page, key=lambda line: line.top)
    return lines if len(lines) < 2 * _EDGE_LINES else [*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:]]


def _faceless(line: Line) -> str:
    """Hide the number of a page in a line that says it; 'Priority 1', 'Priority 2' are headings."""
    text = line.text.strip()
    numbered = _PAGE_NUMBER.search(text) or any(
        word.text.isdigit() and abs(gap) > _WIDEST_SPACE * line.size
        for word, gap in ((line.words[-1], line.gap_before(-1)), (line.words[0], line.gap_before(1 % len(line.words))))
    )
    return _DIGITS.sub("#", text) if numbered else text


def without_contents(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a page without a list of contents, whose lines end in dots, or a gap, and a page."""
    named = any(_CONTENTS.match(line.text) for line in lines)
    entries = [position for position, line in enumerate(lines) if _entry_page(line, named=named) is not None]
    dropped: set[int] = set()
    for run in _runs(entries):
        pages = [number for position in run if (number := _entry_page(lines[position], named=named)) is not None]
        if len(run) >= _FEWEST_ENTRIES and pages == sorted(pages):
            dropped.update(range(run[0], run[-1] + 1))
    return [line for position, line in enumerate(lines) if position not in dropped]


def _entry_page(line: Line, *, named: bool) -> int | None:
    """Return the page to which an entry of a list of contents points; 0 for one in Roman numbers.

    Args:
        line: the line.
        named: whether the page names its contents; elsewhere a gap before a number makes a table, not an entry.
    """
    if leader := _LEADER.search(line.text):
        return int(leader.group(1)) if leader.group(1).isdigit() else 0
    number = _LAST_NUMBER.search(line.text)
    return int(number.group(1)) if named and number and line.gap_before(-1) > _WIDEST_SPACE * line.size else None


def _runs(positions: list[int]) -> Iterator[list[int]]:
    """Put positions together that one wrapped line at most parts."""
    run: list[int] = []
    for position in positions:
        if run and position - run[-1] > 2:
            yield run
            run = []
        run.append(position)
    if run:
        yield run


def notes_of(lines: Sequence[Line], body: float, smaller: float) -> list[Line]:
    """Return the lines of the footnotes: at the foot, small, less than half, and the first of them begins with a mark.

    Args:
        lines: the lines of a page from the top down.
        body: the size of the text.
        smaller: the share of it that footnotes do not pass.
    """
    start = len(lines)
    while start > 0 and lines[start - 1].size <= smaller * body and not lines[start - 1].mark:
        start -= 1
    while start < len(lines) and not _NOTE.match(lines[start].text):
        start += 1
    return list(lines[start:]) if start > len(lines) / 2 else []


def note_texts(lines: Sequence[Line]) -> list[list[Line]]:
    """Divide the lines of footnotes into the footnotes."""
    notes: list[list[Line]] = []
    for line in lines:
        if _NOTE.match(line.text) or not notes:
            notes.append([])
        notes[-1].append(line)
    return notes


def without_note_mark(text: str) -> str:
    """Return the words of a footnote without its number."""
    return _NOTE.sub("", text, count=1)
