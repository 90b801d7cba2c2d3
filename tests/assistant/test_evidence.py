"""Whether what was found is enough to answer at all."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from assistant.assistant import Assistant
from assistant.context import AnswerContext, Candidate
from assistant.contracts import AnswerStatus
from assistant.evidence import Sufficiency
from assistant.late import Met
from assistant.retrieve import Retrieve
from assistant.settings import load_policy
from assistant.units import units_of
from assistant.weighing import Weighed
from assistant.wordings import Wordings

pytest_plugins = ["assistant_fixtures"]

Contexts = Callable[..., AnswerContext]
Candidates = Callable[..., Candidate]
POLICY = load_policy()


@pytest.fixture
def judged(moor_assistant: Assistant, context_of: Contexts, candidate_of: Candidates) -> Callable[..., AnswerContext]:
    """Judges what a question finds, given how well its tokens are met and what of the policy is other than usual."""

    def judge(
        question: str,
        matches: Sequence[float],
        texts: Sequence[str] = ("Hearing is tested at school.",),
        **policy: float,
    ) -> Any:
        evidence = POLICY.evidence.model_copy(update=policy)
        library = moor_assistant.library
        tokens = np.array([matches] * len(texts), np.float32)
        met = Met(np.zeros(1, np.float32), tokens, np.ones(len(matches), np.float32))
        step = Sufficiency(library, POLICY.model_copy(update={"evidence": evidence}), lambda _reading, _spans: met)
        found = tuple(candidate_of(text) for text in texts)
        reading = Retrieve(library, POLICY, Wordings(())).read(question, library.documents)
        context = replace(context_of(question), candidates=found, reading=reading, searched="the library")
        context = step.named(replace(context, documents=library.documents))
        units = [unit for candidate in found for unit in units_of(candidate, 99)]
        weighed = [Weighed(unit, 1.0, tokens[0], met.weights) for unit in units]
        return step.judge(context, weighed) if context.stopped is None else context

    return judge


def test_what_meets_a_question_well_is_enough(judged: Callable[..., AnswerContext]) -> None:
    assert judged("hearing tests", [0.9, 0.9]).stopped is None


@pytest.mark.parametrize(
    ("matches", "stopped"),
    [
        pytest.param([0.9, 0.2, 0.1, 0.8], AnswerStatus.NOT_FOUND, id="half-of-it-is-hardly-met"),
        pytest.param([0.3, 0.3, 0.3, 0.3], AnswerStatus.OUT_OF_SCOPE, id="nothing-near"),
    ],
)
def test_what_meets_it_badly_is_not(
    matches: list[float], stopped: AnswerStatus, judged: Callable[..., AnswerContext]
) -> None:
    assert judged("hearing tests", matches).stopped is stopped


def test_between_the_two_the_answer_is_one_in_part(judged: Callable[..., AnswerContext]) -> None:
    assert judged("hearing tests", [0.9, 0.9], doubt=0.0).stopped is AnswerStatus.PARTIAL


def test_nothing_found_is_not_enough(judged: Callable[..., AnswerContext]) -> None:
    assert judged("hearing", [0.9], texts=()).stopped is AnswerStatus.NOT_FOUND


@pytest.mark.parametrize(
    ("text", "stopped"),
    [("Ms Okafor sleeps at home.", AnswerStatus.NOT_FOUND), ("Ms Okafor leads in 2013/14.", None)],
)
def test_names_and_years_stand_in_one_passage(
    text: str, stopped: AnswerStatus | None, judged: Callable[..., AnswerContext]
) -> None:
    found = judged("Did Ms Okafor lead in 2013?", [0.9, 0.9], texts=("It was so in 2013.", text))
    if stopped is None:
        assert found.stopped is None
    else:
        assert found.stopped is stopped
        assert "together" in found.reply or "not mentioned" in found.reply


def test_a_name_never_mentioned_stops_and_is_named(judged: Callable[..., AnswerContext]) -> None:
    context = judged("What of Kent?", [0.9])
    assert context.stopped is AnswerStatus.NOT_FOUND
    assert context.reply == "Not found in the library: Kent is not mentioned there."


def test_two_names_never_mentioned_are_told_in_good_english(judged: Callable[..., AnswerContext]) -> None:
    assert "Kent and Surrey are not mentioned" in judged("What of Kent or Surrey?", [0.9]).reply
