"""How strongly a text binds and how far it reaches, beside the source that it was worded from."""

from collections import Counter
from collections.abc import Collection
from functools import cache
from re import Pattern

from assistant.verifier.duty import strengths_of
from assistant.verifier.wordlists import load_word_lists
from assistant.verifier.words import Phrases, words_of


def strength(text: str, of_none: int) -> int:
    """Return the level of a text's strongest word of strength; ``of_none`` where it has none."""
    return max((found.level for found in strengths_of(words_of(text))), default=of_none)


def is_told_as_done(text: str, source: str, planned: int) -> bool:
    """Tell whether a text has lost what shows that its source only means to do it: what will be done was not done.

    Args:
        text: worded anew.
        source: that it was worded from.
        planned: the level up to which a word of strength only plans; 'proposed' is not 'is'.
    """
    said, meant = strength(text, 0), strength(source, 0)
    return said < meant and (said == 0 or meant <= planned)


def is_weaker(text: str, source: str, of_none: int) -> bool:
    """Tell whether the strongest word of a text binds less than that of its source; ``of_none`` where there is none."""
    return strength(text, of_none) < strength(source, of_none)


def other_people(text: str, known: Collection[str], people: Pattern[str]) -> bool:
    """Tell whether a text speaks of people of whom nothing that it may rest on speaks."""
    there = {_one(found) for some in known for found in people.findall(some)}
    return any(_one(found) not in there for found in people.findall(text))


def _one(people: str) -> str:
    """Return a word for people in its singular, near enough to know it again."""
    return people.casefold().rstrip("s")


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
