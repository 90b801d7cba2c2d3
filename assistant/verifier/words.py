"""Texts to words: their stems, whether they carry matter, and the phrases of a list that stand among them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import Stemmer

from assistant.verifier.wordlists import load_word_lists

_WORD = re.compile(r"£?\d+(?:[.,/]\d+)*%?[a-z]*|[^\W\d_]+(?:['’][^\W\d_]+)?")
# Halves of surrogate pairs, which no encoding takes.
_HALVES = re.compile("[\ud800-\udfff]")
_FOLDS = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u2018\u2019\u02bc", "'"),
        **dict.fromkeys("\u201c\u201d", '"'),
        **dict.fromkeys("\u00ad\u200b\u2060\ufeff"),
        "\u00a0": " ",
    }
)


@dataclass(frozen=True)
class Word:
    """A word where it stands; ``weight`` is 0 for one that carries no matter."""

    text: str
    low: str
    stem: str
    start: int
    end: int
    weight: float

    @property
    def is_figure(self) -> bool:
        """Tell whether it is written in digits."""
        return any(sign.isdigit() for sign in self.text)

    @property
    def is_capital(self) -> bool:
        """Tell whether it begins with a capital."""
        return self.text[:1].isupper()


def folded(text: str) -> str:
    """Return a text with straight quotes and one kind of dash, without signs that nobody sees."""
    return _HALVES.sub("\N{REPLACEMENT CHARACTER}", text.translate(_FOLDS))


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


@lru_cache(maxsize=50_000)
def stem_of(word: str) -> str:
    """Return the stem of a word in small letters; irregular forms go with their verb or noun."""
    low = word.lower().removesuffix("'s").removesuffix("'")
    return str(_stemmer().stemWord(load_word_lists().irregular.get(low, low)))


@lru_cache(maxsize=4_096)
def words_of(text: str) -> tuple[Word, ...]:
    """Return the words of a text in order; a hyphen parts words."""
    return tuple(_word(match) for match in _WORD.finditer(text))


def _word(match: re.Match[str]) -> Word:
    text = match.group()
    if text[-1:] == "s" and text[:-1].isupper() and len(text) > 2:
        text = text[:-1]  # the plural of a short form
    low = text.lower().removesuffix("'s")
    return Word(text, low, stem_of(text), match.start(), match.end(), _weight(low))


def _weight(low: str) -> float:
    lists = load_word_lists()
    if low in lists.function or (len(low) == 1 and not low.isdigit()):
        return 0.0
    return 0.4 if low in lists.light else 1.0


class Phrases:
    """Phrases of a list, found among words by their small letters, the longest first."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in sorted({_plain(phrase) for phrase in phrases}, key=len, reverse=True):
            self._by_first.setdefault(phrase[0], []).append(phrase)

    def spans(self, words: Sequence[Word]) -> list[tuple[int, int]]:
        """Return where phrases stand, as first word and the one after the last; they do not overlap."""
        lows = [word.low for word in words]
        spans = []
        at = 0
        while at < len(lows):
            width = next((len(p) for p in self._by_first.get(lows[at], ()) if tuple(lows[at : at + len(p)]) == p), 0)
            if width:
                spans.append((at, at + width))
            at += width or 1
        return spans


def _plain(phrase: str) -> tuple[str, ...]:
    return tuple(word.low for word in words_of(folded(phrase)))
