"""What a draft and a checklist's response are; nothing in them that is not located, given by the user or marked so."""

from enum import StrEnum

from pydantic import Field

from assistant.contracts import Citation, Contract, Notice, UserText
from assistant.template_contracts import Verdict


class CellState(StrEnum):
    """Where the words of a cell come from."""

    QUOTED = "quoted"  # verbatim from the sources it cites
    NEEDED = "needed"  # no source says it: local input needed
    LOCAL = "local"  # the user's own local facts
    ADAPTED = "adapted"  # a model's wording, checked against the source and the local facts
    EDITED = "edited"  # changed by hand; the citations are those of what stood there


class Cell(Contract):
    """One cell of a draft."""

    text: str
    state: CellState
    citations: tuple[str, ...] = Field((), description="Tokens of the draft's citations.")
    before: str | None = Field(None, description="What stood here before it was adapted or edited; null where nothing.")
    notes: tuple[str, ...] = Field(
        (), description="Beside the text and never in it: what has changed since, and of which place it is a precedent."
    )


class Variant(Contract):
    """The same intention as another passage has it, where the two differ."""

    text: str
    citations: tuple[str, ...]
    differs: str = Field(description="In a few words, what is said otherwise.")


class Row(Contract):
    """One row of a draft; ``cells`` by column id. The id stays while the row is moved and edited."""

    id: str
    cells: dict[str, Cell]
    variants: tuple[Variant, ...] = ()
    place: str | None = Field(
        None, description="Of its sources; null is 'not known'. A precedent keeps its place's name."
    )


class LocalFacts(Contract):
    """What a user says of their own place; null and empty are 'not given'."""

    place: UserText | None = None
    bodies: tuple[UserText, ...] = ()
    period: UserText | None = None
    population: tuple[UserText, ...] = ()
    priorities: tuple[UserText, ...] = ()
    leads: dict[str, UserText] = Field({}, description="By theme or service, the post or body that leads.")


class DraftRequest(Contract):
    """What is to be drafted, and from which documents."""

    template: str = Field(description="Id of a packaged template, or the path of a template file.")
    theme: UserText = Field(description="Such as CAMHS; words of the user's own.")
    place: UserText | None = Field(None, description="Only documents of this place; null for all.")
    period: UserText | None = None
    documents: tuple[UserText, ...] = Field((), description="Ids; empty for all.")
    local: LocalFacts = LocalFacts()


class Adaptation(Contract):
    """What the rows of a draft were adapted with; the same is told in words by its notice."""

    place: str
    model: str = Field(description="The model that was asked, as it is set.")
    prompt: str = Field(description="SHA-256 of the prompt.")
    told: str = Field(description="Of what was left as it was, and why; empty where nothing was.")


class Draft(Contract):
    """An intention table, as it is shown, kept and exported."""

    template: str
    title: str
    request: DraftRequest
    columns: tuple[str, ...] = Field(description="Ids, in order; the keys of every row's cells.")
    titles: dict[str, str] = Field(description="By column id, the words at its head.")
    rows: tuple[Row, ...]
    citations: tuple[Citation, ...]
    notices: tuple[Notice, ...]
    searched: str = Field(description="In words, which documents were read through.")
    generation: str | None = Field(description="Of the library that it was drafted from.")
    created: str = Field(description="When, as ISO 8601 with its zone.")
    adaptation: Adaptation | None = Field(None, description="How rows were last adapted to a place; null if never.")


class Left(Contract):
    """A cell, or a whole row, that adapting left as it was, and why."""

    row: str
    column: str | None
    reason: str = Field(description="The name of the reason, as adapting.yaml has it.")
    why: str


class Adapted(Contract):
    """What came of adapting a draft: the draft, how many cells were reworded, and what was left as it was."""

    draft: Draft
    asked: int = Field(description="Rows that the model was to be asked about.")
    failed: int = Field(description="Those of them for which it gave nothing that could be read.")
    reworded: int
    left: tuple[Left, ...]
    what: str = Field(description="As the draft's history tells it.")
    told: str = Field(description="What came of it, in words.")


class Finding(Contract):
    """A located quote for, against, or merely near one limb of a question."""

    text: str
    citations: tuple[str, ...]
    limb: int = Field(description="Which limb of the question, counted from 1.")


class LimbResult(Contract):
    """What came of one limb."""

    text: str
    evidenced: bool


class Item(Contract):
    """The response to one question of a checklist."""

    number: int
    question: str
    verdict: Verdict
    reason: str = Field(description="The rule by which the verdict follows from the limbs.")
    limbs: tuple[LimbResult, ...]
    evidence: tuple[Finding, ...]
    against: tuple[Finding, ...]
    nearest: tuple[Finding, ...] = Field(description="Near misses, where a limb has no evidence; they show nothing.")
    gap: str
    next_step: str
    notes: tuple[str, ...] = ()
    edited: bool = Field(False, description="Whether a person changed the verdict, the gap or the next step.")


class ChecklistRequest(Contract):
    """Which checklist, against which documents."""

    template: str = Field(description="Id of a packaged template, or the path of a template file.")
    place: UserText | None = None
    documents: tuple[UserText, ...] = Field((), description="Ids; empty for all of the place, or all.")


class Checklist(Contract):
    """A response to a checklist, a schedule or action areas."""

    template: str
    title: str
    request: ChecklistRequest
    items: tuple[Item, ...]
    citations: tuple[Citation, ...]
    notices: tuple[Notice, ...]
    searched: str = Field(description="In words, what was read through: documents and passages.")
    generation: str | None
    created: str
