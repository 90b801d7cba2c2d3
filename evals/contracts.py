"""What an evaluation takes and gives: cases, scores, summaries and the record of a run."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True, strict=True)]


class Contract(BaseModel):
    """A frozen model that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Split(StrEnum):
    """What a case is for: ``dev`` to work with, ``test`` to report; nothing is fitted on test."""

    DEV = "dev"
    TEST = "test"


class Suite(StrEnum):
    """What is asked of the assistant: to find passages, or to answer."""

    RETRIEVAL = "retrieval"
    ANSWERS = "answers"


class LibraryChoice(StrEnum):
    """The five source documents beside the project, or the starter library within it."""

    SEEDS = "seeds"
    STARTER = "starter"


class Metric(StrEnum):
    """What is measured, a value from 0 to 1 a case."""

    HIT = "hit@5"
    RECIPROCAL_RANK = "rr@10"
    CITATION_HIT = "citation_hit"
    FACT_RECALL = "fact_recall"
    QUOTES_LOCATED = "quotes_located"
    REFUSAL = "refusal"
    FALSE_REFUSAL = "false_refusal"

    @property
    def lower_is_better(self) -> bool:
        """Tell whether 0 is the best value."""
        return self is Metric.FALSE_REFUSAL

    @property
    def suite(self) -> Suite:
        """The suite that measures it."""
        return Suite.RETRIEVAL if self in {Metric.HIT, Metric.RECIPROCAL_RANK} else Suite.ANSWERS

    @property
    def label(self) -> str:
        """The name of its mean."""
        return "MRR@10" if self is Metric.RECIPROCAL_RANK else self.value


class Gold(Contract):
    """A passage that answers a case: its document, and words that all stand in it."""

    document: Words
    address: Words | None = Field(description="Where the document itself says it stands; null where it does not.")
    words: tuple[Words, ...] = Field(min_length=1)


class Case(Contract):
    """A question, the passages that answer it, and what an answer must say."""

    id: Words
    split: Split
    persona: Literal["commissioner", "officer", "gp"]
    kind: Literal[
        "comparison", "definition", "fact", "how_to", "list", "number", "table", "when", "who", "unanswerable"
    ]
    question: Words
    gold: tuple[Gold, ...] = Field(description="Any one of them will do; none where the library cannot answer.")
    facts: tuple[Annotated[tuple[Words, ...], Field(min_length=1)], ...] = Field(description="Wordings of each fact.")

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        whole = not self.gold and not self.facts if self.kind == "unanswerable" else bool(self.gold and self.facts)
        if not whole:
            raise ValueError("an unanswerable case has neither gold nor facts, any other has both")
        return self

    @property
    def answerable(self) -> bool:
        """Tell whether the documents hold an answer."""
        return bool(self.gold)

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents that hold an answer."""
        return tuple(sorted({gold.document for gold in self.gold}))


class Score(Contract):
    """The value of a metric for a case; None is 'unscored' and is never counted as zero."""

    metric: Metric
    case: str
    value: float | None = Field(ge=0, le=1)
    explanation: str


class Summary(Contract):
    """The mean of a metric over the scored cases, with the 95 % interval of a bootstrap over them."""

    metric: Metric
    n: int
    value: float | None
    low: float | None
    high: float | None
    unscored: int


class RunRecord(Contract):
    """Everything that one run measured, and with what."""

    created: str
    library: str
    generation: str
    settings: dict[str, str] = Field(description="The embedding model; digests of policies, code and cases.")
    suites: tuple[Suite, ...]
    split: Split
    summaries: tuple[Summary, ...]
    by_kind: dict[str, tuple[Summary, ...]]
    by_document: dict[str, tuple[Summary, ...]]
    scores: tuple[Score, ...]
    errors: dict[str, str] = Field(description="Why a case could not be run, by id; its scores are unscored.")
