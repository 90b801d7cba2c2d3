"""Makes of what a passage says what it does not say: other figures, names and opposites, or the answer cut out."""

import random
import re
from collections.abc import Mapping

from evals.cross_encoder.squad import NUMBER, kind_of, named_in
from evals.cross_encoder.words import pairs_of_words

_WORD = re.compile(r"[A-Za-z]+")
_BEFORE = re.compile(
    r"(?:,? ?\b(?:in|on|at|by|from|to|of|for|with|during|since|until|around|about|approximately|nearly|over|the|a|an"
    r"|was|were)\s+)+$",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(r"\b(was|were|is|are|had|has|did|could|can|will|would)\b")
_OPPOSITES: dict[str, list[str]] = {}
for _one, _other in pairs_of_words("opposites"):
    _OPPOSITES.setdefault(_one, []).append(_other)
    _OPPOSITES.setdefault(_other, []).append(_one)
_FACTORS = (0.5, 0.8, 1.2, 1.5, 2, 3)
_YEARS = (-20, -5, -3, -2, -1, 1, 2, 3, 4, 10)


def words_in(text: str) -> set[str]:
    """Return the words of a text, small."""
    return {word.lower() for word in _WORD.findall(text)}


def opposite(text: str, drawn: random.Random, of: set[str] | None = None) -> str | None:
    """Put the opposite for a word, if ``of`` is given for one of these; null where there is none."""
    found = [
        m for m in _WORD.finditer(text) if m.group().lower() in _OPPOSITES and (of is None or m.group().lower() in of)
    ]
    if not found:
        return None
    word = drawn.choice(found)
    other = drawn.choice(_OPPOSITES[word.group().lower()])
    return text[: word.start()] + (other.capitalize() if word.group()[0].isupper() else other) + text[word.end() :]


def cut(text: str, start: int, end: int) -> str:
    """Cut a span and the preposition before it out of a sentence."""
    before = text[:start]
    if leading := _BEFORE.search(before):
        before = f"{before[: leading.start()]} "
    left = re.sub(r"\s+", " ", before + text[end:])
    left = re.sub(r" ([,.;:)])", r"\1", left).strip()
    return left[:1].upper() + left[1:]


def other_figure(text: str, drawn: random.Random) -> str:
    """Change the first number of a text."""

    def changed(found: re.Match[str]) -> str:
        digits = re.sub(r"[,.]", "", found.group())
        old = new = int(digits)
        while new == old:
            if kind_of(found.group()) == "year":
                new = old + drawn.choice(_YEARS)
            else:
                new = max(1, int(old * drawn.choice(_FACTORS)) + drawn.choice((-2, -1, 1, 2, 0)))
        return f"{new:,}" if "," in found.group() else str(new)

    return NUMBER.sub(changed, text, count=1)


def other_name(
    pool: Mapping[str, tuple[str, ...]], kind: str, avoided: tuple[str, ...], drawn: random.Random
) -> str | None:
    """Draw another name or figure of an article, none that stands in ``avoided`` or the other way round."""
    names = [n for n in pool.get(kind, ()) if all(n not in text and text not in n for text in avoided)]
    return drawn.choice(names) if names else None


def renamed(
    text: str, passage: str, kept: str, pool: Mapping[str, tuple[str, ...]], drawn: random.Random
) -> str | None:
    """Put another name or figure for one that a text shares with its passage, not for ``kept``; null if none is."""
    shared = [one for one in named_in(text) if text[one[0] : one[1]] in passage and kept not in text[one[0] : one[1]]]
    if not shared:
        return None
    start, end, kind = drawn.choice(shared)
    name = text[start:end]
    other = other_figure(name, drawn) if kind == "number" else other_name(pool, kind, (name, passage, text), drawn)
    return f"{text[:start]}{other}{text[end:]}" if other else None


def exchanged(text: str, answer: str, drawn: random.Random) -> str | None:
    """Let an answer and another name of a statement change places; null where there is no other."""
    at = text.find(answer)
    others = [
        (start, end)
        for start, end, kind in named_in(text)
        if kind == "name" and text[start:end] not in answer and answer not in text[start:end]
    ]
    if at < 0 or not others:
        return None
    start, end = drawn.choice(others)
    if at < end and start < at + len(answer):
        return None
    name = text[start:end]
    return text.replace(answer, "\0").replace(name, answer).replace("\0", name)


def denied(text: str, passage: str) -> str | None:
    """Put a 'not' into a statement; null where its passage has one or no word takes it."""
    said = _AUXILIARY.sub(lambda found: f"{found.group()} not", text, count=1)
    return said if said != text and " not " not in passage else None
