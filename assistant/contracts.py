"""What the assistant takes and gives. ``Answer`` is what we vouch for; nothing in it is unverified."""

import re
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


class Contract(BaseModel):
    """A frozen model that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _whole_characters(value: object) -> object:
    """Replace halves of surrogate pairs, which JSON and the command line let through and no encoding takes."""
    return re.sub("[\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", value) if isinstance(value, str) else value


UserText = Annotated[str, BeforeValidator(_whole_characters)]


class Turn(Contract):
    """One question and its answer in the conversation so far."""

    question: UserText
    answer: UserText


class Question(Contract):
    """What a user asks, and where to look."""

    text: UserText
    history: tuple[Turn, ...] = ()
    place: UserText | None = Field(None, description="Only documents of this place; null for what the question names.")
    document: UserText | None = Field(None, description="Only the document of this id.")


class AnswerStatus(StrEnum):
    """The closed set of what can come of a question."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    NOT_FOUND = "not_found"
    OUT_OF_SCOPE = "out_of_scope"
    CLARIFY = "clarify"
    BLOCKED = "blocked"
    ERROR = "error"


class NoticeKind(StrEnum):
    """What a notice warns of."""

    CURRENCY = "currency"
    DRAFT_SOURCE = "draft_source"
    CONFLICT = "conflict"
    DANGER = "danger"
    PERSONAL_DATA = "personal_data"
    UNVERIFIED = "unverified"


class Notice(Contract):
    """A warning beside an answer, or before it in the case of danger."""

    kind: NoticeKind
    text: str


class Citation(Contract):
    """Where a statement stands. ``quote`` is ``passage[start:end]``, located by us; null is 'not known'."""

    token: str = Field(
        description="S1, S2, ...: the name by which statements point here; M1, ... of what is only offered."
    )
    passage_id: str
    document_id: str
    title: str | None
    publishers: tuple[str, ...]
    published: str | None
    period: str | None = Field(None, description="The years that the document is for, in its own words.")
    document_status: str | None
    summary_of: str | None = Field(description="Id of the document of which the cited one is our summary.")
    section: str | None
    paragraph: str | None
    page: int | None
    quote: str
    passage: str
    start: int
    end: int


class Statement(Contract):
    """One thing said, and the tokens of the citations that support it."""

    text: str
    citations: tuple[str, ...]


class Mode(StrEnum):
    """How the statements were made."""

    QUOTES = "quotes"
    MODEL = "model"


class Receipt(Contract):
    """What an answer was made with: the same receipt and question, the same quoted answer."""

    generation: str = Field(description="Id of the library's generation.")
    settings: str = Field(description="SHA-256 of the settings that bear on answers.")
    policy: str = Field(description="SHA-256 of the assistant's thresholds, wordings and word lists.")
    prompt: str | None = Field(description="SHA-256 of the prompt; null without a model.")
    model: str | None = Field(description="The model that was asked, as it is set; null without one.")


class Answer(Contract):
    """A checked answer."""

    status: AnswerStatus
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    further: tuple[Citation, ...] = Field(
        (), description="Found and not used, under tokens M1, M2, ... that no statement names; these state nothing."
    )
    ordered: bool = Field(False, description="Whether the statements are steps, in the order of their document.")
    notices: tuple[Notice, ...] = ()
    mode: Mode = Mode.QUOTES
    text: str = Field(
        description="The answer in words, as it is shown: statements with their tokens, or why there are none."
    )
    question: str = Field(description="The question as it was understood, personal data masked.")
    receipt: Receipt | None = Field(None, description="What the answer was made with; null if nothing was asked.")


class ScoredPassage(Contract):
    """A passage that was found, as ``search`` shows it."""

    id: str
    document_id: str
    text: str
    heading: tuple[str, ...]
    paragraph: str | None
    page: int | None
    kind: str
    score: float
    confidence: float = Field(description="Calibrated probability that the passage holds the answer.")
