"""The part of the record that keeps texts in versions; what they say is their keeper's to know.

Its tables are made where they are missing, so a record of an earlier program takes them without being built anew.
"""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import ForeignKey, LargeBinary, delete, false, func, select, update
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.schema import CreateTable

from indexer.contracts import Contract
from indexer.errors import StaleVersionError, UnknownTextError, WrongTextStateError
from indexer.record_file import RecordFile


class _Base(DeclarativeBase):
    """The tables of kept texts; apart from the others, whose number in SCHEMA they do not touch."""


class _TextRow(_Base):
    """A kept text: which of its versions counts, and since when it is deleted if it is."""

    __tablename__ = "kept_texts"
    id: Mapped[str] = mapped_column(primary_key=True)
    head: Mapped[int]
    created: Mapped[str]
    deleted: Mapped[str | None]


class _VersionRow(_Base):
    """One version of a text, and the version that it was made from."""

    __tablename__ = "kept_versions"
    text_id: Mapped[str] = mapped_column(ForeignKey("kept_texts.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    parent: Mapped[int | None]
    label: Mapped[str]
    what: Mapped[str]
    made: Mapped[str]
    body: Mapped[bytes] = mapped_column(LargeBinary)


class TextVersion(Contract):
    """One version of a kept text without its body."""

    text_id: str
    number: int
    parent: int | None
    label: str
    what: str
    made: str


class KeptText(Contract):
    """A kept text as it is listed: the version that counts, when it was first kept, and since when it is deleted."""

    version: TextVersion
    created: str
    deleted: str | None


class TextsRecord(RecordFile):
    """Each method is one transaction; those that write begin by writing, so that SQLite makes them wait in turn."""

    def __init__(self, folder: Path) -> None:
        """Open the record in a folder, or make it, and the tables of kept texts where they are missing.

        Raises:
            DataFolderError: the folder cannot be made.
            LibraryDamagedError: the file cannot be used, or has another schema.
            LibraryBusyError: another process kept the file to itself.
        """
        super().__init__(folder)
        try:
            with self._guarded(), self._engine.begin() as connection:
                for table in _Base.metadata.sorted_tables:
                    connection.execute(CreateTable(table, if_not_exists=True))
        except BaseException:
            self.close()
            raise

    def texts(self, *, deleted: bool = False) -> list[KeptText]:
        """Return the kept texts, or the deleted ones, the last changed first."""
        with self._session() as session:
            found = session.execute(
                select(_TextRow, _VersionRow)
                .join(_VersionRow, (_VersionRow.text_id == _TextRow.id) & (_VersionRow.number == _TextRow.head))
                .where(_TextRow.deleted.is_not(None) if deleted else _TextRow.deleted.is_(None))
                .order_by(_VersionRow.made.desc(), _TextRow.id)
            )
            return [
                KeptText(version=_version(version), created=row.created, deleted=row.deleted) for row, version in found
            ]

    def read(self, text_id: str, number: int | None = None) -> tuple[TextVersion, str]:
        """Return a version of a text, that which counts unless a number is given, and its body.

        Raises:
            UnknownTextError: there is no such text or version, or it is deleted.
        """
        with self._session() as session:
            version = _version_row(session, text_id, _head(session, text_id) if number is None else number)
            return _version(version), zlib.decompress(version.body).decode()

    def history(self, text_id: str) -> list[TextVersion]:
        """Return every version of a text, the oldest first, those that were undone among them.

        Raises:
            UnknownTextError: there is no such text, or it is deleted.
        """
        with self._session() as session:
            _head(session, text_id)
            rows = session.scalars(
                select(_VersionRow).where(_VersionRow.text_id == text_id).order_by(_VersionRow.number)
            )
            return [_version(row) for row in rows]

    def keep(self, text_id: str, body: str, label: str, what: str) -> TextVersion:
        """Keep a new text as its version 1.

        Raises:
            WrongTextStateError: there is a text of this id, deleted perhaps.
        """
        made = _now()
        with self._writing() as session:
            if session.get(_TextRow, text_id) is not None:
                raise WrongTextStateError(f"A text is kept under '{text_id}' already; keep this one under another id.")
            session.add(_TextRow(id=text_id, head=1, created=made, deleted=None))
            session.flush()
            row = _VersionRow(
                text_id=text_id, number=1, parent=None, label=label, what=what, made=made, body=_packed(body)
            )
            session.add(row)
            return _version(row)

    def save(self, text_id: str, body: str, label: str, what: str, expected: int) -> TextVersion:
        """Keep a new version made from the version expected to count; those undone before stay in the history.

        Raises:
            UnknownTextError: there is no such text, or it is deleted.
            StaleVersionError: another version counts by now.
        """
        with self._writing() as session:
            newest = session.scalar(select(func.max(_VersionRow.number)).where(_VersionRow.text_id == text_id)) or 0
            _point(session, text_id, expected, newest + 1)
            row = _VersionRow(
                text_id=text_id,
                number=newest + 1,
                parent=expected,
                label=label,
                what=what,
                made=_now(),
                body=_packed(body),
            )
            session.add(row)
            return _version(row)

    def undo(self, text_id: str, expected: int | None = None) -> TextVersion:
        """Let the version count from which the one that counts was made.

        Raises:
            UnknownTextError: there is no such text, or it is deleted.
            StaleVersionError: another version counts than the one expected.
            WrongTextStateError: it is the first version that counts.
        """
        with self._writing() as session:
            head = _head(session, text_id)
            parent = _version_row(session, text_id, head).parent
            if parent is None:
                raise WrongTextStateError(f"Nothing is left to undo in '{text_id}': it is as it was first kept.")
            _point(session, text_id, head if expected is None else expected, parent)
            return _version(_version_row(session, text_id, parent))

    def redo(self, text_id: str, expected: int | None = None) -> TextVersion:
        """Let the newest version count that was made from the one that counts.

        Raises:
            UnknownTextError: there is no such text, or it is deleted.
            StaleVersionError: another version counts than the one expected.
            WrongTextStateError: no version was made from the one that counts.
        """
        with self._writing() as session:
            head = _head(session, text_id)
            of_it = (_VersionRow.text_id == text_id) & (_VersionRow.parent == head)
            child = session.scalar(select(func.max(_VersionRow.number)).where(of_it))
            if child is None:
                raise WrongTextStateError(f"Nothing of '{text_id}' was undone, so nothing can be done again.")
            _point(session, text_id, head if expected is None else expected, child)
            return _version(_version_row(session, text_id, child))

    def delete(self, text_id: str) -> None:
        """Put a text aside; ``restore`` brings it back.

        Raises:
            UnknownTextError: there is no such text, or it is deleted.
        """
        with self._writing() as session:
            _head(session, text_id)
            session.execute(update(_TextRow).where(_TextRow.id == text_id).values(deleted=_now()))

    def restore(self, text_id: str) -> None:
        """Bring a deleted text back.

        Raises:
            UnknownTextError: there is no such text.
            WrongTextStateError: it is not deleted.
        """
        with self._writing() as session:
            row = session.get(_TextRow, text_id)
            if row is None:
                raise UnknownTextError.of(text_id)
            if row.deleted is None:
                raise WrongTextStateError(f"'{text_id}' is not deleted; there is nothing to restore.")
            row.deleted = None

    def erase(self, text_id: str) -> None:
        """Erase a text with every version, deleted or not, so that it can't be read from the file either.

        Raises:
            UnknownTextError: there is no such text.
            LibraryBusyError: it is erased, but a reader kept the file open, so that traces may be left in it.
        """
        with self._writing() as session:
            session.execute(delete(_VersionRow).where(_VersionRow.text_id == text_id))
            if not session.scalars(delete(_TextRow).where(_TextRow.id == text_id).returning(_TextRow.id)).all():
                raise UnknownTextError.of(text_id)
        self.empty_journal()

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        with self._session() as session:
            # A transaction that reads first and then writes is refused at once where another wrote between.
            session.execute(update(_TextRow).where(false()).values(head=0))
            yield session


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _packed(body: str) -> bytes:
    return zlib.compress(body.encode())


def _head(session: Session, text_id: str) -> int:
    row = session.get(_TextRow, text_id)
    if row is None:
        raise UnknownTextError.of(text_id)
    if row.deleted is not None:
        raise UnknownTextError(f"'{text_id}' was deleted on {row.deleted[:10]}; restore it to use it again.")
    return row.head


def _point(session: Session, text_id: str, expected: int, head: int) -> None:
    counts = _head(session, text_id)
    if counts != expected:
        raise StaleVersionError(
            f"'{text_id}' was changed meanwhile: version {counts} counts, this change was made from version "
            f"{expected}. Nothing was saved; open it again and repeat the change."
        )
    session.execute(update(_TextRow).where(_TextRow.id == text_id).values(head=head))


def _version_row(session: Session, text_id: str, number: int) -> _VersionRow:
    _head(session, text_id)
    row = session.get(_VersionRow, (text_id, number))
    if row is None:
        raise UnknownTextError(f"'{text_id}' has no version {number}; its history lists those there are.")
    return row


def _version(row: _VersionRow) -> TextVersion:
    return TextVersion(
        text_id=row.text_id, number=row.number, parent=row.parent, label=row.label, what=row.what, made=row.made
    )
