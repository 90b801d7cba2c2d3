"""Whether a text speaks of a child at risk now, and not of policy."""

import re
import unicodedata
from collections.abc import Sequence

from assistant.settings import Policy

# A sentence longer than this is no cry for help, and reading on would make a pasted document slow.
_MOST = 600
_SENTENCE = re.compile(r"[.?!;\n]+\s*")


class Danger:
    """Looks for someone in particular and what is happening to them."""

    def __init__(self, policy: Policy) -> None:
        words = policy.danger_words
        self._certain = _compiled(policy.danger, words)
        self._supposed = _compiled([policy.danger_supposed], words)
        self._someone = _compiled([policy.danger_signs.someone], words)
        self._signs = _compiled(policy.danger_signs.signs, words)
        self._enquiry = _compiled([policy.danger_signs.enquiry], words)

    def __call__(self, text: str) -> bool:
        """Tell whether a text speaks of a child at risk now; what it only supposes is left out first."""
        plain = " ".join(unicodedata.normalize("NFKC", text).split()).replace("’", "'")
        told = self._supposed.sub(" ", plain)
        return self._certain.search(told) is not None or any(map(self._tells, _SENTENCE.split(told)))

    def _tells(self, sentence: str) -> bool:
        """Tell whether a sentence that asks nothing names someone and a sign of harm."""
        sentence = sentence[:_MOST]
        if self._enquiry.match(sentence):
            _, _, sentence = sentence.partition(",")
            if not sentence or self._enquiry.match(sentence.strip()):
                return False
        return self._someone.search(sentence) is not None and self._signs.search(sentence) is not None


def _compiled(patterns: Sequence[str], lists: dict[str, str]) -> re.Pattern[str]:
    """Return patterns as one; ``<name>`` in a pattern stands for the list of words of that name."""
    text = "|".join(f"(?:{pattern})" for pattern in patterns)
    # The last list first: a list may name those before it.
    for name, words in reversed(lists.items()):
        text = text.replace(f"<{name}>", words)
    return re.compile(text, re.IGNORECASE)
