"""What the indexer says: blocks, documents, passages and the outcome of each file."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class Contract(BaseModel):
    """A frozen model that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class BlockKind(StrEnum):
    """What a reader sees on the page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"


class Cell(Contract):
    """One cell of a table row, with the name of its column where the table has one."""

    column: str | None
    text: str


class Block(Contract):
    """One piece of a document in reading order, whatever file it came from."""

    kind: BlockKind
    text: str
    level: int | None = Field(None, description="Depth of a heading, 1 the highest; null for other kinds.")
    paragraph: str | None = Field(None, description="The address that the document itself gives, such as 11.4.")
    page: int | None = Field(None, description="Page counted from 1; null where the file has no pages.")
    lead_in: str | None = Field(None, description="Words elsewhere that the block goes on from: a row's label.")
    cells: tuple[Cell, ...] = ()
    table: int | None = Field(None, description="Ordinal of the table in the document, from 1.")


class DocumentStatus(StrEnum):
    """Whether a document was adopted."""

    DRAFT = "draft"
    FINAL = "final"


class Metadata(Contract):
    """What is said of a document; null is 'not known' and is never guessed."""

    title: str | None = None
    publishers: tuple[str, ...] = ()
    place: str | None = None
    kind: str | None = None
    published: str | None = Field(None, description="A year, month or day: 2013, 2010-05 or 2013-12-08.")
    period: str | None = None
    status: DocumentStatus | None = None
    summary_of: str | None = Field(None, description="Id of the document of which this is our summary.")


MetadataValue = str | tuple[str, ...] | None


class Suggestion(Contract):
    """What a file suggests for a field of its document, and where; it counts once a person accepts it."""

    field: str
    value: str | tuple[str, ...]
    source: str = Field(description="Such as: the first page: 'May 2010'.")


class Correction(Contract):
    """What a person says of a document, by field, whatever its file says; null is 'not known'."""

    values: dict[str, MetadataValue] = {}

    def applied(self, metadata: Metadata) -> Metadata:
        """Return what is said of the document once it is corrected."""
        unknown = Metadata().model_dump()
        values = {field: unknown[field] if value is None else value for field, value in self.values.items()}
        return Metadata.model_validate(metadata.model_dump() | values)


class FieldDescription(Contract):
    """A field of a document: what stands there, and all that is known of how it came to."""

    value: MetadataValue
    corrected: bool = Field(description="Whether a person said so.")
    given: MetadataValue = Field(description="What library.yaml or the front matter says.")
    suggestion: Suggestion | None


class Description(Contract):
    """What is said of a document, field by field."""

    id: str
    source: str
    fields: dict[str, FieldDescription]
    corrections: int = Field(description="How many can be undone, one after the other.")


class Document(Contract):
    """A document of the library."""

    id: str
    metadata: Metadata
    source: str = Field(description="Name of the file it was read from.")
    sha256: str
    pages: int | None
    passages: int
    suggestions: tuple[Suggestion, ...] = Field((), description="Not part of what is known of it.")
    corrected: tuple[str, ...] = Field((), description="Fields of the metadata that a person corrected.")


class PassageKind(StrEnum):
    """The shape of a passage."""

    PARAGRAPH = "paragraph"
    LIST = "list"
    TABLE_ROW = "table_row"


class Passage(Contract):
    """The unit that is searched and cited; it never crosses a section.

    ``text`` is the source's own: list items stand on lines that begin with "- ", cells are parted by tabs.
    """

    id: str
    document_id: str
    ordinal: int
    text: str
    headings: tuple[str, ...]
    paragraph: str | None
    page: int | None
    kind: PassageKind
    cells: tuple[Cell, ...] = ()
    lead_in: str | None = None


class Hit(Contract):
    """A passage id and how near it came; higher is nearer, on the scale of the index that found it."""

    passage_id: str
    score: float


class OutcomeStatus(StrEnum):
    """What became of one file."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    SAME_DOCUMENT = "same_document"
    FAILED = "failed"


class Outcome(Contract):
    """What became of one file, and why."""

    path: str
    status: OutcomeStatus
    document_id: str | None = None
    reason: str | None = None
    passages: int = 0
    embedded: int = 0


class AddReport(Contract):
    """What one ``add`` did."""

    outcomes: tuple[Outcome, ...]
    generation: str | None
    embedded: int


class Finding(Contract):
    """One thing that ``check`` looked at."""

    name: str
    ok: bool
    detail: str
