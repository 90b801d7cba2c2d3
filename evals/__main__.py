"""``python -m evals``: run, compare."""

import json
import logging
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from evals.contracts import LibraryChoice, RunRecord, Split, Suite
from evals.errors import EvalsError
from evals.report import BASELINE, RESULTS
from indexer.errors import IndexerError
from indexer.offline import stay_offline

app = typer.Typer(
    help="Measures the assistant.", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
Out = Annotated[Path, typer.Option(help="Folder of the reports and records.")]

_OUT = Console(soft_wrap=True)
_ERR = Console(stderr=True, soft_wrap=True)


@app.callback()
def _first() -> None:
    stay_offline()


@app.command()
def run(
    suite: Annotated[Suite | None, typer.Option(help="Search only or answers only; both unless told.")] = None,
    split: Annotated[Split, typer.Option(help="Work with dev, report test; nothing is fitted on test.")] = Split.TEST,
    library: Annotated[LibraryChoice | None, typer.Option(help="All that are present unless told.")] = None,
    data: Annotated[Path | None, typer.Option(help="Measure the library that lives there; build none.")] = None,
    as_json: Json = False,
    out: Out = RESULTS,
) -> None:
    """Put the cases to the assistant, score what it gives and write a report."""
    from evals.run import run_and_report
    from evals.showing import bar

    suites = [suite] if suite else list(Suite)
    records: list[RunRecord] = []
    failures: list[str] = []
    for choice in [library] if library or data else _present():
        try:
            with bar(_ERR) as progress:
                records.append(run_and_report(choice, data, split, suites, out, progress))
        except (EvalsError, IndexerError) as error:
            failures.append(str(error))
            _complain(str(error))
    if as_json:
        typer.echo(json.dumps({"runs": [record.model_dump(mode="json") for record in records], "failures": failures}))
    elif records:
        _print_runs(records, out)
    if failures or not records or any(record.errors for record in records):
        raise typer.Exit(1 if records else 2)


@app.command()
def compare(
    against: Annotated[Path, typer.Option(help="Folder of the baselines.")] = BASELINE,
    as_json: Json = False,
    out: Out = RESULTS,
) -> None:
    """Compare the last runs with their baselines; exit 1 if a metric fell by more than half its interval's width."""
    from evals.compare import compare_folders
    from evals.showing import comparison_table

    try:
        comparisons, missing = compare_folders(against, out)
    except EvalsError as error:
        if as_json:
            typer.echo(json.dumps({"error": str(error)}))
        _complain(str(error))
        raise typer.Exit(2) from error
    for name in missing:
        _complain(f"{name}: there is no run of it in {out}; 'python -m evals run' makes one.")
    if as_json:
        found = [comparison.model_dump(mode="json") for comparison in comparisons]
        typer.echo(json.dumps({"comparisons": found, "missing": missing}))
    for comparison in comparisons:
        if comparison.warnings:
            _complain(f"{comparison.name}: {'; '.join(comparison.warnings)}.")
        if not as_json:
            _OUT.print(comparison_table(comparison))
    if not comparisons or any(comparison.fell for comparison in comparisons):
        raise typer.Exit(1 if comparisons else 2)


def _present() -> list[LibraryChoice]:
    from evals.libraries import is_present, source_of

    for choice in LibraryChoice:
        if not is_present(choice):
            _complain(f"NOT MEASURED: the library '{choice}' has no files at {source_of(choice)}.")
    return [choice for choice in LibraryChoice if is_present(choice)]


def _print_runs(records: list[RunRecord], out: Path) -> None:
    from evals.showing import run_table

    for record in records:
        _OUT.print(run_table(record))
        if record.errors:
            _complain(f"{len(record.errors)} cases could not be run: {', '.join(record.errors)}.")
    _OUT.print(f"The reports are in {escape(str(out))}.")


def _complain(text: str) -> None:
    _ERR.print(f"[bold red]{escape(text)}[/bold red]")


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    app()
