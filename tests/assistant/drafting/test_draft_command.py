"""The commands ``draft`` and ``themes``."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assistant.__main__ import app
from assistant.drafting.draft_command import read_local_facts
from assistant.drafting.errors import LocalFactsError
from assistant.own_templates import FOLDER, OwnTemplates
from assistant.template_contracts import TemplateKind
from corpus import TEMPLATES
from indexer.embedding import SentenceEmbedder

pytest_plugins = ["drafting_fixtures"]

Run = Callable[..., Result]
DRAFT = ("draft", "--template", "annual-plan", "--theme", "CAMHS")


@pytest.fixture
def run(vale_data: Path, embedder: SentenceEmbedder, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on the invented library, with the model that is loaded."""
    monkeypatch.setattr("indexer.library.SentenceEmbedder", lambda *_: embedder)
    return lambda *words: CliRunner().invoke(app, [*words, "--data", str(vale_data)])


def test_json_is_the_draft(run: Run) -> None:
    result = run(*DRAFT, "--place", "Vale", "--json")
    assert result.exit_code == 0
    draft = json.loads(result.stdout)
    assert {"template", "columns", "rows", "citations", "notices"} <= draft.keys()
    assert all(set(row["cells"]) == set(draft["columns"]) for row in draft["rows"])
    assert all({"text", "state", "citations"} <= cell.keys() for row in draft["rows"] for cell in row["cells"].values())


def test_people_read_the_rows_and_where_they_come_from(run: Run) -> None:
    result = run(*DRAFT)
    assert result.exit_code == 0
    assert "Lead: Vale Council" in result.stdout
    assert "Lead: local input needed" in result.stdout
    assert "S1" in result.stdout


def test_local_facts_come_from_a_file(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "local.yaml"
    path.write_text("place: Hill\nleads: {CAMHS: Hill ICB}\n", encoding="utf-8")
    draft = json.loads(run(*DRAFT, "--local", str(path), "--json").stdout)
    assert "Hill ICB" in [row["cells"]["lead"]["text"] for row in draft["rows"]]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("draft", "--template", "nosuch", "--theme", "CAMHS"), "annual-plan"),
        ((*DRAFT, "--place", "Atlantis"), "Dale, Vale"),
        ((*DRAFT, "--local", "/no/such/file.yaml"), "check the path"),
    ],
)
def test_bad_input_ends_with_2_and_says_what_to_do(run: Run, words: tuple[str, ...], told: str) -> None:
    result = run(*words, "--json")
    assert result.exit_code == 2
    assert told in json.loads(result.stdout)["error"]


def test_a_template_that_was_kept_on_the_page_is_known_by_its_id(
    vale_data: Path, embedder: SentenceEmbedder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("indexer.library.SentenceEmbedder", lambda *_: embedder)
    data, mine = tmp_path / "data", tmp_path / "mine.yaml"
    shutil.copytree(vale_data, data)
    packaged = (TEMPLATES / "annual-plan.yaml").read_text(encoding="utf-8")
    mine.write_text(packaged.replace("id: annual-plan", "id: our-plan", 1), encoding="utf-8")
    OwnTemplates(data / FOLDER).add(mine, [TemplateKind.INTENTIONS])
    words = ["draft", "--template", "our-plan", "--theme", "CAMHS", "--json", "--data", str(data)]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0
    drafted = json.loads(result.stdout)
    assert (drafted["template"], drafted["request"]["template"]) == ("our-plan", "our-plan")
    words[2] = "your-plan"
    refused = CliRunner().invoke(app, words)
    assert refused.exit_code == 2
    assert "no template 'your-plan'. Those that fit are: action-outcome-lead," in json.loads(refused.stdout)["error"]
    assert "our-plan;" in json.loads(refused.stdout)["error"]


@pytest.mark.parametrize("text", ["place: [a, b]\n", "towns: 3\n", "- 1\n", "a: [b\n"])
def test_local_facts_that_are_none_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "local.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LocalFactsError, match=r"local\.yaml"):
        read_local_facts(path)


def test_themes_are_listed(run: Run) -> None:
    themes = json.loads(run("themes", "--json").stdout)["themes"]
    assert "Hearing" in themes
    assert "Hearing\n" in run("themes").stdout
