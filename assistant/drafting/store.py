"""Drafts and checklists that are kept in the record, with every version, and edited there.

A draft is its owner's own: nothing of it is logged, and erasing it leaves no version behind.
"""

import json
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from assistant.contracts import Contract
from assistant.drafting.contracts import Checklist, Draft
from assistant.drafting.editing import Edit, apply_all
from assistant.errors import UnreadableDraftError
from indexer.errors import UnknownTextError
from indexer.record_drafts import KeptText, TextsRecord, TextVersion

Kind = Literal["draft", "checklist"]


class Label(Contract):
    """What a list of drafts shows without opening them."""

    kind: Kind
    title: str
    rows: int


class Kept(Contract):
    """A draft or a checklist as it is kept: its id, and the version that it is."""

    id: str
    version: int
    document: Draft | Checklist


class Version(Contract):
    """One version in a draft's history; ``parent`` is the one that it was made from."""

    number: int
    parent: int | None
    what: str
    made: str
    counts: bool


class Listed(Contract):
    """A kept draft in the list of them."""

    id: str
    kind: Kind
    title: str
    rows: int
    version: int
    created: str
    changed: str
    deleted: str | None


class DraftStore:
    """Keeps drafts; another process's changes are seen at once, and never overwritten unseen.

    Every method that changes a draft takes the version that the change was made from. Where another counts by now,
    nothing is saved and ``StaleVersionError`` is raised. What is not kept, or deleted, raises ``UnknownTextError``.
    """

    def __init__(self, data: Path) -> None:
        """Name the data folder; nothing is opened or made before it is needed."""
        self._data = data
        self._record: TextsRecord | None = None

    def close(self) -> None:
        """Let go of the file."""
        if self._record is not None:
            self._record.close()
            self._record = None

    def list(self, *, deleted: bool = False) -> tuple[Listed, ...]:
        """Return the kept drafts, or the deleted ones, the last changed first."""
        if not self._is_there():
            return ()
        return tuple(_listed(text) for text in self._opened().texts(deleted=deleted))

    def keep(self, document: Draft | Checklist, what: str = "drafted") -> Kept:
        """Keep a new draft under an id of its own."""
        name = secrets.token_hex(4)
        version = self._opened().keep(name, document.model_dump_json(), _label(document), what)
        return Kept(id=name, version=version.number, document=document)

    def get(self, name: str, version: int | None = None) -> Kept:
        """Return a draft in the version that counts, or in another.

        Raises:
            UnreadableDraftError: it was kept by a program whose drafts this one cannot read.
        """
        found, body = self._known(name).read(name, version)
        return _kept(found, body)

    def history(self, name: str) -> tuple[Version, ...]:
        """Return every version of a draft, the oldest first, those that were undone among them."""
        record = self._known(name)
        counts = record.read(name)[0].number
        return tuple(
            Version(number=one.number, parent=one.parent, what=one.what, made=one.made, counts=one.number == counts)
            for one in record.history(name)
        )

    def edit(self, name: str, edits: Iterable[Edit], expected: int, what: str = "edited") -> Kept:
        """Make edits of the version expected to count and keep what they give; no version where they change nothing.

        Raises:
            EditError: one of them cannot be made; then none is.
        """
        before = self.get(name, expected)
        document = apply_all(before.document, edits)
        if document == before.document:
            return before
        return self.replace(name, document, expected, what)

    def replace(self, name: str, document: Draft | Checklist, expected: int, what: str) -> Kept:
        """Keep what became of the version expected to count, as one version that one undo takes back."""
        version = self._known(name).save(name, document.model_dump_json(), _label(document), what, expected)
        return Kept(id=name, version=version.number, document=document)

    def undo(self, name: str, expected: int | None = None) -> Kept:
        """Go back one version; ``redo`` goes forward again."""
        version = self._known(name).undo(name, expected)
        return self.get(name, version.number)

    def redo(self, name: str, expected: int | None = None) -> Kept:
        """Go forward to the newest version made from the one that counts."""
        version = self._known(name).redo(name, expected)
        return self.get(name, version.number)

    def delete(self, name: str) -> None:
        """Put a draft aside; ``restore`` brings it back."""
        self._known(name).delete(name)

    def restore(self, name: str) -> Kept:
        """Bring a deleted draft back."""
        self._known(name).restore(name)
        return self.get(name)

    def erase(self, name: str) -> None:
        """Erase a draft and every version of it for good, deleted or not."""
        self._known(name).erase(name)

    def _is_there(self) -> bool:
        return self._record is not None or (self._data / "record.sqlite3").is_file()

    def _opened(self) -> TextsRecord:
        if self._record is None:
            self._record = TextsRecord(self._data)
        return self._record

    def _known(self, name: str) -> TextsRecord:
        if not self._is_there():
            raise UnknownTextError.of(name)
        return self._opened()


@contextmanager
def opened_store(data: Path) -> Iterator[DraftStore]:
    """Open the drafts kept in a data folder, and let go of them afterwards."""
    store = DraftStore(data)
    try:
        yield store
    finally:
        store.close()


def parse_document(body: str) -> Draft | Checklist:
    """Return the draft or the checklist that a JSON text is.

    Raises:
        UnreadableDraftError: it is neither; the message names the field, never what stands in it.
    """
    try:
        parsed = json.loads(body)
        kind = Checklist if isinstance(parsed, dict) and "items" in parsed else Draft
        return kind.model_validate_json(body)
    except ValidationError as error:
        problem = error.errors()[0]
        where = ".".join(str(part) for part in problem["loc"]) or "the whole"
        raise UnreadableDraftError(
            f"This is no draft or checklist that this program can read: {where}: {problem['msg']}. Was it made by "
            "another version of the program? Give what 'draft --json' or 'checklist --json' printed."
        ) from None
    except ValueError as error:
        raise UnreadableDraftError(
            "This is no JSON, so no draft or checklist; give what 'draft --json' or 'checklist --json' printed."
        ) from error


def _kept(version: TextVersion, body: str) -> Kept:
    return Kept(id=version.text_id, version=version.number, document=parse_document(body))


def _label(document: Draft | Checklist) -> str:
    if isinstance(document, Draft):
        return Label(kind="draft", title=document.title, rows=len(document.rows)).model_dump_json()
    return Label(kind="checklist", title=document.title, rows=len(document.items)).model_dump_json()


def _listed(text: KeptText) -> Listed:
    label = Label.model_validate_json(text.version.label)
    return Listed(
        id=text.version.text_id,
        kind=label.kind,
        title=label.title,
        rows=label.rows,
        version=text.version.number,
        created=text.created,
        changed=text.version.made,
        deleted=text.deleted,
    )
