"""What an evaluation takes and gives: cases, scores, summaries and the record of a run."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True, strict=True)]


Kind = Literal[
    "comparison", "definition", "fact", "follow_up", "how_to", "list", "number", "table", "when", "who", "unanswerable"
]

Flavour = Literal["absent", "elsewhere", "false_premise", "off_topic"]


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


class Format(StrEnum):
    """The kind of file that the source documents are read from."""

    TEXT = "text"
    PDF = "pdf"
    DOCX = "docx"


class Metric(StrEnum):
    """What is measured, a value from 0 to 1 a case."""

    HIT = "hit@5"
    RECIPROCAL_RANK = "rr@10"
    CITATION_HIT = "citation_hit"
    FACT_RECALL = "fact_recall"
    QUOTES_LOCATED = "quotes_located"
    REFUSAL = "refusal"
    FALSE_REFUSAL = "false_refusal"
    SIDES_CITED = "sides_cited"
    CONFLICT_NOTICE = "conflict_notice"
    REFUSED_OR_CORRECTED = "refused_or_corrected"

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
    kind: Kind
    wording: Literal["spoken", "document"] = Field(
        description="In everyday words, or in the terms that the documents themselves use."
    )
    history: tuple[tuple[Words, Words], ...] = Field((), description="Question and answer of each turn before.")
    question: Words
    gold: tuple[Gold, ...] = Field(description="Any one of them will do; none where the library cannot answer.")
    facts: tuple[Annotated[tuple[Words, ...], Field(min_length=1)], ...] = Field(description="Wordings of each fact.")
    flavour: Flavour | None = Field(None, description="Why the library cannot answer; null where it can.")
    corrected_by: tuple[Gold, ...] = Field((), description="Passages that put a false premise right, if there are any.")
    conflict: bool | None = Field(
        None, description="Whether sources differ on the answer; false where they only seem to, null where not asked."
    )

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        whole = not self.gold and not self.facts if self.kind == "unanswerable" else bool(self.gold and self.facts)
        if not whole:
            raise ValueError("an unanswerable case has neither gold nor facts, any other has both")
        if self.kind == "follow_up" and not self.history:
            raise ValueError("a follow-up has a history")
        return self

    @model_validator(mode="after")
    def _is_marked_where_it_fits(self) -> Self:
        if self.flavour and self.answerable:
            raise ValueError("only an unanswerable case has a flavour")
        if self.corrected_by and self.flavour != "false_premise":
            raise ValueError("only a false premise is put right by passages")
        if self.conflict is not None and not self.answerable:
            raise ValueError("an unanswerable case has nothing to be in conflict")
        if (self.kind == "comparison" or self.conflict) and len(self.sides) < 2:
            raise ValueError("a comparison has gold in two documents, a conflict in two documents or passages")
        return self

    @property
    def answerable(self) -> bool:
        """Tell whether the documents hold an answer."""
        return bool(self.gold)

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents that hold an answer."""
        return tuple(sorted({gold.document for gold in self.gold}))

    @property
    def sides(self) -> tuple[tuple[Gold, ...], ...]:
        """The golds of each side: one a document; in a conflict within one document, one a gold."""
        if self.conflict and len(self.documents) == 1:
            return tuple((gold,) for gold in self.gold)
        return tuple(tuple(gold for gold in self.gold if gold.document == name) for name in self.documents)

    @property
    def traits(self) -> tuple[str, ...]:
        """What else than its kind a case is told apart by in reports."""
        turned = "unanswerable: follow_up" if self.kind == "unanswerable" else "change of subject"
        marks = {
            f"unanswerable: {self.flavour}": self.flavour is not None,
            turned: bool(self.history) and self.kind != "follow_up",
            "conflict": self.conflict is True,
            "no conflict": self.conflict is False,
        }
        return tuple(name for name, holds in marks.items() if holds)


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


class Ratio(Contract):
    """A ratio of two paired series of n values, with the 95 % interval of a bootstrap over the pairs."""

    value: float | None
    low: float | None
    high: float | None
    n: int


class Rule(StrEnum):
    """When a text that was found counts as gold; our own summaries, which have other words, by the address alone."""

    WORDS = "words"
    ADDRESS = "address and words"

    @property
    def meaning(self) -> str:
        """The rule in a sentence."""
        said = "every identifying word or phrase of one gold stands in the text, headings included, of its document"
        return said if self is Rule.WORDS else f"{said}, and the gold's address stands over it or in it"


class Placing(Contract):
    """Where the first gold text of a case stood in what a system found."""

    case: str
    rank: int | None = Field(description="Counted from 1; null where it is not among the texts that were found.")
    early: bool = Field(description="Whether a gold text stands within the first 500 words read.")
    first: str = Field(description="Where the text that stood first comes from; empty where nothing was found.")


class Ranking(Contract):
    """What one system found for the cases, judged by one rule."""

    system: str
    rule: Rule
    depth: int = Field(description="At most this many texts were asked for.")
    texts: int | None = Field(description="How many texts it chose from; null where that was not counted.")
    holding: int | None = Field(description="Of how many cases any of those texts is gold: what could be found.")
    placings: tuple[Placing, ...]


class RunRequest(Contract):
    """What is to be measured."""

    library: LibraryChoice | None = Field(None, description="Null for the library that lives in ``data``.")
    data: Path | None = None
    format: Format = Format.TEXT
    split: Split = Split.TEST
    suites: tuple[Suite, ...] = tuple(Suite)
    baselines: bool = True

    @property
    def name(self) -> str:
        """The name of the library in reports: that of the text files is bare."""
        name = self.library or "data"
        return name if self.format is Format.TEXT else f"{name}-{self.format}"

    @property
    def has_baselines(self) -> bool:
        """Tell whether the baselines are to be run; they need the source documents themselves, as text."""
        seeds = self.library is LibraryChoice.SEEDS and self.data is None and self.format is Format.TEXT
        return self.baselines and seeds and Suite.RETRIEVAL in self.suites


class RunRecord(Contract):
    """Everything that one run measured, and with what."""

    created: str
    library: str
    generation: str
    settings: dict[str, str] = Field(description="The embedding model; digests of policies, code and cases.")
    suites: tuple[Suite, ...]
    split: Split
    summaries: tuple[Summary, ...]
    by_kind: dict[str, tuple[Summary, ...]] = Field(description="Of each kind, and of each trait across kinds.")
    by_document: dict[str, tuple[Summary, ...]]
    scores: tuple[Score, ...]
    errors: dict[str, str] = Field(description="Why a case could not be run, by id; its scores are unscored.")
    rankings: tuple[Ranking, ...] = Field((), description="Ours first, then the baselines, if they were run.")
    without_gold: tuple[str, ...] = Field((), description="Cases of which no passage of the library is gold.")
