"""The guard: what is no question at all."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from assistant.context import AnswerContext
from assistant.contracts import AnswerStatus
from assistant.guard import MAX_QUESTION, Guard
from assistant.settings import load_policy

pytest_plugins = ["assistant_fixtures"]


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param(" \t\n\u00a0 ", id="whitespace"),
        pytest.param("?!... -- ;", id="punctuation"),
        pytest.param("😀 🎉", id="emoji"),
        pytest.param("a", id="one-letter"),
        pytest.param("a b c ?", id="letters-apart"),
        pytest.param("x" * 100_000, id="one-long-word"),
        pytest.param("1 " * 50_000, id="many-digits"),
        pytest.param("?" * 100_000, id="many-marks"),
        pytest.param("word " * 20_000, id="many-words"),
        pytest.param("a-" * 50_000, id="many-hyphens"),
        pytest.param("a." * 50_000, id="many-stops"),
    ],
)
def test_what_is_no_question_asks_for_one(text: str, context_of: Callable[..., AnswerContext]) -> None:
    with _within(1.5):
        context = Guard(load_policy(), "")(context_of(text))
    assert context.stopped is AnswerStatus.CLARIFY
    assert len(context.understood) <= MAX_QUESTION


@pytest.mark.parametrize(
    ("length", "stopped"),
    [
        pytest.param(MAX_QUESTION, None, id="at-the-limit"),
        pytest.param(MAX_QUESTION + 1, AnswerStatus.CLARIFY, id="one-over"),
    ],
)
def test_the_limit_is_exact(
    length: int, stopped: AnswerStatus | None, context_of: Callable[..., AnswerContext]
) -> None:
    assert Guard(load_policy(), "")(context_of("x" * length)).stopped is stopped


@pytest.mark.parametrize("text", ["CAMHS", "What is joint commissioning?", "safeguarding duties", "什么是联合委托"])
def test_a_question_goes_on_as_it_is(text: str, context_of: Callable[..., AnswerContext]) -> None:
    context = Guard(load_policy(), "")(context_of(text))
    assert (context.stopped, context.understood, context.notices) == (None, text, ())


def test_spaces_and_line_breaks_become_single_spaces(context_of: Callable[..., AnswerContext]) -> None:
    assert Guard(load_policy(), "")(context_of("  who\n leads\tthis? ")).understood == "who leads this?"


def test_place_and_document_are_kept(context_of: Callable[..., AnswerContext]) -> None:
    asked = Guard(load_policy(), "")(context_of("who leads this?", place="Northmoor", document="plan")).asked
    assert (asked.place, asked.document) == ("Northmoor", "plan")
