"""How near each piece of the scope comes to a limb, and how it states the thing: what is judged, in numbers."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from assistant.drafting.checklist_policy import ChecklistPolicy
from assistant.drafting.phrases import Phrases
from assistant.drafting.pieces import Piece
from assistant.drafting.stating import Stated, stated
from assistant.template_contracts import Limb
from assistant.wordings import Wordings
from indexer.contracts import PassageKind
from indexer.embedding import TokenVectors
from indexer.late_interaction import Span
from indexer.library import Library

Numbers = npt.NDArray[np.float32]


class Limbs:
    """Measures all pieces of a scope against one limb after another; none is left out."""

    def __init__(self, library: Library, policy: ChecklistPolicy, wordings: Wordings, pieces: Sequence[Piece]) -> None:
        self._library = library
        self._policy = policy
        self._phrases = Phrases(library, wordings)
        self.pieces = pieces

    def measured(self, limb: Limb) -> dict[str, Numbers]:
        """Return what is measured of every piece, by name, in the order of the pieces.

        ``named``: a search word of the limb stands in it or over it. ``near``: how well it meets the limb's own words,
        token by token. ``phrased`` and ``phrased_twice``: how well it meets the nearest, and the two nearest, of its
        search words. ``against``: words that show a gap stand in it. The others are those of ``Stated``.
        """
        stated_by_name = np.array(self._stated, dtype=np.float32).reshape(-1, len(Stated._fields)).T
        columns = dict(zip(Stated._fields, stated_by_name, strict=True))
        if self._policy.asking.considered.search(limb.text):
            columns |= {name: np.zeros(len(self.pieces), dtype=np.float32) for name in ("planned", "under_open")}
        return {
            "named": self._found(limb.search, self._whole),
            "against": self._found(limb.against, self._own),
            **self._near(limb),
            **columns,
        }

    def _found(self, phrases: Sequence[str], texts: Sequence[str]) -> Numbers:
        return np.array([self._phrases.stand_in(phrases, text) for text in texts], dtype=np.float32)

    @cached_property
    def _own(self) -> list[str]:
        return [piece.span.text for piece in self.pieces]

    @cached_property
    def _whole(self) -> list[str]:
        return [f"{piece.over}\n{piece.span.text}" for piece in self.pieces]

    @cached_property
    def _stated(self) -> list[Stated]:
        return [stated(piece, self._policy.stating) for piece in self.pieces]

    def _near(self, limb: Limb) -> dict[str, Numbers]:
        near, *by_phrase = self._met(self._library.tokens_of([limb.text, *limb.search]))
        phrased = np.sort(np.stack(by_phrase), axis=0)
        return {"near": near, "phrased": phrased[-1], "phrased_twice": phrased[-2:].mean(axis=0)}

    def _met(self, texts: Sequence[TokenVectors]) -> list[Numbers]:
        """Return how well each piece meets each text, token by token, rare tokens weighing more."""
        joined = TokenVectors(
            np.concatenate([text.pieces for text in texts]), np.concatenate([text.vectors for text in texts])
        )
        matches = self._library.match(joined, self._spans)
        edges = np.cumsum([len(text.pieces) for text in texts])[:-1]
        parts = zip(np.split(matches.similarity, edges, axis=1), np.split(matches.weights, edges), strict=True)
        return [part @ weights / max(float(weights.sum()), 1e-9) for part, weights in parts]

    @cached_property
    def _spans(self) -> list[Span]:
        return [self._span(piece) for piece in self.pieces]

    def _span(self, piece: Piece) -> Span:
        """Return the tokens of a piece; of a row, whose cells are embedded with their columns, all of them."""
        source, span = piece.span.source, piece.span
        if source.passage.kind is PassageKind.TABLE_ROW:
            return Span(piece.passage_id)
        before, upto = source.passage.text[: span.start], source.passage.text[: span.end]
        return Span(piece.passage_id, len(self._library.pieces_of(before)), len(self._library.pieces_of(upto)))
