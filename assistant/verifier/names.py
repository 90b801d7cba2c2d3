"""Names of a claim, short and long forms of one name, and names that no passage holds."""

from calendar import month_abbr, month_name
from collections.abc import Sequence
from functools import lru_cache

from assistant.verifier.wordlists import load_word_lists
from assistant.verifier.words import Phrases, Word, stem_of, words_of
from indexer.acronyms import find_acronyms

Span = tuple[int, int]
_MONTHS = frozenset(month.lower() for month in (*month_name, *month_abbr, "Sept") if month)


class SameNames:
    """Groups of names of one thing, found among words."""

    def __init__(self, groups: Sequence[Sequence[str]]) -> None:
        self._groups = [
            (number, Phrases(group), any(len(words_of(phrase)) > 1 for phrase in group))
            for number, group in enumerate(groups)
        ]
        self._found = lru_cache(maxsize=512)(self._find)

    def spans(self, claim: Sequence[Word], source: Sequence[Word]) -> list[tuple[Span, Span]]:
        """Return the pairs of spans of a claim and a source that name one thing."""
        said, written = self._found(tuple(claim)), self._found(tuple(source))
        return [(a, b) for group, spans in said.items() for a in spans for b in written.get(group, ())]

    def _find(self, words: tuple[Word, ...]) -> dict[int, list[Span]]:
        found = {number: phrases.spans(words) for number, phrases, _ in self._groups}
        return {number: spans for number, spans in found.items() if spans}


@lru_cache(maxsize=64)
def _same_names(explained: tuple[tuple[str, ...], ...]) -> SameNames:
    return SameNames([*explained, *load_word_lists().same])


def same_names(passages: Sequence[str]) -> SameNames:
    """Return the names that say the same: those that the passages explain, and those of the field."""
    found = find_acronyms(passages)
    return _same_names(tuple((short, *longs) for short, longs in sorted(found.items())))


@lru_cache(maxsize=1)
def _short_forms() -> dict[str, tuple[frozenset[str], ...]]:
    """Return of each short form of the field's lists the words of its long forms."""
    known: dict[str, list[frozenset[str]]] = {}
    for group in load_word_lists().same:
        longs = [frozenset(w.stem for w in words_of(p) if w.weight > 0) for p in group if len(words_of(p)) > 1]
        for phrase in group:
            if len(words_of(phrase)) == 1:
                known.setdefault(phrase, []).extend(longs)
    return {short: tuple(longs) for short, longs in known.items()}


def name_numbers(words: Sequence[Word]) -> list[int]:
    """Return the numbers of words that are part of a name: with a capital, and not for being the first."""
    never = load_word_lists().function | _MONTHS
    return [n for n, word in enumerate(words) if word.low not in never and _is_named(n, word)]


def _is_named(number: int, word: Word) -> bool:
    named = word.is_capital and not word.is_figure
    return named and (number > 0 or (len(word.text) > 1 and word.text.isupper()))


def unknown_names(claim: Sequence[Word], passages: Sequence[str]) -> list[str]:
    """Return the names of a claim that stand in no passage, in no form."""
    held = {word.stem for passage in passages for word in words_of(passage)}
    initials = {"".join(w.text[0] for w in words_of(passage) if w.weight > 0).lower() for passage in passages}
    explained = {
        stem_of(word.text)
        for short, longs in find_acronyms(passages).items()
        for word in words_of(" ".join((short, *longs)))
    }
    return [
        claim[number].text
        for number in name_numbers(claim)
        if claim[number].stem not in held | explained and not _known_otherwise(claim[number], held, initials)
    ]


def _known_otherwise(word: Word, held: set[str], initials: set[str]) -> bool:
    """Tell whether a short form stands in full, or a word of a long form stands in short."""
    low = word.low
    if any(long <= held for long in _short_forms().get(low, ())):
        return True
    if word.text.isupper() and len(low) > 2 and any(low in signs for signs in initials):
        return True
    return any(short in held and word.stem in long for short, longs in _short_forms().items() for long in longs)
