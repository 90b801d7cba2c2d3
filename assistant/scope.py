"""Third step: which documents are asked about."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.context import AnswerContext
from assistant.contracts import AnswerStatus
from assistant.mentions import Mentions
from assistant.settings import ScopePolicy
from indexer.contracts import Document
from indexer.library import Library


class Scope:
    """Chooses the documents: those asked for, those that the question names or of the places it names, or all."""

    def __init__(self, library: Library, policy: ScopePolicy) -> None:
        self._library = library
        self._mentions = Mentions(library, policy)

    def __call__(self, context: AnswerContext) -> AnswerContext:
        """Return the context with its documents and, in words, what is searched."""
        documents = without_summarised(self._library.documents)
        asked = context.asked
        if asked.document:
            chosen = [d for d in self._library.documents if d.id == asked.document]
            held = f"Its documents are: {', '.join(d.id for d in self._library.documents)}"
            return self._scoped(context, chosen, f"the document '{asked.document}'", otherwise=held)
        if asked.place:
            wanted = asked.place.casefold()
            chosen = [d for d in documents if (d.metadata.place or "").casefold() == wanted]
            held = f"Its places are: {', '.join(places_of(self._library.documents)) or 'none'}"
            return self._scoped(context, chosen, f"the documents of {asked.place}", otherwise=held)
        mentioned = self._mentions(context.understood, documents)
        places = [
            place
            for place in places_of(documents)
            if re.search(rf"\b{re.escape(place)}\b", context.understood, re.I)
            and place not in {one.document.metadata.place for one in mentioned}
        ]
        if mentioned or places:
            sides = [[one.document] for one in mentioned] + [
                [d for d in documents if d.metadata.place == at] for at in places
            ]
            called = [f"'{one.document.metadata.title or one.document.id}'" for one in mentioned]
            searched = [*called, *([f"the documents of {' and '.join(places)}"] if places else [])]
            compared = tuple(tuple(document.id for document in side) for side in sides) if len(sides) > 1 else ()
            chosen = [document for side in sides for document in side]
            context = replace(context, compared=compared, named=tuple(one.phrase for one in mentioned))
            return self._scoped(context, chosen, " and ".join(searched))
        return self._scoped(context, documents, "the library")

    def _scoped(
        self, context: AnswerContext, documents: Sequence[Document], what: str, *, otherwise: str | None = None
    ) -> AnswerContext:
        """Return the context with its documents; stopped where there are none, saying what there is ``otherwise``."""
        count = f"{len(documents)} document" + ("" if len(documents) == 1 else "s")
        context = replace(context, documents=tuple(documents), searched=f"{what} ({count})")
        if documents or otherwise is None:
            return context
        return replace(context, searched=f"{what}: the library has none. {otherwise}", stopped=AnswerStatus.NOT_FOUND)


def places_of(documents: Sequence[Document]) -> list[str]:
    """Return the places of documents, each once, in order of the alphabet."""
    return sorted({document.metadata.place for document in documents if document.metadata.place})


def without_summarised(documents: Sequence[Document]) -> list[Document]:
    """Leave out our summary of a document where the original is in the library."""
    present = {document.id for document in documents}
    return [document for document in documents if document.metadata.summary_of not in present]
