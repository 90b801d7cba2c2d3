"""Third step: which documents are asked about."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.context import AnswerContext
from assistant.contracts import AnswerStatus
from indexer.contracts import Document
from indexer.library import Library


class Scope:
    """Chooses the documents: those asked for, or of the places that the question names, or all."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def __call__(self, context: AnswerContext) -> AnswerContext:
        """Return the context with its documents and, in words, what is searched."""
        documents = _without_summarised(self._library.documents)
        asked = context.asked
        if asked.document:
            chosen = [d for d in self._library.documents if d.id == asked.document]
            return self._scoped(context, chosen, f"the document '{asked.document}'", required=True)
        if asked.place:
            wanted = asked.place.casefold()
            chosen = [d for d in documents if (d.metadata.place or "").casefold() == wanted]
            return self._scoped(context, chosen, f"the documents of {asked.place}", required=True)
        named = [
            place for place in places_of(documents) if re.search(rf"\b{re.escape(place)}\b", context.understood, re.I)
        ]
        if named:
            chosen = [d for d in documents if d.metadata.place in named]
            return self._scoped(context, chosen, f"the documents of {' and '.join(named)}")
        return self._scoped(context, documents, "the library")

    def _scoped(
        self, context: AnswerContext, documents: Sequence[Document], what: str, *, required: bool = False
    ) -> AnswerContext:
        count = f"{len(documents)} document" + ("" if len(documents) == 1 else "s")
        context = replace(context, documents=tuple(documents), searched=f"{what} ({count})")
        if documents or not required:
            return context
        places = ", ".join(places_of(self._library.documents)) or "none"
        return replace(
            context, searched=f"{what}: the library has none. Its places are: {places}", stopped=AnswerStatus.NOT_FOUND
        )


def places_of(documents: Sequence[Document]) -> list[str]:
    """Return the places of documents, each once, in order of the alphabet."""
    return sorted({document.metadata.place for document in documents if document.metadata.place})


def _without_summarised(documents: Sequence[Document]) -> list[Document]:
    """Leave out our summary of a document where the original is in the library."""
    present = {document.id for document in documents}
    return [document for document in documents if document.metadata.summary_of not in present]
