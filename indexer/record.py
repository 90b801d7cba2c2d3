"""The record: revisions, blocks, passages, vectors, and which generation of indexes holds them."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from pydantic import Field
from sqlalchemy import CompoundSelect, delete, select, union, update
from sqlalchemy.orm import Session

from indexer.contracts import Block, Contract, Correction, Metadata, Passage, Suggestion
from indexer.embedding import Vectors
from indexer.late_interaction import Quantised
from indexer.record_documents import SUGGESTIONS, in_generation, slices
from indexer.record_vectors import VectorsRecord
from indexer.tables import (
    BlocksRow,
    CorrectionRow,
    GenerationRevisionRow,
    GenerationRow,
    PassageRow,
    RevisionRow,
    StateRow,
    VectorRow,
)


class TextKeys(NamedTuple):
    """The keys of what is embedded for a passage: its own text, and its headings and lead-in where it has any."""

    own: str
    context: str | None


class Embedded(NamedTuple):
    """What the model makes of a text: its vector, and its word pieces with their quantised vectors."""

    vector: Vectors
    pieces: npt.NDArray[np.int32]
    tokens: Quantised


class Revision(Contract):
    """One reading of one document; a generation of the indexes is a set of revisions."""

    id: str
    document_id: str
    sha256: str
    build_key: str
    origin: str
    id_given: bool = Field(False, description="Whether the id was given; otherwise it is made of the file's name.")
    metadata: Metadata
    suggestions: tuple[Suggestion, ...] = ()


class Generation(Contract):
    """Indexes built from a set of revisions, and what they were built with."""

    id: str
    build_key: str
    model_name: str
    model_key: str


class Record(VectorsRecord):
    """Each method is one transaction."""

    def current(self) -> Generation | None:
        """Return the generation that readers use."""
        with self._session() as session:
            row = session.execute(
                select(GenerationRow)
                .join(StateRow, StateRow.value == GenerationRow.id)
                .where(StateRow.name == "current")
            ).scalar_one_or_none()
            return Generation.model_validate_json(row.body) if row else None

    def generation_ids(self) -> set[str]:
        """Return the ids of the current generation and of the one before it."""
        with self._session() as session:
            return set(session.scalars(select(GenerationRow.id)))

    def revisions(self, generation_id: str) -> dict[str, Revision]:
        """Return the revisions of a generation by document id."""
        with self._session() as session:
            rows = session.scalars(in_generation(select(RevisionRow), generation_id, RevisionRow.id))
            return {row.document_id: _revision(row) for row in rows}

    def kept_revisions(self, sha256: str, build_key: str) -> list[Revision]:
        """Return the revisions, in use or not, that were read from the same bytes with the same settings."""
        with self._session() as session:
            rows = session.scalars(
                select(RevisionRow).where(RevisionRow.sha256 == sha256, RevisionRow.build_key == build_key)
            )
            return [_revision(row) for row in rows]

    def known_texts(self, keys: Collection[str]) -> set[str]:
        """Return those of the text keys that have a vector."""
        found: set[str] = set()
        with self._session() as session:
            for some in slices(sorted(keys)):
                found.update(session.scalars(select(VectorRow.text_key).where(VectorRow.text_key.in_(some))))
        return found

    def save_revision(
        self,
        revision: Revision,
        pages: int | None,
        blocks: Sequence[Block],
        passages: Sequence[tuple[Passage, TextKeys]],
        vectors: Mapping[str, Embedded],
    ) -> None:
        """Keep one reading of a document whole, with the vectors that are new; nobody reads it before a switch."""
        with self._session() as session:
            _delete_revisions(session, [revision.id])
            session.add(
                RevisionRow(
                    id=revision.id,
                    document_id=revision.document_id,
                    sha256=revision.sha256,
                    build_key=revision.build_key,
                    origin=revision.origin,
                    id_given=revision.id_given,
                    details=revision.metadata.model_dump_json(),
                    suggestions=SUGGESTIONS.dump_json(revision.suggestions).decode(),
                    pages=pages,
                    added_at=datetime.now(UTC).isoformat(timespec="seconds"),
                )
            )
            session.add(
                BlocksRow(revision_id=revision.id, body=json.dumps([b.model_dump(mode="json") for b in blocks]))
            )
            session.add_all(
                PassageRow(
                    revision_id=revision.id,
                    ordinal=passage.ordinal,
                    id=passage.id,
                    text_key=keys.own,
                    context_key=keys.context,
                    body=passage.model_dump_json(),
                )
                for passage, keys in passages
            )
            for key, vector in vectors.items():
                session.merge(
                    VectorRow(
                        text_key=key,
                        body=np.asarray(vector.vector, dtype="<f4").tobytes(),
                        pieces=np.asarray(vector.pieces, dtype="<i4").tobytes(),
                        tokens=vector.tokens.tobytes(),
                    )
                )

    def set_origin(self, revision_id: str, origin: str) -> None:
        """Note where the file of a revision now lies."""
        with self._session() as session:
            session.execute(update(RevisionRow).where(RevisionRow.id == revision_id).values(origin=origin))

    def blocks(self, revision_id: str) -> tuple[list[Block], int | None]:
        """Return the blocks and the number of pages of a revision."""
        with self._session() as session:
            body = session.execute(select(BlocksRow.body).where(BlocksRow.revision_id == revision_id)).scalar_one()
            pages = session.execute(select(RevisionRow.pages).where(RevisionRow.id == revision_id)).scalar_one()
            return [Block.model_validate(block) for block in json.loads(body)], pages

    def passages(self, generation_id: str, ids: Sequence[str] | None = None) -> list[Passage]:
        """Return passages of a generation: those with the ids, in their order, or all in document order."""
        found: list[Passage] = []
        with self._session() as session:
            query = in_generation(select(PassageRow.body), generation_id, PassageRow.revision_id)
            if ids is None:
                rows = session.scalars(query.order_by(PassageRow.revision_id, PassageRow.ordinal))
                return [Passage.model_validate_json(body) for body in rows]
            for some in slices(list(ids)):
                found.extend(
                    Passage.model_validate_json(body) for body in session.scalars(query.where(PassageRow.id.in_(some)))
                )
        by_id = {passage.id: passage for passage in found}
        return [by_id[passage_id] for passage_id in ids if passage_id in by_id]

    def switch(
        self,
        generation: Generation,
        revision_ids: Collection[str],
        *,
        keep_previous: bool,
        corrections: Mapping[str, Correction] | None = None,
    ) -> None:
        """Make a built generation current and forget what no kept generation holds, in one transaction.

        ``corrections`` are those that it was built with, by revision id.
        """
        bodies = {name: correction.model_dump_json() for name, correction in (corrections or {}).items()}
        with self._session() as session:
            previous = session.execute(select(StateRow.value).where(StateRow.name == "current")).scalar_one_or_none()
            session.add(GenerationRow(id=generation.id, body=generation.model_dump_json()))
            session.flush()
            session.add_all(
                GenerationRevisionRow(generation_id=generation.id, revision_id=r, correction=bodies.get(r))
                for r in revision_ids
            )
            session.merge(StateRow(name="current", value=generation.id))
            session.flush()
            kept = {generation.id, previous} if keep_previous and previous else {generation.id}
            session.execute(delete(GenerationRevisionRow).where(GenerationRevisionRow.generation_id.not_in(kept)))
            session.execute(delete(GenerationRow).where(GenerationRow.id.not_in(kept)))
            used = select(GenerationRevisionRow.revision_id)
            _delete_revisions(session, session.scalars(select(RevisionRow.id).where(RevisionRow.id.not_in(used))).all())
            session.execute(
                delete(CorrectionRow).where(CorrectionRow.document_id.not_in(select(RevisionRow.document_id)))
            )
            used_texts: CompoundSelect[tuple[str | None]] = union(
                select(PassageRow.text_key), select(PassageRow.context_key).where(PassageRow.context_key.is_not(None))
            )
            session.execute(delete(VectorRow).where(VectorRow.text_key.not_in(used_texts)))


def _revision(row: RevisionRow) -> Revision:
    return Revision(
        id=row.id,
        document_id=row.document_id,
        sha256=row.sha256,
        build_key=row.build_key,
        origin=row.origin,
        id_given=row.id_given,
        metadata=Metadata.model_validate_json(row.details),
        suggestions=SUGGESTIONS.validate_json(row.suggestions),
    )


def _delete_revisions(session: Session, revision_ids: Sequence[str]) -> None:
    for some in slices(revision_ids):
        for table, column in (
            (PassageRow, PassageRow.revision_id),
            (BlocksRow, BlocksRow.revision_id),
            (RevisionRow, RevisionRow.id),
        ):
            session.execute(delete(table).where(column.in_(some)))
