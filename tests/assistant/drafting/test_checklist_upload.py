"""A checklist of one file, read for it alone; and the command."""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from checklist_fixtures import STRATEGIES
from typer.testing import CliRunner, Result

from assistant.__main__ import app
from assistant.assistant import Assistant
from assistant.drafting.checklist_errors import ChecklistCancelledError, UploadError
from assistant.drafting.contracts import ChecklistRequest
from assistant.own_templates import FOLDER, OwnTemplates
from assistant.template_contracts import TemplateKind
from indexer.embedding import SentenceEmbedder

pytest_plugins = ["checklist_fixtures"]

Run = Callable[..., Result]


@pytest.fixture
def strategy(tmp_path: Path) -> Path:
    """A strategy that the library does not hold."""
    path = tmp_path / "tarn.md"
    text = STRATEGIES["fell-strategy"].replace("Fell", "Tarn").replace("fell-strategy", "tarn-strategy")
    path.write_text(f"---\n{text.lstrip()}", encoding="utf-8")
    return path


@pytest.fixture
def run(dale_data: Path, embedder: SentenceEmbedder, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command on the invented library, with the model that is loaded."""
    monkeypatch.setattr("indexer.library.SentenceEmbedder", lambda *_: embedder)
    monkeypatch.setattr("assistant.drafting.uploading.SentenceEmbedder", lambda *_: embedder)
    return lambda *words: CliRunner().invoke(app, ["checklist", "--data", str(dale_data), *words])


def test_a_file_is_read_and_nothing_of_it_is_kept(
    dale: Assistant, strategy: Path, own_template: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    before = dale.library.generation
    answered = dale.checklist_of_file(strategy, ChecklistRequest(template=own_template))
    assert {citation.document_id for citation in answered.citations} == {"tarn-strategy"}
    assert answered.items[1].limbs[0].evidenced
    assert answered.generation is None
    assert not list(scratch.iterdir())
    assert dale.library.generation == before
    assert strategy.is_file()


def test_reading_can_be_cancelled(dale: Assistant, strategy: Path, own_template: str) -> None:
    with pytest.raises(ChecklistCancelledError):
        dale.checklist_of_file(strategy, ChecklistRequest(template=own_template), lambda words: "tarn.md" not in words)


def test_what_cannot_be_read_is_said(dale: Assistant, tmp_path: Path, own_template: str) -> None:
    request = ChecklistRequest(template=own_template)
    with pytest.raises(UploadError, match="There is no file"):
        dale.checklist_of_file(tmp_path / "absent.pdf", request)
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"no pdf at all")
    with pytest.raises(UploadError, match=r"broken\.pdf cannot be read"):
        dale.checklist_of_file(broken, request)
    strange = tmp_path / "strange.xyz"
    strange.write_text("words", encoding="utf-8")
    with pytest.raises(UploadError, match=r"strange\.xyz"):
        dale.checklist_of_file(strange, request)


def test_a_file_is_the_whole_scope(dale: Assistant, strategy: Path, own_template: str) -> None:
    with pytest.raises(UploadError, match="leave out the place"):
        dale.checklist_of_file(strategy, ChecklistRequest(template=own_template, place="Dale"))


def test_json_is_the_checklist(run: Run, own_template: str) -> None:
    result = run("--template", own_template, "--place", "Dale", "--json")
    assert result.exit_code == 0
    answered = json.loads(result.stdout)
    assert {"template", "items", "citations", "searched"} <= answered.keys()
    assert answered["items"][0]["evidence"][0]["citations"]
    assert {"number", "question", "verdict", "evidence", "gap", "next_step"} <= answered["items"][0].keys()


def test_people_read_verdicts_quotes_and_sources(run: Run, own_template: str) -> None:
    result = run("--template", own_template, "--place", "Dale")
    assert result.exit_code == 0
    assert "partial" in result.stdout
    assert "Evidence (1):" in result.stdout
    assert "Dale strategy for children" in result.stdout


def test_a_file_is_answered_with_a_kept_template_by_its_id(
    run: Run, own_template: str, strategy: Path, tmp_path: Path
) -> None:
    kept = OwnTemplates(tmp_path / FOLDER).add(Path(own_template), list(TemplateKind))
    result = run("--template", kept.id, "--upload", str(strategy), "--json", "--data", str(tmp_path))
    assert result.exit_code == 0
    answered = json.loads(result.stdout)
    assert (answered["template"], answered["request"]["template"]) == (kept.id, kept.id)


def test_an_uploaded_file_is_answered_by_the_command(run: Run, own_template: str, strategy: Path) -> None:
    answered = json.loads(run("--template", own_template, "--upload", str(strategy), "--json").stdout)
    assert {citation["document_id"] for citation in answered["citations"]} == {"tarn-strategy"}


@pytest.mark.parametrize(
    "words", [("--template", "no-such"), ("--template", "self-assessment", "--upload", "nowhere.pdf")]
)
def test_what_is_refused_exits_with_2_and_says_why(run: Run, words: tuple[str, ...]) -> None:
    result = run(*words, "--json")
    assert result.exit_code == 2
    assert json.loads(result.stdout)["error"]
