"""What the drafting tabs need: something that drafts, keeps what was drafted, changes it and writes it to files."""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Literal, Protocol

from assistant.drafting.contracts import Checklist, ChecklistRequest, Draft, DraftRequest, LocalFacts
from assistant.drafting.importing import Imported
from assistant.template_contracts import Template, TemplateKind, Verdict
from indexer.contracts import Document

Kind = Literal["draft", "checklist"]
Progress = Callable[[str], bool | None]
"""Hears in a few words what is being done; asks to stop by returning False."""


class Kept(Protocol):
    """A draft or a checklist as it is kept."""

    @property
    def id(self) -> str:
        """The name that it is kept under."""

    @property
    def version(self) -> int:
        """Which of its versions this is."""

    @property
    def document(self) -> Draft | Checklist:
        """What it says."""


class Listed(Protocol):
    """One line of the list of what is kept."""

    @property
    def id(self) -> str:
        """The name that it is kept under."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def changed(self) -> str:
        """When it was last changed, as ISO 8601."""


class Desk(Protocol):
    """Where drafts are made, kept and changed. Whatever it refuses, it says in a sentence fit to show.

    What changes a kept draft takes the version that the change was made from, so that nobody's change is overwritten.
    """

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents that can be drafted from."""

    def themes(self) -> tuple[str, ...]:
        """Return the themes that the library suggests."""

    def draft(self, request: DraftRequest, progress: Progress) -> Draft:
        """Draft an intention table."""

    @property
    def can_adapt(self) -> bool:
        """Whether a language model is set that words rows for a place."""

    def adapt(self, name: str, version: int, local: LocalFacts | None, progress: Progress) -> tuple[Kept, str]:
        """Word the rows of a kept draft for a place; return the draft, and in words what came of it."""

    def checklist(self, request: ChecklistRequest, upload: Path | None, progress: Progress) -> Checklist:
        """Respond to a checklist from the library, or from an uploaded file alone."""

    def keep(self, document: Draft | Checklist) -> Kept:
        """Keep a new draft."""

    def open(self, name: str) -> Kept:
        """Return a kept draft as it is now."""

    def kept(self, kind: Kind, *, deleted: bool = False) -> Sequence[Listed]:
        """Return what is kept of a kind, or what was deleted, the last changed first."""

    def set_cell(self, name: str, version: int, row: str, column: str, text: str) -> Kept:
        """Put other words into a cell."""

    def add_row(self, name: str, version: int, at: int | None = None) -> Kept:
        """Add an empty row at a place, counted from 1; at the end unless one is given."""

    def move_row(self, name: str, version: int, row: str, to: int) -> Kept:
        """Put a row in another place, counted from 1."""

    def remove_row(self, name: str, version: int, row: str) -> Kept:
        """Take a row out."""

    def set_item(self, name: str, version: int, number: int, verdict: Verdict, gap: str, next_step: str) -> Kept:
        """Change the response to one question of a checklist."""

    def undo(self, name: str, version: int) -> Kept:
        """Go back one version."""

    def redo(self, name: str, version: int) -> Kept:
        """Go forward again."""

    def delete(self, name: str) -> None:
        """Put a draft aside."""

    def restore(self, name: str) -> Kept:
        """Bring a deleted draft back."""

    def own_templates(self) -> Sequence[Template]:
        """Return the users' own templates."""

    def add_template(self, path: Path, kinds: Collection[TemplateKind]) -> Template:
        """Keep a template of a user's, of one of these kinds; its problems are told one a line."""

    def remove_template(self, name: str) -> None:
        """Forget a template of a user's."""

    def template_file(self, name: str) -> Path:
        """Return the file of a template, packaged or own, to write another from."""

    def look_into(self, name: str, path: Path) -> Imported:
        """Return what a returned file would change in a kept draft; nothing is changed yet."""

    def merge(self, imported: Imported) -> Kept:
        """Make the changes that were looked at, as one version."""

    def write(self, kept: Kept, path: Path) -> None:
        """Write a kept draft as a file of the kind that its name ends with."""
