"""``python -m evals drafts``, ``checklists`` and ``adapting``."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, TypeVar, cast

import typer
from rich.console import Console
from rich.markup import escape

from evals.contracts import Contract, Split
from evals.drafting.contracts import DraftingRecord
from evals.drafting.run import Drafting
from evals.errors import EvalsError
from evals.report import RESULTS
from indexer.adding import Progress
from indexer.errors import IndexerError

Data = Annotated[
    Path | None, typer.Option(help="A library of the five source documents; built for the time being unless told.")
]
Which = Annotated[Split, typer.Option(help="Work with dev, report test; nothing is fitted on test.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
Out = Annotated[Path, typer.Option(help="Folder of the reports.")]

_Made = TypeVar("_Made")

_OUT = Console(soft_wrap=True)
_ERR = Console(stderr=True, soft_wrap=True)


def register(app: typer.Typer) -> None:
    """Add the commands to those of the evaluation."""
    app.command()(drafts)
    app.command()(checklists)
    app.command()(adapting)


def drafts(split: Which = Split.DEV, data: Data = None, *, as_json: Json = False, out: Out = RESULTS) -> None:
    """Ask for the drafts of the gold cases, and compare their rows and cells with those that are expected."""
    from evals.drafting.cases import load_draft_cases
    from evals.drafting.run import run_drafts

    _measure(lambda drafting, bar: run_drafts(drafting, load_draft_cases(), split, bar), data, out, as_json=as_json)


def checklists(split: Which = Split.DEV, data: Data = None, *, as_json: Json = False, out: Out = RESULTS) -> None:
    """Ask for the checklists of the gold places, and compare verdicts and evidence with the gold."""
    from evals.drafting.cases import load_checklist_cases
    from evals.drafting.run import run_checklists

    _measure(
        lambda drafting, bar: run_checklists(drafting, load_checklist_cases(), split, bar), data, out, as_json=as_json
    )


def adapting(split: Which = Split.DEV, data: Data = None, *, as_json: Json = False, out: Out = RESULTS) -> None:
    """Try scripted rewordings of cells for another place: right ones must be kept, wrong ones refused."""
    from assistant.assistant import Assistant
    from evals.drafting.adapting import adapting_markdown, checked_by, load_rewordings, score_adapting, write_adapting

    scores = _over_library(
        lambda drafting, bar: score_adapting(
            drafting.draft, checked_by(cast("Assistant", drafting)), load_rewordings(), split, bar
        ),
        data,
    )
    _show(scores, adapting_markdown(scores), write_adapting(scores, out), as_json=as_json)


def _measure(
    run: Callable[[Drafting, Progress], DraftingRecord], data: Path | None, out: Path, *, as_json: bool
) -> None:
    from evals.drafting.run import markdown, write_record

    record = _over_library(run, data)
    _show(record, markdown(record), write_record(record, out), as_json=as_json)
    if record.errors:
        raise typer.Exit(2 if len(record.errors) == record.cases else 1)


def _over_library(run: Callable[[Drafting, Progress], _Made], data: Path | None) -> _Made:
    """Return what comes of a run over a library; what goes wrong is told, and ends the command."""
    from assistant.errors import AssistantError
    from evals.showing import bar

    try:
        with bar(_ERR) as progress, _drafting(data, progress) as drafting:
            return run(drafting, progress)
    except (EvalsError, IndexerError, AssistantError) as error:
        _ERR.print(f"[bold red]{escape(str(error))}[/bold red]")
        raise typer.Exit(2) from error


def _show(made: Contract, report: str, path: Path, *, as_json: bool) -> None:
    if as_json:
        typer.echo(made.model_dump_json())
    else:
        _OUT.print(escape(f"{report}\nThe report is {path}."))


@contextmanager
def _drafting(data: Path | None, progress: Progress) -> Iterator[Drafting]:
    from assistant.assistant import Assistant
    from assistant.settings import AssistantSettings
    from evals.contracts import LibraryChoice, RunRequest
    from evals.libraries import library_folder

    with library_folder(RunRequest(library=LibraryChoice.SEEDS, data=data), progress) as folder:
        assistant = Assistant(AssistantSettings(data=folder))
        try:
            yield cast("Drafting", assistant)
        finally:
            assistant.close()
