"""Whether a model's text is a sentence of words at all, before anything is asked of what it says."""

import re
import unicodedata
from collections.abc import Collection, Iterable

from assistant.instructions import instruction_in
from assistant.model.policy import StatementsPolicy

_WORD = re.compile(r"\w+")


class Plainness:
    """Tells words from markup, fences, tokens, the prompt and other languages."""

    def __init__(
        self, policy: StatementsPolicy, prompt: str, small_words: frozenset[str], masks: frozenset[str] = frozenset()
    ) -> None:
        """Take what is needed.

        Args:
            policy: what a text may look like.
            prompt: as it is sent; a text that repeats it says nothing of its own.
            small_words: of English; they stand in no particular source.
            masks: what stands in place of personal data; a reader is told none of them as a fact.
        """
        self._policy = policy
        self._unsafe = re.compile(policy.unsafe, re.IGNORECASE)
        self._prompt = set(_runs(prompt, policy.leak_words))
        self._small = small_words
        self._masks = masks

    def __call__(self, text: str, nonce: str, tokens: Collection[str], *, fewest: int = 2) -> bool:
        """Tell whether a text has no markup, no fence, no order, no prompt and no token.

        Args:
            text: as it would be shown.
            nonce: the secret of the fences.
            tokens: the names under which things were shown.
            fewest: words that it must have.
        """
        return (
            fewest <= len(text.split()) <= self._policy.longest_words
            and not self._unsafe.search(text)
            and nonce not in text
            and "<<" not in text
            and ">>" not in text
            and not any(mask in text for mask in self._masks)
            and instruction_in(text) is None
            and set(_WORD.findall(text)).isdisjoint(tokens)
            and self._prompt.isdisjoint(_runs(text, self._policy.leak_words))
        )

    def is_known(self, text: str, sources: Iterable[str]) -> bool:
        """Tell whether enough of a text's words stand in its sources, or are small words of English."""
        known = self._small | set(words_of(" ".join(sources)))
        said = words_of(text)
        return bool(said) and sum(word in known for word in said) / len(said) >= self._policy.known_words


def seen(text: str) -> str:
    """Return a text without signs that nobody sees; what parts lines is a space."""
    text = "".join(" " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign for sign in text)
    return "".join(sign for sign in text if unicodedata.category(sign) not in {"Cf", "Co", "Cn"})


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters."""
    return _WORD.findall(text.casefold())


def _runs(text: str, length: int) -> list[tuple[str, ...]]:
    words = words_of(text)
    return [tuple(words[start : start + length]) for start in range(len(words) - length + 1)]
