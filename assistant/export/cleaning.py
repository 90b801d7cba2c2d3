"""Texts as files can hold them, and when two of them are the same."""

import re

from assistant.export.wordings import load_wordings

# What XML cannot hold, so neither Word nor Excel: control characters, halves of surrogate pairs and two that are none.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029\x85]")
# Excel reads what looks like this as a character; with its first mark written so itself, it stays as it is.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_SPACE_BEFORE_LINE_END = re.compile("[ \t\xa0]+(?=\n)")


def legal(text: str) -> str:
    """Return a text without the characters that office files cannot hold."""
    return _ILLEGAL.sub("", text)


def tidy(text: str) -> str:
    """Return a text that office files can hold, with one kind of line end."""
    return _LINE_ENDS.sub("\n", legal(text))


def same(one: str, other: str) -> bool:
    """Tell whether two texts are the same to a reader: line ends and the space around a text and its lines aside."""
    return plain(one) == plain(other)


def plain(text: str) -> str:
    """Return a text with one kind of line end, and no space around it or at the ends of its lines."""
    return _SPACE_BEFORE_LINE_END.sub("", _LINE_ENDS.sub("\n", legal(text))).strip()


def fitted(text: str) -> str:
    """Return a text as one cell of Excel holds it: without illegal characters, cut where it is too long."""
    words, whole = load_wordings(), tidy(text)
    if _units(escaped(whole)) <= words.excel_longest:
        return whole
    room = words.excel_longest - _units(words.excel_cut)
    cut = whole
    while _units(escaped(cut)) > room:
        units = cut.encode("utf-16-le")[: 2 * (_units(cut) - max(_units(escaped(cut)) - room, 1))]
        cut = units.decode("utf-16-le", errors="ignore")
    return cut + words.excel_cut


def escaped(text: str) -> str:
    """Return a text of which Excel takes no part as an escaped character."""
    return _ESCAPE.sub("_x005F_", text)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
