"""The file of the record: opened, stamped, guarded and kept compact."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from indexer.errors import DataFolderError, LibraryBusyError, LibraryDamagedError
from indexer.tables import SCHEMA, Base

# Readers ask in milliseconds; one that holds the file longer than these five seconds is told of.
_READER_SECONDS = 5
# What indexing writes at once takes far less; only a compacting of a very large record may take longer.
_BUSY_SECONDS = 30
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


class RecordFile:
    """One SQLite file in WAL mode, of the schema that this program knows."""

    def __init__(self, folder: Path) -> None:
        """Open the record in a folder, or make it.

        Raises:
            DataFolderError: the folder cannot be made.
            LibraryDamagedError: the file cannot be used, or has another schema.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DataFolderError.at(folder, error) from error
        self.path = folder / "record.sqlite3"
        self._engine = create_engine(f"sqlite:///{self.path}", connect_args={"timeout": _BUSY_SECONDS})
        event.listen(self._engine, "connect", _configure)
        self._watcher: Connection | None = None
        self._version: int | None = None
        try:
            with self._guarded():
                self._check_schema()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        if self._watcher is not None:
            self._watcher.close()
        self._engine.dispose()

    def has_changed(self) -> bool:
        """Tell whether anything may have been written since the last call, by whichever process; true at the first.

        It costs less than the query, for what is asked before every question.
        """
        with self._guarded():
            if self._watcher is None:
                # A connection of its own: SQLite counts what other connections have written.
                self._watcher = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            version = int(self._watcher.exec_driver_sql("PRAGMA data_version").scalar_one())
        changed, self._version = version != self._version, version
        return changed

    def integrity(self) -> str:
        """Return 'ok' or what SQLite finds wrong with the file."""
        with self._session() as session:
            return str(session.execute(text("PRAGMA integrity_check")).scalar())

    def compact(self) -> None:
        """Give freed pages back, so that what was removed can't be read from the file.

        Raises:
            LibraryBusyError: a reader kept the file open all the while; what was removed may still be read from it.
        """
        with self._guarded(), self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM"))
        self.empty_journal()

    def empty_journal(self) -> None:
        """Write what stands in the journal into the file, so that what was erased can't be read from the journal.

        Raises:
            LibraryBusyError: a reader kept the file open all the while; what was removed may still be read from it.
        """
        with self._guarded(), self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            _wait_for(connection, _READER_SECONDS)
            try:
                kept = connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).one()[0]
            finally:
                _wait_for(connection, _BUSY_SECONDS)
        if kept:
            raise LibraryBusyError(
                f"What was removed is out of the library, but a reader kept {self.path} open, so that traces may be "
                "left in it; run 'python -m indexer check --repair' when no one is asking."
            )

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except DatabaseError as error:
            if getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in _BUSY:
                raise LibraryBusyError(
                    f"Another process kept the record {self.path} to itself for more than {_BUSY_SECONDS} seconds; "
                    "nothing was saved. Wait until it has finished and try again."
                ) from error
            raise LibraryDamagedError(
                f"The record {self.path} cannot be used ({error.orig}). Is the disk full, or the file damaged? "
                "Restore it from a backup, or move the folder aside and add the documents again."
            ) from error

    @contextmanager
    def _session(self) -> Iterator[Session]:
        with self._guarded(), Session(self._engine) as session, session.begin():
            yield session

    def _check_schema(self) -> None:
        with self._engine.connect() as connection:
            found = _schema(connection)
            if found is None:
                found = _make(connection)
        if found != SCHEMA:
            raise LibraryDamagedError(
                f"The record {self.path} was made by another version of this program (schema {found}, {SCHEMA} is "
                f"needed). Move the folder {self.path.parent} aside and add the documents again."
            )


def _configure(connection: Any, _: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _wait_for(connection: Connection, seconds: float) -> None:
    """Set how long a statement waits for others before it is told that the file is in use."""
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {round(1000 * seconds)}")


def _schema(connection: Connection) -> int | None:
    """Return the number stamped on the file; None where there is nothing in it yet."""
    stamp = int(connection.execute(text("PRAGMA user_version")).scalar_one())
    tables = connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar_one()
    return stamp if stamp or tables else None


def _make(connection: Connection) -> int:
    """Make tables and stamp in one transaction, so that a killed process leaves both or neither."""
    connection.rollback()
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    found = _schema(connection)  # another process may have been first
    if found is None:
        Base.metadata.create_all(connection)
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")
        found = SCHEMA
    connection.commit()
    return found
