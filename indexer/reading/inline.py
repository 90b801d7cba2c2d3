"""Marks inside a line: emphasis, tags, entities and footnote numbers."""

import html
import re

from bs4 import BeautifulSoup

_FOOTNOTE = re.compile(r"<sup>\s*(?:&lt;sup&gt;)?\s*\d{1,3}\s*(?:&lt;/sup&gt;)?\s*</sup>|(?<=\S)[⁰¹²³⁴-⁹]+")
_SUPERSCRIPT = re.compile(r"</?su[bp]>")
_EMPHASIS = re.compile(r"(\*{1,3}|(?<!\w)_{1,2})(?=\S)(.+?)(?<=\S)\1(?!\w)")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_SPACE = re.compile(r"[^\S\n]+")
_BULLET_IN_CELL = re.compile(r"^\s*(?:-\s+)?[▪•◦●]\s*")


def clean(text: str) -> str:
    """Return one line of Markdown as plain words; the words themselves are not touched."""
    text = _FOOTNOTE.sub("", _IMAGE.sub("", text))
    text = _LINK.sub(r"\1", _SUPERSCRIPT.sub("", text))
    for _ in range(2):  # bold may stand inside italic
        text = _EMPHASIS.sub(r"\2", text)
    text = _TAG.sub("", text).replace("\\", "").replace("\x0c", " ")
    return _SPACE.sub(" ", html.unescape(text)).strip()


def clean_cell(text: str) -> str:
    """Return a table cell, which may hold HTML, as lines of plain words; list items begin with "- "."""
    if "<" not in text:
        return clean(text)
    soup = BeautifulSoup(_FOOTNOTE.sub("", text), "html.parser")
    for item in soup.find_all("li"):
        item.insert(0, "\n- ")
        item.append("\n")
    for block in soup.find_all(["p", "br", "ul", "ol"]):
        block.append("\n")
    lines = (clean(_BULLET_IN_CELL.sub("- ", line)) for line in soup.get_text().split("\n") if line.strip())
    return "\n".join(line for line in lines if line and line != "-")
