"""Marks inside a line: emphasis, tags, entities and footnote numbers."""

import html
import re

from bs4 import BeautifulSoup

# The exponent of a unit is no footnote: km², 25m²; after money it is one: £5m².
_FOOTNOTE = re.compile(
    r"((?<![£\w.,])(?:\d[\d.,]*\s?)?(?:[kcm]?m|ft)(?:[²³]|<sup>[23]</sup>))(?!\w)"
    r"|<sup>\s*(?:&lt;sup&gt;)?\s*\d{1,3}\s*(?:&lt;/sup&gt;)?\s*</sup>|(?<=\S)[⁰¹²³⁴-⁹]+"
)
_SUPERSCRIPT = re.compile(r"</?su[bp]>")
_EMPHASIS = re.compile(r"(\*{1,3}|(?<!\w)_{1,2})(?=\S)(.+?)(?<=\S)\1(?!\w)")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_ADDRESS = re.compile(r"<(?:mailto:)?((?:https?|ftp)://[^\s<>]+|[^\s<>@:]+@[^\s<>@]+)>", re.IGNORECASE)
_BREAK = re.compile(r"</?(?:br|p|div|li|ul|ol|tr|td|th)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][\w:-]*(?:[\s/][^<>]*)?>")
_SPACE = re.compile(r"[^\S\n]+")
_BULLET_IN_CELL = re.compile(r"^\s*(?:-\s+)?[▪•◦●]\s*")


def clean(text: str) -> str:
    """Return one line of Markdown as plain words; the words themselves are not touched."""
    text = _FOOTNOTE.sub(r"\1", _IMAGE.sub("", text))
    text = _LINK.sub(r"\1", _SUPERSCRIPT.sub("", text))
    for _ in range(2):  # bold may stand inside italic
        text = _EMPHASIS.sub(r"\2", text)
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub(" ", _ADDRESS.sub(r"\1", text)))
    text = text.replace("\\", "").replace("\x0c", " ")
    return _SPACE.sub(" ", html.unescape(text)).strip()


def clean_cell(text: str) -> str:
    """Return a table cell, which may hold HTML, as lines of plain words; list items begin with "- "."""
    if "<" not in text:
        return clean(text)
    soup = BeautifulSoup(_ADDRESS.sub(r"\1", _FOOTNOTE.sub(r"\1", text)), "html.parser")
    for item in soup.find_all("li"):
        item.insert(0, "\n- ")
        item.append("\n")
    for block in soup.find_all(["p", "br", "ul", "ol"]):
        block.append("\n")
        if block.name == "p" and str(block.previous_sibling or "").strip(" -\n"):
            block.insert_before("\n")
    lines = (clean(_BULLET_IN_CELL.sub("- ", line)) for line in soup.get_text().split("\n") if line.strip())
    return "\n".join(line for line in lines if line and line != "-")
