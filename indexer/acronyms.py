"""Acronyms that documents explain themselves: 'clinical commissioning group (CCG)'.

The method is that of Schwartz and Hearst (2003), 'A simple algorithm for identifying abbreviation definitions in
biomedical text': each letter of the short form, from the last, is met in the words before the bracket, the first one at
the start of a word.
"""

import re
from collections.abc import Iterable

_BRACKET = re.compile(r"\(([A-Za-z][\w&/-]{1,9})s?\)")
_WORD = re.compile(r"[\w&’'-]+")


def find_acronyms(texts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the long forms of each short form that texts explain, as they were first written."""
    found: dict[str, dict[str, str]] = {}
    for text in texts:
        for bracket in _BRACKET.finditer(text):
            short = bracket.group(1)
            long = long_form(short, text[: bracket.start()]) if _is_short_form(short) else None
            if long:
                found.setdefault(short, {}).setdefault(long.casefold(), long)
    return {short: tuple(longs.values()) for short, longs in found.items()}


def _is_short_form(short: str) -> bool:
    return sum(letter.isupper() for letter in short) >= 2


def long_form(short: str, before: str) -> str | None:
    """Return the words at the end of ``before`` that a short form stands for; None where they do not explain it."""
    line = before.rsplit("\n", maxsplit=1)[-1].rstrip()
    words = list(_WORD.finditer(line))[-min(len(short) + 5, len(short) * 2) :]
    if not words:
        return None
    start = words[0].start()
    at = len(line)
    letters = [letter.lower() for letter in short if letter.isalnum()]
    for number, letter in enumerate(reversed(letters), start=1):
        at -= 1
        while at >= start and not (line[at].lower() == letter and (number < len(letters) or _opens_word(line, at))):
            at -= 1
        if at < start:
            return None
    long = line[at:].strip(" ,;:'\"“”‘’")
    return long if len(_WORD.findall(long)) > 1 and short.lower() not in long.lower().split() else None


def _opens_word(line: str, at: int) -> bool:
    return at == 0 or not line[at - 1].isalnum()
