"""The part of the record that holds vectors: of passages, of what stands over them, and of their tokens."""

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt
from sqlalchemy import select
from sqlalchemy.orm import aliased

from indexer.contracts import Passage
from indexer.embedding import Vectors
from indexer.errors import LibraryDamagedError
from indexer.late_interaction import Quantised, TokenTexts
from indexer.record_documents import DocumentsRecord, slices
from indexer.tables import PassageRow, VectorRow


class VectorsRecord(DocumentsRecord):
    """Each method is one transaction."""

    def passages_with_vectors(self, revision_ids: Collection[str]) -> tuple[list[Passage], Vectors, Vectors]:
        """Return the passages of revisions in order, their vectors and those of their contexts, one row a passage.

        The row of a passage without a context is of zeros.

        Raises:
            LibraryDamagedError: a passage or its context has no vector.
        """
        context = aliased(VectorRow)
        with self._session() as session:
            rows = session.execute(
                select(PassageRow.body, VectorRow.body, context.body, PassageRow.id, PassageRow.context_key)
                .outerjoin(VectorRow, VectorRow.text_key == PassageRow.text_key)
                .outerjoin(context, context.text_key == PassageRow.context_key)
                .where(PassageRow.revision_id.in_(sorted(revision_ids)))
                .order_by(PassageRow.revision_id, PassageRow.ordinal)
            ).all()
        for _, vector, context_vector, passage_id, context_key in rows:
            self._check_vectors(
                passage_id, own=vector is not None, context=not context_key or context_vector is not None
            )
        passages = [Passage.model_validate_json(row[0]) for row in rows]
        return passages, _stacked([row[1] for row in rows]), _stacked([row[2] or bytes(len(row[1])) for row in rows])

    def token_texts(self, revision_ids: Collection[str]) -> TokenTexts:
        """Return the token vectors of the passages of revisions, in their order, and of their contexts, each once.

        Raises:
            LibraryDamagedError: a passage or its context has no vectors.
        """
        with self._session() as session:
            rows = session.execute(
                select(PassageRow.text_key, PassageRow.context_key, PassageRow.id)
                .where(PassageRow.revision_id.in_(sorted(revision_ids)))
                .order_by(PassageRow.revision_id, PassageRow.ordinal)
            ).all()
            keys = list(dict.fromkeys(key for own, context, _ in rows for key in (own, context) if key))
            bodies: dict[str, tuple[bytes, bytes]] = {}
            for some in slices(keys):
                found = select(VectorRow.text_key, VectorRow.tokens, VectorRow.pieces)
                for key, tokens, pieces in session.execute(found.where(VectorRow.text_key.in_(some))):
                    bodies[key] = tokens, pieces
        for own, context, passage_id in rows:
            self._check_vectors(passage_id, own=own in bodies, context=not context or context in bodies)
        position = {key: number for number, key in enumerate(keys)}
        return TokenTexts(
            tokens=[_tokens(*bodies[key]) for key in keys],
            own=[position[own] for own, _, _ in rows],
            context=[position[context] if context else -1 for _, context, _ in rows],
        )

    def _check_vectors(self, passage_id: str, *, own: bool, context: bool) -> None:
        if not own:
            raise LibraryDamagedError(f"Passage {passage_id} has no vector in {self.path}; add its file again.")
        if not context:
            raise LibraryDamagedError(
                f"The context of passage {passage_id} has no vector in {self.path}; add its file again."
            )


def _stacked(bodies: Sequence[bytes]) -> Vectors:
    stacked = np.frombuffer(b"".join(bodies), dtype="<f4").astype(np.float32)
    return stacked.reshape(len(bodies), -1) if bodies else stacked.reshape(0, 0)


def _tokens(tokens: bytes, pieces: bytes) -> tuple[Quantised, npt.NDArray[np.int32]]:
    own = np.frombuffer(pieces, dtype="<i4").astype(np.int32)
    return np.frombuffer(tokens, dtype=np.int8).reshape(len(own), -1 if len(own) else 0), own
