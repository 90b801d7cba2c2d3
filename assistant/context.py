"""What is handed from step to step while a question is answered."""

from dataclasses import dataclass, field
from functools import reduce

from assistant.contracts import Answer, AnswerStatus, Citation, Mode, Notice, Question
from assistant.reading import Reading
from indexer.contracts import Document, Passage


@dataclass(frozen=True)
class Candidate:
    """A passage found for a question.

    ``score`` orders; ``confidence`` is the calibrated probability that the passage holds the answer; ``cosine`` and
    ``coverage`` (the share of the question's weight in words that the passage holds) lie between 0 and 1.
    """

    passage: Passage
    document: Document
    score: float
    confidence: float
    cosine: float
    coverage: float


@dataclass(frozen=True)
class Evidence:
    """A span of a passage: ``passage.text[start:end]``."""

    candidate: Candidate
    start: int
    end: int


@dataclass(frozen=True)
class DraftStatement:
    """What a composer would like to say; nobody has checked it yet."""

    text: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class AnswerContext:
    """A question on its way to an answer; each step returns a changed copy.

    ``compared`` holds the ids of the documents of each side that a question puts beside another, ``named`` the words by
    which it calls documents: they tell where to look, not what for; ``apart`` names that the question puts side by
    side and the documents never do.
    """

    asked: Question
    understood: str
    documents: tuple[Document, ...] = ()
    compared: tuple[tuple[str, ...], ...] = ()
    named: tuple[str, ...] = ()
    searched: str = ""
    reading: Reading | None = None
    candidates: tuple[Candidate, ...] = ()
    apart: tuple[str, ...] = ()
    draft: tuple[DraftStatement, ...] = ()
    statements: tuple[tuple[str, tuple[Citation, ...]], ...] = ()
    dropped: int = 0
    notices: tuple[Notice, ...] = field(default=())
    stopped: AnswerStatus | None = None
    reply: str = ""
    further: tuple[Citation, ...] = ()
    ordered: bool = False
    mode: Mode = Mode.QUOTES
    answer: Answer | None = None

    @property
    def subject(self) -> str:
        """The question as understood, without what it calls documents by."""
        return reduce(lambda text, phrase: text.replace(phrase, " "), self.named, self.understood)
