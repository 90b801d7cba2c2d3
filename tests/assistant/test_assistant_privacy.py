"""Nothing that is asked leaves the machine or stays on it."""

import logging
import socket
from pathlib import Path

import pytest
from pytest_socket import SocketConnectBlockedError

from assistant.assistant import Assistant
from assistant.contracts import AnswerStatus, Question, Turn

pytest_plugins = ["assistant_fixtures"]

# Words that stand in no document, so that finding one means it was kept; the last is masked as well.
RARE = ("quixotic", "marmalade", "zeppelin", "jane@example.org")
QUESTION = Question(
    text="Who leads the sleep clinic, quixotic marmalade notwithstanding? Write to jane@example.org",
    history=(Turn(question="Does the zeppelin fly?", answer="Not found."),),
)


def _kept(folder: Path, word: str) -> list[Path]:
    encodings = [word.encode(), word.encode("utf-16-le")]
    files = (path for path in folder.rglob("*") if path.is_file())
    return [path for path in files if any(found in path.read_bytes() for found in encodings)]


@pytest.mark.filterwarnings("ignore:A test tried to use socket")
def test_the_network_is_closed_and_questions_are_answered(moor_assistant: Assistant) -> None:
    with pytest.raises(SocketConnectBlockedError):
        socket.create_connection(("192.0.2.1", 443), timeout=1)
    answer = moor_assistant.ask(Question(text="Who leads the sleep clinic?"))
    assert answer.status is AnswerStatus.ANSWERED


def test_no_file_of_the_library_holds_what_was_asked(moor_assistant: Assistant, moor_data: Path) -> None:
    moor_assistant.ask(QUESTION)
    moor_assistant.search(QUESTION)
    assert _kept(moor_data, "Okafor"), "the search for words in files finds nothing at all"
    assert [word for word in RARE if _kept(moor_data, word)] == []


def test_nothing_that_was_asked_is_logged(moor_assistant: Assistant, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("assistant").debug("the log is read")
        moor_assistant.ask(QUESTION)
        moor_assistant.search(QUESTION)
    assert "the log is read" in caplog.text
    assert [word for word in RARE if word in caplog.text] == []


def test_the_answer_shows_the_question_masked(moor_assistant: Assistant) -> None:
    assert "jane@example.org" not in moor_assistant.ask(QUESTION).model_dump_json()
