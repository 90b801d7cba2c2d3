"""What kind of thing a question asks for: a sum, a date, a body, a reason; and what holds one."""

import re
from dataclasses import dataclass

from assistant.settings import QuestionPolicy


@dataclass(frozen=True)
class Kind:
    """A kind of thing that questions ask for."""

    name: str
    asked: re.Pattern[str]
    holding: re.Pattern[str]

    def stands_in(self, text: str) -> bool:
        """Tell whether a text holds such a thing."""
        return self.holding.search(text) is not None


class Wanted:
    """Tells what a question asks for: the kind that it asks for first."""

    def __init__(self, policy: QuestionPolicy) -> None:
        """Compile the patterns of the policy."""
        self._kinds = [
            Kind(kind.name, re.compile(kind.asked, re.IGNORECASE), re.compile(kind.holding)) for kind in policy.wanted
        ]

    def __call__(self, question: str) -> Kind | None:
        """Return the kind of thing that a question asks for; null where it asks for none of them.

        Of two asked for at one place ("how many weeks") the one first in the policy counts.
        """
        asked = [(found.start(), kind) for kind in self._kinds if (found := kind.asked.search(question))]
        return min(asked, key=lambda one: one[0])[1] if asked else None
