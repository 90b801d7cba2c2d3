"""Which template is meant, and which documents are read for it."""

from collections.abc import Sequence
from pathlib import Path

from assistant.drafting.errors import (
    NothingToReadError,
    TemplateKindError,
    UnknownDocumentError,
    UnknownPlaceError,
    UnknownTemplateError,
)
from assistant.scope import places_of, without_summarised
from assistant.template_contracts import Template, TemplateKind
from assistant.templates import load_template, templates
from indexer.contracts import Document

_GUIDANCE = "guidance"


def checklist_template(name: str) -> Template:
    """Return a packaged checklist, schedule or action areas by id, or one from a file.

    Raises:
        UnknownTemplateError: neither an id nor a file.
        TemplateKindError: a template of intentions.
        TemplateError: a file that does not say what it must.
    """
    packaged = templates()
    template = packaged.get(name)
    if template is None:
        if not Path(name).is_file():
            ids = ", ".join(t.id for t in packaged.values() if t.kind is not TemplateKind.INTENTIONS)
            raise UnknownTemplateError(
                f"There is no template '{name}'. Those with questions are: {ids}; or give the path of a file."
            )
        template = load_template(Path(name))
    if template.kind is TemplateKind.INTENTIONS:
        raise TemplateKindError(
            f"The template '{template.id}' is of kind '{template.kind}', which is filled with 'draft'; "
            "a checklist needs one with questions."
        )
    return template


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
