"""Where an answer or a draft quotes one side of a known conflict, all sides are quoted, and none is preferred."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.conflicts import Conflict, Conflicts, Mention
from assistant.context import AnswerContext
from assistant.contracts import Citation, Notice, NoticeKind
from assistant.instructions import instruction_in
from assistant.retrieve import section_of
from assistant.scope import without_summarised
from assistant.settings import Policy
from indexer.contracts import Document, Passage
from indexer.dividing import labelled_text
from indexer.library import Library


@dataclass(frozen=True)
class Located:
    """A side of a conflict where a document of the library puts it; the quote stands so in the passage or over it."""

    conflict: Conflict
    side: int
    mention: Mention
    document: Document
    passage: Passage
    quote: str


def located(conflicts: Conflicts, documents: Sequence[Document], passages: Iterable[Passage]) -> Iterator[Located]:
    """Yield each place at which one of the documents puts a side of a conflict, in the order of the passages."""
    by_id = {document.id: document for document in documents}
    headings: set[tuple[int, str]] = set()
    told: dict[str, list[tuple[Conflict, int, Mention]]] = {}
    for conflict in conflicts.conflicts:
        for side, mentions in enumerate(conflict.sides):
            for mention in mentions:
                for document in mention.documents:
                    told.setdefault(document, []).append((conflict, side, mention))
    for passage in passages:
        for conflict, side, mention in told.get(passage.document_id, ()):
            for quote in mention.quotes_in(passage, conflicts.aside):
                # Every passage under a heading has it; an order to a program is quoted nowhere.
                seen = mention.in_heading and (id(mention), quote) in headings
                headings.add((id(mention), quote))
                if not seen and instruction_in(quote) is None and passage.document_id in by_id:
                    yield Located(conflict, side, mention, by_id[passage.document_id], passage, quote)


class Differing:
    """The sides of known conflicts that a library holds, and the notice that quotes them beside each other."""

    def __init__(self, library: Library, policy: Policy, conflicts: Conflicts) -> None:
        """Keep the library, in which the sides are looked up once for each of its generations."""
        self._library = library
        self._policy = policy
        self._conflicts = conflicts
        self._found: tuple[str, dict[str, list[Located]]] = ("", {})

    def quoted_in(self, citations: Iterable[Citation]) -> list[list[Located]]:
        """Return the sides that quotes put themselves, taken together by what they are about, in the quotes' order."""
        cited: dict[str, list[Located]] = {}
        for citation in citations:
            for one in self._quoted_by(citation):
                cited.setdefault(one.conflict.about, []).append(one)
        return list(cited.values())

    def notice(self, quoted: Sequence[Located]) -> Notice | None:
        """Return the sides of a conflict quoted one after the other; nothing where the library holds no other side."""
        first = quoted[0]
        shown = {document.id for document in without_summarised(self._library.documents)}
        others = [one for one in self._sides()[first.conflict.about] if one.document.id in shown]
        # What is quoted already comes first, then what the same document says elsewhere.
        ordered = [*quoted, *sorted(others, key=lambda one: one.document.id != first.document.id)]
        sides: dict[int, Located] = {}
        for one in ordered:
            sides.setdefault(one.side, one)
        if len(sides) < 2:
            return None
        quotes = " ".join(self._quote(number, side) for number, side in enumerate(sides.values(), 1))
        text = self._policy.notices["conflict"].format(about=first.conflict.about, sides=quotes)
        return Notice(kind=NoticeKind.CONFLICT, text=text)

    def notices(self, citations: Iterable[Citation]) -> tuple[Notice, ...]:
        """Return a notice for each conflict of which a draft quotes a side; in a draft every cell is asked for."""
        return tuple(notice for quoted in self.quoted_in(citations) if (notice := self.notice(quoted)))

    def _quoted_by(self, citation: Citation) -> list[Located]:
        """Return the sides that a quote puts itself; what only stands near it in its passage is not meant."""
        in_passage = (one for sides in self._sides().values() for one in sides if one.passage.id == citation.passage_id)
        return [
            one
            for one in in_passage
            if not one.mention.in_heading
            and one.mention.is_said_in(citation.quote)
            and (one.quote in citation.quote or citation.quote in one.quote)
        ]

    def _quote(self, number: int, one: Located) -> str:
        said, wording = one.document.metadata, self._policy.conflicts
        where = one.passage.paragraph or (section_of(one.passage) if not one.mention.in_heading else None)
        quote = one.quote
        if quote == one.passage.text:
            quote = "\n".join(filter(None, (one.passage.lead_in, labelled_text(one.passage))))
        return wording.side.format(
            number=number,
            quote=" ".join(quote.split()),
            title=said.title or one.document.id,
            where=f"; {where}" if where else "",
            published=said.published or wording.undated,
        )

    def _sides(self) -> dict[str, list[Located]]:
        """Return the sides that the library holds, by what they are about; read once for a generation."""
        generation, sides = self._found
        if generation != self._library.generation or not generation:
            sides = {}
            generation = self._library.generation
            for one in located(self._conflicts, self._library.documents, self._library.all_passages()):
                sides.setdefault(one.conflict.about, []).append(one)
            self._found = (generation, sides)
        return sides


class TellConflicts:
    """Adds a notice for each known conflict of which an answer quotes a side and the library holds another."""

    def __init__(self, library: Library, policy: Policy, differing: Differing) -> None:
        """Keep what knows the sides; the library turns a question into what it is compared by."""
        self._library = library
        self._policy = policy.conflicts
        self._differing = differing
        self._vectors: dict[str, list[float]] = {}

    def __call__(self, context: AnswerContext) -> AnswerContext:
        """Return the context with its notices of conflict, those on what is said first before the others."""
        quoted = self._differing.quoted_in(_citations(context))
        near = [found for found in quoted if self._is_asked(found[0].conflict.about, context)]
        notices = [notice for found in near if (notice := self._differing.notice(found))]
        return replace(context, notices=(*context.notices, *notices[: self._policy.most]))

    def _is_asked(self, about: str, context: AnswerContext) -> bool:
        """Tell whether a question comes near to what a conflict is about."""
        query = context.reading.query if context.reading else self._library.encode(context.understood)
        if about not in self._vectors:
            self._vectors[about] = self._library.encode(about).vector
        one, other = np.asarray(query.vector), np.asarray(self._vectors[about])
        length = float(np.linalg.norm(one) * np.linalg.norm(other))
        return length > 0 and float(one @ other) / length >= self._policy.near


def _citations(context: AnswerContext) -> Iterator[Citation]:
    return (citation for _, cited in context.statements for citation in cited)
