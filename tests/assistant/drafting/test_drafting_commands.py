"""``python -m assistant drafts``: what other programs rely on."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from drafts_making import checklist, draft
from typer.testing import CliRunner, Result

from assistant.__main__ import app

ROOT = Path(__file__).parents[3]
Run = Callable[..., Result]
Told = Callable[..., Any]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs a command on an empty data folder of its own."""

    def invoke(*arguments: str | Path, text: str | None = None) -> Result:
        return CliRunner().invoke(app, ["drafts", *map(str, arguments), "--data", str(tmp_path / "data")], input=text)

    return invoke


@pytest.fixture
def told(run: Run) -> Told:
    """Runs a command with ``--json`` that goes well, and returns what it told."""

    def invoke(*arguments: str | Path, text: str | None = None) -> Any:
        result = run(*arguments, "--json", text=text)
        assert result.exit_code == 0, result.stderr
        return json.loads(result.stdout)

    return invoke


@pytest.fixture
def name(told: Told) -> str:
    """The id of a kept draft."""
    return str(told("keep", "-", text=draft().model_dump_json())["id"])


def _lead(told: Told, name: str, row: int = 2) -> dict[str, Any]:
    cell: dict[str, Any] = told("show", name)["document"]["rows"][row]["cells"]["lead"]
    return cell


def test_an_edit_undone_and_done_again(told: Told, name: str) -> None:
    assert told("edit", name, "--row", "3", "--column", "lead", "--text", "Moor ICB") == {
        "id": name,
        "version": 2,
        "changed": True,
    }
    cell = _lead(told, name)
    assert (cell["text"], cell["state"], cell["citations"]) == ("Moor ICB", "edited", ["S3"])
    assert told("undo", name) == {"id": name, "version": 1}
    assert _lead(told, name)["text"] == "Northmoor PCT"
    assert told("redo", name)["version"] == 2
    assert [one["counts"] for one in told("history", name)["versions"]] == [False, True]


def test_rows_are_moved_added_and_removed(told: Told, name: str) -> None:
    told("move", name, "--row", "3", "--to", "1")
    told("add-row", name, "--at", "2", "--cell", "lead=Moor ICB", "--cell", "theme=a=b")
    told("remove-row", name, "--row", "row-1")
    rows = told("show", name)["document"]["rows"]
    assert [row["id"] for row in rows] == ["row-3", "own-1", "row-2"]
    assert (rows[1]["cells"]["theme"]["text"], rows[1]["cells"]["lead"]["state"]) == ("a=b", "local")


def test_a_checklist_is_edited_by_question(told: Told) -> None:
    name = told("keep", "-", text=checklist().model_dump_json())["id"]
    told("edit", name, "--row", "2", "--column", "verdict", "--text", "evidenced")
    items = told("show", name)["document"]["items"]
    assert [(item["verdict"], item["edited"]) for item in items][1] == ("evidenced", True)


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".csv"])
def test_exported_and_imported_it_is_the_same(suffix: str, told: Told, name: str, tmp_path: Path) -> None:
    out = tmp_path / f"draft{suffix}"
    assert told("export", name, "--out", out)["out"] == str(out)
    done = told("import", name, out)
    assert (done["version"], done["edits"], done["conflicts"], done["notes"]) == (1, [], [], [])


def test_a_returned_file_with_a_conflict_exits_with_one(run: Run, told: Told, name: str, tmp_path: Path) -> None:
    out = tmp_path / "draft.docx"
    told("export", name, "--out", out)
    document = docx.Document(str(out))
    document.tables[0].cell(3, 4).paragraphs[0].runs[0].text = "Theirs"
    document.tables[0].cell(1, 4).paragraphs[0].runs[0].text = "Both"
    document.save(str(out))
    told("edit", name, "--row", "3", "--column", "lead", "--text", "Mine")
    result = run("import", name, out)
    assert result.exit_code == 1
    assert "1 edit;" in result.stdout
    assert "in the draft: Mine" in result.stdout
    assert "in the file: Theirs" in result.stdout
    assert (_lead(told, name, 0)["text"], _lead(told, name)["text"]) == ("Both", "Mine")


def test_deleted_restored_and_erased(run: Run, told: Told, name: str) -> None:
    assert told("delete", name) == {"deleted": name, "for_good": False}
    assert told("list") == {"drafts": []}
    assert [one["id"] for one in told("list", "--deleted")["drafts"]] == [name]
    told("restore", name)
    told("delete", name, "--for-good")
    assert told("list", "--deleted") == {"drafts": []}
    assert run("restore", name).exit_code == 2


def test_in_words(run: Run, name: str) -> None:
    assert "Commissioning intentions: sleep (draft, 3 rows, version 1" in run("list").stdout
    assert "# Commissioning intentions: sleep" in run("show", name).stdout
    assert "1 drafted" in run("history", name).stdout
    assert "No drafts are kept." in run("list", "--deleted").stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(("show", "none"), "Nothing is kept under 'none'", id="unknown"),
        pytest.param(("edit", "{name}", "--row", "9", "--column", "lead", "--text", "x"), "3 rows", id="row"),
        pytest.param(("edit", "{name}", "--row", "1", "--column", "cost", "--text", "x"), "no column", id="column"),
        pytest.param(
            ("edit", "{name}", "--row", "1", "--column", "lead", "--text", "x", "--expect", "7"),
            "no version 7",
            id="version",
        ),
        pytest.param(("undo", "{name}"), "left to undo", id="undo"),
        pytest.param(("redo", "{name}"), "was undone", id="redo"),
        pytest.param(("export", "{name}", "--out", "draft.pdf"), ".docx, .xlsx, .md, .csv", id="kind"),
        pytest.param(("import", "{name}", "nowhere.docx"), "is it there", id="no-file"),
        pytest.param(("keep", "nowhere.json"), "cannot be read", id="no-json"),
        pytest.param(("add-row", "{name}", "--cell", "lead"), "COLUMN=TEXT", id="cell"),
    ],
)
def test_what_cannot_be_done_exits_with_two(arguments: tuple[str, ...], says: str, run: Run, name: str) -> None:
    result = run(*(one.format(name=name) for one in arguments))
    assert result.exit_code == 2
    assert says in result.stderr.replace("\n", " ")


def test_a_failure_is_told_as_json_too(run: Run) -> None:
    assert "Nothing is kept" in json.loads(run("show", "none", "--json").stdout)["error"]


def test_a_stale_edit_is_refused(run: Run, told: Told, name: str) -> None:
    told("edit", name, "--row", "3", "--column", "lead", "--text", "one")
    result = run("edit", name, "--row", "3", "--column", "lead", "--text", "two", "--expect", "1")
    assert (result.exit_code, "was changed meanwhile" in result.stderr) == (2, True)
    assert _lead(told, name)["text"] == "one"


def test_a_process_of_its_own_needs_no_model(tmp_path: Path) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "assistant", "drafts", "list", "--json"]
    done = subprocess.run(
        [*command, "--data", str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert json.loads(done.stdout) == {"drafts": []}
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert loaded.isdisjoint({"torch", "chromadb", "gradio", "docx", "openpyxl"})
