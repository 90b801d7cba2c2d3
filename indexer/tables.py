"""The tables of the record."""

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# Raise it when a table changes: a record of another number is refused.
SCHEMA = 3


class Base(DeclarativeBase):
    """All tables of the record."""


class RevisionRow(Base):
    """One reading of one document."""

    __tablename__ = "revisions"
    id: Mapped[str] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(index=True)
    sha256: Mapped[str] = mapped_column(index=True)
    build_key: Mapped[str]
    origin: Mapped[str]
    id_given: Mapped[bool]
    details: Mapped[str]
    suggestions: Mapped[str]
    pages: Mapped[int | None]
    added_at: Mapped[str]


class BlocksRow(Base):
    """The blocks of a revision, as read."""

    __tablename__ = "blocks"
    revision_id: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[str]


class PassageRow(Base):
    """A passage of a revision, and the keys of the texts that were embedded for it: its own and where it stands."""

    __tablename__ = "passages"
    __table_args__ = (
        Index("passages_by_id", "id"),
        Index("passages_by_text", "text_key"),
        Index("passages_by_context", "context_key"),
    )
    revision_id: Mapped[str] = mapped_column(primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str]
    text_key: Mapped[str]
    context_key: Mapped[str | None]
    body: Mapped[str]


class VectorRow(Base):
    """The vectors of an embedded text: its own in little-endian float32, its tokens' in eight bits."""

    __tablename__ = "vectors"
    text_key: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    pieces: Mapped[bytes] = mapped_column(LargeBinary)
    tokens: Mapped[bytes] = mapped_column(LargeBinary)


class GenerationRow(Base):
    """A built generation of the indexes."""

    __tablename__ = "generations"
    id: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[str]


class GenerationRevisionRow(Base):
    """The revisions that a generation holds, and how their metadata stood corrected when it was built."""

    __tablename__ = "generation_revisions"
    generation_id: Mapped[str] = mapped_column(ForeignKey("generations.id"), primary_key=True)
    revision_id: Mapped[str] = mapped_column(ForeignKey("revisions.id"), primary_key=True)
    correction: Mapped[str | None]


class CorrectionRow(Base):
    """All that a person had said of a document once they had made one more correction; the newest counts."""

    __tablename__ = "corrections"
    number: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(index=True)
    body: Mapped[str]
    made_at: Mapped[str]


class StateRow(Base):
    """The pointer to the current generation."""

    __tablename__ = "state"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
