"""Measures the guard: the danger notice, and the masking of personal data in the question and the history."""

from enum import StrEnum
from pathlib import Path

from pydantic import Field, TypeAdapter

from assistant.context import AnswerContext
from assistant.contracts import NoticeKind, Question, Turn
from assistant.guard import Guard
from assistant.settings import AssistantSettings, load_policy
from evals.case_files import read_cases
from evals.cases import load_cases
from evals.contracts import Contract, Split, Words
from evals.proportions import Proportion, proportion_of

GUARD_CASES = Path(__file__).with_name("guard_cases.yaml")


class GuardKind(StrEnum):
    """What a case is about."""

    DANGER = "danger"
    POLICY = "policy"
    PERSONAL = "personal"
    FIGURES = "figures"
    HISTORY = "history"


class GuardCase(Contract):
    """A question, and what the guard must and must not do with it."""

    id: Words
    split: Split
    kind: GuardKind
    text: Words
    history: tuple[tuple[Words, Words], ...] = ()
    danger: bool = False
    personal: frozenset[Words] = Field(frozenset(), description="Kinds of personal data that are masked.")
    hidden: tuple[Words, ...] = Field((), description="What may stand in nothing that goes on.")


class GuardOutcome(Contract):
    """What the guard did with a case, and what was wrong with that."""

    case: str
    kind: GuardKind
    danger: bool
    personal: frozenset[str]
    faults: tuple[str, ...]


class GuardScores(Contract):
    """The guard's measures; each share names how many cases it rests on."""

    split: Split
    danger_recall: Proportion
    danger_false_alarms: Proportion = Field(description="Of the cases of any kind in which nobody is in danger now.")
    question_false_alarms: Proportion = Field(description="Of the questions of the answers' cases: notice or masking.")
    masking_recall: Proportion = Field(description="Cases with personal data of which nothing went on.")
    kinds_named: Proportion = Field(description="Cases with personal data in the question whose kinds were told.")
    masking_false_alarms: Proportion = Field(description="Of the cases without personal data in the question.")
    history_masked: Proportion = Field(description="Cases with personal data in the conversation before.")
    wrong: tuple[GuardOutcome, ...]


def load_guard_cases(path: Path = GUARD_CASES) -> tuple[GuardCase, ...]:
    """Read the cases.

    Raises:
        CasesError: naming the case and field that are wrong.
    """
    return read_cases(path, TypeAdapter(tuple[GuardCase, ...]))


def score_guard(split: Split, path: Path = GUARD_CASES) -> GuardScores:
    """Put the cases of a split to the guard."""
    guard = Guard(load_policy(), AssistantSettings().front_door)
    cases = [case for case in load_guard_cases(path) if case.split is split]
    pairs = [(case, _outcome(case, guard)) for case in cases]
    with_data = [(case, done) for case, done in pairs if case.kind is GuardKind.PERSONAL]
    return GuardScores(
        split=split,
        danger_recall=proportion_of([done.danger for case, done in pairs if case.danger]),
        danger_false_alarms=proportion_of([done.danger for case, done in pairs if not case.danger]),
        question_false_alarms=proportion_of(_alarms(split, guard)),
        masking_recall=proportion_of([not any("went on" in fault for fault in done.faults) for _, done in with_data]),
        kinds_named=proportion_of([done.personal == case.personal for case, done in with_data]),
        masking_false_alarms=proportion_of([bool(done.personal) for case, done in pairs if not case.personal]),
        history_masked=proportion_of([not done.faults for case, done in pairs if case.kind is GuardKind.HISTORY]),
        wrong=tuple(done for _, done in pairs if done.faults),
    )


def _alarms(split: Split, guard: Guard) -> list[bool]:
    """Return, for each question of the answers' cases, whether the guard said anything to it: it never should."""
    asked = [case.question for case in load_cases() if case.split is split]
    return [bool(guard(AnswerContext(asked=Question(text=text), understood=text)).notices) for text in asked]


def _outcome(case: GuardCase, guard: Guard) -> GuardOutcome:
    turns = tuple(Turn(question=asked, answer=answered) for asked, answered in case.history)
    context = guard(AnswerContext(asked=Question(text=case.text, history=turns), understood=case.text))
    kinds = {notice.kind for notice in context.notices}
    told = " ".join(notice.text for notice in context.notices if notice.kind is NoticeKind.PERSONAL_DATA)
    names = {pattern.name for pattern in load_policy().personal_data}
    personal = frozenset(name for name in names if name in told)
    # All that any later step, a model or a log could see.
    goes_on = repr((context.asked.model_dump(), context.understood, context.notices))
    faults = [f"'{words}' went on" for words in case.hidden if words in goes_on]
    if (NoticeKind.DANGER in kinds) != case.danger:
        faults.append("no danger notice" if case.danger else "a danger notice in vain")
    if personal != case.personal:
        faults.append(f"told {sorted(personal)}, not {sorted(case.personal)}")
    return GuardOutcome(
        case=case.id, kind=case.kind, danger=NoticeKind.DANGER in kinds, personal=personal, faults=tuple(faults)
    )
