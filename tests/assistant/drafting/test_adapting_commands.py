"""``drafts adapt`` and ``draft --adapt``: what other programs rely on, and what an exported file shows."""

import json
from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from typing import Any

import docx
import openpyxl
import pytest
from model_server import Handler, ModelServer, fails, says
from typer.testing import CliRunner, Result

from assistant.__main__ import app
from assistant.drafting.store import opened_store
from assistant.own_templates import FOLDER, OwnTemplates
from assistant.template_contracts import TemplateKind
from corpus import TEMPLATES

pytest_plugins = ["drafting_fixtures", "model_fixtures"]

NEW = "We will tender a telephone line on self-harm, led by Newtown Council, for young people aged 11-16."
OLD = "We will tender a telephone line on self-harm, led by Vale Council, for young people aged 11-16 by March 2015."
FACTS = "place: Newtown\nbodies: [Newtown Council]\n"
Run = Callable[..., Result]


def _line(handler: Handler) -> None:
    """Word the cell on the telephone line, and say nothing of others."""
    cells = [{"cell": "C1", "text": NEW}] if "telephone line" in handler.prompt else []
    says(json.dumps({"cells": cells}))(handler)


@pytest.fixture
def data(tmp_path: Path, vale_data: Path) -> Path:
    return Path(copytree(vale_data, tmp_path / "data"))


@pytest.fixture
def run(data: Path, tmp_path: Path, server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command with a model that is a script."""
    monkeypatch.setenv("ASSISTANT_MODEL", "openai:tiny")
    monkeypatch.setenv("ASSISTANT_MODEL_URL", server.url)
    server.script = [_line]
    (tmp_path / "facts.yaml").write_text(FACTS, encoding="utf-8")

    def invoke(*arguments: str | Path, text: str | None = None) -> Result:
        return CliRunner().invoke(app, [*map(str, arguments), "--data", str(data)], input=text)

    return invoke


@pytest.fixture
def name(run: Run) -> str:
    """The id of a kept draft that was made without local facts."""
    made = run("draft", "--template", "theme-intention-action", "--theme", "CAMHS", "--place", "Vale", "--json")
    return str(json.loads(run("drafts", "keep", "-", "--json", text=made.stdout).stdout)["id"])


def _action(run: Run, name: str) -> dict[str, Any]:
    rows = json.loads(run("drafts", "show", name, "--json").stdout)["document"]["rows"]
    return next(row["cells"]["action"] for row in rows if "telephone" in row["cells"]["action"]["text"])


def test_a_kept_draft_is_adapted_as_one_version_and_taken_back(run: Run, name: str, tmp_path: Path) -> None:
    done = run("drafts", "adapt", name, "--local", tmp_path / "facts.yaml", "--json")
    assert done.exit_code == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["id"], told["version"], told["changed"], told["reworded"], told["left"]) == (name, 2, True, 1, [])
    assert {key: _action(run, name)[key] for key in ("text", "state", "before")} == {
        "text": NEW,
        "state": "adapted",
        "before": OLD,
    }
    versions = json.loads(run("drafts", "history", name, "--json").stdout)["versions"]
    assert [one["what"] for one in versions] == ["drafted", "adapted to Newtown by openai:tiny"]
    assert run("drafts", "undo", name).exit_code == 0
    assert (_action(run, name)["text"], _action(run, name)["state"]) == (OLD, "quoted")


def test_a_model_that_fails_keeps_the_version_and_exits_two(
    run: Run, name: str, tmp_path: Path, server: ModelServer
) -> None:
    server.script = [fails(401)]
    done = run("drafts", "adapt", name, "--local", tmp_path / "facts.yaml", "--json")
    assert done.exit_code == 2
    told = json.loads(done.stdout)
    assert (told["version"], told["changed"], told["reworded"]) == (1, False, 0)
    assert "refused our key" in told["told"]


def test_a_new_draft_can_be_adapted_at_once(run: Run, tmp_path: Path) -> None:
    done = run(
        *("draft", "--template", "theme-intention-action", "--theme", "CAMHS", "--adapt", "--json"),
        *("--local", tmp_path / "facts.yaml"),
    )
    assert done.exit_code == 0, done.stderr
    draft = json.loads(done.stdout)
    assert NEW in [row["cells"]["action"]["text"] for row in draft["rows"]]
    assert draft["adaptation"]["model"] == "openai:tiny"


def test_a_draft_of_a_users_own_template_is_adapted_too(run: Run, data: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    packaged = (TEMPLATES / "theme-intention-action.yaml").read_text(encoding="utf-8")
    mine.write_text(packaged.replace("id: theme-intention-action", "id: our-plan", 1), encoding="utf-8")
    OwnTemplates(data / FOLDER).add(mine, [TemplateKind.INTENTIONS])
    words = ("draft", "--template", "our-plan", "--theme", "CAMHS", "--adapt", "--local", tmp_path / "facts.yaml")
    draft = json.loads(run(*words, "--json").stdout)
    assert NEW in [row["cells"]["action"]["text"] for row in draft["rows"]]
    assert draft["request"]["template"] == "our-plan"


def test_without_a_place_or_a_model_it_says_what_to_do(run: Run, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = run("drafts", "adapt", name, "--json")
    assert refused.exit_code == 2
    assert "give a place" in json.loads(refused.stdout)["error"]
    monkeypatch.setenv("ASSISTANT_MODEL", "")
    refused = run("drafts", "adapt", name, "--json")
    assert refused.exit_code == 2
    assert "ASSISTANT_MODEL=ollama" in json.loads(refused.stdout)["error"]


def test_files_show_old_beside_new_and_read_back_unchanged(run: Run, name: str, tmp_path: Path, data: Path) -> None:
    run("drafts", "adapt", name, "--local", tmp_path / "facts.yaml")
    files = {suffix: tmp_path / f"table{suffix}" for suffix in (".docx", ".xlsx", ".csv", ".md")}
    for file in files.values():
        assert run("drafts", "export", name, "--out", file).exit_code == 0
    for suffix in (".csv", ".md"):
        text = files[suffix].read_text(encoding="utf-8-sig").replace("\\", "")
        assert NEW in text
        assert f"Before: “{OLD}”" in text
    words = "\n".join(cell.text for row in docx.Document(str(files[".docx"])).tables[0].rows for cell in row.cells)
    assert NEW in words
    assert f"Before: “{OLD}”" in words
    sheet = openpyxl.load_workbook(files[".xlsx"])["Evidence"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert any(NEW in row and OLD in row and "adapted" in row for row in rows)
    for suffix in (".docx", ".xlsx", ".csv"):
        back = json.loads(run("drafts", "import", name, files[suffix], "--json").stdout)
        assert (back["edits"], back["conflicts"]) == ([], []), suffix
    with opened_store(data) as store:
        assert store.get(name).version == 2
