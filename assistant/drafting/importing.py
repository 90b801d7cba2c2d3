"""Returned Word, Excel and CSV files brought into the drafts that they were exported from."""

from pathlib import Path

from pydantic import Field

from assistant.contracts import Contract
from assistant.drafting.contracts import Checklist, Draft
from assistant.drafting.store import DraftStore, Kept
from assistant.errors import ReturnedFileError
from assistant.export.merging import ReadBack
from assistant.export.origin import Origin, digest_of
from assistant.export.reading_back import read_back, read_origin


class Imported(Contract):
    """What came of a returned file: the draft as it is now, the edits made, and what is left to decide."""

    kept: Kept
    read: ReadBack
    suffix: str = Field(description="Of the file, for the history of the draft.")


def bring_back(store: DraftStore, name: str, path: Path, *, save: bool = True) -> Imported:
    """Merge a returned file's edits into a kept draft as one version, so that one undo takes them all back.

    Args:
        store: where the draft is kept.
        name: its id.
        path: the file; of any version of the draft, which may have been edited since.
        save: whether the edits are made; otherwise it is only told which they would be.

    Raises:
        ReturnedFileError: the file is damaged or of another draft; nothing is changed then.
        UnknownTextError: there is no such draft.
        StaleVersionError: the draft was changed while the file was read.
    """
    current = store.get(name)
    base = _base(store, current, read_origin(path, current.document), path)
    read = read_back(path, base, current.document)
    imported = Imported(kept=current, read=read, suffix=path.suffix.lower())
    return merged(store, imported) if save else imported


def merged(store: DraftStore, imported: Imported) -> Imported:
    """Make the edits that were told before, in the very version that they were told of.

    Raises:
        StaleVersionError: the draft was changed since; nothing is changed then.
    """
    if not imported.read.edits:
        return imported
    before, what = imported.kept, f"read back from {imported.suffix}"
    kept = store.edit(before.id, imported.read.edits, before.version, what=what)
    return imported.model_copy(update={"kept": kept})


def _base(store: DraftStore, current: Kept, origin: Origin, path: Path) -> Draft | Checklist:
    if origin.draft not in (None, current.id):
        raise ReturnedFileError(
            f"{path.name} was exported from draft {_named(store, origin.draft)}, not from {_named(store, current.id)}; "
            "nothing was changed. Bring it back into the draft that it is of."
        )
    if digest_of(current.document) == origin.digest:
        return current.document
    # A file written before the draft was kept names no version; one that names one may be of an erased draft's copy.
    numbers = sorted((one.number for one in store.history(current.id)), key=lambda number: number != origin.version)
    for number in numbers:
        document = store.get(current.id, number).document
        if digest_of(document) == origin.digest:
            return document
    raise ReturnedFileError(
        f"{path.name} was written from no version of draft '{current.id}'; nothing was changed. Export the draft again "
        "and make the changes there, or edit it here."
    )


def _named(store: DraftStore, name: str) -> str:
    """Return a draft's id, and its title where it is kept, by which users of the page know it."""
    title = next((one.title for one in store.list() if one.id == name), None)
    return f"'{name}'" + (f" ({title})" if title else "")
