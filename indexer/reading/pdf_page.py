"""The words of a page of a PDF to lines in reading order."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\xa0": " "})
_BOLD = re.compile(r"bold|black|heavy|demi|-bd\b", re.IGNORECASE)
_UNKNOWN = re.compile(r"(?:\(cid:\d+\))+|\x00+")  # letters of a font that does not say which they are
_SYMBOLS = re.compile(r"symbol|dingbat", re.IGNORECASE)  # covers Wingdings
_MARK = re.compile(r"[•▪◦●○■□‣⁃∙·*–—-]|o|[\ue000-\uf8ff]")
_MARK_ON_WORD = re.compile(r"([•▪◦●‣\uf0b7\uf0a7])(?=\w)")

# Shares of the size of the letters.
_WORD_GAP = 0.18
_SPACE = 0.1
_RAISED_SIZE, _RAISED_BY = 0.9, 0.12
_MARK_AWAY, _LARGEST_MARK = 2.5, 0.7
# A gutter is wider than the space between words, in points, and stands in the middle half of its text.
_NARROWEST_GUTTER = 9.0
_FEWEST_ROWS_BESIDE_GUTTER = 5
_STEP = 2


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands; ``top`` counts down from the top of the page."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool = False
    symbol: bool = False


@dataclass(frozen=True)
class Line:
    """A line of a page, its bullet apart from its text."""

    words: tuple[Word, ...]
    page: int
    mark: str = ""
    mark_x0: float = 0.0
    column: str = ""

    @cached_property
    def size(self) -> float:
        """The size in which most of its letters are set."""
        letters: dict[float, int] = {}
        for word in self.words:
            letters[word.size] = letters.get(word.size, 0) + len(word.text)
        return max(letters, key=lambda size: (letters[size], size))

    @cached_property
    def bottom(self) -> float:
        """The foot of its largest letters."""
        return max((word.size, word.bottom) for word in self.words)[1]

    @property
    def top(self) -> float:
        """The head of its highest word."""
        return min(word.top for word in self.words)

    @property
    def x0(self) -> float:
        """Where its text begins, behind its bullet."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Where its text ends."""
        return self.words[-1].x1

    @property
    def bold(self) -> bool:
        """Whether all of its words are bold."""
        return all(word.bold or not any(map(str.isalnum, word.text)) for word in self.words)

    @cached_property
    def text(self) -> str:
        """Its words; those raised like the mark of a footnote stand in ``<sup>``."""
        text, end = "", self.x0
        for word in self.words:
            shown = f"<sup>{word.text}</sup>" if self._is_raised(word) else word.text
            text += shown if not text or word.x0 - end < _SPACE * self.size else f" {shown}"
            end = word.x1
        return text.replace("</sup><sup>", "")

    def _is_raised(self, word: Word) -> bool:
        return word.size < _RAISED_SIZE * self.size and word.bottom < self.bottom - _RAISED_BY * self.size

    def with_mark_as_word(self) -> "Line":
        """Return the line of a paragraph that wraps before a dash."""
        mark = replace(self.words[0], text=self.mark, x0=self.mark_x0, x1=self.x0 - _SPACE * self.size)
        return replace(self, words=(mark, *self.words), mark="")

    def gap_before(self, position: int) -> float:
        """Return the space before a word, counted as in a list."""
        position %= len(self.words)
        return self.words[position].x0 - self.words[position - 1].x1 if position else 0.0


def words_of(page: Any) -> list[Word]:
    """Return the words of a page of pdfplumber that run across it, not up it or aslant like a watermark."""
    if any(map(_is_aslant, page.chars)):
        page = page.filter(lambda thing: not _is_aslant(thing))
    found = page.extract_words(x_tolerance_ratio=_WORD_GAP, extra_attrs=["fontname", "size"], expand_ligatures=False)
    return [
        Word(
            text=word["text"].translate(_LIGATURES),
            x0=word["x0"],
            x1=word["x1"],
            top=word["top"],
            bottom=word["bottom"],
            size=max(0.25, round(word["size"] * 4) / 4),
            bold=bool(_BOLD.search(word["fontname"])),
            symbol=bool(_SYMBOLS.search(word["fontname"])),
        )
        for word in found
        if not _UNKNOWN.fullmatch(word["text"])
    ]


def _is_aslant(thing: Any) -> bool:
    return bool(thing["object_type"] == "char" and abs(thing["matrix"][1]) > 0.1 * abs(thing["matrix"][0]))


def drawn_marks(page: Any) -> list[Word]:
    """Return as words the bullets that are drawn rather than written: small and as wide as high."""
    shapes = [*page.curves, *page.rects, *page.images]
    return [
        Word("•", shape["x0"], shape["x1"], shape["top"], shape["bottom"], size=1.0, symbol=True)
        for shape in shapes
        if 1 < shape["x1"] - shape["x0"] < 10 and 0.6 < (shape["x1"] - shape["x0"]) / (shape["height"] or 1) < 1.6
    ]


def lines_of(words: Iterable[Word], marks: Sequence[Word], page: int, column: str = "") -> list[Line]:
    """Return the lines that words make, from the top down."""
    return [_line(row, marks, page, column) for row in _rows(words)]


def _rows(words: Iterable[Word]) -> list[list[Word]]:
    """Put words beside each other into rows; a raised word belongs to the row of its neighbours."""
    rows: list[list[Word]] = []
    tallest: list[Word] = []
    for word in sorted(words, key=lambda word: (word.top + word.bottom, word.x0)):
        for position in range(len(rows) - 1, max(-1, len(rows) - 4), -1):
            other = tallest[position]
            overlap = min(word.bottom, other.bottom) - max(word.top, other.top)
            if overlap > 0.5 * min(word.bottom - word.top, other.bottom - other.top):
                rows[position].append(word)
                tallest[position] = max(word, other, key=lambda word: word.size)
                break
        else:
            rows.append([word])
            tallest.append(word)
    return [sorted(row, key=lambda word: word.x0) for row in rows]


def _line(row: list[Word], marks: Sequence[Word], page: int, column: str) -> Line:
    first = row[0]
    line = Line(tuple(row), page, column=column)
    if len(row) > 1 and (_MARK.fullmatch(first.text) or (first.symbol and len(first.text) == 1)):
        return replace(line, words=tuple(row[1:]), mark=first.text, mark_x0=first.x0)
    if glued := _MARK_ON_WORD.match(first.text):
        rest = replace(first, text=first.text[1:], x0=first.x0 + (first.x1 - first.x0) / len(first.text))
        return replace(line, words=(rest, *row[1:]), mark=glued.group(1), mark_x0=first.x0)
    drawn = next((mark for mark in marks if _is_mark_of(mark, line)), None)
    return replace(line, mark=drawn.text, mark_x0=drawn.x0) if drawn else line


def _is_mark_of(mark: Word, line: Line) -> bool:
    before = line.x0 - mark.x1
    middle = (mark.top + mark.bottom) / 2
    small = mark.bottom - mark.top < _LARGEST_MARK * line.size
    return small and 0 < before < _MARK_AWAY * line.size and line.top < middle < line.bottom


def columns_of(
    words: Sequence[Word], blocks: Sequence[tuple[float, float, float, float]]
) -> list[tuple[str, set[int]]]:
    """Divide a page into its columns, in reading order.

    Args:
        words: the words outside of tables.
        blocks: the boxes of the tables (x0, top, x1, bottom), which come after the words in the counting.

    Returns:
        the name of each column and the positions of the words and boxes in it.
    """
    boxes = [(word.x0, word.top, word.x1, word.bottom) for word in words] + list(blocks)
    return _divided(list(words), boxes, set(range(len(boxes))), "")


_Box = tuple[float, float, float, float]


def _divided(words: list[Word], boxes: list[_Box], members: set[int], name: str) -> list[tuple[str, set[int]]]:
    rows = _rows(words[i] for i in members if i < len(words))
    gutter = _gutter([_spans(row) for row in rows]) if len(name) < 2 else None
    if gutter is None:
        return [(name, members)] if members else []
    crossing = [
        (min(word.top for word in row), max(word.bottom for word in row))
        for row in rows
        if any(a < gutter < b for a, b in _spans(row))
    ]
    crossing += [(boxes[i][1], boxes[i][3]) for i in members if i >= len(words) and boxes[i][0] < gutter < boxes[i][2]]
    parts: list[tuple[str, set[int]]] = []
    rest = set(members)
    for top, bottom in [*sorted(crossing), (float("inf"), float("inf"))]:
        above = {i for i in rest if (boxes[i][1] + boxes[i][3]) / 2 < top}
        left = {i for i in above if boxes[i][2] <= gutter}
        across = {i for i in rest - above if boxes[i][1] < bottom and boxes[i][3] > top and boxes[i][3] <= bottom + 1}
        parts += _divided(words, boxes, left, f"{name}l")
        parts += _divided(words, boxes, above - left, f"{name}r")
        if across:
            parts.append((name, across))
        rest -= above | across
    return parts


def _spans(row: Sequence[Word]) -> list[tuple[float, float]]:
    """Return the stretches of a row that no gap as wide as a gutter parts."""
    spans: list[tuple[float, float]] = []
    for word in row:
        if spans and word.x0 - spans[-1][1] < max(_NARROWEST_GUTTER, word.size):
            spans[-1] = (spans[-1][0], max(spans[-1][1], word.x1))
        else:
            spans.append((word.x0, word.x1))
    return spans


def _gutter(rows: list[list[tuple[float, float]]]) -> float | None:
    """Return where a vertical strip is clear of words between two columns of text, if there is one."""
    if len(rows) < _FEWEST_ROWS_BESIDE_GUTTER:
        return None
    left, right = min(row[0][0] for row in rows), max(row[-1][1] for row in rows)
    quarter = (right - left) / 4
    clear = {
        x: sum(not any(a < x < b for a, b in row) for row in rows)
        for x in range(int(left + quarter), int(right - quarter), _STEP)
    }
    most = max(clear.values(), default=0)
    best = [x for x, count in clear.items() if count == most]
    if not best or most < len(rows) / 2:
        return None
    gutter = float(best[len(best) // 2])
    return gutter if _is_text_beside(rows, gutter, left, right) else None


def _is_text_beside(rows: list[list[tuple[float, float]]], gutter: float, left: float, right: float) -> bool:
    """Tell whether both sides of a gutter hold lines that fill them, rather than labels or the numbers of pages."""
    clear = [row for row in rows if not any(a < gutter < b for a, b in row)]
    for start, end in ((left, gutter), (gutter, right)):
        widths = [sum(b - a for a, b in row if a >= start - 1 and b <= end + 1) for row in clear]
        filled = sorted(width for width in widths if width)
        if len(filled) < _FEWEST_ROWS_BESIDE_GUTTER or filled[len(filled) // 2] < 0.6 * (end - start):
            return False
    return True
