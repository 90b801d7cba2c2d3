"""Times and memory beside the least that the same work could take. A benchmark: it passes or fails nothing."""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from evals.aggregate import ratio_of
from evals.contracts import Case, Contract, Ratio, Split
from evals.errors import BenchmarkError
from evals.markdown import figure, interval, table
from indexer.adding import Progress, silent

INDEXING_GOAL, SEARCH_GOAL, MEMORY_GOAL = 1.3, 2.0, 1.5
_PROJECT = Path(__file__).parents[1]

Do = Callable[[str, dict[str, Any]], dict[str, Any]]


class Amounts(Contract):
    """How often each thing is done."""

    runs: int = 3
    searches: int = 200
    answers: int = 50


class Finding(Contract):
    """Medians of ours and of the least, in a unit, and their ratio over n pairs beside its goal."""

    name: str
    beside: str
    unit: str
    ours: float
    least: float
    ratio: Ratio
    goal: float


class BenchmarkRecord(Contract):
    """What one benchmark measured, and on what."""

    created: str
    source: str
    machine: dict[str, str]
    amounts: Amounts
    texts: int
    peaks_of_started: dict[str, float]
    findings: tuple[Finding, ...]


def run_task(task: str, given: dict[str, Any]) -> dict[str, Any]:
    """Do a task in a process of its own; this one stays small, for on Linux a peak is inherited by what is started.

    Raises:
        BenchmarkError: it did not finish.
    """
    command = [sys.executable, "-m", "evals.tasks", task]
    done = subprocess.run(  # noqa: S603 - our own module
        command, input=json.dumps(given), capture_output=True, text=True, cwd=_PROJECT, check=False
    )
    if done.returncode != 0:
        raise BenchmarkError(f"The task '{task}' ended with exit code {done.returncode}: {done.stderr[-1000:]}")
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def benchmark(
    source: Path,
    cases: Iterable[Case],
    amounts: Amounts,
    do: Do = run_task,
    progress: Progress = silent,
) -> BenchmarkRecord:
    """Measure indexing, search and memory.

    Args:
        source: the folder that is indexed.
        cases: the dev ones among them are searched for and answered.
        amounts: how often.
        do: does a task by its name in ``evals.tasks``.
        progress: hears how far the work is.

    Raises:
        BenchmarkError: a task did not finish.
    """
    asked = [(case.question, case.history) for case in cases if case.split is Split.DEV]
    done: dict[str, list[dict[str, Any]]] = {task: [] for task in ("index", "encode", "search", "serve", "bare")}

    def take(task: str, **given: Any) -> None:
        progress(task, sum(map(len, done.values())), 4 * amounts.runs + 1)
        done[task].append(do(task, given))

    with TemporaryDirectory(prefix="benchmark-", ignore_cleanup_errors=True) as folder:
        for run in range(amounts.runs):
            data = str(Path(folder) / str(run))
            if run % 2 == 1:  # which of the two goes first changes, from the time that the texts are known
                take("encode", texts=done["index"][0]["texts"])
            take("index", source=str(source), data=data)
            if run % 2 == 0:
                take("encode", texts=done["index"][0]["texts"])
            take("serve", data=data, asked=asked, count=amounts.answers)
            take("bare")
        take("search", data=str(Path(folder) / "0"), asked=asked, count=amounts.searches)
    return _record(source, amounts, done)


def write_benchmark(record: BenchmarkRecord, folder: Path) -> Path:
    """Write the record and its report; return the report's path."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "benchmark.json").write_text(record.model_dump_json(indent=1) + "\n", encoding="utf-8")
    path = folder / "benchmark.md"
    path.write_text(markdown(record), encoding="utf-8")
    return path


def markdown(record: BenchmarkRecord) -> str:
    """Return the report."""
    started = ", ".join(f"{task} {peak:.0f} MiB" for task, peak in record.peaks_of_started.items())
    head = ("what", "ours", "beside", "least", "unit", "n", "ratio", "interval", "goal", "met")
    lines = [
        "# Benchmark",
        "",
        f"Measured {record.created} on {record.source}, {record.texts} texts embedded.",
        *(f"- {name}: {value}" for name, value in record.machine.items()),
        "",
        "Medians of n pairs, their ratio and, from three pairs on, the 95 % interval of a bootstrap over the pairs.",
        "A goal is the most that the ratio should be. Every task has a process of its own and every indexing a new",
        "folder; the model is loaded before a clock starts.",
        "",
        *table(head, map(_row, record.findings)),
        "",
        f"Peaks are of the process itself. The largest process that it started, which may live beside it: {started}.",
    ]
    return "\n".join(lines) + "\n"


def _record(source: Path, amounts: Amounts, done: dict[str, list[dict[str, Any]]]) -> BenchmarkRecord:
    def of(task: str, name: str) -> list[float]:
        return [result[name] for result in done[task]]

    (searched,) = done["search"]
    milliseconds = {name: [1000 * seconds for seconds in searched[name]] for name in ("search", "raw")}
    alone = "the model and one sentence"
    return BenchmarkRecord(
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        source=source.name,
        machine={"processor": platform.machine(), "cores": str(os.cpu_count()), "python": platform.python_version()},
        amounts=amounts,
        texts=len(done["index"][0]["texts"]),
        peaks_of_started={"indexing": max(of("index", "peak_of_started"))},
        findings=(
            _finding("first indexing", "encoding the same texts", "s", _seconds(of, "index", "encode"), INDEXING_GOAL),
            _finding(
                "warm search",
                "encoding the question and one raw Chroma query",
                "ms",
                (milliseconds["search"], milliseconds["raw"]),
                SEARCH_GOAL,
            ),
            _finding("peak memory of indexing", alone, "MiB", (of("index", "peak"), of("bare", "peak")), MEMORY_GOAL),
            _finding("peak memory of serving", alone, "MiB", (of("serve", "peak"), of("bare", "peak")), MEMORY_GOAL),
        ),
    )


def _seconds(of: Callable[[str, str], list[float]], over: str, under: str) -> tuple[list[float], list[float]]:
    return of(over, "seconds"), of(under, "seconds")


def _finding(name: str, beside: str, unit: str, pairs: tuple[Sequence[float], Sequence[float]], goal: float) -> Finding:
    ours, least = pairs
    return Finding(
        name=name,
        beside=beside,
        unit=unit,
        ours=float(np.median(ours)),
        least=float(np.median(least)),
        ratio=ratio_of(ours, least, np.median),
        goal=goal,
    )


def _row(finding: Finding) -> tuple[str, ...]:
    ratio = finding.ratio
    met = "-" if ratio.value is None else "yes" if ratio.value <= finding.goal else "no"
    numbers = (figure(ratio.value), interval(ratio.low, ratio.high), str(finding.goal), met)
    return (
        *(finding.name, f"{finding.ours:.1f}", finding.beside, f"{finding.least:.1f}", finding.unit, str(ratio.n)),
        *numbers,
    )
