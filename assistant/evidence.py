"""Whether what was found is enough to answer at all."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.context import AnswerContext, Candidate
from assistant.contracts import AnswerStatus
from assistant.names import Names
from assistant.settings import Policy
from assistant.words import QuestionWords
from indexer.library import Library

# The nearest in meaning and the one that holds the words need not be the same passage, but both stand at the top.
_LOOKED_AT = 10


class Sufficiency:
    """Stops a question to which the documents do not speak."""

    def __init__(self, library: Library, policy: Policy) -> None:
        self._policy = policy
        self._names = Names(library, policy.question.stop_words)

    def judge(self, context: AnswerContext, words: QuestionWords) -> AnswerContext:
        """Return the context, stopped as not found where a name is never mentioned or nothing comes near enough."""
        names = self._names.unknown(context.understood, context.documents)
        missing = [name for name in names if " " not in name]
        if missing:
            wording = self._policy.replies["not_mentioned" if len(missing) == 1 else "not_mentioned_several"]
            reply = wording.format(searched=context.searched, names=" and ".join(missing))
            return replace(context, stopped=AnswerStatus.NOT_FOUND, reply=reply)
        score = self.score(context.candidates, words) - self._policy.evidence.apart_penalty * bool(names)
        if score < self._policy.evidence.threshold:
            return replace(context, stopped=AnswerStatus.NOT_FOUND)
        return context

    def score(self, candidates: Sequence[Candidate], words: QuestionWords) -> float:
        """Return how strongly the best candidates, best first, speak to the question's words."""
        policy = self._policy.evidence
        near = candidates[:_LOOKED_AT]
        if not near:
            return 0.0
        best = max(policy.cosine_weight * found.cosine + policy.coverage_weight * found.coverage for found in near)
        return best - policy.unknown_weight * words.unknown
