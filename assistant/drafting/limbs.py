"""How near each piece of the scope comes to a limb, and how it states the thing: what is judged, in numbers."""

from collections.abc import Sequence
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from assistant.drafting.checklist_policy import ChecklistPolicy
from assistant.drafting.phrases import Phrases
from assistant.drafting.pieces import Piece
from assistant.drafting.stating import Stated, stated
from assistant.template_contracts import Limb, Role, kind_of
from assistant.templates import templates
from assistant.wordings import Wordings
from indexer.contracts import PassageKind
from indexer.dividing import labelled_text
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

        ``named``: a search word of the limb stands in it or over it. ``about``: it names the subject. ``needed``:
        it has each thing that the limb needs. ``needy``: the limb says what it needs. ``filled``: it has a cell of the
        role that shows the limb. ``near``: how well it meets the limb's own words, token by token. ``phrased`` and
        ``phrased_twice``: how well it meets the nearest, and the two nearest, of its search words. ``against``: words
        that show a gap stand in it. The others are those of ``Stated``.
        """
        columns = self._stated_for(limb)
        return {
            "named": self._found(limb.search, self._whole),
            "against": self._found(limb.against, self._own),
            **self._needed(limb, columns["presupposed"]),
            **self._near(limb),
            **columns,
        }

    def _stated_for(self, limb: Limb) -> dict[str, Numbers]:
        """Return how the pieces state things, as far as that counts for a limb."""
        values = np.array(self._stated, dtype=np.float32).reshape(-1, len(Stated._fields)).T
        columns = dict(zip(Stated._fields, values, strict=True))
        if not limb.presupposed:
            columns["presupposed"] = self._none
        if self._policy.stating.denied.search(limb.text):  # what is asked for is itself a want
            columns["denied"] = self._none
        if self._policy.asking.considered.search(limb.text):
            columns |= {"planned": self._none, "under_open": self._none}
        return columns

    def _needed(self, limb: Limb, presupposed: Numbers) -> dict[str, Numbers]:
        """Return which pieces name the subject, and which have all that is needed, some of it in their own words.

        The rest may stand over them. Where only the subject is needed it stands in the piece itself, or over one that
        presupposes it; a heading alone shows nothing.
        """
        needs = [self._spelt(group) for group in limb.needs]
        # A figure often follows in the next sentence on its subject.
        around = self._following if limb.figure else self._labelled
        over, own = (self._subject(needs, texts) for texts in (around, self._own))
        named = [(self._found(group, self._labelled), self._found(group, self._own)) for group in needs[1:]]
        if limb.figure:
            pattern = self._policy.asking.figures[limb.figure]
            counted = np.array([bool(pattern.search(text)) for text in self._own], dtype=np.float32)
            named.append((counted, counted))
        met = [np.maximum(own, over * (1 if named else presupposed)), *(stands for stands, _ in named)]
        said = np.max([own if named else met[0], *(itself for _, itself in named)], axis=0)
        return {
            "about": over,
            "needy": np.full(len(self.pieces), bool(limb.needs), dtype=np.float32),
            "needed": np.prod([*met, said], axis=0, dtype=np.float32),
            "filled": np.array([limb.role in roles for roles in self._roles], dtype=np.float32),
        }

    def _spelt(self, group: Sequence[str]) -> list[str]:
        """Return the words of a group, each kind of thing in it replaced by the words of that kind."""
        return [word for said in group for word in self._words(said)]

    def _words(self, said: str) -> Sequence[str]:
        kind = kind_of(said)
        return self._policy.asking.kinds[kind] if kind else (said,)

    def _subject(self, needs: Sequence[Sequence[str]], texts: Sequence[str]) -> Numbers:
        return self._found(needs[0], texts) if needs else 1 - self._none

    @cached_property
    def _none(self) -> Numbers:
        return np.zeros(len(self.pieces), dtype=np.float32)

    @cached_property
    def _roles(self) -> list[frozenset[Role]]:
        return [self._roles_of(piece) for piece in self.pieces]

    def _roles_of(self, piece: Piece) -> frozenset[Role]:
        columns = {cell.column for cell in piece.span.source.passage.cells if cell.column and cell.text.strip()}
        return frozenset(role for column in columns for role in _roles_named(column))

    def _found(self, phrases: Sequence[str], texts: Sequence[str]) -> Numbers:
        return np.array([self._phrases.stand_in(phrases, text) for text in texts], dtype=np.float32)

    @cached_property
    def _own(self) -> list[str]:
        return [piece.span.text for piece in self.pieces]

    @cached_property
    def _whole(self) -> list[str]:
        return [f"{piece.over}\n{piece.span.text}" for piece in self.pieces]

    @cached_property
    def _labelled(self) -> list[str]:
        return [f"{piece.label}\n{piece.span.text}" for piece in self.pieces]

    @cached_property
    def _following(self) -> list[str]:
        return [f"{piece.before}\n{text}" for piece, text in zip(self.pieces, self._labelled, strict=True)]

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
        """Return the tokens of a piece; those of a whole row are all of its passage."""
        passage, span = piece.span.source.passage, piece.span
        text, start = passage.text, span.start
        if passage.kind is PassageKind.TABLE_ROW:
            text = labelled_text(passage)
            start = text.find(span.text)
            if start < 0:  # the whole row, whose cells stand there with their columns between them
                return Span(piece.passage_id)
        before, upto = text[:start], text[: start + len(span.text)]
        return Span(piece.passage_id, len(self._library.pieces_of(before)), len(self._library.pieces_of(upto)))


@cache
def _roles_named(column: str) -> frozenset[Role]:
    """Return what a column means by the headers of the packaged templates."""
    return frozenset(named.role for template in templates().values() for named in template.columns_named(column))
