"""The part of the record that tells of documents, and of what people corrected in their metadata."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter
from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from indexer.contracts import Correction, Document, Metadata, Suggestion
from indexer.record_file import RecordFile
from indexer.tables import CorrectionRow, GenerationRevisionRow, PassageRow, RevisionRow

_Row = TypeVar("_Row")
# SQLite allows 32,766 values in one statement; far fewer keep the plan small.
_IN_ONE_QUERY = 500
SUGGESTIONS = TypeAdapter(tuple[Suggestion, ...])


class DocumentsRecord(RecordFile):
    """Each method is one transaction."""

    def documents(self, generation_id: str) -> list[Document]:
        """Return the documents of a generation by id, their metadata as it was corrected when that was built."""
        with self._session() as session:
            totals = session.execute(select(PassageRow.revision_id, func.count()).group_by(PassageRow.revision_id))
            counts: dict[str, int] = {row[0]: row[1] for row in totals}
            rows = session.execute(
                select(RevisionRow, GenerationRevisionRow.correction)
                .join(GenerationRevisionRow, GenerationRevisionRow.revision_id == RevisionRow.id)
                .where(GenerationRevisionRow.generation_id == generation_id)
                .order_by(RevisionRow.document_id)
            )
            return [_document(row, correction, counts.get(row.id, 0)) for row, correction in rows]

    def indexed_corrections(self, generation_id: str) -> dict[str, Correction]:
        """Return the corrections that a generation was built with, by document id."""
        with self._session() as session:
            rows = session.execute(
                select(RevisionRow.document_id, GenerationRevisionRow.correction)
                .join(GenerationRevisionRow, GenerationRevisionRow.revision_id == RevisionRow.id)
                .where(GenerationRevisionRow.generation_id == generation_id)
            )
            return {name: Correction.model_validate_json(body) for name, body in rows if body}

    def corrections(self) -> dict[str, Correction]:
        """Return the newest correction of each document that has one, by document id."""
        newest = select(func.max(CorrectionRow.number)).group_by(CorrectionRow.document_id)
        with self._session() as session:
            rows = session.scalars(select(CorrectionRow).where(CorrectionRow.number.in_(newest)))
            return {row.document_id: Correction.model_validate_json(row.body) for row in rows}

    def count_corrections(self, document_id: str) -> int:
        """Return how many corrections of a document can be undone."""
        with self._session() as session:
            of_it = select(func.count()).where(CorrectionRow.document_id == document_id)
            return session.execute(of_it).scalar_one()

    def correct(self, document_id: str, correction: Correction) -> None:
        """Keep a correction after those before it; readers see it after a switch."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._session() as session:
            session.add(CorrectionRow(document_id=document_id, body=correction.model_dump_json(), made_at=now))

    def undo_correction(self, document_id: str) -> None:
        """Forget the newest correction of a document, if it has one, so that the one before counts again."""
        with self._session() as session:
            of_it = select(CorrectionRow).where(CorrectionRow.document_id == document_id)
            newest = session.scalars(of_it.order_by(CorrectionRow.number.desc()).limit(1)).one_or_none()
            if newest is not None:
                session.delete(newest)


def in_generation(query: Select[_Row], generation_id: str, column: InstrumentedAttribute[str]) -> Select[_Row]:
    """Return a query that finds only what belongs to the revisions of a generation."""
    inside = select(GenerationRevisionRow.revision_id).where(GenerationRevisionRow.generation_id == generation_id)
    return query.where(column.in_(inside))


def slices(values: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield values in lots that one statement takes."""
    for start in range(0, len(values), _IN_ONE_QUERY):
        yield values[start : start + _IN_ONE_QUERY]


def _document(row: RevisionRow, body: str | None, passages: int) -> Document:
    correction = Correction.model_validate_json(body) if body else Correction()
    return Document(
        id=row.document_id,
        metadata=correction.applied(Metadata.model_validate_json(row.details)),
        source=Path(row.origin).name,
        sha256=row.sha256,
        pages=row.pages,
        passages=passages,
        suggestions=SUGGESTIONS.validate_json(row.suggestions),
        corrected=tuple(correction.values),
    )
