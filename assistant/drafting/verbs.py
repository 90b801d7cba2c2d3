"""Patterns of what is meant to be done, made of the policy's verbs."""

import re
from collections.abc import Iterable
from functools import cached_property

from assistant.drafting.policy import ReadingPolicy

_VOWELS = "aeiou"


class Deeds:
    """Knows the verbs of commissioning in the forms in which an intention has them."""

    def __init__(self, policy: ReadingPolicy) -> None:
        self._policy = policy

    @cached_property
    def opening(self) -> re.Pattern[str]:
        """An item that begins with a verb, as 'Review', 'Reviewing' and 'To review' do, an adverb before it."""
        forms = [form for verb in self._policy.verbs for form in _forms(verb)[:2]]
        return re.compile(
            rf"^(?!{self._policy.no_deeds.pattern})"
            rf"(?:to |(?!early |family )[a-z]+ly |also |and |further |continue to |begin to )*(?:{_any(forms)})\b",
            re.I,
        )

    @cached_property
    def imperative(self) -> re.Pattern[str]:
        """An item that begins with a bare verb, as 'Review ...' does."""
        return self._bare(self._policy.verbs)

    @cached_property
    def telling_imperative(self) -> re.Pattern[str]:
        """A sentence that begins so, with a verb that shows an intention wherever it stands; 'Work is' is none."""
        return self._bare(self._policy.telling_verbs)

    @cached_property
    def will(self) -> re.Pattern[str]:
        """A sentence in which a body will do something, or something will be done."""
        return self._will(self._policy.verbs, rf"be {self._adverbs}(?:a|an|in place|required|able)\b")

    @cached_property
    def telling(self) -> re.Pattern[str]:
        """The same, with the verbs that show an intention wherever they stand."""
        return self._will(self._policy.telling_verbs)

    @property
    def _adverbs(self) -> str:
        return rf"(?:(?:{self._policy.adverbs}|[a-z]+ly) )*"

    def _bare(self, verbs: Iterable[str]) -> re.Pattern[str]:
        forms = _any(_forms(verb)[0] for verb in verbs)
        before = "(?!early |family )[a-z]+ly |continue to |further "
        return re.compile(rf"^(?!{self._policy.no_deeds.pattern})(?:{before})*(?:{forms})\b", re.I)

    def _will(self, verbs: Iterable[str], *others: str) -> re.Pattern[str]:
        forms = [_forms(verb) for verb in verbs]
        active, done = _any(f[0] for f in forms), _any(form for f in forms for form in f[1:])
        ways = "|".join((rf"(?:{active})\b", rf"be {self._adverbs}(?:{done})\b", *others))
        return re.compile(rf"\b(?:will|shall) {self._adverbs}(?:{ways})", re.I)


def _forms(entry: str) -> tuple[str, str, str]:
    """Return base, gerund and participle of a verb, the two others given or made by rule."""
    base, *given = entry.split()
    if len(given) == 2:
        return base, given[0], given[1]
    stem = base[:-1] if base.endswith("e") and not base.endswith("ee") else base
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base, f"{base}ing", f"{base[:-1]}ied"
    return base, f"{stem}ing", f"{stem}ed"


def _any(words: Iterable[str]) -> str:
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) for word in ordered)
