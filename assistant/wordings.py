"""Other words for what a question says: the field's own terms, and the acronyms that the documents explain."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import Field, StringConstraints

from assistant.contracts import Contract
from assistant.errors import SynonymsError
from assistant.validated_yaml import read_validated

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ", "'"))

_Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_Phrases = Annotated[tuple[_Phrase, ...], Field(min_length=1)]


class Alternative(NamedTuple):
    """A phrase as the question has it, and what documents may write instead."""

    said: str
    written: tuple[str, ...]


class Synonym(Contract):
    """What people say, what documents write, and why the two go together."""

    said: _Phrases
    written: _Phrases
    because: _Phrase


class Synonyms(Contract):
    """All synonyms."""

    synonyms: tuple[Synonym, ...]


class Wordings:
    """Finds the alternatives of a question."""

    def __init__(self, synonyms: Sequence[Synonym]) -> None:
        self._synonyms = [(_whole(map(_escaped, synonym.said), re.I), synonym.written) for synonym in synonyms]

    @property
    def written(self) -> tuple[str, ...]:
        """All that the synonyms write."""
        return tuple(dict.fromkeys(phrase for _, phrases in self._synonyms for phrase in phrases))

    def beside(self, phrase: str) -> tuple[str, ...]:
        """Return what documents write for the same as a phrase that they write themselves."""
        plain = phrase.translate(_APOSTROPHES).casefold()
        sets = (phrases for _, phrases in self._synonyms if plain in (one.casefold() for one in phrases))
        return tuple(dict.fromkeys(one for phrases in sets for one in phrases))

    def __call__(self, question: str, acronyms: Mapping[str, tuple[str, ...]]) -> list[Alternative]:
        """Return the alternatives of a question's phrases, the longest phrase of each synonym, each phrase once.

        One phrase may lie inside another: 'care' in 'kids in care'.

        Args:
            question: as understood.
            acronyms: the long forms of each short form that the documents explain.
        """
        plain = question.translate(_APOSTROPHES)
        found: dict[str, tuple[str, ...]] = {}
        for said, written in self._found(plain, acronyms):
            phrase = question[said.start() : said.end()]
            found[phrase] = tuple(dict.fromkeys((*found.get(phrase, ()), *written)))
        return [Alternative(said, written) for said, written in found.items()]

    def _found(
        self, plain: str, acronyms: Mapping[str, tuple[str, ...]]
    ) -> Iterator[tuple[re.Match[str], tuple[str, ...]]]:
        for phrases, written in self._synonyms:
            if said := phrases.search(plain):
                yield said, written
        for short, longs in acronyms.items():
            in_short, in_full = _patterns_of(short, longs)
            if said := in_short.search(plain):
                yield said, longs
            elif said := in_full.search(plain):
                yield said, (short,)


@lru_cache(10_000)
def _patterns_of(short: str, longs: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what an acronym and its long forms are found by."""
    return _whole([f"{re.escape(short)}s?"]), _whole(map(_in_either_number, longs), re.I)


def _whole(patterns: Iterable[str], flags: int = 0) -> re.Pattern[str]:
    """Return a pattern for whole phrases, the longest first."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(patterns, key=len, reverse=True))})(?!\w)", flags)


def _escaped(phrase: str) -> str:
    return re.escape(phrase.translate(_APOSTROPHES))


def _in_either_number(phrase: str) -> str:
    """Return a pattern for a phrase and for its other number: 'local authority', 'local authorities'."""
    if of_y := re.fullmatch(r"(.*[^aeiou])(?:y|ies)", phrase, re.I | re.S):
        return f"{_escaped(of_y.group(1))}(?:y|ies)"
    one = phrase[:-1] if re.search(r"[^s]s$", phrase, re.I) else phrase
    return f"{_escaped(one)}(?:e?s)?"


def load_synonyms(path: Path) -> tuple[Synonym, ...]:
    """Read the synonyms.

    Raises:
        SynonymsError: naming the entry and field that are wrong.
    """
    return read_validated(path, Synonyms, SynonymsError, f"The synonyms {path}").synonyms
