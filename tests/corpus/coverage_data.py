"""The coverage lists: which of our paragraphs covers each block of a source, or why none does."""

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Self

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

from indexer.contracts import Block, BlockKind

FRONT = "Front page"
_FIRST_WORDS = re.compile(r"(?:[\W_]*[^\W_]+){1,6}")


class Place(BaseModel):
    """Where a block of a source stands: few enough of its words to find it, too few to copy it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: str
    begins: str
    nth: int = 1


class Entry(Place):
    """One block of a source, and the addresses of our paragraphs that cover it or the reason why none does."""

    by: tuple[str, ...] = ()
    left_out: str | None = None

    @model_validator(mode="after")
    def _is_covered_or_left_out(self) -> Self:
        if bool(self.by) == bool((self.left_out or "").strip()):
            raise ValueError(f"{self.at}, {self.begins!r}: give either what covers it or why it is left out")
        return self

    @property
    def place(self) -> Place:
        """Return where it stands, without what is said of it."""
        return Place(at=self.at, begins=self.begins, nth=self.nth)


class Coverage(BaseModel):
    """Every block of one source but its headings, in the order in which they are read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document: str
    summary: str
    entries: tuple[Entry, ...]


def load_coverage(path: Path) -> Coverage:
    return Coverage.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def first_words(text: str) -> str:
    """Return the beginning of a text; the parts of a web address and of a decimal are words too."""
    text = " ".join(text.split())
    found = _FIRST_WORDS.match(text)
    return found.group() if found else text


def places(blocks: Iterable[Block]) -> list[Place]:
    """Return where each block but the headings stands: at its number, or else in the section over it."""
    section, seen, found = FRONT, Counter[tuple[str, str]](), []
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            section = first_words(block.text)
            continue
        at, begins = block.paragraph or section, first_words(block.text)
        seen[at, begins] += 1
        found.append(Place(at=at, begins=begins, nth=seen[at, begins]))
    return found
