"""Finding many names in running text at once: whole words, and at each place the longest name."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

_FOLDS = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u2018\u2019\u02bc", "'"),
        **dict.fromkeys("\u00ad\u200b\u2060\ufeff"),
        **dict.fromkeys("⁰¹²³⁴⁵⁶⁷⁸⁹", " "),  # the number of a footnote is not part of the word before it
    }
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_PIECE = re.compile(
    r"(?P<both> and )|(?P<before_figure> (?=\d))|(?P<range>(?<=\d)-(?=\d))|(?P<hyphen>-)|(?P<apostrophe>')|(?P<gap> )"
    r"|(?P<small>[a-z])|."
)
# How a name's pieces may also be written.
_TOLERANT = {
    "both": " (?:[aA][nN][dD]|&) ",
    "before_figure": r"(?:[,:]? \(?|-)",
    "range": " ?- ?",
    "hyphen": "[ -]?",
    "apostrophe": "'?",
    "gap": "(?: - |[ -])",
}
# A reference may have its year grown on: "(CEMACH2006)".
_END = r"(?:(?!\w)|(?=(?:19|20)\d\d(?!\w)))"


class Span(NamedTuple):
    """Where a name stands, and the number of its owner."""

    owner: int
    start: int
    end: int


class Terms:
    """Terms to look for, each with the number of its owner; where two own a name the first of them has it."""

    def __init__(self, owned: Iterable[tuple[str, int]]) -> None:
        # Terms of one initial stand together, so that most words of a text are passed over after one look.
        ordered = sorted(owned, key=lambda name: (name[0][0].lower(), -len(name[0])))
        self._owners = [owner for _, owner in ordered]
        initials = groupby((name for name, _ in ordered), key=lambda name: name[0].lower())
        self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(_any_of(*group) for group in initials)}){_END}")

    def spans(self, text: str) -> Iterator[Span]:
        """Yield the places of a plain text at which a name stands."""
        for match in self._pattern.finditer(text):
            if match.lastindex:
                yield Span(self._owners[match.lastindex - 1], match.start(), match.end())


def plain(text: str) -> str:
    """Return a text without line breaks and addresses of pages, its dashes and apostrophes straight."""
    return " ".join(_ADDRESS.sub(" ", text.translate(_FOLDS)).split())


def _any_of(initial: str, names: Iterable[str]) -> str:
    # The empty group after each name tells which of them it was.
    either = re.escape(initial) + re.escape(initial.upper())
    return f"(?=[{either}])(?:{'|'.join(f'{_pattern_of(name)}()' for name in names)})"


def _pattern_of(name: str) -> str:
    """Return a name's pattern; a capital must be one in the text too, a small letter may be either."""
    plural = "(?:'?[sS])?" if name[-1].isalpha() and name[-1] not in "sS" else ""
    return _PIECE.sub(_piece, name) + plural


def _piece(match: re.Match[str]) -> str:
    kind, piece = match.lastgroup, match[0]
    return f"[{piece}{piece.upper()}]" if kind == "small" else _TOLERANT.get(kind or "", re.escape(piece))
