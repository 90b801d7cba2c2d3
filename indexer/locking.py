"""One process writes to a library at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from indexer.errors import DataFolderError, LibraryBusyError


@contextmanager
def writing(data: Path) -> Iterator[None]:
    """Hold the library's lock; the operating system lets it go when the process ends, however it ends.

    Raises:
        LibraryBusyError: another process holds it.
        DataFolderError: the folder cannot be made or written.
    """
    lock = FileLock(data / "writer.lock", timeout=0)
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise LibraryBusyError(
            f"Another process is writing to the library at {data}; wait until it has finished and try again. "
            "Questions can be asked meanwhile."
        ) from error
    except OSError as error:
        raise DataFolderError.at(data, error) from error
    try:
        yield
    finally:
        lock.release()
