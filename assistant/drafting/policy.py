"""The policy of drafts: how intentions are known, themes met, statements joined and cells worded."""

import re
from functools import cache
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field

from assistant.contracts import Contract
from assistant.template_contracts import Role
from assistant.validated_yaml import read_beside


def _compiled(pattern: Any) -> Any:
    try:
        return re.compile(pattern, re.IGNORECASE) if isinstance(pattern, str) else pattern
    except re.error as error:
        raise ValueError(f"no regular expression: {error}") from error


def _compiled_as_written(pattern: Any) -> Any:
    try:
        return re.compile(pattern) if isinstance(pattern, str) else pattern
    except re.error as error:
        raise ValueError(f"no regular expression: {error}") from error


Pattern = Annotated[re.Pattern[str], BeforeValidator(_compiled)]
CasedPattern = Annotated[re.Pattern[str], BeforeValidator(_compiled_as_written)]


class _Section(Contract):
    """A part of the policy; patterns are no pydantic types."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class ReadingPolicy(_Section):
    """How a table's headers and a sentence's words show an intention."""

    headers: dict[Role, Pattern]
    least_item_words: int
    least_label_letters: int
    most_label_words: int
    least_words: int
    most_words: int
    most_list_words: int
    open_headings: Pattern
    listing_headings: Pattern
    closed_headings: Pattern
    advice_kinds: frozenset[str]
    asides: Pattern
    verbs: tuple[str, ...] = Field(description="Base form; gerund and participle after it where irregular.")
    no_deeds: Pattern
    nominal: Pattern
    telling_verbs: tuple[str, ...]
    adverbs: str
    intends: Pattern
    wishes: Pattern
    needs: Pattern
    naming_lead_ins: Pattern
    lead_ins: Pattern
    tells_otherwise: Pattern
    leans_back: Pattern
    points_back: Pattern
    waits: Pattern
    item_number: Pattern
    broken_start: CasedPattern
    broken_end: Pattern


class FactsPolicy(_Section):
    """Where dates, bodies, groups, outcomes and sums stand in a sentence; ``{name}`` is the pattern of names."""

    timescales: tuple[str, ...]
    past: Pattern
    leads: tuple[str, ...]
    providers: tuple[str, ...]
    name: str
    groups: tuple[str, ...]
    outcomes: tuple[str, ...]
    costs: tuple[str, ...]


class RelevancePolicy(_Section):
    """When a row is on the theme."""

    asides: Pattern
    label_share: float
    frame: frozenset[str]
    one_of_another: Pattern
    one_and_another: Pattern
    general: frozenset[str]
    words_apart: int
    nearness: float
    nearness_of_passage: float


class JoiningPolicy(_Section):
    """When two statements are one."""

    shared: float
    contained: float
    least_contained_words: int
    contained_meaning: float
    alike_shared: float
    alike_contained: float
    meaning: float
    meaning_shared: float
    meaning_contained: float
    short: int
    step: float
    step_margin: float


class ThemesPolicy(_Section):
    """How headings and labels become themes."""

    generic: Pattern
    numbering: Pattern
    trailing: CasedPattern
    most: int
    most_words: int


class DraftingPolicy(_Section):
    """All of it; the reasons stand in policy.yaml."""

    reading: ReadingPolicy
    facts: FactsPolicy
    relevance: RelevancePolicy
    joining: JoiningPolicy
    wordings: dict[str, str]
    progress: dict[str, str]
    themes: ThemesPolicy


class PartOfTheme(Contract):
    """A narrower theme within a known one; the library suggests only the whole."""

    name: str
    said: tuple[str, ...]
    written: tuple[str, ...]


class KnownTheme(Contract):
    """A theme of the field: what people say for it, what documents write, and why."""

    name: str
    said: tuple[str, ...]
    written: tuple[str, ...]
    because: str
    parts: tuple[PartOfTheme, ...] = Field(
        (), description="What is within it and may be asked for alone; then its other words are not meant."
    )


class KnownThemes(Contract):
    """All of them."""

    themes: tuple[KnownTheme, ...]


@cache
def load_drafting_policy() -> DraftingPolicy:
    """Read policy.yaml beside this module.

    Raises:
        PolicyError: naming the field that is wrong.
    """
    return read_beside(__file__, "policy.yaml", DraftingPolicy)


@cache
def known_themes() -> tuple[KnownTheme, ...]:
    """Read themes.yaml beside this module.

    Raises:
        PolicyError: naming the field that is wrong.
    """
    return read_beside(__file__, "themes.yaml", KnownThemes).themes
