"""The lines and tables of a PDF to the lines of a text."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil

from indexer.reading.hyphens import Hyphens
from indexer.reading.lines import LineKind, is_isolated_heading, line_kind
from indexer.reading.pdf_furniture import (
    note_texts,
    notes_of,
    without_contents,
    without_furniture,
    without_note_mark,
)
from indexer.reading.pdf_page import Line
from indexer.reading.pdf_tables import Table
from indexer.settings import ReadingPolicy

_ENDS_SENTENCE = re.compile(r"[.!?:;][\"'”’)\]]*(?:<sup>.*</sup>)?$")
_NUMBERED = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2}){1,3}\.?|[a-z]\)|\(?\d{1,2}\)|\d{1,2}\.)\s+\S")
_HYPHEN = re.compile(r"[^\W\d_][-‐]$")
_DASHES = frozenset("-–—*o·")
_DEEPEST = 6
_BOLD_DEPTH = 4

# Shares of the size of the letters.
_SPACE = 0.28
_INDENT = 0.8
_OTHER_SIZE = 0.07


@dataclass
class Page:
    """A page: its lines and tables in reading order."""

    number: int
    width: float
    items: list[Line | Table]

    @property
    def lines(self) -> list[Line]:
        """Its lines outside of tables."""
        return [item for item in self.items if isinstance(item, Line)]


@dataclass
class _Paragraph:
    """Lines that belong together: a paragraph, a heading, an item of a list or a footnote."""

    lines: list[Line]
    note: bool = False

    @property
    def mark(self) -> str:
        return self.lines[0].mark

    @property
    def size(self) -> float:
        return max(line.size for line in self.lines)

    @property
    def bold(self) -> bool:
        return all(line.bold for line in self.lines)


@dataclass
class _Setting:
    """How a document is set: its commonest size, its leading and the right edge of its columns."""

    body: float
    leading: float
    rights: dict[tuple[float, str], float]
    keys: dict[tuple[int, str], tuple[float, str]] = field(default_factory=dict)

    def would_fit(self, line: Line, after: Line) -> bool:
        """Tell whether the first word of a line would have stood on the line before, which then ends a paragraph."""
        return _fits(line, after, self.rights[self.keys[line.page, line.column]])


def text_lines(pages: Sequence[Page], policy: ReadingPolicy) -> Iterator[tuple[str, int]]:
    """Yield what the pages say as lines of Markdown, each with its page, a blank line between paragraphs."""
    kept = without_furniture([page.lines for page in pages])
    for page in pages:
        page.items = [item for item in page.items if isinstance(item, Table) or id(item) in kept]
        entries = {id(line) for line in without_contents(page.lines)}
        page.items = [item for item in page.items if isinstance(item, Table) or id(item) in entries]
    setting = _setting(pages)
    elements = _elements(pages, setting, policy)
    hyphens = Hyphens([line.text for line in _all_lines(elements)])
    levels = _levels(elements, setting, policy)
    for element in elements:
        if isinstance(element, Table):
            for cells, number in element.grid():
                yield f"|{'|'.join(_cell_text(lines, hyphens) for lines in cells)}|", number
            yield "", element.page
        else:
            number = element.lines[0].page
            yield _paragraph_text(element, setting, hyphens, levels, policy), number
            yield "", number


def _fits(line: Line, after: Line, right: float) -> bool:
    first = after.words[0]
    return line.x1 + _SPACE * line.size + first.x1 - first.x0 <= right


def _setting(pages: Sequence[Page]) -> _Setting:
    sizes: Counter[float] = Counter()
    edges: dict[tuple[float, str], list[float]] = {}
    keys: dict[tuple[int, str], tuple[float, str]] = {}
    for page in pages:
        for line in page.lines:
            sizes[line.size] += len(line.text)
            # Pages of one width share the right edge of their text; columns may stand elsewhere on each page.
            key = (page.number, line.column) if line.column else (-page.width, "")
            keys[page.number, line.column] = key
            edges.setdefault(key, []).append(line.x1)
    rights = {key: sorted(ends)[ceil(0.95 * (len(ends) - 1))] for key, ends in edges.items()}
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    return _Setting(body=body, leading=_leading(pages), rights=rights, keys=keys)


def _leading(pages: Sequence[Page]) -> float:
    """Return the commonest distance from line to line as a share of the size."""
    steps: Counter[float] = Counter()
    for page in pages:
        lines = page.lines
        for line, after in pairwise(lines):
            if line.size == after.size and 0.8 < (step := (after.bottom - line.bottom) / line.size) < 3:
                steps[round(step * 20) / 20] += 1
    return steps.most_common(1)[0][0] if steps else 1.2


def _elements(pages: Sequence[Page], setting: _Setting, policy: ReadingPolicy) -> list[_Paragraph | Table]:
    """Put lines together to paragraphs, and tables over page breaks to tables; footnotes stand behind the text."""
    elements: list[_Paragraph | Table] = []
    notes: list[_Paragraph | Table] = []
    for page in pages:
        own = notes_of(page.lines, setting.body, policy.footnote_size)
        for item in page.items:
            if any(item is line for line in own):
                continue
            last = elements[-1] if elements else None
            if isinstance(item, Table):
                if isinstance(last, Table) and last.goes_on_in(item):
                    last.join(item)
                    continue
            elif isinstance(last, _Paragraph) and not _begins(item, last, setting, policy):
                last.lines.append(item.with_mark_as_word() if item.mark else item)
                continue
            elements += notes
            notes = []
            elements.append(item if isinstance(item, Table) else _Paragraph([item]))
        notes += [_Paragraph(lines, note=True) for lines in note_texts(own)]
    return elements + notes


def _begins(line: Line, paragraph: _Paragraph, setting: _Setting, policy: ReadingPolicy) -> bool:
    """Tell whether a line begins a paragraph of its own behind another."""
    last = paragraph.lines[-1]
    ended = bool(_ENDS_SENTENCE.search(last.text))
    short = setting.would_fit(last, line) and not _HYPHEN.search(last.text)
    if paragraph.note or abs(line.size - last.size) > _OTHER_SIZE * last.size:
        return True
    # A dash that a wrapped line begins with stands where its words would.
    if line.mark and (line.mark not in _DASHES or ended or short or abs(line.mark_x0 - last.x0) > 1):
        return True
    if line.bold != last.bold and (ended or short):
        return True
    if line.page == last.page and line.column == last.column:
        if line.bottom - last.bottom > policy.paragraph_gap * setting.leading * last.size:
            return True
    elif ended and not line.text[:1].islower():
        return True
    return _is_set_apart(line, paragraph, ended=ended, short=short)


def _is_set_apart(line: Line, paragraph: _Paragraph, *, ended: bool, short: bool) -> bool:
    """Tell whether a line's first letters or its indent part it from the lines before."""
    last, first = paragraph.lines[-1], paragraph.lines[0]
    if short and (ended or not line.text[:1].islower()):
        return True
    if ended and _NUMBERED.match(line.text):
        return True
    if line.page != last.page or line.column != last.column:
        return bool(paragraph.mark) and line.x0 < first.x0 - 1 and not line.text[:1].islower()
    if paragraph.mark:
        hangs = len(paragraph.lines) > 1 and abs(last.x0 - first.x0) < 1
        return line.x0 < first.x0 - 1 and (ended or short or hangs)
    return ended and line.x0 > last.x0 + _INDENT * last.size


def _all_lines(elements: Iterable[_Paragraph | Table]) -> Iterator[Line]:
    for element in elements:
        if isinstance(element, _Paragraph):
            yield from element.lines
        else:
            yield from (line for cells, _ in element.grid() for lines in cells for line in lines)


def _levels(elements: Sequence[_Paragraph | Table], setting: _Setting, policy: ReadingPolicy) -> dict[float, int]:
    """Return the depth of headings by their size: each smaller one is deeper, and none higher than its size allows."""
    sizes = {
        element.size for element in elements if isinstance(element, _Paragraph) and _is_large(element, setting, policy)
    }
    levels: dict[float, int] = {}
    above = 0
    for size in sorted(sizes, reverse=True):
        own = next((depth for depth, least in enumerate(policy.heading_sizes, 1) if size >= least * setting.body), 4)
        above = levels[size] = min(max(own, above + 1), _DEEPEST)
    return levels


def _is_large(paragraph: _Paragraph, setting: _Setting, policy: ReadingPolicy) -> bool:
    """Tell whether a paragraph is a heading by its size: large, or somewhat larger and bold or of a few words."""
    if paragraph.note or paragraph.mark:
        return False
    text = " ".join(line.text for line in paragraph.lines)
    if len(text) > policy.max_heading or sum(map(str.isalpha, text)) < 2:
        return False
    ratio = paragraph.size / setting.body
    return ratio >= policy.heading_sizes[-1] and (paragraph.bold or not text.endswith(".") or ratio >= 1.5)


def _is_bold_heading(paragraph: _Paragraph, text: str, setting: _Setting) -> bool:
    if not paragraph.bold or paragraph.size < setting.body or line_kind(text) is LineKind.RESIDUE:
        return False
    return any(map(str.isalnum, text)) and is_isolated_heading(f"**{text}**", alone=True)


def _paragraph_text(
    paragraph: _Paragraph, setting: _Setting, hyphens: Hyphens, levels: dict[float, int], policy: ReadingPolicy
) -> str:
    text = hyphens.joined([line.text for line in paragraph.lines])
    if paragraph.note:
        return without_note_mark(text)
    if paragraph.mark:
        return f"- {text}"
    if _is_large(paragraph, setting, policy):
        return f"{'#' * levels[paragraph.size]} {text}"
    if _is_bold_heading(paragraph, text, setting):
        return f"{'#' * min(max([*levels.values(), _BOLD_DEPTH - 1]) + 1, _DEEPEST)} {text}"
    return f"\\{text}" if text.startswith(("#", "|")) else text


def _cell_text(lines: Sequence[Line], hyphens: Hyphens) -> str:
    """Return the words of a cell; list items, and lines that the next word did not fit on, end with a line break."""
    parts: list[list[Line]] = []
    right = max((line.x1 for line in lines), default=0.0)
    for line in lines:
        last = parts[-1][-1] if parts else None
        if last is None or line.mark or (_fits(last, line, right) and not line.text[:1].islower()):
            parts.append([])
        parts[-1].append(line)
    texts = (("- " if part[0].mark else "") + hyphens.joined([line.text for line in part]) for part in parts)
    return "\n".join(texts).replace("|", "\\|")
