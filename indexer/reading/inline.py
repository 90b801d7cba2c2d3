"""Marks inside a line: emphasis, tags, entities and footnote numbers."""

import html
import re

from bs4 import BeautifulSoup

# The exponent of a unit is no footnote: km², 25m²; after money it is one: £5m².
_FOOTNOTE = re.compile(
    r"((?<![£\w.,])(?:\d[\d.,]*\s?)?(?:[kcm]?m|ft)(?:[²³]|<sup>[23]</sup>))(?!\w)"
    r"|<sup>\s*(?:&lt;sup&gt;)?\s*\d{1,3}\s*(?:&lt;/sup&gt;)?\s*</sup>|(?<=[^\s⁰¹²³⁴-⁹])[⁰¹²³⁴-⁹]+"
)
# A converter escaped the tag of a footnote once too often: <sup>&</sup>lt;sup>1</sup>.
_BROKEN_TAG = re.compile(r"<sup>&(?:amp;)?</sup>lt;(?=sup>)")
_SUPERSCRIPT = re.compile(r"</?su[bp]>")
_EMPHASIS = re.compile(r"(\*{1,3}|(?<!\w)_{1,2})(?=\S)(.+?)(?<=\S)\1(?!\w)")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_ADDRESS = re.compile(r"<(?:mailto:)?((?:https?|ftp)://[^\s<>]+|[^\s<>@:]+@[^\s<>@]+)>", re.IGNORECASE)
_BREAK = re.compile(r"</?(?:br|p|div|li|ul|ol|tr|td|th)\b[^<>]*>", re.IGNORECASE)
# No element of HTML has an underscore in its name; <start_of_turn> is a mark that must be seen to be taken out.
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9:-]*(?:[\s/][^<>]*)?>")
_SPACE = re.compile(r"[^\S\n]+")
_BULLET_IN_CELL = re.compile(r"^\s*(?:-\s+)?[▪•◦●]\s*(?=[\w(£\"“'‘<*])")
_BULLET_IN_LINE = re.compile(r"\s[▪•◦●]\s+(?=\w)")
_DASH_ITEM = re.compile(r"(?:^|\s)- (?=\w)")


def clean(text: str) -> str:
    """Return one line of Markdown as plain words; the words themselves are not touched."""
    text = _FOOTNOTE.sub(r"\1", _BROKEN_TAG.sub("<", _IMAGE.sub("", text)))
    text = unmarked(_LINK.sub(r"\1", _SUPERSCRIPT.sub("", text)))
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub(" ", _ADDRESS.sub(r"\1", text)))
    text = text.replace("\\", "").replace("\x0c", " ")
    return _SPACE.sub(" ", html.unescape(text)).strip()


def without_markup(text: str) -> str:
    """Return words without images, links and tags, however they are nested; all else stays as it is."""
    before = ""
    while before != text:
        before = text
        text = _TAG.sub("", _LINK.sub(r"\1", _IMAGE.sub("", text)))
    return text


def unmarked(text: str) -> str:
    """Return a text without the marks of emphasis."""
    for _ in range(2):  # bold may stand inside italic
        text = _EMPHASIS.sub(r"\2", text)
    return text


def clean_cell(text: str) -> str:
    """Return a table cell, which may hold HTML, as lines of plain words; list items begin with "- "."""
    if "<" in text:
        text = _lines_of(text)
    lines = [clean(_BULLET_IN_CELL.sub("- ", line)) for line in _BULLET_IN_LINE.sub("\n• ", text).split("\n")]
    kept = [line for line in lines if line]
    return "\n".join(line for line in kept if line != "-" or len(kept) == 1)


def _lines_of(text: str) -> str:
    """Return HTML as lines, one for each paragraph and item; the items of a numbered list keep their numbers."""
    soup = BeautifulSoup(_ADDRESS.sub(r"\1", _FOOTNOTE.sub(r"\1", text)), "html.parser")
    for listed in soup.find_all(["ul", "ol"]):
        items = listed.find_all("li", recursive=False)
        for number, item in enumerate(items, start=1):
            item.insert(0, f"\n{number}. " if listed.name == "ol" else "\n- ")
            item.append("\n")
        for words in [] if items else listed.find_all(string=True, recursive=False):
            words.replace_with(_DASH_ITEM.sub("\n- ", words))
    for block in soup.find_all(["p", "br", "ul", "ol"]):
        block.append("\n")
        if block.name == "p" and str(block.previous_sibling or "").strip(" -\n"):
            block.insert_before("\n")
    return soup.get_text()
