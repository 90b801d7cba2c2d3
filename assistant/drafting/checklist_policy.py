"""The policy of checklists: how evidence is known, weighed and worded."""

from functools import cache

from pydantic import ConfigDict, Field

from assistant.contracts import Contract
from assistant.drafting.policy import Pattern
from assistant.template_contracts import Figure, Kind, Verdict
from assistant.validated_yaml import read_beside


class _Patterned(Contract):
    """A part of the policy that holds patterns, which are no pydantic types."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class PiecesPolicy(Contract):
    """What is read as one piece."""

    most_row_words: int
    least_words: int
    least_row_words: int


class StatingPolicy(_Patterned):
    """How a piece's words and headings show whether a thing is, is planned or is lacking."""

    planned: Pattern
    resolved: Pattern
    presupposed: Pattern
    imperative: Pattern
    shown: Pattern
    figure: Pattern
    lacking: Pattern
    denied: Pattern
    elsewhere: Pattern
    open_headings: Pattern
    open_columns: Pattern
    closed_headings: Pattern
    wished_headings: Pattern
    other_columns: Pattern
    other_headings: Pattern


class AskingPolicy(_Patterned):
    """What a limb asks for beyond its subject."""

    considered: Pattern
    figures: dict[Figure, Pattern]
    kinds: dict[Kind, tuple[str, ...]] = Field(description="The words of each kind of thing.")


class JudgingPolicy(Contract):
    """How near a piece must come, in log odds, and how many are shown."""

    intercept: float
    weights: dict[str, float] = Field(description="By feature of a piece.")
    evidence_needed: float = Field(description="For limbs whose template says what they need.")
    evidence: float
    slack: float
    mixed: float = Field(description="What a sentence loses that tells what is and what is to come.")
    most_evidence: int
    against_needed: float = Field(description="For limbs whose template says what they need.")
    against: float
    most_against: int
    nearest: float
    most_nearest: int


class ChecklistPolicy(_Patterned):
    """All of it; the reasons stand in checklist_policy.yaml."""

    reading: PiecesPolicy
    stating: StatingPolicy
    asking: AskingPolicy
    judging: JudgingPolicy
    verdicts: dict[Verdict, str]
    wordings: dict[str, str]
    progress: dict[str, str]


@cache
def load_checklist_policy() -> ChecklistPolicy:
    """Read checklist_policy.yaml beside this module.

    Raises:
        PolicyError: naming the field that is wrong.
    """
    return read_beside(__file__, "checklist_policy.yaml", ChecklistPolicy)
