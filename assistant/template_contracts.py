"""What a template of a draft or a checklist says, and that it agrees with itself."""

import re
from collections.abc import Iterator
from enum import StrEnum
from itertools import chain
from typing import Annotated, Self

from pydantic import Field, StrictBool, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from assistant.contracts import Contract
from assistant.marked_yaml import Place

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,59}$")]
_KIND = "kind:"
Texts = Annotated[tuple[Text, ...], Field(min_length=1)]


class TemplateKind(StrEnum):
    """What a template is a template of."""

    INTENTIONS = "intentions"
    CHECKLIST = "checklist"
    SCHEDULE = "schedule"
    ACTION_AREAS = "action_areas"


class Role(StrEnum):
    """What a column means, whatever it is called."""

    THEME = "theme"
    INTENTION = "intention"
    ACTION = "action"
    OUTCOME = "outcome"
    PROVIDER = "provider"
    LEAD = "lead"
    TIMESCALE = "timescale"
    MILESTONE = "milestone"
    GROUP = "group"
    COST = "cost"
    EVIDENCE = "evidence"
    PROGRESS = "progress"
    OUTSTANDING = "outstanding"
    CONSTRAINT = "constraint"
    LOCAL = "local"


class Verdict(StrEnum):
    """What can come of a checklist's question."""

    EVIDENCED = "evidenced"
    PARTIAL = "partial"
    NONE = "none"


class Figure(StrEnum):
    """What a limb wants counted."""

    NUMBER = "number"
    SUM = "sum"


class Kind(StrEnum):
    """A kind of thing that limbs of any template ask for; its words stand in the policy of checklists."""

    ACCOUNTABILITY = "accountability"
    AGREEMENT = "agreement"
    CONTACT = "contact"
    CONTRACT = "contract"
    DONE = "done"
    GROUP = "group"
    INDICATOR = "indicator"
    JOINT = "joint"
    MEMBER = "member"
    MET = "met"
    PATHWAY = "pathway"
    PEOPLE = "people"
    POST = "post"
    SERVICE = "service"
    TEST = "test"


def kind_of(said: str) -> Kind | None:
    """Return the kind of thing that a limb names in place of words, as in ``kind:contract``; None for words.

    Raises:
        ValueError: no kind has that name.
    """
    return Kind(said.removeprefix(_KIND)) if said.startswith(_KIND) else None


class Share(StrEnum):
    """How many of a question's limbs are evidenced."""

    ALL = "all"
    SOME = "some"
    NONE = "none"


class Column(Contract):
    """One column of a table, and the names under which sources have it."""

    id: Name
    title: Text
    role: Role
    required: StrictBool
    headers: Texts
    guidance: Text
    evidence: Text
    today: Text | None = Field(None, description="Today's equivalent of the bodies it names; null where it names none.")
    search: tuple[Text, ...] = Field((), description="Words by which a sentence is known to belong here.")


class Limb(Contract):
    """One of the separate things that a question asks; each must be evidenced, by the kind of thing that it needs."""

    text: Text
    search: Texts
    against: tuple[Text, ...] = Field((), description="Words that show a gap.")
    needs: tuple[Texts, ...] = Field(
        (),
        description="What shows it has a word of each group, or of a 'kind:NAME' in it; some may stand over it.",
    )
    figure: Figure | None = Field(None, description="The figure without which nothing shows it.")
    role: Role | None = Field(None, description="A cell under a column of this role shows it, in a plan too.")
    presupposed: StrictBool = Field(
        False, description="A plan that takes it for there, such as a review of it or its extension, shows it."
    )

    @model_validator(mode="after")
    def _knows_its_kinds(self) -> Self:
        kinds = {f"{_KIND}{kind}" for kind in Kind}
        if unknown := [said for group in self.needs for said in group if said.startswith(_KIND) and said not in kinds]:
            problem = f"there is no '{unknown[0]}'; the kinds are {', '.join(sorted(kinds))}"
            raise PydanticCustomError("template", "{problem}", {"at": ("needs",), "problem": problem})
        return self


class Question(Contract):
    """A question of a checklist, an item of a schedule or an action area, by its number in the source."""

    number: int = Field(strict=True, ge=1)
    text: Text
    guidance: Text
    evidence: Text
    today: Text | None = Field(None, description="Today's equivalent of the bodies it names; null where it names none.")
    limbs: tuple[Limb, ...] = Field(min_length=1)


class VerdictRule(Contract):
    """The verdict where this share of a question's limbs is evidenced, and why."""

    verdict: Verdict
    limbs: Share
    reason: Text


class Template(Contract):
    """The shape of a draft or a checklist."""

    id: Name
    title: Text
    kind: TemplateKind
    purpose: Text
    source: Text | None = Field(None, description="Where the shape comes from.")
    as_of: Text | None = Field(None, description="When what is said of today was true.")
    columns: tuple[Column, ...] = Field(min_length=1)
    questions: tuple[Question, ...] = ()
    verdicts: tuple[VerdictRule, ...] = ()

    def columns_named(self, header: str) -> tuple[Column, ...]:
        """Return the columns that a source's header means, in order; capitals, marks and years do not count."""
        return tuple(column for column in self.columns if _plain(header) in map(_plain, column.headers))

    def verdict(self, evidenced: int, limbs: int) -> VerdictRule:
        """Return the rule that holds where so many of a question's limbs are evidenced."""
        share = Share.NONE if evidenced == 0 else Share.ALL if evidenced == limbs else Share.SOME
        return next(rule for rule in self.verdicts if rule.limbs is share)

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        if wrong := next(chain(_twice(self), _of_kind(self)), None):
            raise PydanticCustomError("template", "{problem}", {"at": wrong[0], "problem": wrong[1]})
        return self


_YEARS = re.compile(r"\b(\d{4}|\d{2})(\s*[/–-]\s*(\d{4}|\d{2}))?\b")
_RULES = [(Verdict.EVIDENCED, Share.ALL), (Verdict.PARTIAL, Share.SOME), (Verdict.NONE, Share.NONE)]


def _plain(header: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", _YEARS.sub(" ", header.casefold())))


def _twice(template: Template) -> Iterator[tuple[Place, str]]:
    ids: dict[str, int] = {}
    roles: dict[str, Role] = {}
    numbers: dict[int, int] = {}
    for place, column in enumerate(template.columns):
        if ids.setdefault(column.id, place) != place:
            yield ("columns", place, "id"), f"'{column.id}' is the id of an earlier column too; give it another"
        for number, header in enumerate(column.headers):
            if not _plain(header):
                problem = f"'{header}' has no words beside a year; name the header in words"
                yield ("columns", place, "headers", number), problem
            if roles.setdefault(_plain(header), column.role) is not column.role:
                problem = f"'{header}' is a header of an earlier column of another role; leave it to one of them"
                yield ("columns", place, "headers", number), problem
    for place, question in enumerate(template.questions):
        if numbers.setdefault(question.number, place) != place:
            problem = f"{question.number} is the number of an earlier question too; give it another"
            yield ("questions", place, "number"), problem


def _of_kind(template: Template) -> Iterator[tuple[Place, str]]:
    kind = template.kind
    if (kind is TemplateKind.INTENTIONS) == bool(template.questions):
        no = "no questions; take them out" if template.questions else "at least one question; add it"
        yield ("questions",), f"a template of kind '{kind}' has {no}, or change the kind"
    if kind is not TemplateKind.CHECKLIST:
        if template.verdicts:
            yield ("verdicts",), "only a template of kind 'checklist' has verdicts; take them out"
        return
    if sorted((rule.verdict, rule.limbs) for rule in template.verdicts) != sorted(_RULES):
        rules = "evidenced where all limbs are, partial where some are, none where none is"
        yield ("verdicts",), f"a checklist has three verdicts: {rules}; give each of them once"
    for place, question in enumerate(template.questions):
        if not 2 <= len(question.limbs) <= 5:
            yield ("questions", place, "limbs"), f"a checklist's question has 2 to 5 limbs, not {len(question.limbs)}"
