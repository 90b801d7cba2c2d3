"""The ledger of what has changed, and the finding of its terms in texts."""

import re
from collections.abc import Collection
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, PrivateAttr, StringConstraints, field_validator, model_validator

from assistant.contracts import Contract
from assistant.errors import LedgerError
from assistant.terms import Span, Terms, plain
from assistant.validated_yaml import read_validated

_Words = Annotated[str, StringConstraints(min_length=1)]
# What is read on either side of a term to tell what it means there.
_AROUND = 80


class Confidence(StrEnum):
    """How sure the ledger is; what is less than likely does not go in."""

    CERTAIN = "certain"
    LIKELY = "likely"


class ChangeKind(StrEnum):
    """What came of it, in order of weight; each has wordings of its own in the policy."""

    SOURCE_ERROR = "source_error"
    REPLACED = "replaced"
    RENAMED = "renamed"
    ENDED = "ended"
    ANNOUNCED = "announced"
    STILL_IN_FORCE = "still_in_force"


class Change(Contract):
    """One body, law, guidance or programme, or one slip of a source, and what stands in its place today."""

    term: _Words
    aliases: tuple[_Words, ...] = Field(
        min_length=1, description="As documents write it, singular; a capital must be one there too."
    )
    kind: ChangeKind
    was: str = Field(description="What it was; of a slip, what the source says.")
    what_happened: str
    effective: str
    instrument: str
    successor: str = Field(description="What stands in its place today; of a slip, what is right.")
    confidence: Confidence
    confirmed: str
    seen_in: tuple[str, ...] = Field((), description="Ids of the five source documents that use an alias.")
    only_in: tuple[str, ...] = Field((), description="Ids of the only documents in which the aliases mean this.")
    instead_of: str = Field("", description="Term of the general entry that needs no telling beside this one.")
    not_where: str = Field("", description="A pattern for where an alias is another thing, with what shows it.")

    @field_validator("not_where")
    @classmethod
    def _is_a_pattern(cls, pattern: str) -> str:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"no regular expression: {error}") from error
        return pattern

    def means(self, text: str, span: Span) -> bool:
        """Tell whether an alias that stands in a text is meant there as the name that it is."""
        if not self.not_where:
            return True
        first = max(0, span.start - _AROUND)
        others = re.finditer(self.not_where, text[first : span.end + _AROUND])
        return not any(other.start() + first < span.end and span.start < other.end() + first for other in others)


class Ledger(Contract):
    """All changes, and the date as of which they were checked."""

    as_of: str
    changes: tuple[Change, ...]
    _terms: dict[frozenset[str], Terms] = PrivateAttr(default_factory=dict)

    @model_validator(mode="after")
    def _is_of_one_piece(self) -> Self:
        terms = {change.term for change in self.changes}
        owners: dict[tuple[str, tuple[str, ...]], int] = {}
        for number, change in enumerate(self.changes):
            if change.instead_of and change.instead_of not in terms:
                raise ValueError(f"changes.{number}.instead_of: there is no term {change.instead_of!r}")
            for alias in change.aliases:
                other = owners.setdefault((alias, change.only_in), number)
                if other != number:
                    raise ValueError(f"changes.{number}.aliases: {alias!r} stands already in changes.{other}")
        return self

    def found_in(self, *texts: str, documents: Collection[str] = ()) -> list[Change]:
        """Return the changes whose terms stand in texts of one source, in the ledger's order.

        Args:
            texts: a term may be broken over two lines of one text, but not over two texts.
            documents: ids of the documents from which the texts are; needed for what is said of these alone.
        """
        terms = self._terms_for(frozenset(documents) & self._limited)
        found = {
            span.owner
            for text in map(plain, texts)
            for span in terms.spans(text)
            if self.changes[span.owner].means(text, span)
        }
        return self.without_general([self.changes[number] for number in sorted(found)])

    def without_general(self, changes: Collection[Change]) -> list[Change]:
        """Leave out the general entries for which a more particular one is there."""
        covered = {change.instead_of for change in changes}
        return [change for change in changes if change.term not in covered]

    @cached_property
    def _limited(self) -> frozenset[str]:
        return frozenset(document for change in self.changes for document in change.only_in)

    def _terms_for(self, documents: frozenset[str]) -> Terms:
        if documents not in self._terms:
            told = [
                (number, change)
                for number, change in enumerate(self.changes)
                if not change.only_in or documents & set(change.only_in)
            ]
            told.sort(key=lambda numbered: not numbered[1].only_in)
            self._terms[documents] = Terms((alias, number) for number, change in told for alias in change.aliases)
        return self._terms[documents]


def load_ledger(path: Path) -> Ledger:
    """Read a ledger.

    Raises:
        LedgerError: naming the entry and field that are wrong.
    """
    return read_validated(path, Ledger, LedgerError, f"The ledger {path}")
