"""Tests of the scripted rewordings and their scores."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from drafting_making import draft, row
from typer.testing import CliRunner

import evals.drafting.adapting
import evals.drafting.commands
from assistant.drafting.contracts import Adapted, CellState, Draft, DraftRequest, Left
from assistant.model.fencing import fence
from evals.__main__ import app
from evals.contracts import Split
from evals.drafting.adapting import (
    AdaptingScores,
    Expected,
    Rewordings,
    Scripted,
    adapting_markdown,
    load_rewordings,
    score_adapting,
)
from evals.errors import CasesError, NothingToRunError


def _rewordings(*cases: dict[str, Any]) -> Rewordings:
    common = {
        "split": "dev",
        "expected": "kept",
        "why": "the place is added",
        "theme": "therapy",
        "template": "action-outcome-lead",
        "place": "Moor",
        "column": "action",
        "begins": "Review the",
        "put": [["service", "service in Newtown"]],
    }
    given = [{**common, "id": f"c{number}", **case} for number, case in enumerate(cases)]
    return Rewordings.model_validate({"local": {"place": "Newtown"}, "cases": given})


class Believing:
    """Keeps whatever is scripted but what names Newtown twice."""

    def __init__(self, script: Scripted) -> None:
        self._script = script

    def adapt(self, draft: Draft) -> Adapted:
        (one,) = draft.rows
        cell = one.cells["action"]
        (given,) = self._script(fence("C1", f"What will be done:\n{cell.text}", "5ec2e7")).cells
        left = (Left(row=one.id, column="action", reason="both_places", why="twice"),)
        refused = given.text.count("Newtown") > 1
        new = cell if refused else cell.model_copy(update={"text": given.text, "state": CellState.ADAPTED})
        changed = one.model_copy(update={"cells": {**one.cells, "action": new}})
        return Adapted(
            draft=draft.model_copy(update={"rows": (changed,)}),
            asked=1,
            failed=0,
            reworded=int(not refused),
            left=left if refused else (),
            what="",
            told="",
        )


def _draft(request: DraftRequest) -> Draft:
    assert request.local.place == "Newtown"
    return draft(row(action="Buy a bus"), row("r2", action="Review the therapy service"))


def _scores(*cases: dict[str, Any], adapting: Callable[[Scripted], Any] = Believing) -> AdaptingScores:
    return score_adapting(_draft, adapting, _rewordings(*cases), Split.DEV, lambda *_: None)


def test_right_ones_are_counted_as_kept_and_wrong_ones_as_refused() -> None:
    twice = {"put": [["service", "service of Newtown in Newtown"]]}
    scores = _scores({}, twice, {"expected": "refused", **twice}, {"expected": "refused"})
    assert (scores.right_kept.hits, scores.right_kept.n) == (1, 2)
    assert (scores.wrong_refused.hits, scores.wrong_refused.n) == (1, 2)
    assert [outcome.reason for outcome in scores.outcomes] == [None, "both_places", "both_places", None]
    report = adapting_markdown(scores)
    assert "| c1 | kept | refused: both_places | the place is added |" in report
    assert "| c3 | refused | kept | the place is added |" in report
    assert "| c0 |" not in report


def test_the_script_puts_words_otherwise_and_ends_before_others() -> None:
    (case,) = _rewordings({"put": [["Review", "Look at"]], "ends_before": "service"}).cases
    assert case.of("Review the therapy service by May") == "Look at the therapy."


@pytest.mark.parametrize(
    ("case", "told"),
    [
        ({"put": [["hospital", "clinic"]]}, "does not hold 'hospital'"),
        ({"begins": "Close the"}, "no cell of 'action' begins"),
        ({"column": "lead"}, "no cell of 'lead' begins"),
    ],
)
def test_a_case_that_fits_no_cell_is_no_refusal(case: dict[str, Any], told: str) -> None:
    with pytest.raises(CasesError, match=told):
        _scores(case)


def test_a_split_without_rewordings_is_refused() -> None:
    with pytest.raises(NothingToRunError, match="split 'dev'"):
        _scores({"split": "test"})


def test_the_cases_can_be_read_and_are_of_both_sorts() -> None:
    cases = load_rewordings().cases
    assert {case.expected for case in cases} == set(Expected)
    assert all(len(old.split()) < 10 for case in cases for old, _ in case.put)  # no sentence of a source


def test_a_file_that_is_wrong_is_told_by_its_field(tmp_path: Path) -> None:
    path = tmp_path / "adapting.yaml"
    path.write_text("local: {place: Newtown}\ncases: [{id: a}]\n", encoding="utf-8")
    with pytest.raises(CasesError, match=r"cases\.0\.split"):
        load_rewordings(path)


def test_the_command_writes_json_and_a_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Made:
        draft = staticmethod(_draft)

    @contextmanager
    def made(data: Path | None, progress: Any) -> Iterator[Made]:
        yield Made()

    monkeypatch.setattr(evals.drafting.commands, "_drafting", made)
    monkeypatch.setattr(evals.drafting.adapting, "load_rewordings", lambda: _rewordings({}))
    monkeypatch.setattr(evals.drafting.adapting, "checked_by", lambda _: Believing)
    result = CliRunner().invoke(app, ["adapting", "--json", "--out", str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["right_kept"]["hits"] == 1
    assert (tmp_path / "adapting-dev.md").is_file()
