"""Whether what was found is enough to answer at all."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant.assistant import Assistant
from assistant.context import AnswerContext, Candidate
from assistant.contracts import AnswerStatus
from assistant.evidence import Sufficiency
from assistant.settings import EvidencePolicy, load_policy
from assistant.words import QuestionWords

pytest_plugins = ["assistant_fixtures"]

Contexts = Callable[..., AnswerContext]
Candidates = Callable[..., Candidate]
KNOWN = QuestionWords(weights={"hear": 1.0}, unknown=0.0)
EVIDENCE = EvidencePolicy(
    cosine_weight=1.0, coverage_weight=0.5, unknown_weight=0.2, apart_penalty=0.35, threshold=0.55
)


@pytest.fixture
def sufficiency(moor_assistant: Assistant) -> Sufficiency:
    return Sufficiency(moor_assistant.library, load_policy().model_copy(update={"evidence": EVIDENCE}))


@pytest.mark.parametrize(
    ("cosine", "coverage", "unknown", "score"),
    [
        pytest.param(0.6, 0.0, 0.0, 0.6, id="meaning"),
        pytest.param(0.0, 1.0, 0.0, 0.5, id="words"),
        pytest.param(0.6, 1.0, 0.5, 1.0, id="unknown-words-take-away"),
    ],
)
def test_meaning_and_words_add_up(
    cosine: float, coverage: float, unknown: float, score: float, sufficiency: Sufficiency, candidate_of: Candidates
) -> None:
    found = replace(candidate_of("Hearing."), cosine=cosine, coverage=coverage)
    assert sufficiency.score([found], QuestionWords({"hear": 1.0}, unknown)) == pytest.approx(score)


def test_the_best_of_the_first_ten_counts(sufficiency: Sufficiency, candidate_of: Candidates) -> None:
    poor, good = replace(candidate_of("a"), cosine=0.1, coverage=0.0), replace(candidate_of("b"), coverage=0.0)
    assert sufficiency.score([*[poor] * 9, good], KNOWN) == 1.0
    assert sufficiency.score([*[poor] * 10, good], KNOWN) == pytest.approx(0.1)


def test_nothing_found_is_not_enough(sufficiency: Sufficiency, context_of: Contexts) -> None:
    assert sufficiency.score([], KNOWN) == 0.0
    assert sufficiency.judge(context_of("hearing"), KNOWN).stopped is AnswerStatus.NOT_FOUND


@pytest.mark.parametrize(
    ("cosine", "stopped"),
    [
        pytest.param(0.56, None, id="above"),
        pytest.param(0.54, AnswerStatus.NOT_FOUND, id="below"),
    ],
)
def test_the_threshold_decides(
    cosine: float,
    stopped: AnswerStatus | None,
    sufficiency: Sufficiency,
    context_of: Contexts,
    candidate_of: Candidates,
) -> None:
    found = replace(candidate_of("Hearing."), cosine=cosine, coverage=0.0)
    assert sufficiency.judge(replace(context_of("hearing"), candidates=(found,)), KNOWN).stopped is stopped


def test_a_name_never_mentioned_stops_and_is_named(
    sufficiency: Sufficiency, context_of: Contexts, candidate_of: Candidates
) -> None:
    context = replace(context_of("What of Kent?"), candidates=(candidate_of("Hearing."),), searched="the library")
    judged = sufficiency.judge(context, KNOWN)
    assert judged.stopped is AnswerStatus.NOT_FOUND
    assert judged.reply == "Not found in the library: Kent is not mentioned there."


def test_two_names_never_mentioned_are_told_in_good_english(sufficiency: Sufficiency, context_of: Contexts) -> None:
    assert "Kent and Surrey are not mentioned" in sufficiency.judge(context_of("What of Kent or Surrey?"), KNOWN).reply


def test_two_names_that_stand_apart_count_against_it(
    sufficiency: Sufficiency, moor_assistant: Assistant, context_of: Contexts, candidate_of: Candidates
) -> None:
    found = replace(candidate_of("Hearing."), cosine=0.7, coverage=0.0)
    context = replace(
        context_of("What is the Hearing Clinic?"), candidates=(found,), documents=moor_assistant.library.documents
    )
    assert sufficiency.judge(context, KNOWN).stopped is AnswerStatus.NOT_FOUND
    assert sufficiency.judge(replace(context, understood="the hearing clinic"), KNOWN).stopped is None
