"""What a file says of itself outside its text, and the mark by which its pages say that it is a draft."""

import re
from collections.abc import Iterable
from itertools import islice

from indexer.reading.inline import clean
from indexer.reading.reading import FileProperties

_FIRST_LINES = 25
_MAX_LINE = 300
_MAX_WORDS = 15
_CONTENTS = re.compile(r"^(?:table of )?contents\b", re.IGNORECASE)
_CAPITALS = re.compile(r"\bDRAFT\b")
# Capitals that speak of another document, or deny it of this one.
_OF_ANOTHER = re.compile(
    r"\b(?:the|of|on|to|from|in|response|comments?|no|not|previous|earlier|longer an?)\W+DRAFT\b", re.IGNORECASE
)
_WHOLE_LINE = re.compile(
    r"\W*(?:status:?\s+)?(?:(?:first|second|third|final|working|early|initial|consultation|discussion)\s+)?draft"
    r"(?:\s*(?:v|version|no\.?)?\s*\d[\d.]*)?(?:\s+(?:version|document|copy|for\s+(?:consultation|comment|discussion)))?\W*",
    re.IGNORECASE,
)


def properties_of(title: object, author: object, lines: Iterable[str]) -> FileProperties:
    """Return what a file's properties say.

    Args:
        title: as the file gives it, if it does.
        author: likewise.
        lines: what stands on its first page, and above and below its pages, the marks that are no text among it.
    """
    return FileProperties(title=_said(title), author=_said(author), draft=_draft_mark(lines))


def first_lines(lines: Iterable[str]) -> list[str]:
    """Return the first lines that hold words, up to a list of contents."""
    found: list[str] = []
    for line in islice((line for line in lines if line.strip()), _FIRST_LINES):
        if _CONTENTS.match(_bare(line)):
            break
        found.append(line)
    return found


def speaks_of_another(line: str) -> bool:
    """Tell whether a line that holds the word speaks of the draft of something else, or denies that it is one."""
    return bool(_OF_ANOTHER.search(line))


def _draft_mark(lines: Iterable[str]) -> str | None:
    return next((bare for line in lines if (bare := _bare(line)) and _marks_draft(bare)), None)


def _marks_draft(line: str) -> bool:
    if "\t" in line or line.startswith("|"):  # in a table of versions drafts are those that went before
        return False
    if _WHOLE_LINE.fullmatch(line):
        return True
    return len(line.split()) <= _MAX_WORDS and bool(_CAPITALS.search(line)) and not speaks_of_another(line)


def _bare(line: str) -> str:
    return line if "\t" in line else clean(line[:_MAX_LINE].lstrip(" #"))


def _said(value: object) -> str | None:
    """Return the words of a property on one line; None where it holds none."""
    text = " ".join(str(value or "")[:_MAX_LINE].encode(errors="ignore").decode().replace("\0", "").split())
    return text or None
