"""The list of steps, and the Runnable that they make."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from langchain_core.runnables import Runnable

from assistant.answering import Step, StepProgress, answering_steps, build_answering
from assistant.assistant import Assistant
from assistant.context import AnswerContext, Candidate, DraftStatement, Evidence
from assistant.contracts import Answer, AnswerStatus, NoticeKind, Question
from assistant.ledger import Ledger
from assistant.settings import load_policy
from assistant.verify import Verify
from assistant.wordings import Wordings

pytest_plugins = ["assistant_fixtures"]

NO_CHANGES = Ledger(as_of="2026", changes=())


@pytest.fixture
def steps(moor_assistant: Assistant) -> list[tuple[str, Step]]:
    return answering_steps(moor_assistant.library, load_policy(), NO_CHANGES, Wordings(()), "the front door")


def _stop(status: AnswerStatus) -> Step:
    return lambda context: replace(context, stopped=status, searched="the library")


def _fail(_: AnswerContext) -> AnswerContext:
    pytest.fail("a step after the stop was run")


def test_the_steps_stand_in_this_order(steps: list[tuple[str, Step]]) -> None:
    names = ["guard", "resolve", "scope", "retrieve", "front matter", "compose", "verify", "annotate", "further"]
    assert [name for name, _ in steps] == names


def test_each_step_can_be_run_alone(steps: list[tuple[str, Step]], context_of: Callable[..., AnswerContext]) -> None:
    context = context_of("Who leads the sleep clinic in Southmoor?")
    for _, step in steps:
        context = step(context)
    assert "Okafor" in context.statements[0][0]


@pytest.mark.parametrize("status", [AnswerStatus.CLARIFY, AnswerStatus.NOT_FOUND, AnswerStatus.BLOCKED])
def test_a_stopped_question_skips_the_later_steps(status: AnswerStatus) -> None:
    answering = build_answering([("stop", _stop(status)), ("fail", _fail)], load_policy())
    assert answering.invoke(Question(text="Who?")).status is status


@pytest.mark.parametrize("status", [s for s in AnswerStatus if s not in (AnswerStatus.ANSWERED, AnswerStatus.PARTIAL)])
def test_every_status_without_statements_has_a_plain_reply(status: AnswerStatus) -> None:
    text = build_answering([("stop", _stop(status))], load_policy()).invoke(Question(text="Who?")).text
    assert text.strip()
    assert "{" not in text


def test_there_is_a_reply_for_every_status() -> None:
    assert set(load_policy().replies) >= set(AnswerStatus)


def test_every_notice_that_is_given_has_a_wording() -> None:
    assert set(load_policy().notices) >= {kind for kind in NoticeKind if kind is not NoticeKind.CONFLICT}


def test_it_is_a_runnable_that_answers_batches(steps: list[tuple[str, Step]]) -> None:
    answering = build_answering(steps, load_policy())
    assert isinstance(answering, Runnable)
    answers = answering.batch([Question(text="Who leads the sleep clinic?"), Question(text="?")])
    assert all(isinstance(answer, Answer) for answer in answers)
    assert [answer.status for answer in answers] == [AnswerStatus.ANSWERED, AnswerStatus.CLARIFY]


def test_every_step_has_words_for_its_progress(steps: list[tuple[str, Step]]) -> None:
    assert {name for name, _ in steps} == set(load_policy().progress)


def test_progress_is_told_in_order(steps: list[tuple[str, Step]]) -> None:
    heard: list[str] = []
    progress = StepProgress(heard.append, {name: name for name, _ in steps})
    build_answering(steps, load_policy()).invoke(Question(text="Who leads it?"), config={"callbacks": [progress]})
    assert heard == [name for name, _ in steps]


def test_what_progress_is_told_are_the_policys_words(moor_assistant: Assistant) -> None:
    heard: list[str] = []
    moor_assistant.ask(Question(text="Who leads the sleep clinic?"), heard.append)
    assert heard == list(load_policy().progress.values())


def test_an_answer_of_which_nothing_is_left_says_what_was_dropped(
    steps: list[tuple[str, Step]], candidate_of: Callable[..., Candidate]
) -> None:
    candidate = candidate_of("Practices should pay.")
    draft = (DraftStatement("Practices must pay.", (Evidence(candidate, 0, 10),)),)

    def compose(context: AnswerContext) -> AnswerContext:
        return replace(context, draft=draft)

    told: list[tuple[str, Step]] = [
        ("compose", compose),
        ("verify", Verify()),
        *(step for step in steps if step[0] == "annotate"),
    ]
    answer = build_answering(told, load_policy()).invoke(Question(text="Who?"))
    assert [notice.kind for notice in answer.notices] == [NoticeKind.UNVERIFIED]
