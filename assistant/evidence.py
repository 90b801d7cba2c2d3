"""Whether what was found is enough to answer at all."""

from dataclasses import replace

from assistant.context import AnswerContext
from assistant.contracts import AnswerStatus
from assistant.names import Names
from assistant.settings import Policy
from indexer.library import Library

# The order and the confidence weigh differently; the passage most likely to answer stands at the top in both.
_LOOKED_AT = 10


class Sufficiency:
    """Stops a question to which the documents do not speak."""

    def __init__(self, library: Library, policy: Policy) -> None:
        self._policy = policy
        self._names = Names(library, policy.question.stop_words)

    def judge(self, context: AnswerContext) -> AnswerContext:
        """Return the context, stopped as not found where a name is never mentioned or nothing comes near enough."""
        names = self._names.unknown(context.understood, context.documents)
        missing = [name for name in names if " " not in name]
        if missing:
            wording = self._policy.replies["not_mentioned" if len(missing) == 1 else "not_mentioned_several"]
            reply = wording.format(searched=context.searched, names=" and ".join(missing))
            return replace(context, stopped=AnswerStatus.NOT_FOUND, reply=reply)
        confidence = max((found.confidence for found in context.candidates[:_LOOKED_AT]), default=0.0)
        if confidence - self._policy.evidence.apart_penalty * bool(names) < self._policy.evidence.threshold:
            return replace(context, stopped=AnswerStatus.NOT_FOUND)
        return context
