"""A question's way: the list of steps, as one LangChain Runnable."""

from collections.abc import Callable
from typing import Any

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.runnables import Runnable, RunnableLambda, RunnableSequence

from assistant.annotate import Annotate, finished
from assistant.compose import ComposeQuotes
from assistant.context import AnswerContext
from assistant.contracts import Answer, AnswerStatus, Question
from assistant.differing import Differing, TellConflicts
from assistant.front_matter import FrontMatter
from assistant.further import Further
from assistant.guard import Guard
from assistant.ledger import Ledger
from assistant.resolve import Resolve
from assistant.retrieve import Retrieve
from assistant.scope import Scope, places_of
from assistant.settings import Policy
from assistant.verify import Verify
from assistant.wordings import Wordings
from indexer.library import Library

Step = Callable[[AnswerContext], AnswerContext]


def answering_steps(
    library: Library,
    policy: Policy,
    ledger: Ledger,
    wordings: Wordings,
    front_door: str,
    model: Step | None = None,
    differing: Differing | None = None,
) -> list[tuple[str, Step]]:
    """Return the steps in order; each is a plain callable that can be run alone."""
    retrieve = Retrieve(library, policy, wordings)
    return [
        ("guard", Guard(policy, front_door)),
        ("resolve", Resolve(policy.question, lambda: places_of(library.documents))),
        ("scope", Scope(library, policy.scope)),
        ("retrieve", retrieve),
        ("front matter", FrontMatter(library, policy)),
        ("compose", ComposeQuotes(library, policy, retrieve.late.met)),
        ("verify", Verify()),
        *([("model", model)] if model else []),
        *([("conflicts", TellConflicts(library, policy, differing))] if differing else []),
        ("annotate", Annotate(policy, ledger)),
        ("further", Further(library, policy, retrieve.late.met)),
    ]


def build_answering(steps: list[tuple[str, Step]], policy: Policy) -> Runnable[Question, Answer]:
    """Return the steps as one Runnable, so that batch, async, callbacks and tracing come with it."""

    def finish(context: AnswerContext) -> Answer:
        return finished(context, policy)

    middle = [RunnableLambda(_unless_stopped(step)).with_config(run_name=name) for name, step in steps]
    return RunnableSequence(RunnableLambda(_start), *middle, RunnableLambda(finish))


def _start(question: Question) -> AnswerContext:
    return AnswerContext(asked=question, understood=question.text)


def _unless_stopped(step: Step) -> Step:
    def run(context: AnswerContext) -> AnswerContext:
        # An answer in part goes on; and what verify dropped has to be told even where nothing is left.
        # What is offered in place of an answer is looked for once there is none.
        goes_on = context.stopped in (None, AnswerStatus.PARTIAL) or context.dropped or isinstance(step, Further)
        return step(context) if goes_on else context

    return run


class StepProgress(BaseCallbackHandler):
    """Tells a listener, in words, which step begins."""

    def __init__(self, listener: Callable[[str], None], wordings: dict[str, str]) -> None:
        self._listener = listener
        self._wordings = wordings

    def on_chain_start(self, *_args: Any, **kwargs: Any) -> None:
        """Say the step's words if it has any."""
        if wording := self._wordings.get(kwargs.get("name") or ""):
            self._listener(wording)
