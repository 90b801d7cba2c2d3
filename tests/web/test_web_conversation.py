"""Asking: the steps, the history, the failures, and how the assistant is opened."""

import logging
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant.web.conversation import FAILED, Exchange, exchanged
from assistant.web.opening import Opening
from indexer.errors import LibraryDamagedError, LibraryEmptyError

ROOT = Path(__file__).parents[2]


def _last(asks: Any, question: str, before: tuple[Exchange, ...] = ()) -> Exchange:
    *_, last = exchanged(lambda: asks, question, before)
    assert isinstance(last, Exchange)
    return last


def test_steps_come_before_the_exchange(scripted: Any) -> None:
    said = list(exchanged(lambda: scripted, "How?", ()))
    assert said[:-1] == ["Searching the library"]
    assert isinstance(said[-1], Exchange)
    assert said[-1].outcome == "Answer ready: 2 statements from 2 passages."


def test_history_is_what_was_understood_and_leaves_failures_out(scripted: Any) -> None:
    first = _last(scripted, "How?")
    failed = _last(scripted, "fail", (first,))
    _last(scripted, "And then?", (first, failed))
    history = scripted.asked[-1].history
    assert [turn.question for turn in history] == ["How?"]
    assert history[0].answer.startswith("Statement of S1")


def test_failure_is_one_sentence_and_the_question_is_not_logged(
    scripted: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    exchange = _last(scripted, "fail for Jane Doe")
    assert FAILED in exchange.html
    assert "broken" not in exchange.html
    assert "LibraryDamagedError" in caplog.text
    assert "Jane Doe" not in caplog.text


def test_failure_to_open_is_one_sentence() -> None:
    def closed() -> Any:
        raise LibraryDamagedError("gone")

    *_, last = exchanged(closed, "How?", ())
    assert isinstance(last, Exchange)
    assert FAILED in last.html
    assert last.outcome == "There is a reply to your question."


def test_opening_tries_again_and_then_keeps_what_it_opened(scripted: Any) -> None:
    calls: list[int] = []

    def opener() -> Any:
        calls.append(1)
        if len(calls) < 3:
            raise LibraryEmptyError("empty")
        return scripted

    opening = Opening(opener)
    opening.warm()
    with pytest.raises(LibraryEmptyError):
        opening.asks()
    assert opening.asks() is scripted
    assert opening.asks() is scripted
    assert len(calls) == 3


def test_taken_port_is_said_plainly(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        env = os.environ | {"ASSISTANT_PORT": port, "ASSISTANT_DATA": str(tmp_path)}
        run = subprocess.run(
            [sys.executable, "app.py"], cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False
        )
    assert run.returncode == 1
    assert f"127.0.0.1:{port}" in run.stderr
    assert "Traceback" not in run.stderr
