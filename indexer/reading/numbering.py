"""The numbers that Word counts for paragraphs and does not write into them."""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from indexer.reading.wordxml import child, children, is_on, number, value

_ADDRESS = re.compile(r"^\d+(?:\.\d+)+\.?$")
_DECIMAL = re.compile(r"^\d+[.)]?$")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_SMALL_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MAX_ROMAN = 4000
_MAX_LETTERS = 20
_LEVELS = 9


@dataclass(frozen=True)
class Label:
    """What stands before a paragraph: a bullet, a number, or nothing where the level only indents it."""

    text: str
    bullet: bool

    @property
    def address(self) -> str | None:
        """The number of a paragraph within a section, such as 11.4."""
        return self.text.rstrip(".") if not self.bullet and _ADDRESS.match(self.text) else None

    @property
    def decimal(self) -> bool:
        """Whether it is one number: 3 or 3."""
        return not self.bullet and bool(_DECIMAL.match(self.text))


@dataclass
class _Level:
    form: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    legal: bool = False
    style: str | None = None


class Numbering:
    """The lists of a document, which count as its paragraphs are read in order."""

    def __init__(self, root: Element | None) -> None:
        self._abstract = {number(item, "abstractNumId"): item for item in children(root, "abstractNum")}
        self._lists = {number(item, "numId"): item for item in children(root, "num")}
        self._levels: dict[int, list[_Level]] = {}
        self._counts: dict[int | None, list[int | None]] = {}
        self._begun: set[int] = set()

    def label(self, identity: int, depth: int | None, style: str | None) -> Label | None:
        """Count a paragraph and return what stands before it; None where it is in no list.

        Args:
            identity: the list that it or its style names; 0 is Word's way to take it out of all lists.
            depth: its level in the list, from 0; where nothing names one, the level that names its style has it.
            style: the id of its style.
        """
        if identity not in self._lists:
            return None
        levels = self._levels_of(identity)
        if depth is None:
            depth = next((at for at, level in enumerate(levels) if style and level.style == style), 0)
        depth = min(max(depth, 0), _LEVELS - 1)
        counts = self._counted(identity, levels, depth)
        level = levels[depth]
        if level.form == "bullet":
            return Label(text=level.text.strip(), bullet=True)
        return Label(text=_written(level, levels, counts), bullet=False)

    def _counted(self, identity: int, levels: list[_Level], depth: int) -> list[int | None]:
        # Lists made from one definition count on from each other, unless one says where it starts.
        counts = self._counts.setdefault(self._definition(identity), [None] * _LEVELS)
        if identity not in self._begun:
            self._begun.add(identity)
            for override in children(self._lists[identity], "lvlOverride"):
                at, start = number(override, "ilvl"), number(child(override, "startOverride"))
                if at is not None and start is not None and 0 <= at < _LEVELS:
                    counts[at] = None
        held = counts[depth]
        counts[depth] = levels[depth].start if held is None else held + 1
        for deeper in range(depth + 1, _LEVELS):
            restart = levels[deeper].restart
            if restart is None or depth < restart:
                counts[deeper] = None
        return counts

    def _definition(self, identity: int) -> int | None:
        found = number(child(self._lists[identity], "abstractNumId"))
        link = value(child(self._abstract.get(found), "numStyleLink"))
        if link is None:
            return found
        linked = (key for key, item in self._abstract.items() if value(child(item, "styleLink")) == link)
        return next(linked, found)

    def _levels_of(self, identity: int) -> list[_Level]:
        if identity not in self._levels:
            levels = [_Level() for _ in range(_LEVELS)]
            for element in children(self._abstract.get(self._definition(identity)), "lvl"):
                _place(levels, element)
            for override in children(self._lists[identity], "lvlOverride"):
                at, start = number(override, "ilvl"), number(child(override, "startOverride"))
                if (own := child(override, "lvl")) is not None:
                    _place(levels, own)
                if at is not None and start is not None and 0 <= at < _LEVELS:
                    levels[at].start = start
            self._levels[identity] = levels
        return self._levels[identity]


def _place(levels: list[_Level], element: Element) -> None:
    at = number(element, "ilvl")
    if at is None or not 0 <= at < _LEVELS:
        return
    start = number(child(element, "start"))
    levels[at] = _Level(
        form=value(child(element, "numFmt")) or "decimal",
        text=value(child(element, "lvlText")) or "",
        start=1 if start is None else start,
        restart=number(child(element, "lvlRestart")),
        legal=bool(is_on(element, "isLgl")),
        style=value(child(element, "pStyle")),
    )


def _written(level: _Level, levels: list[_Level], counts: list[int | None]) -> str:
    def part(match: re.Match[str]) -> str:
        at = int(match.group(1)) - 1
        held = counts[at]
        count = levels[at].start if held is None else held
        return str(count) if level.legal else _formed(count, levels[at].form)

    return "" if level.form == "none" else re.sub("%([1-9])", part, level.text).strip()


def _formed(count: int, form: str) -> str:
    made = str(count)
    if form == "none":
        made = ""
    elif form == "decimalZero":
        made = f"{count:02}"
    elif form.endswith("Letter") and 0 < count <= 26 * _MAX_LETTERS:
        made = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
    elif form.endswith("Roman") and 0 < count < _MAX_ROMAN:
        made = ""
        for size, letters in _ROMAN + _SMALL_ROMAN:
            made += letters * (count // size)
            count %= size
    return made.upper() if form.startswith("upper") else made
