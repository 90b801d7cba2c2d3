"""What kind of line a line is."""

import re
from enum import StrEnum

from indexer.reading.inline import clean


class LineKind(StrEnum):
    """The kinds of line that the documents use."""

    BLANK = "blank"
    RESIDUE = "residue"
    HEADING = "heading"
    NUMBERED = "numbered"
    LIST_ITEM = "list_item"
    FOOTNOTE = "footnote"
    TABLE_ROW = "table_row"
    TEXT = "text"


MARKDOWN_HEADING = re.compile(r"^(#{1,6})\s+(.*)$")
# Symbol fonts put their bullets at code points of their own.
_SIGN = r"[-*+•▪◦○●–\uf0a7\uf0b7\uf0d8]"
LIST_ITEM = re.compile(rf"^\s*(?:{_SIGN}|[a-z]\)|\d{{1,2}}\))\s+(?=\S)")
# Letters and numbers stay, for other sentences refer to them; Word writes a bullet of the second rank as "o".
BULLET = re.compile(rf"^\s*(?:{_SIGN}\s+(?:[oO▪•◦](?=\s))?)?\s*")
LIST_NUMBER = re.compile(r"^\s*(\d{1,2})\.\s+(?=\S)")
# Items seldom end with a stop; one that ends so goes on.
OPEN_END = re.compile(r"(?:[,;–-]|\b(?:and|or|the|an?|of|for|to|in|with|by|from|on|at|as|is|are))$", re.IGNORECASE)
_FOOTNOTE = re.compile(
    r"^\s*(?:[⁰¹²³⁴-⁹]{1,3}|<sup>(?:[\\*\d]{1,6}|&(?:amp;)?</sup>lt;sup>\d{1,3})</sup>)\s*(?=[^\s⁰¹²³⁴-⁹])"
)
NUMBERED = re.compile(r"^\s*(?:[-*+•]\s+)?(\d{1,2}(?:\.\d{1,2}){1,3})\.?\s+(?=\S)")
SECTION_NUMBER = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+(?=[A-Z])")
_BOLD_LINE = re.compile(r"^(\*\*|__)(?=\S)[^*]+(?<=\S)\1:?$")
_PIPE_RULE = re.compile(r"^(?=.*--)[\s:|-]+$")
# Word's own text parts a bullet or a number from its words by a tab; a row of a table has more tabs or other cells.
_MARK_AND_TAB = re.compile(r"^ *(?:[-*+•▪◦○●–]|[a-z]\)|\d{1,2}\)|\d{1,2}(?:\.\d{1,2}){1,3}\.?)\t[^\t]*[^\W\d_][^\t]*$")
_RESIDUE = re.compile(
    r"^(?:\d{1,3}|page \d+(?: of \d+)?|draft|\[type text\]|!\[.*\]\(.*\)|[-_=*]{3,}|[-•]|<br ?/?>)$", re.IGNORECASE
)
# The number of a picture, without a word of what it shows; the picture itself is not read.
_PICTURE = re.compile(r"^[#*_ ]*(?:figure|fig\.|chart|diagram|map) (?:\d[\d.]*|[IVX]+)[.:]?[*_ ]*$", re.IGNORECASE)
# A short line under a quotation names who said it.
_QUOTATION = re.compile(r"^[\"“].*[\"”][.\d]?$", re.DOTALL)
_ATTRIBUTION = re.compile(r"^\([^()]*\)$")
_FIGURE = re.compile(r"^(?:figure|fig\.?|chart) \d", re.IGNORECASE)
_SPECIAL_SECTION = re.compile(
    r"^(?:(?:appendix|annex)(?: \w{1,3})?(?:[:. –-].*)?[^.]|(?:section|part) \d{1,2}[.:] .+|references)$", re.IGNORECASE
)

# Unnumbered headings stand below numbered ones, whatever mark they carry.
_UNNUMBERED_DEPTH = 5
_CAPITALS_LEVEL, _BOLD_LEVEL, _PLAIN_LEVEL = 12, 13, 14
_MAX_HEADING = 120
_MAX_SPECIAL_HEADING = 260
_MAX_PLAIN_HEADING_WORDS = 15
_MIN_BODY = 80


def line_kind(line: str) -> LineKind:
    """Tell the kind of a line from the line alone."""
    bare = line.strip()
    if not bare:
        return LineKind.BLANK
    if _RESIDUE.match(bare) or _PIPE_RULE.match(bare) or _PICTURE.match(bare):
        return LineKind.RESIDUE
    if MARKDOWN_HEADING.match(bare):
        return LineKind.HEADING
    if _is_row(line):
        return LineKind.TABLE_ROW
    if _FOOTNOTE.match(line):
        return LineKind.FOOTNOTE
    if NUMBERED.match(line):
        return LineKind.NUMBERED
    if LIST_ITEM.match(line):
        return LineKind.LIST_ITEM
    return LineKind.TEXT


def _is_row(line: str) -> bool:
    bare = line.strip()
    if bare.startswith("|") and bare.count("|") > 1:
        return True
    return "\t" in line and not _MARK_AND_TAB.match(line.rstrip())


def cells_of(line: str) -> list[str]:
    """Cut a table line at its tabs or pipes."""
    bare = line.strip()
    if not bare.startswith("|"):
        return line.strip("\n").split("\t")
    _, *cells = re.split(r"(?<!\\)\|", bare)
    if len(cells) > 1 and not cells[-1]:  # what stands behind the last pipe
        cells.pop()
    return [cell.strip().replace("\\|", "|") for cell in cells]


def has_numbered_sections(headings: list[str]) -> bool:
    """Tell whether numbers, rather than one or two hashes, mark the sections of a document."""
    numbered = plain = 0
    for line in headings:
        marked = MARKDOWN_HEADING.match(line.strip())
        if SECTION_NUMBER.match(clean(marked.group(2) if marked else line)):
            numbered += 1
        elif marked and len(marked.group(1)) < 3:
            plain += 1
    return numbered > plain


def is_isolated_heading(line: str, *, alone: bool) -> bool:
    """Tell whether a line without a mark is a heading: bold, in capitals, or numbered and short.

    Args:
        line: the line.
        alone: whether a blank line, the start or the end stands on both sides of it.
    """
    bare = line.strip()
    text = clean(bare)
    if alone and _SPECIAL_SECTION.match(text) and len(text) <= _MAX_SPECIAL_HEADING:
        return True
    if not text or len(text) > _MAX_HEADING or _FIGURE.match(text):
        return False
    if _BOLD_LINE.match(bare):
        return True
    if not alone or text[-1] in ".;,:":
        return False
    if SECTION_NUMBER.match(text):
        return True
    letters = [character for character in text if character.isalpha()]
    return len(letters) > 3 and all(letter.isupper() for letter in letters)


def is_plain_heading(line: str, before: str, after: str) -> bool:
    """Tell whether a line on its own, without any mark, is a heading: a few words over a longer paragraph.

    Args:
        line: the line, blank lines on both sides.
        before: the text before it; a heading never follows an unfinished sentence.
        after: the next line that is not blank.
    """
    text = clean(line)
    return (
        len(text.split()) <= _MAX_PLAIN_HEADING_WORDS
        and text[:1].isupper()
        and text[-1:].isalnum()
        and not _FIGURE.match(text)
        and (not before or before[-1] in ".:!?”’\"')")
        and not _QUOTATION.match(before)
        and len(after) >= _MIN_BODY
        and line_kind(after) is LineKind.TEXT
        and after.strip()[:1].isupper()
    )


def is_attribution(heading: str) -> bool:
    """Tell whether a marked heading is none: all of it in brackets, as who said the words above it."""
    return bool(_ATTRIBUTION.match(heading))


def heading_level(line: str, *, numbered: bool) -> int:
    """Return the depth of a heading, 1 the highest; a section's number tells more than its marks.

    Args:
        line: the line.
        numbered: whether the sections of this document carry numbers; its other headings stand below them.
    """
    marked = MARKDOWN_HEADING.match(line.strip())
    text = clean(marked.group(2) if marked else line)
    number = SECTION_NUMBER.match(text)
    if number and (numbered or not marked):
        return number.group(1).rstrip(".").count(".") + (0 if number.group(1).endswith(".0") else 1)
    if _SPECIAL_SECTION.match(text):
        return 1
    if marked:
        return len(marked.group(1)) + (_UNNUMBERED_DEPTH if numbered else 0)
    if text.isupper():
        return _CAPITALS_LEVEL
    return _BOLD_LEVEL if _BOLD_LINE.match(line.strip()) else _PLAIN_LEVEL
