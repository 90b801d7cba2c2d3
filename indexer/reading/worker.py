"""Reads files in a process of its own, so that no file can hang or exhaust the indexer."""

import gc
import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Self

from indexer.errors import IndexerError, UnreadableFileError
from indexer.reading.files import read_file
from indexer.reading.reading import FileReading
from indexer.settings import ReadingPolicy


class ReadingWorker:
    """One reading process, started at the first file and again after one that had to be stopped."""

    def __init__(self, policy: ReadingPolicy) -> None:
        self._policy = policy
        self._process: multiprocessing.process.BaseProcess | None = None
        self._connection: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def read(self, path: Path, waiting: Callable[[int], None] | None = None) -> FileReading:
        """Read one file within the policy's time and memory.

        Args:
            path: of the file.
            waiting: hears every second how many have passed; what it raises goes through, and nothing is read on.

        Raises:
            IndexerError: the file's own failure, or that it took too long or too much memory.
        """
        connection = self._running()
        try:
            connection.send(path)
            if not self._answered(connection, waiting or _silent):
                self._stop()
                raise UnreadableFileError(
                    f"{path.name}: reading took over {self._policy.max_seconds} s and was stopped; split the file."
                )
            answer: FileReading | IndexerError = connection.recv()
        except (EOFError, OSError) as error:
            self._stop()
            raise UnreadableFileError(
                f"{path.name}: reading it ended the reading process (too much memory, or a damaged file)."
            ) from error
        if isinstance(answer, IndexerError):
            raise answer
        return answer

    def _answered(self, connection: Connection, waiting: Callable[[int], None]) -> bool:
        for second in range(1, self._policy.max_seconds + 1):
            if connection.poll(1):
                return True
            try:
                waiting(second)
            except BaseException:
                self._stop()  # or the next file would get this one's answer
                raise
        return False

    def _running(self) -> Connection:
        if self._connection is None:
            context = multiprocessing.get_context("spawn")
            self._connection, theirs = context.Pipe()
            self._process = context.Process(target=_serve, args=(theirs, self._policy), daemon=True)
            self._process.start()
            theirs.close()
        return self._connection

    def _stop(self) -> None:
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._process = self._connection = None


def _silent(seconds: int) -> None:
    """Tell nobody."""


def _serve(connection: Connection, policy: ReadingPolicy) -> None:
    _limit_memory(policy.max_memory_bytes)
    # Parsing a PDF makes millions of small objects that live; looking through them for rings is a tenth of the time.
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    while True:
        try:
            path = connection.recv()
        except EOFError:
            return
        try:
            answer: FileReading | IndexerError = read_file(path, policy)
        except IndexerError as error:
            answer = error
        except MemoryError:
            answer = UnreadableFileError(f"{path.name}: reading it takes too much memory; split the file.")
        except Exception as error:  # noqa: BLE001 - a parser's fault on one file is that file's failure, not ours
            answer = UnreadableFileError(f"{path.name}: it could not be read ({type(error).__name__}: {error}).")
        connection.send(answer)


def _limit_memory(limit: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; the time limit still holds there
        return
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
