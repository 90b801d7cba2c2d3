"""The desk of a real library: its engine drafts, and its record keeps."""

from collections.abc import Sequence
from pathlib import Path
from threading import Lock

from assistant.drafting.contracts import Checklist, ChecklistRequest, Draft, DraftRequest
from assistant.drafting.editing import AddRow, Edit, RemoveRow, SetCell, SetItem
from assistant.drafting.store import Kept, Listed, opened_store
from assistant.export import write
from assistant.template_contracts import Verdict
from assistant.web.desk import Kept as AnyKept
from assistant.web.desk import Kind, Progress
from assistant.web.opening import LibraryAssistant, Opening
from indexer.contracts import Document


class LibraryDesk:
    """Drafts with the assistant that the page answers with; safe to share between threads.

    The record is opened for each thing done with it and let go of, as the command line may change drafts meanwhile.
    """

    def __init__(self, opening: Opening[LibraryAssistant]) -> None:
        self._opening = opening
        self._lock = Lock()
        self._themes: tuple[str | None, tuple[str, ...]] = (None, ())

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents of the library."""
        return self._opening.asks().documents

    def themes(self) -> tuple[str, ...]:
        """Return the themes that the library suggests; found once for each generation of it."""
        with self._lock:
            assistant = self._opening.asks().assistant
            generation = assistant.library.generation
            if not self._themes[1] or self._themes[0] != generation:
                self._themes = (generation, assistant.themes())
            return self._themes[1]

    def draft(self, request: DraftRequest, progress: Progress) -> Draft:
        """Draft an intention table."""
        return self._opening.asks().assistant.draft(request, progress)

    def checklist(self, request: ChecklistRequest, upload: Path | None, progress: Progress) -> Checklist:
        """Respond to a checklist from the library, or from an uploaded file alone."""
        assistant = self._opening.asks().assistant
        if upload is not None:
            return assistant.checklist_of_file(upload, request, progress)
        return assistant.checklist(request, progress)

    def keep(self, document: Draft | Checklist) -> Kept:
        """Keep a new draft."""
        with opened_store(self._data) as store:
            return store.keep(document)

    def open(self, name: str) -> Kept:
        """Return a kept draft as it is now."""
        with opened_store(self._data) as store:
            return store.get(name)

    def kept(self, kind: Kind, *, deleted: bool = False) -> Sequence[Listed]:
        """Return what is kept of a kind, or what was deleted, the last changed first."""
        with opened_store(self._data) as store:
            return [one for one in store.list(deleted=deleted) if one.kind == kind]

    def set_cell(self, name: str, version: int, row: str, column: str, text: str) -> Kept:
        """Put other words into a cell."""
        return self._edited(name, version, SetCell(row=row, column=column, text=text))

    def add_row(self, name: str, version: int) -> Kept:
        """Add an empty row at the end."""
        return self._edited(name, version, AddRow())

    def remove_row(self, name: str, version: int, row: str) -> Kept:
        """Take a row out."""
        return self._edited(name, version, RemoveRow(row=row))

    def set_item(self, name: str, version: int, number: int, verdict: Verdict, gap: str, next_step: str) -> Kept:
        """Change the response to one question of a checklist."""
        return self._edited(name, version, SetItem(number=number, verdict=verdict, gap=gap, next_step=next_step))

    def undo(self, name: str, version: int) -> Kept:
        """Go back one version."""
        with opened_store(self._data) as store:
            return store.undo(name, version)

    def redo(self, name: str, version: int) -> Kept:
        """Go forward again."""
        with opened_store(self._data) as store:
            return store.redo(name, version)

    def delete(self, name: str) -> None:
        """Put a draft aside."""
        with opened_store(self._data) as store:
            store.delete(name)

    def restore(self, name: str) -> Kept:
        """Bring a deleted draft back."""
        with opened_store(self._data) as store:
            return store.restore(name)

    def write(self, kept: AnyKept, path: Path) -> None:
        """Write a kept draft as a file that can be read back into it."""
        write(kept.document, path, draft=kept.id, version=kept.version)

    @property
    def _data(self) -> Path:
        return self._opening.asks().data

    def _edited(self, name: str, version: int, edit: Edit) -> Kept:
        with opened_store(self._data) as store:
            return store.edit(name, [edit], version)
