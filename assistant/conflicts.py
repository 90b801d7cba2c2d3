"""The known conflicts between sources, and the finding of their sides in texts."""

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from assistant.contracts import Contract
from assistant.errors import ConflictsError
from assistant.terms import plain
from assistant.validated_yaml import read_validated
from indexer.contracts import Passage
from indexer.sentences import sentence_spans

_Words = Annotated[str, StringConstraints(min_length=1)]
_PASSAGE_WORDS = re.compile(r"\S+")
_ITEM = re.compile(r"- +")
# A row of more words than this is quoted by the sentence; shorter ones say nothing without their other cells.
_ROW_WORDS = 60


class Mention(Contract):
    """How a document puts one side of a conflict; a summary may put it otherwise and has a mention of its own."""

    documents: tuple[_Words, ...] = Field(min_length=1, description="Ids of the documents that put it so.")
    words: tuple[_Words, ...] = Field((), description="What tells the passage: in it, its headings or its lead-in.")
    quoted: tuple[_Words, ...] = Field(min_length=1, description="What must stand in the sentence or row itself.")
    in_heading: bool = Field(False, description="Whether the document says it in a heading alone.")
    in_remark: bool = Field(False, description="Whether our summary says it in its remark on the source alone.")

    @cached_property
    def _all(self) -> tuple[re.Pattern[str], ...]:
        return tuple(map(_pattern, (*self.words, *self.quoted)))

    @cached_property
    def _said(self) -> tuple[re.Pattern[str], ...]:
        return tuple(map(_pattern, self.quoted))

    def is_said_in(self, text: str) -> bool:
        """Tell whether a quote holds the very words that differ."""
        return _hold(self._said, text)

    def quotes_in(self, passage: Passage, aside: str) -> list[str]:
        """Return the sentences or rows of a passage, as they stand there, or the heading, that put this side.

        Args:
            passage: of one of the documents.
            aside: how a remark on a source begins, which puts a side only where it is told to.
        """
        if not _hold(self._all, "\n".join((*passage.headings, passage.lead_in or "", passage.text))):
            return []
        if self.in_heading:
            return [heading for heading in passage.headings if self.is_said_in(heading)][-1:]
        units = ((unit, aside in unit) for unit in _units(passage))
        return [quote for quote, is_remark in units if is_remark is self.in_remark and self.is_said_in(quote)]


class Conflict(Contract):
    """One fact on which sources differ: each side as a sentence or row of a source puts it."""

    about: _Words = Field(description="What they differ on, in our words; it follows 'differ on'.")
    because: _Words = Field(description="What was found, and why the sides cannot both hold of the same thing.")
    sides: tuple[Annotated[tuple[Mention, ...], Field(min_length=1)], ...] = Field(min_length=2)


class Conflicts(Contract):
    """All known conflicts."""

    aside: _Words = Field(description="How a remark on a source begins in our summaries.")
    conflicts: tuple[Conflict, ...]

    @model_validator(mode="after")
    def _are_told_apart(self) -> Self:
        seen: set[str] = set()
        for number, conflict in enumerate(self.conflicts):
            if conflict.about in seen:
                raise ValueError(f"conflicts.{number}.about: {conflict.about!r} stands there already")
            seen.add(conflict.about)
        return self


def load_conflicts(path: Path) -> Conflicts:
    """Read the known conflicts.

    Raises:
        ConflictsError: naming the entry and field that are wrong.
    """
    return read_validated(path, Conflicts, ConflictsError, f"The conflicts in {path}")


def _units(passage: Passage) -> Iterator[str]:
    """Yield what may be quoted by itself: a short row, or else each sentence, its bullet left off."""
    text = passage.text
    if passage.kind == "table_row" and len(_PASSAGE_WORDS.findall(text)) <= _ROW_WORDS:
        yield text
        return
    for cell in text.split("\t"):
        for start, end in sentence_spans(cell):
            yield _ITEM.sub("", cell[start:end], count=1) if cell.startswith("- ", start) else cell[start:end]


def _hold(patterns: tuple[re.Pattern[str], ...], text: str) -> bool:
    read = _read(text)
    return all(pattern.search(read) for pattern in patterns)


# Mentions are looked for in a passage one after the other.
_read = lru_cache(maxsize=256)(plain)


def _pattern(words: str) -> re.Pattern[str]:
    """Return what finds words as such: 7.8 is no part of 17.8 nor of 7.81, whatever the case of letters."""
    return re.compile(rf"(?<!\w)(?<!\d[.,]){re.escape(plain(words))}(?!\w)(?![.,]\d)", re.IGNORECASE)
