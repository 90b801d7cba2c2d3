"""Tests of the run over the gold, its report and its commands."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from drafting_making import checklist, checklist_case, draft, draft_case, expected, row
from typer.testing import CliRunner

import evals.drafting.cases
import evals.drafting.commands
from assistant.drafting.contracts import Checklist, ChecklistRequest, Draft, DraftRequest
from evals.__main__ import app
from evals.contracts import Split
from evals.drafting.contracts import DraftingRecord, Measure
from evals.drafting.run import markdown, run_checklists, run_drafts, write_record
from evals.errors import NothingToRunError
from indexer.errors import IndexerError


class FaultyError(IndexerError):
    """A library that cannot be read."""


class Made:
    """Gives the same draft and checklist whatever is asked; refuses a theme that says so."""

    def __init__(self) -> None:
        self.drafts: list[DraftRequest] = []
        self.checklists: list[ChecklistRequest] = []

    def draft(self, request: DraftRequest) -> Draft:
        self.drafts.append(request)
        if request.theme == "broken":
            raise FaultyError("The library is broken.")
        return draft(row(action="Review the therapy service"))

    def checklist(self, request: ChecklistRequest) -> Checklist:
        self.checklists.append(request)
        return checklist()


def silent(what: str, done: int, total: int) -> None:
    """Show no progress."""


def shares(record: DraftingRecord) -> dict[Measure, float | None]:
    return {summary.measure: summary.share.value for summary in record.summaries}


def test_the_drafts_of_a_split_are_asked_for_and_pooled() -> None:
    made = Made()
    missing = expected("other", sources=[{"document": "moor", "address": None, "words": ["x"]}])
    cases = [
        draft_case(expected()),
        draft_case(expected(), missing, id="d2", place="Moor"),
        draft_case(id="d3", split="test"),
    ]
    record = run_drafts(made, cases, Split.DEV, silent)
    assert [(request.theme, request.place) for request in made.drafts] == [("therapy", None), ("therapy", "Moor")]
    assert shares(record)[Measure.ROW_RECALL] == pytest.approx(2 / 3)
    assert shares(record)[Measure.CELLS_LOCATED] == 1
    assert Measure.EMPTY_KEPT not in shares(record)
    assert record.generation == "g1"


def test_a_share_of_nought_is_nought_and_not_unknown() -> None:
    assert shares(run_drafts(Made(), [draft_case(expected())], Split.DEV, silent))[Measure.WRONG_ROWS] == 0


def test_a_case_that_fails_is_named_and_the_rest_is_run() -> None:
    record = run_drafts(Made(), [draft_case(theme="broken"), draft_case(expected(), id="d2")], Split.DEV, silent)
    assert record.errors == {"d1": "The library is broken."}
    assert shares(record)[Measure.ROW_RECALL] == 1
    assert "d1 could not be run: The library is broken." in markdown(record)


def test_checklists_are_asked_for_by_place() -> None:
    made = Made()
    record = run_checklists(made, [checklist_case()], Split.DEV, silent)
    assert [request.place for request in made.checklists] == ["Moor"]
    assert shares(record)[Measure.AGREEMENT] == 1


def test_a_split_without_cases_is_refused() -> None:
    with pytest.raises(NothingToRunError, match="checklists is of the split 'test'"):
        run_checklists(Made(), [checklist_case()], Split.TEST, silent)


def test_the_report_names_what_a_person_must_look_at(tmp_path: Path) -> None:
    missing = expected("wheelchairs", sources=[{"document": "moor", "address": None, "words": ["x"]}])
    path = write_record(run_drafts(Made(), [draft_case(missing)], Split.DEV, silent), tmp_path)
    text = path.read_text(encoding="utf-8")
    assert path.name == "drafts-dev.md"
    assert "- wheelchairs" in text
    assert "- r1 (moor): Review the therapy service" in text
    assert DraftingRecord.model_validate_json(path.with_suffix(".json").read_text(encoding="utf-8")).cases == 1


@pytest.mark.parametrize("command", ["drafts", "checklists"])
def test_the_commands_write_json_and_a_report(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def made(data: Path | None, progress: Any) -> Iterator[Made]:
        yield Made()

    monkeypatch.setattr(evals.drafting.commands, "_drafting", made)
    monkeypatch.setattr(evals.drafting.cases, "load_draft_cases", lambda: (draft_case(expected()),))
    monkeypatch.setattr(evals.drafting.cases, "load_checklist_cases", lambda: (checklist_case(),))
    result = CliRunner().invoke(app, [command, "--json", "--out", str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["subject"] == command
    assert (tmp_path / f"{command}-dev.md").is_file()


def test_a_library_that_is_not_there_is_said(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["drafts", "--data", str(tmp_path / "none"), "--out", str(tmp_path)])
    assert result.exit_code == 2
