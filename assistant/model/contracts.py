"""What a language model may say, what judges it, and what can go wrong. Nothing here is vouched for."""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Protocol

from pydantic import BeforeValidator

from assistant.contracts import Contract, UserText


def _as_tokens(value: object) -> object:
    """Return tokens as a list where a model gave them as one text or as numbers."""
    if isinstance(value, str):
        return re.findall(r"\w+", value)
    if isinstance(value, list):
        return [f"S{one}" if isinstance(one, int) and not isinstance(one, bool) else one for one in value]
    return value


class DraftPoint(Contract):
    """One thing a model would like to say, and the passages by which it says so."""

    text: UserText
    citations: Annotated[tuple[str, ...], BeforeValidator(_as_tokens)]


class DraftAnswer(Contract):
    """What a model may say of a question; ``missing`` is the part of the question that no passage answers."""

    answered: bool
    statements: tuple[DraftPoint, ...]
    missing: UserText = ""


class CellText(Contract):
    """Other words for one cell of a table, by the key under which it was shown."""

    cell: UserText
    text: UserText


class RowText(Contract):
    """The cells of one row that a model would word otherwise."""

    cells: tuple[CellText, ...]


class Failure(StrEnum):
    """Why the quoted answer is shown and not the model's, or a row stays as it was."""

    UNREACHABLE = "unreachable"
    LATE = "late"
    KEY = "key"
    BUSY = "busy"
    SERVER = "server"
    REJECTED = "rejected"
    REFUSED = "refused"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    MALFORMED = "malformed"
    DECLINED = "declined"
    UNSUPPORTED = "unsupported"
    WORSE = "worse"
    ORDERED = "ordered"
    BROKEN = "broken"


class Judgement(Protocol):
    """Whether passages bear a claim out."""

    @property
    def supported(self) -> bool:
        """Whether they do."""

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why not, in words."""


class Judge(Protocol):
    """Judges a claim against the passages that it cites."""

    def __call__(self, claim: str, passages: Sequence[str], /) -> Judgement:
        """Return the judgement; never raises for what the texts hold."""
