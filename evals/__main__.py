"""``python -m evals``: run, compare, claims, notices, guard, drafts, checklists, adapting, benchmark, fit-verifier."""

import json
import logging
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from evals.contracts import Format, LibraryChoice, RunRecord, RunRequest, Split, Suite
from evals.drafting.commands import register
from evals.errors import EvalsError
from evals.fitting_commands import register as register_fitting
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
    file_format: Annotated[
        list[Format] | None,
        typer.Option("--format", help="Of the source documents; several are also compared. Text unless told."),
    ] = None,
    data: Annotated[Path | None, typer.Option(help="Measure the library that lives there; build none.")] = None,
    *,
    baselines: Annotated[bool, typer.Option(help="Search in other ways too; with the source documents only.")] = True,
    as_json: Json = False,
    out: Out = RESULTS,
) -> None:
    """Put the cases to the assistant, score what it gives and write a report."""
    from evals.formats import write_formats
    from evals.run import run_and_report
    from evals.showing import bar

    formats = list(dict.fromkeys(file_format or [Format.TEXT]))
    if formats != [Format.TEXT] and (data or library is LibraryChoice.STARTER):
        raise typer.BadParameter("Only the source documents come in other formats.", param_hint="--format")
    suites = (suite,) if suite else tuple(Suite)
    records: list[RunRecord] = []
    failures: list[str] = []
    for choice, one in _to_measure(library, data, formats):
        request = RunRequest(library=choice, data=data, format=one, split=split, suites=suites, baselines=baselines)
        try:
            with bar(_ERR) as progress:
                records.append(run_and_report(request, out, progress))
        except (EvalsError, IndexerError) as error:
            failures.append(str(error))
            _complain(str(error))
    write_formats([record for record in records if record.library.startswith(LibraryChoice.SEEDS)], out)
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


@app.command()
def claims(
    split: Annotated[Split, typer.Option(help="Work with dev, report test; nothing is fitted on test.")] = Split.TEST,
    as_json: Json = False,
    out: Out = RESULTS,
) -> None:
    """Put the claims to the verifier, and score it by kind of error beside a threshold of word overlap."""
    from evals.claim_scores import markdown, score_claims, write_claims

    try:
        scores = score_claims(split)
    except (EvalsError, IndexerError) as error:
        _complain(str(error))
        raise typer.Exit(2) from error
    path = write_claims(scores, out)
    typer.echo(scores.model_dump_json() if as_json else f"{markdown(scores)}\nThe report is {path}.")


@app.command()
def notices(
    split: Annotated[Split, typer.Option(help="Work with dev, report test; nothing is fitted on test.")] = Split.TEST,
    as_json: Json = False,
) -> None:
    """Measure which notices on what has changed since are told beside statements, and which should be."""
    from evals.notices import score_notices, told_in_words

    try:
        scores = score_notices(split)
    except EvalsError as error:
        _complain(str(error))
        raise typer.Exit(2) from error
    typer.echo(scores.model_dump_json() if as_json else told_in_words(scores))


@app.command()
def guard(
    split: Annotated[Split, typer.Option(help="Work with dev, report test; nothing is fitted on test.")] = Split.TEST,
    *,
    attacks: Annotated[bool, typer.Option(help="Make the attacks too; takes a minute or two.")] = True,
    as_json: Json = False,
) -> None:
    """Measure the danger notice, the masking and the attacks; exit 1 if an attack achieved anything."""
    from evals.attacking import score_attacks
    from evals.guard_report import GuardReport, faults_in_words, guard_table
    from evals.guarding import score_guard
    from evals.showing import bar

    try:
        with bar(_ERR) as progress:
            made = score_attacks(split, progress) if attacks else None
        report = GuardReport(guard=score_guard(split), attacks=made)
    except (EvalsError, IndexerError) as error:
        _complain(str(error))
        raise typer.Exit(2) from error
    if as_json:
        typer.echo(report.model_dump_json())
    else:
        _OUT.print(guard_table(report), *faults_in_words(report), sep="\n")
    if not report.is_whole:
        raise typer.Exit(1)


@app.command()
def benchmark(
    library: Annotated[LibraryChoice | None, typer.Option(help="The source documents if present unless told.")] = None,
    runs: Annotated[int, typer.Option(min=1, help="Of indexing, of encoding and of each measure of memory.")] = 3,
    searches: Annotated[int, typer.Option(min=1, help="Of each kind.")] = 200,
    answers: Annotated[int, typer.Option(min=1, help="Given in each measure of serving.")] = 50,
    as_json: Json = False,
    out: Out = RESULTS,
) -> None:
    """Time indexing and search, and take the peak memory, beside the least that could do; takes minutes."""
    from evals.benchmark import Amounts, markdown, write_benchmark
    from evals.benchmark import benchmark as measure
    from evals.cases import load_cases
    from evals.libraries import is_present, source_of
    from evals.showing import bar

    choice = library or (LibraryChoice.SEEDS if is_present(LibraryChoice.SEEDS) else LibraryChoice.STARTER)
    amounts = Amounts(runs=runs, searches=searches, answers=answers)
    try:
        with bar(_ERR) as progress:
            record = measure(source_of(choice), load_cases(), amounts, progress=progress)
    except EvalsError as error:
        _complain(str(error))
        raise typer.Exit(2) from error
    path = write_benchmark(record, out)
    typer.echo(record.model_dump_json() if as_json else f"{markdown(record)}\nThe report is {path}.")


register(app)
register_fitting(app)


def _to_measure(
    library: LibraryChoice | None, data: Path | None, formats: list[Format]
) -> list[tuple[LibraryChoice | None, Format]]:
    """Return the libraries, the source documents once for each format; the starter library has one."""
    choices = [library] if library or data else _present()
    return [
        (choice, one) for choice in choices for one in formats if choice is LibraryChoice.SEEDS or one is Format.TEXT
    ]


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
