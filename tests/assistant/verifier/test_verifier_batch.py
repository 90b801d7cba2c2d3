"""Batches of claims, and the command that runs them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.__main__ import app
from assistant.errors import BatchError
from assistant.verifier.batch import run_claims
from assistant.verifier.judging import Judgement


def _judge(claim: str, passages: object) -> Judgement:
    return Judgement(supported=bool(passages), score=0.5, reasons=(claim,))


def test_a_bad_line_does_not_stop_the_others(tmp_path: Path) -> None:
    batch = tmp_path / "claims.jsonl"
    lines = [
        '{"id": 1, "claim": "a", "passages": ["b"]}',
        "no json",
        '{"id": 3, "claim": "c"}',
        "",
        '{"id": "4", "claim": "d", "passages": []}',
    ]
    batch.write_text("\n".join(lines), encoding="utf-8")
    results = list(run_claims(batch, _judge))
    assert [well for _, well in results] == [True, False, False, True]
    assert results[0][0] == {"id": 1, "supported": True, "score": 0.5, "reasons": ["a"]}
    assert results[1][0]["text"].startswith("Line 2 is not a claim")
    assert results[2][0]["id"] == 3
    assert results[3][0]["supported"] is False


def test_a_batch_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(BatchError, match="cannot be read"):
        list(run_claims(tmp_path / "none.jsonl", _judge))


def test_the_command_prints_a_line_a_claim(tmp_path: Path) -> None:
    batch = tmp_path / "claims.jsonl"
    right = {"id": "right", "claim": "Births rose.", "passages": ["Births rose."]}
    wrong = {"id": "wrong", "claim": "Births fell.", "passages": ["Births rose."]}
    batch.write_text(json.dumps(right) + "\n" + json.dumps(wrong), encoding="utf-8")
    run = CliRunner().invoke(app, ["verify", "--batch", str(batch), "--data", str(tmp_path), "--json"])
    assert run.exit_code == 0
    assert {line["id"]: line["supported"] for line in map(json.loads, run.stdout.splitlines())} == {
        "right": True,
        "wrong": False,
    }


def test_the_command_tells_that_a_file_is_not_there(tmp_path: Path) -> None:
    run = CliRunner().invoke(app, ["verify", "--batch", str(tmp_path / "none.jsonl"), "--json"])
    assert run.exit_code == 2
    assert "cannot be read" in json.loads(run.stdout)["error"]
