"""Which documents are read for what is asked for."""

from collections.abc import Sequence

from assistant.drafting.errors import (
    NothingToReadError,
    UnknownDocumentError,
    UnknownPlaceError,
)
from assistant.scope import places_of, without_summarised
from indexer.contracts import Document

_GUIDANCE = "guidance"


def documents_in_scope(held: Sequence[Document], place: str | None, ids: Sequence[str]) -> tuple[list[Document], str]:
    """Return the documents that may show something, and in words what they are.

    Guidance says what should be and shows nothing of a place; it is read only where it is asked for by its id.

    Raises:
        NothingToReadError: no document is left.
        UnknownDocumentError: there is no document of an id.
        UnknownPlaceError: there is no document of the place.
    """
    if not held:
        raise NothingToReadError("The library is empty; add documents with 'python -m indexer add PATH...'.")
    chosen = (
        documents_named(held, ids)
        if ids
        else [one for one in without_summarised(held) if one.metadata.kind != _GUIDANCE]
    )
    what = (
        f"the {'documents' if len(chosen) > 1 else 'document'} {', '.join(one.id for one in chosen)}"
        if ids
        else "the library, guidance left aside"
    )
    if place is not None:
        places = places_of(held)
        if place.strip().casefold() not in {one.casefold() for one in places}:
            raise UnknownPlaceError(
                f"The library has no document of '{place}'. Its places are: {', '.join(places) or 'none'}."
            )
        chosen = [one for one in chosen if (one.metadata.place or "").casefold() == place.strip().casefold()]
        what = f"the documents of {place.strip()}" if not ids else f"{what}, as far as they are of {place.strip()}"
    if not chosen:
        raise NothingToReadError(
            f"Nothing can be read: {what} holds no document. Leave out the place, or name other documents."
        )
    return chosen, what


def documents_named(held: Sequence[Document], ids: Sequence[str]) -> list[Document]:
    """Return the documents of ids, each once.

    Raises:
        UnknownDocumentError: there is no document of an id.
    """
    by_id = {document.id: document for document in held}
    if missing := [name for name in ids if name not in by_id]:
        raise UnknownDocumentError(
            f"The library has no document '{missing[0]}'. Its documents are: {', '.join(by_id)}."
        )
    return [by_id[name] for name in dict.fromkeys(ids)]
