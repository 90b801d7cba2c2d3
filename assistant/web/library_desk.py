"""The desk of a real library: its engine drafts, and its record keeps."""

from collections.abc import Collection, Sequence
from pathlib import Path
from threading import Lock

from assistant.drafting.adapting_keeping import adapt_kept
from assistant.drafting.contracts import Checklist, ChecklistRequest, Draft, DraftRequest, LocalFacts
from assistant.drafting.editing import AddRow, Edit, MoveRow, RemoveRow, SetCell, SetItem
from assistant.drafting.importing import Imported, bring_back, merged
from assistant.drafting.store import Kept, Listed, opened_store
from assistant.export import write
from assistant.own_templates import FOLDER, OwnTemplates
from assistant.template_contracts import Template, TemplateKind, Verdict
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

    @property
    def can_adapt(self) -> bool:
        """Whether a language model is set that words rows for a place."""
        return self._opening.asks().assistant.has_model

    def adapt(self, name: str, version: int, local: LocalFacts | None, progress: Progress) -> tuple[Kept, str]:
        """Word the rows of a kept draft for a place; return the draft, and in words what came of it."""
        assistant = self._opening.asks().assistant
        with opened_store(self._data) as store:
            kept, adapted = adapt_kept(store, name, version, lambda draft: assistant.adapt(draft, local, progress))
        return kept, adapted.told

    def checklist(self, request: ChecklistRequest, upload: Path | None, progress: Progress) -> Checklist:
        """Respond to a checklist from the library, or from an uploaded file alone."""
        assistant = self._opening.asks().assistant
        if upload is None:
            return assistant.checklist(request, progress)
        return assistant.checklist_of_file(upload, request, progress)

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

    def add_row(self, name: str, version: int, at: int | None = None) -> Kept:
        """Add an empty row at a place, counted from 1; at the end unless one is given."""
        return self._edited(name, version, AddRow(at=at))

    def move_row(self, name: str, version: int, row: str, to: int) -> Kept:
        """Put a row in another place, counted from 1."""
        return self._edited(name, version, MoveRow(row=row, to=to))

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

    def own_templates(self) -> tuple[Template, ...]:
        """Return the users' own templates."""
        return self._own.all()

    def add_template(self, path: Path, kinds: Collection[TemplateKind]) -> Template:
        """Keep a template of a user's, of one of these kinds; its problems are told one a line."""
        return self._own.add(path, kinds)

    def remove_template(self, name: str) -> None:
        """Forget a template of a user's."""
        self._own.remove(name)

    def template_file(self, name: str) -> Path:
        """Return the file of a template, packaged or own, to write another from."""
        return self._own.file_of(name)

    def look_into(self, name: str, path: Path) -> Imported:
        """Return what a returned file would change in a kept draft; nothing is changed yet."""
        with opened_store(self._data) as store:
            return bring_back(store, name, path, save=False)

    def merge(self, imported: Imported) -> Kept:
        """Make the changes that were looked at, as one version."""
        with opened_store(self._data) as store:
            return merged(store, imported).kept

    def write(self, kept: AnyKept, path: Path) -> None:
        """Write a kept draft as a file that can be read back into it."""
        write(kept.document, path, draft=kept.id, version=kept.version)

    @property
    def _own(self) -> OwnTemplates:
        return OwnTemplates(self._data / FOLDER)

    @property
    def _data(self) -> Path:
        return self._opening.asks().data

    def _edited(self, name: str, version: int, edit: Edit) -> Kept:
        with opened_store(self._data) as store:
            return store.edit(name, [edit], version)
