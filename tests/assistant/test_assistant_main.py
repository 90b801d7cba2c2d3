"""The command line: what other programs rely on."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from assistant.__main__ import app
from indexer.embedding import Embedder

pytest_plugins = ["assistant_fixtures"]

ROOT = Path(__file__).parents[2]
Run = Callable[..., Result]

PASSAGE_KEYS = {"id", "document_id", "text", "heading", "paragraph", "page", "kind", "score", "confidence"}
ANSWER_KEYS = {"status", "statements", "citations", "notices", "mode", "text"}
CITATION_KEYS = {
    "token", "passage_id", "document_id", "title", "published", "document_status", "section", "page", "quote",
}  # fmt: skip


@pytest.fixture
def run(moor_data: Path, quick_embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on the library of the moors, in this process, with the model that is loaded."""
    monkeypatch.setattr("indexer.library.SentenceEmbedder", lambda *_: quick_embedder)

    def invoke(*arguments: str | Path, data: Path = moor_data) -> Result:
        return CliRunner().invoke(app, [*map(str, arguments), "--data", str(data)])

    return invoke


@pytest.fixture
def batch(tmp_path: Path) -> Callable[..., Path]:
    """Writes lines of a batch, objects as JSON and texts as they are."""

    def write(*lines: dict[str, Any] | str) -> Path:
        path = tmp_path / "batch.jsonl"
        texts = (line if isinstance(line, str) else json.dumps(line) for line in lines)
        path.write_text("\n".join(texts), encoding="utf-8")
        return path

    return write


def _lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_ask_as_a_process_of_its_own(starter_data: Path) -> None:
    command = [sys.executable, "-m", "assistant", "ask", "What are CCGs responsible for in safeguarding?", "--json"]
    done = subprocess.run(
        [*command, "--data", starter_data], cwd=ROOT, capture_output=True, text=True, check=False, timeout=110
    )
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["status"]) == (0, "answered"), done.stderr
    assert {citation["document_id"] for citation in answer["citations"]} >= {"ccg-guidance-2011-summary"}


def test_search_gives_passages_in_the_promised_shape(run: Run) -> None:
    result = run("search", "hearing test", "--json")
    passages = json.loads(result.stdout)["passages"]
    assert (result.exit_code, set(json.loads(result.stdout))) == (0, {"passages"})
    assert all(set(passage) == PASSAGE_KEYS for passage in passages)
    assert passages[0]["heading"] == ["Hearing tests"]
    assert (passages[0]["paragraph"], passages[0]["page"], passages[0]["kind"]) == (None, None, "paragraph")


@pytest.mark.parametrize("k", [1, 3])
def test_search_gives_at_most_k(k: int, run: Run) -> None:
    assert len(json.loads(run("search", "hearing test", "-k", str(k), "--json").stdout)["passages"]) == k


@pytest.mark.parametrize(
    ("option", "value"),
    [pytest.param("--place", "southmoor", id="place"), pytest.param("--document", "southmoor-plan", id="document")],
)
@pytest.mark.parametrize("command", ["search", "ask"])
def test_place_and_document_narrow_the_search(command: str, option: str, value: str, run: Run) -> None:
    result = run(command, "Who leads the sleep clinic?", option, value, "--json")
    found = json.loads(result.stdout)["passages" if command == "search" else "citations"]
    assert {one["document_id"] for one in found} == {"southmoor-plan"}


def test_ask_gives_an_answer_in_the_promised_shape(run: Run) -> None:
    result = run("ask", "Who leads the sleep clinic?", "--json")
    answer = json.loads(result.stdout)
    assert result.exit_code == 0
    assert set(answer) >= ANSWER_KEYS
    assert all(set(statement) == {"text", "citations"} for statement in answer["statements"])
    assert all(set(citation) >= CITATION_KEYS for citation in answer["citations"])
    assert {notice["kind"] for notice in answer["notices"]} == {"currency", "draft_source"}
    assert all(set(notice) == {"kind", "text"} for notice in answer["notices"])


def test_tokens_point_at_citations(run: Run) -> None:
    answer = json.loads(run("ask", "Who leads the sleep clinic?", "--json").stdout)
    assert answer["statements"][0]["citations"] == [answer["citations"][0]["token"]] == ["S1"]
    assert answer["citations"][0]["published"] is None


def test_ask_goes_on_from_a_history(run: Run, tmp_path: Path) -> None:
    history = tmp_path / "history.json"
    history.write_text('[["Who does the hearing test in Northmoor?", "The school nurse."]]', encoding="utf-8")
    answer = json.loads(run("ask", "what about Southmoor?", "--history", history, "--json").stdout)
    assert "health visitor" in answer["text"]


def test_ask_in_words_shows_text_notices_and_sources(run: Run) -> None:
    result = run("ask", "Who leads the sleep clinic?")
    assert result.exit_code == 0
    assert "Ms Okafor leads the sleep clinic on Mondays." in result.stdout
    assert "draft_source: Draft source: Southmoor plan for children" in result.stdout
    assert "S1 Southmoor plan for children, draft, Sleep clinics" in result.stdout


def test_marks_of_a_hostile_title_are_printed_as_they_are(run: Run, hostile_data: Path) -> None:
    assert "[red]Obey[/red]" in run("ask", "How many marbles are given away?", data=hostile_data).stdout


def test_danger_is_said_once_and_first(run: Run) -> None:
    result = run("ask", "My son was hit. Who leads the sleep clinic?")
    assert result.stdout.startswith("If a child is in danger now, ring 999.")
    assert result.stdout.count("ring 999") == 1


def test_search_in_words(run: Run) -> None:
    assert "Ms Okafor" in run("search", "sleep clinic", "-k", "1").stdout
    assert "Nothing was found." in run("search", "?!").stdout


@pytest.mark.parametrize("command", ["search", "ask"])
def test_a_batch_gives_one_line_a_question(command: str, run: Run, batch: Callable[..., Path]) -> None:
    lines = [{"id": "a", "question": "Who leads the sleep clinic?"}, {"id": 2, "question": "zeppelin racing?"}]
    result = run(command, "--batch", batch(*lines))
    assert result.exit_code == 0
    assert [line["id"] for line in _lines(result)] == ["a", 2]
    expected = ANSWER_KEYS if command == "ask" else {"passages"}
    assert all(set(line) >= expected | {"id"} for line in _lines(result))


def test_a_batch_line_may_bring_its_history(run: Run, batch: Callable[..., Path]) -> None:
    history = [["Who does the hearing test in Northmoor?", "The school nurse."]]
    (line,) = _lines(run("ask", "--batch", batch({"id": 1, "question": "what about Southmoor?", "history": history})))
    assert "health visitor" in line["text"]


def test_a_malformed_line_fails_alone(run: Run, batch: Callable[..., Path]) -> None:
    result = run("ask", "--batch", batch({"id": 1, "question": "Who leads the sleep clinic?"}, "{broken"))
    assert result.exit_code == 1
    assert [line["status"] for line in _lines(result)] == ["answered", "error"]
    assert "1 of 2 lines failed" in result.stderr


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        pytest.param(["{broken"], "1 of 1 lines failed", id="all-malformed"),
        pytest.param([], "holds no questions", id="empty"),
    ],
)
def test_a_batch_of_which_nothing_was_done(lines: list[str], told: str, run: Run, batch: Callable[..., Path]) -> None:
    result = run("ask", "--batch", batch(*lines))
    assert result.exit_code == 2
    assert told in result.stderr


@pytest.mark.parametrize("command", ["search", "ask"])
def test_a_missing_batch_is_named(command: str, run: Run, tmp_path: Path) -> None:
    result = run(command, "--batch", tmp_path / "nowhere.jsonl")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "nowhere.jsonl" in result.stderr


def test_a_missing_history_is_named(run: Run, tmp_path: Path) -> None:
    result = run("ask", "Who?", "--history", tmp_path / "nowhere.json", "--json")
    assert result.exit_code == 2
    assert "nowhere.json" in json.loads(result.stdout)["error"]


@pytest.mark.parametrize("command", ["search", "ask"])
def test_an_empty_library_says_what_to_type(command: str, run: Run, tmp_path: Path) -> None:
    result = run(command, "Who?", data=tmp_path / "nothing")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "python -m indexer add" in result.stderr


def test_an_empty_library_is_told_as_json_too(run: Run, tmp_path: Path) -> None:
    result = run("ask", "Who?", "--json", data=tmp_path / "nothing")
    assert result.exit_code == 2
    assert "python -m indexer add" in json.loads(result.stdout)["error"]


@pytest.mark.parametrize("command", ["search", "ask"])
@pytest.mark.parametrize(
    "arguments", [pytest.param((), id="neither"), pytest.param(("Who?", "--batch", "b.jsonl"), id="both")]
)
def test_either_a_question_or_a_batch(command: str, arguments: tuple[str, ...], run: Run) -> None:
    result = run(command, *arguments)
    assert result.exit_code == 2
    assert "give either a question or --batch" in result.stderr


def test_k_must_be_positive(run: Run) -> None:
    assert run("search", "hearing", "-k", "0").exit_code == 2


def test_a_place_beside_a_batch_is_not_ignored(run: Run, batch: Callable[..., Path]) -> None:
    result = run("ask", "--place", "Kent", "--batch", batch({"id": 1, "question": "Who leads the sleep clinic?"}))
    assert result.exit_code == 2 or _lines(result)[0]["status"] == "not_found"


def test_half_a_character_fails_its_own_line_alone(run: Run, batch: Callable[..., Path]) -> None:
    lines = [{"id": 1, "question": "\ud800 sleep clinic"}, {"id": 2, "question": "sleep clinic"}]
    result = run("search", "--batch", batch(*lines))
    assert [line["id"] for line in _lines(result)] == [1, 2]


def test_half_a_character_is_answered_as_json(run: Run) -> None:
    result = run("ask", "Who leads \udcff the sleep clinic?", "--json")
    assert json.loads(result.stdout)["status"] in ("answered", "clarify", "error")


def test_a_fault_while_answering_exits_with_one(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("indexer.library.Library.lexical", fail)
    result = run("ask", "Who leads the sleep clinic?", "--json")
    assert (result.exit_code, json.loads(result.stdout)["status"]) == (1, "error")


def test_a_refusal_in_words_shows_the_nearest_passages(run: Run) -> None:
    shown = run("ask", "What does the Northmoor hearing test cost in Kent?").stdout
    assert "Nearest passages, which do not answer this: Northmoor plan for children" in shown
    assert "Nearest passages (they do not answer this)\nM1 Northmoor plan for children, 2014, final" in shown
