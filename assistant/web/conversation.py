"""One conversation: what was asked and answered so far, and how the next answer is come by."""

import logging
import traceback
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue

from assistant.contracts import Answer, Question, Turn
from assistant.web.opening import Asks
from assistant.web.rendering import answer_html, message_html, sources_html

FAILED = "Something went wrong and there is no answer to this question. Please try again in a moment."

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Exchange:
    """A question with what was shown for it; ``answer`` is null where asking failed."""

    question: str
    answer: Answer | None
    html: str
    sources: str

    @property
    def outcome(self) -> str:
        """Say in a few words what came of the question."""
        if self.answer is None or not self.answer.statements:
            return "There is a reply to your question."
        statements = _counted(len(self.answer.statements), "statement")
        return f"Answer ready: {statements} from {_counted(len(self.answer.citations), 'passage')}."


def exchanged(opened: Callable[[], Asks], question: str, before: Sequence[Exchange]) -> Iterator[str | Exchange]:
    """Ask a question; yield each step in words as it begins, and the exchange last, whatever goes wrong.

    Args:
        opened: gives the assistant.
        question: as it was typed.
        before: the conversation so far.
    """
    turn = len(before) + 1
    try:
        asks = opened()
        answer = yield from _asked(asks, Question(text=question, history=_history(before)))
        documents = {document.id: document for document in asks.documents}
        yield Exchange(question, answer, answer_html(answer, turn), sources_html(answer, turn, documents))
    except Exception as error:  # noqa: BLE001 - the boundary: any fault becomes one sentence
        # The frames tell where; the message may hold words of the question and is not logged.
        frames = "".join(traceback.format_tb(error.__traceback__))
        _LOG.error("asking failed: %s\n%s", type(error).__name__, frames)
        yield Exchange(question, None, message_html(FAILED, turn), "")


def _asked(asks: Asks, question: Question) -> Generator[str, None, Answer]:
    steps: SimpleQueue[str | None] = SimpleQueue()
    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(asks.ask, question, steps.put)
        asking.add_done_callback(lambda _: steps.put(None))
        yield from iter(steps.get, None)
    return asking.result()


def _history(exchanges: Sequence[Exchange]) -> tuple[Turn, ...]:
    # As understood: masked, and whole where it was a follow-up.
    answers = (exchange.answer for exchange in exchanges)
    return tuple(Turn(question=answer.question, answer=answer.text) for answer in answers if answer)


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" + ("" if count == 1 else "s")
