"""What the page needs of an assistant, and how it comes by one."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

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


AsksT_co = TypeVar("AsksT_co", bound=Asks, covariant=True)


class Opening(Generic[AsksT_co]):
    """Opens the assistant at the first call that can, and keeps it; safe to share between threads."""

    def __init__(self, opener: Callable[[], AsksT_co]) -> None:
        self._opener = opener
        self._lock = Lock()
        self._opened: AsksT_co | None = None

    def asks(self) -> AsksT_co:
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


class LibraryAssistant:
    """The assistant of a library, and the folder that the library lives in."""

    def __init__(self, assistant: "Assistant", data: Path) -> None:
        self.assistant = assistant
        self.data = data

    def ask(self, question: Question, progress: Callable[[str], None] | None = None) -> Answer:
        """Answer a question, saying in a few words what each step does."""
        return self.assistant.ask(question, progress)

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents of the library as it is now."""
        self.assistant.library.refresh()
        return self.assistant.library.documents


def open_assistant() -> LibraryAssistant:
    """Open the assistant that the settings describe."""
    from assistant.assistant import Assistant
    from assistant.settings import AssistantSettings

    settings = AssistantSettings()
    return LibraryAssistant(Assistant(settings), settings.data)
