"""What the page needs of an assistant, and how it comes by one."""

from collections.abc import Callable
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from assistant.contracts import Answer, Question
from indexer.contracts import Document
from indexer.errors import IndexerError

if TYPE_CHECKING:
    from assistant.assistant import Assistant


class Asks(Protocol):
    """Anything that answers questions from a library."""

    def ask(self, question: Question, progress: Callable[[str], None] | None = None) -> Answer:
        """Answer a question, saying in a few words what each step does."""

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents that answers come from."""


class Opening:
    """Opens the assistant at the first call that can, and keeps it; safe to share between threads."""

    def __init__(self, opener: Callable[[], Asks]) -> None:
        self._opener = opener
        self._lock = Lock()
        self._opened: Asks | None = None

    def asks(self) -> Asks:
        """Return the assistant.

        Raises:
            LibraryEmptyError: nothing has been indexed; a later call tries again.
            IndexerError: the library cannot be opened.
        """
        with self._lock:
            if self._opened is None:
                self._opened = self._opener()
            return self._opened

    def warm(self) -> None:
        """Open the assistant before anyone waits for it; what is wrong with it the page says when it is loaded."""
        with suppress(IndexerError):
            self.asks()


def open_assistant() -> Asks:
    """Open the assistant that the settings describe."""
    from assistant.assistant import Assistant
    from assistant.settings import AssistantSettings

    return _LibraryAssistant(Assistant(AssistantSettings()))


class _LibraryAssistant:
    def __init__(self, assistant: "Assistant") -> None:
        self._assistant = assistant

    def ask(self, question: Question, progress: Callable[[str], None] | None = None) -> Answer:
        return self._assistant.ask(question, progress)

    @property
    def documents(self) -> tuple[Document, ...]:
        self._assistant.library.refresh()
        return self._assistant.library.documents
