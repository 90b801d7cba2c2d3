"""Work that takes a while: its steps in words as they begin, and a way to stop it."""

import logging
import secrets
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from threading import Event, Lock
from typing import TypeVar

from assistant.errors import AssistantError
from assistant.web.desk import Progress
from indexer.errors import IndexerError

UNFORESEEN = "Something unforeseen went wrong, and nothing was changed. The server's log says where; please try again."

_LOG = logging.getLogger(__name__)

Result = TypeVar("Result")


class Runs:
    """What is being worked on, by names that no other browser can guess."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._stopped: dict[str, Event] = {}

    def begin(self) -> str:
        """Return the name of a new run."""
        name = secrets.token_urlsafe(16)
        with self._lock:
            self._stopped[name] = Event()
        return name

    def stop(self, name: str) -> None:
        """Ask a run to stop; it does at its next step."""
        with self._lock:
            event = self._stopped.get(name)
        if event is not None:
            event.set()

    def end(self, name: str) -> None:
        """Forget a run."""
        with self._lock:
            self._stopped.pop(name, None)

    def goes_on(self, name: str) -> bool:
        """Tell whether a run was begun and has not been asked to stop."""
        with self._lock:
            event = self._stopped.get(name)
        return event is not None and not event.is_set()


def progressed(work: Callable[[Progress], Result], runs: Runs, name: str) -> Iterator[str | Result]:
    """Do a work; yield each step in words as it begins, and last what it gives; raise what it raises.

    A browser that goes away stops the work at its next step.
    """
    steps: SimpleQueue[str | None] = SimpleQueue()

    def hear(step: str) -> bool:
        steps.put(step)
        return runs.goes_on(name)

    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(work, hear)
        working.add_done_callback(lambda _: steps.put(None))
        try:
            yield from iter(steps.get, None)
        finally:
            runs.stop(name)
    yield working.result()


def sentence_of(error: Exception) -> str:
    """Return what to tell a user of a failure; what nobody foresaw is logged by where it happened and no more."""
    if isinstance(error, AssistantError | IndexerError):
        return str(error)
    # The message may hold words of the user or of a document and is not logged.
    frames = "".join(traceback.format_tb(error.__traceback__))
    _LOG.error("the page failed: %s\n%s", type(error).__name__, frames)
    return UNFORESEEN
