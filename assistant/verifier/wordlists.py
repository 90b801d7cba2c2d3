"""The word lists by which claims and passages are read, from words.yaml."""

from functools import cache
from pathlib import Path

import yaml

from assistant.contracts import Contract


class DutyGrade(Contract):
    """Words of one strength; a higher level binds more."""

    level: int
    words: tuple[str, ...]


class NumberWords(Contract):
    """Words for numbers: from nought on, from twenty on, what multiplies, and what divides."""

    units: tuple[str, ...]
    tens: tuple[str, ...]
    scales: dict[str, int]
    parts: dict[str, int]


class WordLists(Contract):
    """The lists of words.yaml; what each is for stands there."""

    numbers: NumberWords
    function: frozenset[str]
    light: frozenset[str]
    irregular: dict[str, str]
    same: tuple[tuple[str, ...], ...]
    contrasts: tuple[tuple[str, ...], ...]
    directions: dict[str, frozenset[str]]
    duty: dict[str, DutyGrade]
    negators: tuple[str, ...]
    plain_negators: frozenset[str]
    hidden_negators: frozenset[str]
    whole: tuple[str, ...]
    part: tuple[str, ...]
    conditions: tuple[str, ...]
    hedges: tuple[str, ...]
    strict_conditions: tuple[str, ...]
    causes: dict[str, tuple[str, ...]]
    idioms: tuple[str, ...]
    acting: frozenset[str]
    units: dict[str, dict[str, float]]
    about: tuple[str, ...]
    bodies: frozenset[str]
    organisations: frozenset[str]
    actions: frozenset[str]
    alike: tuple[frozenset[str], ...]
    be: frozenset[str]
    have: frozenset[str]
    relating: frozenset[str]
    comparing: dict[str, frozenset[str]]
    labels: dict[str, frozenset[str]]
    auxiliaries: frozenset[str]
    verb_before: frozenset[str]
    modals: frozenset[str]
    noun_before: frozenset[str]
    nominal: frozenset[str]
    opening: frozenset[str]
    joining: frozenset[str]
    speaking: dict[str, frozenset[str]]
    orders: tuple[str, ...]
    revoking: tuple[str, ...]
    adverbs: frozenset[str]
    prepositions: frozenset[str]


@cache
def load_word_lists() -> WordLists:
    """Read words.yaml beside this module."""
    text = Path(__file__).with_name("words.yaml").read_text(encoding="utf-8")
    return WordLists.model_validate(yaml.safe_load(text))
