"""How strongly a text binds and how far it reaches, beside the source that it was worded from."""

from collections import Counter
from collections.abc import Collection
from functools import cache

from assistant.verifier.duty import strengths_of
from assistant.verifier.wordlists import load_word_lists
from assistant.verifier.words import Phrases, words_of


def strength(text: str, of_none: int) -> int:
    """Return the level of a text's strongest word of strength; ``of_none`` where it has none."""
    return max((found.level for found in strengths_of(words_of(text))), default=of_none)


def is_told_as_done(text: str, source: str) -> bool:
    """Tell whether a text has no word of strength where its source has one: what will be done is not what was done."""
    return not strengths_of(words_of(text)) and bool(strengths_of(words_of(source)))


def reaches_further(text: str, source: str, added: Collection[str]) -> bool:
    """Tell whether a text denies, takes in all, or leaves out what limits it, where its source does not.

    Args:
        text: worded anew.
        source: that it was worded from.
        added: names that stand in the text and not in the source; words of theirs say nothing of reach.
    """
    for name in added:
        text = text.replace(name, " ")
    deny, whole, limit = (_found(kind, text) for kind in _KINDS)
    denied, wholly, limited = (_found(kind, source) for kind in _KINDS)
    return deny != denied or not whole <= wholly or not limited <= limit


_KINDS = ("deny", "whole", "limit")


@cache
def _phrases(kind: str) -> Phrases:
    lists = load_word_lists()
    by_kind = {"deny": lists.negators, "whole": lists.whole, "limit": (*lists.part, *lists.conditions)}
    return Phrases(by_kind[kind])


def _found(kind: str, text: str) -> Counter[str]:
    words = words_of(text)
    return Counter(" ".join(word.low for word in words[start:end]) for start, end in _phrases(kind).spans(words))
