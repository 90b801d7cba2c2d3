"""Answers of before, held to today's library."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from assistant.__main__ import app
from assistant.assistant import Assistant
from assistant.contracts import Question
from assistant.settings import AssistantSettings
from indexer.adding import add, remove
from indexer.embedding import Embedder
from indexer.settings import IndexerSettings

pytest_plugins = ["assistant_fixtures"]

BEFORE = """---
id: heath-plan
title: Heath plan
---
# Swimming

The pool at Heath opens at seven each weekday morning for the pupils of both schools. Lessons last forty minutes.

# Cycling

Cycle training is offered to every pupil of ten years in the summer term by the road safety team.

# Walking

The walking bus sets off from the mill on four mornings a week with two volunteers.
"""
# The first stands as it was; the second is under another heading; the third says something else; the last is gone.
AFTER = BEFORE.replace("# Cycling", "# Getting about").replace("four mornings a week", "three mornings a week")


SWIMMING = "Lessons last forty minutes in the pool at Heath"
CYCLING = "Cycle training is offered in the summer term"
WALKING = "The walking bus sets off from the mill"


class Heath:
    """A library of one document that changes, and answers given before it did."""

    def __init__(self, data: Path, embedder: Embedder, given: dict[str, dict[str, Any]]) -> None:
        self.data = data
        self.given = given
        self._embedder = embedder

    def holds(self, text: str, name: str = "heath-plan.md") -> None:
        """Index a text as the document."""
        file = self.data.parent / name
        file.write_text(text, encoding="utf-8")
        assert add(IndexerSettings(data=self.data), [file], self._embedder).outcomes[0].reason is None

    def loses(self, document_id: str) -> None:
        """Take the document out."""
        remove(IndexerSettings(data=self.data), document_id, self._embedder)

    def gives(self, words: str) -> dict[str, Any]:
        """Return an answer that cites the passage with some words, as ``ask --json`` gave it."""
        return {**self.given[words], "id": words}


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory, quick_embedder: Embedder) -> Heath:
    """The library before it changed; do not write to it."""
    made = Heath(tmp_path_factory.mktemp("heath") / "data", quick_embedder, {})
    made.holds(BEFORE)
    assistant = Assistant(AssistantSettings(data=made.data), quick_embedder)
    for words in (SWIMMING, CYCLING, WALKING):
        answer = assistant.ask(Question(text=f"What of this: {words}?"))
        assert answer.citations
        made.given[words] = answer.model_dump(mode="json")
    assistant.close()
    return made


@pytest.fixture
def heath(tmp_path: Path, before: Heath, quick_embedder: Embedder) -> Heath:
    """A copy of it that a test may change."""
    shutil.copytree(before.data, tmp_path / "data")
    return Heath(tmp_path / "data", quick_embedder, before.given)


@pytest.fixture
def rechecks(
    heath: Heath, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quick_embedder: Embedder
) -> Callable[..., Result]:
    """Writes answers, or texts as they are, one a line, and rechecks them."""
    monkeypatch.setattr("indexer.library.SentenceEmbedder", lambda *_: quick_embedder)

    def run(*answers: dict[str, Any] | str, as_json: bool = True) -> Result:
        path = tmp_path / "answers.jsonl"
        path.write_text("\n".join(a if isinstance(a, str) else json.dumps(a) for a in answers), encoding="utf-8")
        command = ["recheck", str(path), "--data", str(heath.data), *(["--json"] if as_json else [])]
        return CliRunner().invoke(app, command)

    return run


def test_all_stands_in_a_library_that_did_not_change(heath: Heath, rechecks: Callable[..., Result]) -> None:
    result = rechecks(heath.gives(SWIMMING), heath.gives(CYCLING))
    told = json.loads(result.stdout)
    assert (result.exit_code, set(told["counts"])) == (0, {"stands"})
    assert all(answer["receipt_changes"] == [] and answer["sound"] for answer in told["answers"])


def test_what_moved_changed_or_stands_is_told_apart(heath: Heath, rechecks: Callable[..., Result]) -> None:
    given = [heath.gives(words) for words in (SWIMMING, CYCLING, WALKING)]
    heath.holds(AFTER)
    result = rechecks(*given)
    told = {c["quote"][:12]: c for one in json.loads(result.stdout)["answers"] for c in one["citations"]}
    swimming = next(c for quote, c in told.items() if quote.startswith(("The pool", "Lessons")))
    cycling, walking = told["Cycle traini"], told["The walking "]
    assert [swimming["state"], cycling["state"], walking["state"]] == ["stands", "moved", "changed"]
    assert cycling["now"]["section"] == "Getting about"
    assert cycling["quote_stands"]
    assert not walking["quote_stands"]
    assert "three mornings" in walking["now"]["text"]
    assert result.exit_code == 1
    assert json.loads(result.stdout)["answers"][0]["receipt_changes"] == ["generation"]


def test_a_passage_that_gained_words_has_changed_though_the_quote_stands(
    heath: Heath, rechecks: Callable[..., Result]
) -> None:
    given = heath.gives(CYCLING)
    heath.holds(BEFORE.replace("road safety team.", "road safety team. This ends unless money is found for it."))
    check = json.loads(rechecks(given).stdout)["answers"][0]["citations"][0]
    assert (check["state"], check["quote_stands"]) == ("changed", True)


def test_a_passage_may_be_gone_and_so_may_its_document(heath: Heath, rechecks: Callable[..., Result]) -> None:
    given = heath.gives(WALKING)
    heath.holds(BEFORE.partition("# Walking")[0] + "# Riding\n\nA stable with nine ponies stands beside the church.\n")
    gone = [c for c in json.loads(rechecks(given).stdout)["answers"][0]["citations"] if "walking bus" in c["quote"]]
    assert [(c["state"], c["now"], c["quote_stands"]) for c in gone] == [("gone", None, False)]
    result = rechecks(given, as_json=False)
    assert result.exit_code == 1
    assert "gone" in result.stdout


def test_a_document_under_another_id_still_says_it(heath: Heath, rechecks: Callable[..., Result]) -> None:
    given = heath.gives(CYCLING)
    heath.loses("heath-plan")
    heath.holds(BEFORE.replace("id: heath-plan", "id: heath-plan-2"), "second.md")
    check = json.loads(rechecks(given).stdout)["answers"][0]["citations"][0]
    assert (check["state"], check["now"]["document_id"]) == ("moved", "heath-plan-2")


def test_line_breaks_are_no_change(heath: Heath, rechecks: Callable[..., Result]) -> None:
    given = heath.gives(CYCLING)
    broken = [{**c, "passage": c["passage"].replace(" ", "\n  ")} for c in given["citations"]]
    assert rechecks({**given, "citations": broken}).exit_code == 0


@pytest.mark.parametrize("bad", ["{half", "17", '{"status": "answered"}', '{"status": "error", "text": "x", "id": 3}'])
def test_a_bad_line_does_not_stop_the_others(bad: str, heath: Heath, rechecks: Callable[..., Result]) -> None:
    result = rechecks(heath.gives(CYCLING), bad)
    good, other = json.loads(result.stdout)["answers"]
    assert (result.exit_code, good["sound"], other["line"]) == (1, True, 2)
    assert "Line 2" in other["error"]
    assert rechecks(bad).exit_code == 2


@pytest.mark.parametrize("text", ["", "\n\n", "[]"])
def test_a_file_without_answers_is_wrong_usage(text: str, rechecks: Callable[..., Result]) -> None:
    result = rechecks(text)
    assert result.exit_code == 2
    assert "error" in json.loads(result.stdout)


def test_an_answer_over_several_lines_is_one(heath: Heath, rechecks: Callable[..., Result]) -> None:
    result = rechecks(json.dumps(heath.gives(CYCLING), indent=2))
    assert (result.exit_code, len(json.loads(result.stdout)["answers"])) == (0, 1)


def test_an_answer_of_before_receipts_is_checked_as_well(heath: Heath, rechecks: Callable[..., Result]) -> None:
    given = heath.gives(CYCLING)
    del given["receipt"]
    assert rechecks(given).exit_code == 0


def test_no_model_is_needed_even_where_one_is_set(
    heath: Heath, rechecks: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    given = heath.gives(CYCLING)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setenv("ASSISTANT_MODEL", "openai:none")
    result = rechecks(given)
    assert result.exit_code == 0
    assert json.loads(result.stdout)["answers"][0]["receipt_changes"] == ["settings", "prompt", "model"]
