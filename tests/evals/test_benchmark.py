"""Tests that the benchmark runs and says what it measured; not of how fast anything is."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evals.benchmark import Amounts, benchmark, markdown, run_task, write_benchmark
from evals.contracts import Case
from evals.errors import BenchmarkError
from evals.tasks import encode_only, index, peaks, search, serve

MakeCase = Callable[..., Case]
ASKED = [("What do we spend on nurses?", []), ("And on dentists?", [("What do we spend on nurses?", "A lot.")])]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "plan.md").write_text("# Nurses\n\nWe spend £1.2m on nurses.\n\n# Dentists\n\nNobody pays.\n")
    return tmp_path / "files"


class ScriptedTasks:
    """Does every task at once: indexing takes twice as long as encoding, and a search thrice as long as a raw one."""

    def __init__(self) -> None:
        self.done: list[tuple[str, dict[str, Any]]] = []

    def __call__(self, task: str, given: dict[str, Any]) -> dict[str, Any]:
        self.done.append((task, given))
        memory = {"peak": {"index": 150.0, "serve": 120.0}.get(task, 100.0), "peak_of_started": 50.0}
        own: dict[str, Any] = {
            "index": {"seconds": 2.0, "texts": ["a", "b"]},
            "encode": {"seconds": 1.0},
            "search": {"search": [0.03] * 4, "raw": [0.01] * 4},
            "serve": {"seconds": [1.0]},
            "bare": {},
        }
        return {**own[task], **memory}


def test_tasks_do_what_they_say(source: Path, tmp_path: Path, hash_embedder: Any) -> None:
    data = tmp_path / "data"
    indexed = index(source, data, hash_embedder)
    assert len(indexed["texts"]) == 4  # two passages and the heading over each
    assert indexed["seconds"] > 0
    assert encode_only(indexed["texts"], hash_embedder.embed)["seconds"] >= 0
    searched = search(data, ASKED, 3, hash_embedder, hash_embedder.embed)
    assert [len(searched[name]) for name in ("search", "raw")] == [3, 3]
    assert len(serve(data, ASKED, 3, hash_embedder)["seconds"]) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell a process its peak")
def test_a_process_knows_its_peak() -> None:
    assert 10 < peaks()["peak"] < 1_000_000


def test_a_task_that_fails_is_told() -> None:
    with pytest.raises(BenchmarkError, match="'index' ended with exit code 1"):
        run_task("index", {})


def test_runs_are_paired_in_new_folders_and_in_turn(source: Path, make_case: MakeCase) -> None:
    tasks = ScriptedTasks()
    benchmark(source, [make_case(), make_case(id="c-02", split="test")], Amounts(runs=3, searches=4, answers=1), tasks)
    assert [task for task, _ in tasks.done if task in {"index", "encode"}] == [
        *("index", "encode"),
        *("encode", "index"),
        *("index", "encode"),
    ]
    assert len({given["data"] for task, given in tasks.done if task == "index"}) == 3
    assert [given["asked"] for task, given in tasks.done if task == "search"] == [[("How much is spent?", ())]]


def test_the_report_states_n_intervals_and_goals(source: Path, make_case: MakeCase, tmp_path: Path) -> None:
    record = benchmark(source, [make_case()], Amounts(runs=3, searches=4, answers=1), ScriptedTasks())
    text = write_benchmark(record, tmp_path).read_text()
    assert "| s | 3 | 2.000 | 2.000 to 2.000 | 1.3 | no |" in text
    assert "| ms | 4 | 3.000 | 3.000 to 3.000 | 2.0 | no |" in text
    assert "| MiB | 3 | 1.500 | 1.500 to 1.500 | 1.5 | yes |" in text
    assert "indexing 50 MiB" in text
    assert (tmp_path / "benchmark.json").is_file()


def test_one_run_has_no_interval(source: Path, make_case: MakeCase) -> None:
    record = benchmark(source, [make_case()], Amounts(runs=1, searches=4, answers=1), ScriptedTasks())
    assert "| s | 1 | 2.000 | - | 1.3 | no |" in markdown(record)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell a process its peak")
def test_a_tiny_library_is_measured_in_real_processes(source: Path, make_case: MakeCase) -> None:
    record = benchmark(source, [make_case()], Amounts(runs=1, searches=2, answers=1))
    assert record.texts == 4
    assert [finding.ratio.n for finding in record.findings] == [1, 2, 1, 1]
    assert all(finding.ours > 0 and finding.least > 0 for finding in record.findings)
