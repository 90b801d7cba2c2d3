"""Second step: a follow-up is made whole from the question before it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.context import AnswerContext
from assistant.settings import QuestionPolicy

# A question with more subject than this stands alone, whatever its pronouns.
_MAX_OWN_WORDS = 5


class Resolve:
    """Joins a question that points back to the one it points to."""

    def __init__(self, policy: QuestionPolicy, places: Callable[[], Sequence[str]]) -> None:
        self._policy = policy
        self._places = places
        self._points_back = re.compile(policy.follow_up, re.IGNORECASE)

    def __call__(self, context: AnswerContext) -> AnswerContext:
        """Return the context with the question understood as a whole one."""
        if not context.asked.history or not self._is_follow_up(context.understood):
            return context
        before = context.asked.history[-1].question
        if any(_stands_in(place, context.understood) for place in self._places()):
            # "What about Plymouth?" asks the same of another place, so the place before is let go.
            for place in self._places():
                before = re.sub(rf"\b(in|for|at|of)?\s*{re.escape(place)}(['’]s)?\b", "", before, flags=re.IGNORECASE)
        return replace(context, understood=f"{context.understood} (following: {' '.join(before.split())})")

    def _is_follow_up(self, text: str) -> bool:
        own = [word for word in re.findall(r"[\w£%-]+", text.lower()) if word not in self._policy.stop_words]
        return len(own) <= _MAX_OWN_WORDS and (len(own) <= 1 or bool(self._points_back.search(text)))


def _stands_in(place: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(place)}\b", text, re.IGNORECASE) is not None
