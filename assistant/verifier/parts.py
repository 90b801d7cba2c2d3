"""Texts to parts: clauses, brackets, and what is added by 'because', 'so that' or 'to'."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.verifier.clauses import verb_of
from assistant.verifier.wordlists import load_word_lists
from assistant.verifier.words import Word, words_of

_PARTING = frozenset(",;:()\u2013\u2014\n")
_SPACED = (" - ", ". ", "! ", "? ")


@dataclass(frozen=True)
class Part:
    """Some words of a sentence that stand side by side, and their text."""

    text: str
    words: range


@lru_cache(maxsize=4_096)
def parts_of(text: str) -> tuple[Part, ...]:
    """Return the parts of a sentence that have words of matter, in order."""
    words = words_of(text)
    starts = [n for n in range(len(words)) if not n or _opens(text, words, n)]
    ranges = [range(a, b) for a, b in zip(starts, [*starts[1:], len(words)], strict=True)]
    return tuple(
        part_between(text, words, found.start, found.stop)
        for found in ranges
        if any(words[n].weight > 0 for n in found)
    )


def part_between(text: str, words: Sequence[Word], start: int, stop: int) -> Part:
    """Return the part from one word of a text up to another."""
    return Part(text[words[start].start : words[stop - 1].end], range(start, stop))


def _opens(text: str, words: Sequence[Word], at: int) -> bool:
    """Tell whether a new part begins with a word: behind a sign, or at a word that joins on a clause or a purpose."""
    between = text[words[at - 1].end : words[at].start]
    if _PARTING & set(between) or any(sign in between for sign in _SPACED):
        return True
    return words[at].low in load_word_lists().joining or _tells_purpose(words, at)


@cache
def _governing() -> frozenset[str]:
    """Return words whose 'to' belongs to them: auxiliaries, and those of strength ('plans to', 'required to')."""
    lists = load_word_lists()
    strength = {phrase.split()[0] for grade in lists.duty.values() for phrase in grade.words}
    return lists.auxiliaries | strength


def _tells_purpose(words: Sequence[Word], at: int) -> bool:
    """Tell whether a 'to' opens what something is for; 'intends to' and 'is to' open nothing of their own."""
    if words[at - 1].low in _governing():
        return False
    verb = verb_of(words[at + 1].low) if at + 1 < len(words) else None
    return words[at].low == "to" and verb is not None and verb[1] == "base"
