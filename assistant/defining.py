"""Whether what answers a question of meaning tells it, or only mentions the term."""

import re
from collections.abc import Iterable

from assistant.settings import DefiningPolicy

_AROUND = " '\"‘’“”?."
_ARTICLE = re.compile(r"^(?:the (?:term|phrase|word|expression)|the|an?)\s+", re.IGNORECASE)


class Defining:
    """Finds the term whose meaning is asked for, and what tells it."""

    def __init__(self, policy: DefiningPolicy) -> None:
        """Compile the patterns of the policy."""
        self._asked = [re.compile(pattern, re.IGNORECASE) for pattern in policy.asked]
        self._telling = policy.telling

    def term(self, question: str) -> str | None:
        """Return the term whose meaning a question asks for; null where it asks for none."""
        found = next((match for pattern in self._asked if (match := pattern.search(question))), None)
        return _ARTICLE.sub("", found["term"].strip(_AROUND)).strip(_AROUND) or None if found else None

    def is_told(self, term: str, texts: Iterable[str]) -> bool:
        """Tell whether one of some texts says what a term means; true where none even mentions it.

        Of what is not mentioned in these letters nobody can tell: it may stand there in other words.
        """
        written = rf"\b{re.escape(term)}(?:s|es)?\b"
        mentioning = [text for text in texts if re.search(written, text, re.IGNORECASE)]
        tells = [re.compile(pattern.replace("{term}", written), re.IGNORECASE) for pattern in self._telling]
        return not mentioning or any(pattern.search(text) for pattern in tells for text in mentioning)
