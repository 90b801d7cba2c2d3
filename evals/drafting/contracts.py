"""What the gold of drafts and checklists says, and what is measured with it."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StrictBool, StrictInt, model_validator

from assistant.template_contracts import Verdict
from evals.contracts import Contract, Gold, Ratio, Split, Words

CellWords = Annotated[tuple[Words, ...], Field(min_length=1)] | None


class ExpectedRow(Contract):
    """A row that a careful officer expects: an intention, an action or a milestone of a source.

    ``sources`` are the places where the same intention stands; where there are several, the draft joins them.
    ``cells`` has the words that must stand in a cell, or null where the source says nothing.
    """

    id: Words
    required: StrictBool = Field(description="False for a row that is fair to have and no fault to leave out.")
    sources: tuple[Gold, ...] = Field(min_length=1)
    cells: dict[Words, CellWords] = Field({}, description="By column id or role.")

    @property
    def is_duplicate(self) -> bool:
        """Tell whether the intention stands in more than one place."""
        return len(self.sources) > 1


class WrongRow(Contract):
    """What must not come into a draft: off the theme, or of another place."""

    why: Words
    document: Words | None = Field(None, description="Of the row's citations; null for any.")
    words: tuple[Words, ...] = Field((), description="All stand in the row; empty for any row of the document.")

    @model_validator(mode="after")
    def _says_which(self) -> Self:
        if not (self.document or self.words):
            raise ValueError("a wrong row is known by its document, by its words, or by both")
        return self


class DraftCase(Contract):
    """A draft that is asked for, and the rows that it must, may and must not have."""

    id: Words
    split: Split
    template: Words
    theme: Words
    place: Words | None = None
    rows: tuple[ExpectedRow, ...] = Field(description="Empty where no document has an intention for the theme.")
    never: tuple[Words, ...] = Field((), description="Names of the lists of wrong rows that hold here too.")
    wrong: tuple[WrongRow, ...] = ()


class ExpectedLimb(Contract):
    """Whether one limb of a question is evidenced, with every passage that shows it or speaks against it."""

    evidenced: StrictBool
    evidence: tuple[Gold, ...] = ()
    against: tuple[Gold, ...] = ()

    @model_validator(mode="after")
    def _has_evidence(self) -> Self:
        if self.evidenced is not bool(self.evidence):
            raise ValueError("a limb that is evidenced names its evidence, and no other does")
        return self


class ExpectedItem(Contract):
    """The verdict on one question, by its limbs in the template's order."""

    number: StrictInt
    split: Split
    verdict: Verdict
    limbs: tuple[ExpectedLimb, ...] = Field(min_length=1)
    note: Words | None = Field(None, description="Why an officer decides so, where it is not plain.")


class ChecklistCase(Contract):
    """A template answered from the documents of one place."""

    id: Words
    template: Words
    place: Words
    documents: tuple[Words, ...] = Field(min_length=1, description="Those of the place; any other is another place's.")
    items: tuple[ExpectedItem, ...] = Field(min_length=1)


class Measure(StrEnum):
    """What is measured: a share of things, pooled over the cases."""

    ROW_RECALL = "required rows found"
    WRONG_ROWS = "rows that are wrong"
    EXPECTED_ROWS = "rows that were expected"
    NEAR_ROWS = "rows from a passage of an expected one"
    ROWS_APART = "rows that are not fused"
    CELLS_RIGHT = "cells right"
    BLANKS_KEPT = "blank where the source is silent"
    CELLS_LOCATED = "cells with a located citation"
    DUPLICATES_JOINED = "duplicates joined"
    SOURCES_CITED = "places of a duplicate cited"
    EMPTY_KEPT = "no rows where no document has any"
    AGREEMENT = "verdicts agreed"
    ALWAYS_PARTIAL = "verdicts agreed by always saying partial"
    LIMB_AGREEMENT = "limbs agreed"
    LIMBS_ALL_SHOWN = "limbs agreed by always saying evidenced"
    EVIDENCE_RECALL = "evidenced limbs with gold evidence"
    PASSAGE_RECALL = "gold passages quoted"
    AGAINST_RECALL = "gold passages against quoted"
    OTHER_PLACE = "findings from another place"
    FINDINGS_LOCATED = "findings with a located citation"

    @property
    def lower_is_better(self) -> bool:
        """Tell whether 0 is the best value."""
        return self in {Measure.WRONG_ROWS, Measure.OTHER_PLACE}


class Tally(Contract):
    """How many things of how many, in one case, and which of them need a person's eye."""

    measure: Measure
    case: str
    count: int
    total: int
    notes: tuple[str, ...] = ()


class MeasureSummary(Contract):
    """A share over all things of all cases, with the 95 % interval of a bootstrap over the cases."""

    measure: Measure
    count: int
    total: int
    share: Ratio


class DraftingRecord(Contract):
    """Everything that one run measured."""

    created: str
    subject: str = Field(description="drafts or checklists.")
    split: Split
    generation: str | None
    cases: int
    summaries: tuple[MeasureSummary, ...]
    tallies: tuple[Tally, ...]
    errors: dict[str, str] = Field(description="Why a case could not be run, by id.")
