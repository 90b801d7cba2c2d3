"""Batches: one JSON line a question in, one JSON line out."""

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.batch import history_of, run_batch
from assistant.contracts import Question, Turn
from assistant.errors import BatchError


def _file(folder: Path, text: str | bytes) -> Path:
    path = folder / "batch.jsonl"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def _asked(path: Path) -> list[Question]:
    asked: list[Question] = []

    def answer(question: Question) -> dict[str, Any]:
        asked.append(question)
        return {}

    list(run_batch(path, answer))
    return asked


def _echo(question: Question) -> dict[str, Any]:
    return {"status": "answered", "text": question.text}


def test_every_line_gives_one_result_under_its_id(tmp_path: Path) -> None:
    path = _file(tmp_path, '{"id": "a", "question": "Who?"}\n{"id": 7, "question": "When?"}\n{"question": "Why?"}\n')
    assert list(run_batch(path, _echo)) == [
        ({"id": "a", "status": "answered", "text": "Who?"}, True),
        ({"id": 7, "status": "answered", "text": "When?"}, True),
        ({"id": None, "status": "answered", "text": "Why?"}, True),
    ]


def test_a_line_brings_its_history_place_and_document(tmp_path: Path) -> None:
    line = {"id": 1, "question": "Who?", "history": [["What?", "That."]], "place": "Northmoor", "document": "plan"}
    assert _asked(_file(tmp_path, json.dumps(line))) == [
        Question(text="Who?", history=(Turn(question="What?", answer="That."),), place="Northmoor", document="plan")
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('\n  \n{"id": 1, "question": "Who?"}\n\n', id="blank-lines"),
        pytest.param('\ufeff{"id": 1, "question": "Who?"}', id="byte-order-mark"),
        pytest.param('{"id": 1, "question": "Who?"}\r\n', id="windows"),
        pytest.param('{"id": 1, "question": "Who?", "note": "ours"}', id="more-fields"),
        pytest.param('{"id": 1, "question": "Who?", "note": "a\u2028b"}', id="line-separator"),
    ],
)
def test_a_line_is_what_stands_between_line_breaks(text: str, tmp_path: Path) -> None:
    assert [question.text for question in _asked(_file(tmp_path, text))] == ["Who?"]


@pytest.mark.parametrize(
    ("line", "identity"),
    [
        pytest.param("{not json", None, id="not-json"),
        pytest.param("[1, 2]", None, id="a-list"),
        pytest.param('"Who?"', None, id="a-string"),
        pytest.param('{"id": "b"}', "b", id="no-question"),
        pytest.param('{"id": "b", "question": 5}', "b", id="question-no-text"),
        pytest.param('{"id": "b", "question": null}', "b", id="question-null"),
        pytest.param('{"id": "b", "question": "Who?", "history": [["one"]]}', "b", id="half-a-turn"),
    ],
)
def test_a_malformed_line_is_told_and_does_not_stop_the_others(line: str, identity: str | None, tmp_path: Path) -> None:
    path = _file(tmp_path, f'{{"id": 1, "question": "Who?"}}\n{line}\n{{"id": 3, "question": "Why?"}}')
    results = list(run_batch(path, _echo))
    assert [went_well for _, went_well in results] == [True, False, True]
    bad = results[1][0]
    assert (bad["id"], bad["status"]) == (identity, "error")
    assert bad["text"].startswith("Line 2 is not a question: ")


def test_an_answer_that_failed_did_not_go_well(tmp_path: Path) -> None:
    path = _file(tmp_path, '{"id": 1, "question": "Who?"}')
    assert list(run_batch(path, lambda _: {"status": "error"})) == [({"id": 1, "status": "error"}, False)]


def test_an_empty_file_gives_nothing(tmp_path: Path) -> None:
    assert list(run_batch(_file(tmp_path, ""), _echo)) == []


@pytest.mark.parametrize("content", [pytest.param(None, id="missing"), pytest.param(b"\xff\xfe{", id="not-utf-8")])
def test_a_file_that_cannot_be_read_is_refused(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "nowhere.jsonl" if content is None else _file(tmp_path, content)
    with pytest.raises(BatchError, match=path.name):
        list(run_batch(path, _echo))


def test_a_history_is_a_list_of_pairs(tmp_path: Path) -> None:
    path = _file(tmp_path, '[["Who?", "She."], ["When?", "Now."]]')
    assert history_of(path) == (Turn(question="Who?", answer="She."), Turn(question="When?", answer="Now."))


@pytest.mark.parametrize(
    "text", ["", "{}", '["Who?"]', '[["Who?", "She.", "more"]]', "null", '{"question": "Who?"}', '[["Who?", 1]]']
)
def test_a_history_of_another_shape_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(BatchError, match=r"batch\.jsonl is not a JSON list of \[question, answer\] pairs"):
        history_of(_file(tmp_path, text))


def test_a_missing_history_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BatchError, match=r"nowhere\.json"):
        history_of(tmp_path / "nowhere.json")
