"""Whether what was found is enough to answer at all."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant.assistant import Assistant
from assistant.context import AnswerContext, Candidate
from assistant.contracts import AnswerStatus
from assistant.evidence import Sufficiency
from assistant.settings import EvidencePolicy, load_policy

pytest_plugins = ["assistant_fixtures"]

Contexts = Callable[..., AnswerContext]
Candidates = Callable[..., Candidate]
EVIDENCE = EvidencePolicy(threshold=0.55, apart_penalty=0.35)


@pytest.fixture
def sufficiency(moor_assistant: Assistant) -> Sufficiency:
    return Sufficiency(moor_assistant.library, load_policy().model_copy(update={"evidence": EVIDENCE}))


def _sure(candidate: Candidate, *confidences: float) -> tuple[Candidate, ...]:
    return tuple(replace(candidate, confidence=confidence) for confidence in confidences)


@pytest.mark.parametrize(
    ("before", "stopped"), [pytest.param(9, None, id="tenth"), pytest.param(10, AnswerStatus.NOT_FOUND, id="eleventh")]
)
def test_the_most_confident_of_the_first_ten_counts(
    before: int,
    stopped: AnswerStatus | None,
    sufficiency: Sufficiency,
    context_of: Contexts,
    candidate_of: Candidates,
) -> None:
    found = _sure(candidate_of("Hearing."), *[0.1] * before, 1.0)
    assert sufficiency.judge(replace(context_of("hearing"), candidates=found)).stopped is stopped


def test_nothing_found_is_not_enough(sufficiency: Sufficiency, context_of: Contexts) -> None:
    assert sufficiency.judge(context_of("hearing")).stopped is AnswerStatus.NOT_FOUND


@pytest.mark.parametrize(
    ("confidence", "stopped"),
    [
        pytest.param(0.56, None, id="above"),
        pytest.param(0.54, AnswerStatus.NOT_FOUND, id="below"),
    ],
)
def test_the_threshold_decides(
    confidence: float,
    stopped: AnswerStatus | None,
    sufficiency: Sufficiency,
    context_of: Contexts,
    candidate_of: Candidates,
) -> None:
    found = _sure(candidate_of("Hearing."), confidence)
    assert sufficiency.judge(replace(context_of("hearing"), candidates=found)).stopped is stopped


def test_a_name_never_mentioned_stops_and_is_named(
    sufficiency: Sufficiency, context_of: Contexts, candidate_of: Candidates
) -> None:
    context = replace(context_of("What of Kent?"), candidates=(candidate_of("Hearing."),), searched="the library")
    judged = sufficiency.judge(context)
    assert judged.stopped is AnswerStatus.NOT_FOUND
    assert judged.reply == "Not found in the library: Kent is not mentioned there."


def test_two_names_never_mentioned_are_told_in_good_english(sufficiency: Sufficiency, context_of: Contexts) -> None:
    assert "Kent and Surrey are not mentioned" in sufficiency.judge(context_of("What of Kent or Surrey?")).reply


def test_two_names_that_stand_apart_count_against_it(
    sufficiency: Sufficiency, moor_assistant: Assistant, context_of: Contexts, candidate_of: Candidates
) -> None:
    found = _sure(candidate_of("Hearing."), 0.7)
    context = replace(
        context_of("What is the Hearing Clinic?"), candidates=found, documents=moor_assistant.library.documents
    )
    assert sufficiency.judge(context).stopped is AnswerStatus.NOT_FOUND
    assert sufficiency.judge(replace(context, understood="the hearing clinic")).stopped is None
