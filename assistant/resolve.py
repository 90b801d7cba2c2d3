"""Second step: a question without what is said before it; a follow-up is made whole from the questions before it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.context import AnswerContext
from assistant.settings import QuestionPolicy

# What this step added to a question of the history when it was asked.
_MADE_WHOLE = re.compile(r"\s*\(following: (.*)\)\s*$")
# A question with more subject than this stands alone, whatever its pronouns.
_MAX_OWN_WORDS = 5


class Resolve:
    """Takes a greeting off a question, and joins one that points back to the ones it points to."""

    def __init__(self, policy: QuestionPolicy, places: Callable[[], Sequence[str]]) -> None:
        self._policy = policy
        self._places = places
        either = "|".join(f"(?:{pattern})" for pattern in policy.preamble)
        self._preamble = re.compile(rf"\s*(?:{either})+", re.IGNORECASE)
        self._points_back = re.compile(policy.follow_up, re.IGNORECASE)

    def __call__(self, context: AnswerContext) -> AnswerContext:
        """Return the context with the question understood as a whole one."""
        context = replace(context, understood=self._asked(context.understood))
        if not context.asked.history or not self._is_follow_up(context.understood):
            return context
        before = self._before(context.understood, [turn.question for turn in context.asked.history])
        return replace(context, understood=f"{context.understood} (following: {' '.join(before.split())})")

    def _asked(self, text: str) -> str:
        """Return a question without what is said before it; as it is where nothing else is said."""
        said = self._preamble.match(text)
        rest = text[said.end() :] if said else ""
        return rest[:1].upper() + rest[1:] if self._own_words(rest) else text

    def _before(self, text: str, asked: Sequence[str]) -> str:
        """Return what a follow-up goes on from: the last whole question, and where the talk has gone from there."""
        own = [_MADE_WHOLE.sub("", question) for question in asked]
        whole = [place for place, question in enumerate(own) if not self._is_follow_up(question)]
        subject, *since = own[whole[-1] if whole else 0 :]
        if not whole and (made := _MADE_WHOLE.search(asked[0])):
            subject = f"{made.group(1)} {subject}"  # what it went on from is not in the history any more
        if self._names_place(text):
            return self._without_places(subject)
        placed = [question for question in since if self._names_place(question)][-1:]
        if placed:
            subject = self._without_places(subject)
        return " ".join(dict.fromkeys([subject, *placed, *since[-1:]]))

    def _names_place(self, text: str) -> bool:
        return any(_stands_in(place, text) for place in self._places())

    def _without_places(self, text: str) -> str:
        """Let the place before go: "What about Plymouth?" asks the same of another place."""
        for place in self._places():
            text = re.sub(rf"\b(in|for|at|of)?\s*{re.escape(place)}(['’]s)?\b", "", text, flags=re.IGNORECASE)
        return text

    def _is_follow_up(self, text: str) -> bool:
        own = self._own_words(text)
        return len(own) <= _MAX_OWN_WORDS and (len(own) <= 1 or bool(self._points_back.search(text)))

    def _own_words(self, text: str) -> list[str]:
        return [word for word in re.findall(r"[\w£%-]+", text.lower()) if word not in self._policy.stop_words]


def _stands_in(place: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(place)}\b", text, re.IGNORECASE) is not None
