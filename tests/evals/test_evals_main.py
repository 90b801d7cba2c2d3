"""Tests of the command line."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

import evals.benchmark
import evals.libraries
import evals.run
from evals.__main__ import app
from evals.contracts import Case, RunRecord, RunRequest
from evals.errors import BenchmarkError, LibraryUnavailableError
from evals.report import write

MakeCase = Callable[..., Case]
MakeRecord = Callable[..., RunRecord]

RUNNER = CliRunner()


@pytest.fixture
def folders(make_record: MakeRecord, make_case: MakeCase, tmp_path: Path) -> tuple[Path, Path]:
    write(make_record(value=0.8, half_width=0.1), [make_case()], tmp_path / "baseline")
    return tmp_path / "baseline", tmp_path


@pytest.mark.parametrize(("now", "code"), [(0.8, 0), (0.5, 1)])
def test_compare_finds_a_fall(
    folders: tuple[Path, Path], make_record: MakeRecord, make_case: MakeCase, now: float, code: int
) -> None:
    write(make_record(value=now), [make_case()], folders[1])
    result = RUNNER.invoke(app, ["compare", "--against", str(folders[0]), "--out", str(folders[1]), "--json"])
    assert result.exit_code == code
    assert json.loads(result.stdout)["comparisons"][0]["changes"][0]["fell"] is bool(code)


def test_compare_without_a_run_does_nothing(folders: tuple[Path, Path]) -> None:
    result = RUNNER.invoke(app, ["compare", "--against", str(folders[0]), "--out", str(folders[1] / "none")])
    assert result.exit_code == 2
    assert "there is no run of it" in result.stderr


def test_run_without_a_library_does_nothing(tmp_path: Path) -> None:
    result = RUNNER.invoke(app, ["run", "--data", str(tmp_path), "--json"])
    assert result.exit_code == 2
    assert json.loads(result.stdout)["runs"] == []


def test_absent_seeds_are_told_loudly(monkeypatch: pytest.MonkeyPatch, make_record: MakeRecord, tmp_path: Path) -> None:
    monkeypatch.setattr(evals.libraries, "_PROJECT", tmp_path / "elsewhere")
    monkeypatch.setattr(evals.run, "run_and_report", lambda *_: make_record(library="starter"))
    result = RUNNER.invoke(app, ["run", "--out", str(tmp_path)])
    assert result.exit_code == 0
    assert "NOT MEASURED: the library 'seeds'" in result.stderr


def test_cases_with_errors_are_told(monkeypatch: pytest.MonkeyPatch, make_record: MakeRecord, tmp_path: Path) -> None:
    monkeypatch.setattr(evals.run, "run_and_report", lambda *_: make_record(errors={"c-01": "broken"}))
    result = RUNNER.invoke(app, ["run", "--library", "starter", "--out", str(tmp_path)])
    assert result.exit_code == 1
    assert "c-01" in result.stderr


def test_one_library_that_fails_does_not_hide_the_other(
    monkeypatch: pytest.MonkeyPatch, make_record: MakeRecord, tmp_path: Path
) -> None:
    def run_and_report(request: RunRequest, *_: object) -> object:
        if request.library == "seeds":
            raise LibraryUnavailableError("not whole")
        return make_record(library="starter")

    monkeypatch.setattr(evals.libraries, "is_present", lambda _: True)
    monkeypatch.setattr(evals.run, "run_and_report", run_and_report)
    result = RUNNER.invoke(app, ["run", "--out", str(tmp_path), "--json"])
    assert result.exit_code == 1
    assert json.loads(result.stdout)["failures"] == ["not whole"]


def test_several_formats_are_compared(monkeypatch: pytest.MonkeyPatch, make_record: MakeRecord, tmp_path: Path) -> None:
    asked: list[RunRequest] = []

    def run_and_report(request: RunRequest, *_: object) -> object:
        asked.append(request)
        return make_record(library=request.name)

    monkeypatch.setattr(evals.run, "run_and_report", run_and_report)
    formats = ["--format", "text", "--format", "pdf"]
    result = RUNNER.invoke(app, ["run", "--library", "seeds", *formats, "--no-baselines", "--out", str(tmp_path)])
    assert result.exit_code == 0
    assert [(request.name, request.baselines) for request in asked] == [("seeds", False), ("seeds-pdf", False)]
    assert "| seeds-pdf |" in (tmp_path / "formats-dev.md").read_text()


def test_the_starter_library_has_one_format(tmp_path: Path) -> None:
    result = RUNNER.invoke(app, ["run", "--library", "starter", "--format", "pdf", "--out", str(tmp_path)])
    assert result.exit_code == 2
    assert "other formats" in result.stderr


def test_a_benchmark_that_fails_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def benchmark(*_: object, **__: object) -> object:
        raise BenchmarkError("did not finish")

    monkeypatch.setattr(evals.benchmark, "benchmark", benchmark)
    result = RUNNER.invoke(app, ["benchmark", "--library", "starter", "--out", str(tmp_path)])
    assert result.exit_code == 2
    assert "did not finish" in result.stderr
