"""``python -m indexer``: add, list, describe, remove, check."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from indexer.contracts import AddReport, Description, Document, MetadataValue, Outcome, OutcomeStatus
from indexer.embedding import Embedder, SentenceEmbedder
from indexer.errors import IndexerError
from indexer.offline import stay_offline
from indexer.settings import IndexerSettings, settings_for

if TYPE_CHECKING:  # for the type alone: it would load chromadb to show the help
    from indexer.adding import Progress

app = typer.Typer(
    help="Keeps the library: files in, passages out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
Data = Annotated[Path | None, typer.Option("--data", help="Folder where the library lives; ASSISTANT_DATA or .data.")]
Value = Annotated[str | None, typer.Option()]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]

_OUT = Console(soft_wrap=True)
_ERR = Console(stderr=True, soft_wrap=True)


def _settings(data: Path | None, as_json: bool) -> IndexerSettings:
    with _reported(as_json):
        return settings_for(IndexerSettings, data)


def _embedder(settings: IndexerSettings) -> Embedder:
    return SentenceEmbedder(settings.embedding_model, settings.embedding_batch)


@contextmanager
def _reported(as_json: bool) -> Iterator[None]:
    try:
        yield
    except IndexerError as error:
        if as_json:
            typer.echo(json.dumps({"error": str(error)}))
        _ERR.print(f"[red]{escape(str(error))}[/red]")
        raise typer.Exit(2) from error


@app.command()
def add(paths: list[Path], data: Data = None, as_json: Json = False) -> None:
    """Bring files and folders in; a library.yaml beside them describes them."""
    from indexer.adding import add as add_paths

    settings = _settings(data, as_json)
    with _reported(as_json), _bar() as progress:
        report = add_paths(settings, paths, _embedder(settings), progress)
    if as_json:
        typer.echo(report.model_dump_json())
    else:
        _print_report(report)
    failed = sum(outcome.status is OutcomeStatus.FAILED for outcome in report.outcomes)
    if not report.outcomes:
        _ERR.print(
            "[red]No file of a kind that is read was found there (.txt, .md, .pdf, .docx, .html, .csv, .xlsx).[/red]"
        )
    if failed or not report.outcomes:
        raise typer.Exit(2 if failed == len(report.outcomes) else 1)


@app.command("list")
def list_documents(data: Data = None, as_json: Json = False) -> None:
    """Show the documents of the library."""
    from indexer.record import Record

    settings = _settings(data, as_json)
    documents = []
    with _reported(as_json):
        if (settings.data / "record.sqlite3").is_file():
            record = Record(settings.data)
            current = record.current()
            documents = record.documents(current.id) if current else []
            record.close()
    if as_json:
        typer.echo(json.dumps({"documents": [document.model_dump(mode="json") for document in documents]}))
        return
    table = Table(Column("Id", no_wrap=True), "Title", "Place", "Published", "Status", "Passages", box=None)
    for document in documents:
        shown = (_known_or_suggested(document, field) for field in ("title", "place", "published", "status"))
        table.add_row(document.id, *shown, str(document.passages))
    _OUT.print(table if documents else f"The library at {settings.data} is empty.")


@app.command()
def describe(
    document_id: str,
    title: Value = None,
    publisher: Annotated[list[str] | None, typer.Option(help="May be given more than once.")] = None,
    place: Value = None,
    kind: Annotated[str | None, typer.Option(help="strategy, guidance, framework, intentions, plan, ...")] = None,
    published: Annotated[str | None, typer.Option(help="2013, 2010-05 or 2013-12-08.")] = None,
    period: Annotated[str | None, typer.Option(help="Such as 2013/14 - 2015/16.")] = None,
    status: Annotated[str | None, typer.Option(help="draft or final.")] = None,
    clear: Annotated[list[str] | None, typer.Option(help="A field that is not known.")] = None,
    accept: Annotated[list[str] | None, typer.Option(help="A field whose suggestion is right, or 'all'.")] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Bring back what stood before the last correction.")] = False,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Show what is said of a document, or correct it; a correction counts whatever its files say."""
    from indexer.correcting import Change, correct, describe_document

    settings = _settings(data, as_json)
    given = {
        "title": title,
        "publishers": tuple(publisher) if publisher else None,
        "place": place,
        "kind": kind,
        "published": published,
        "period": period,
        "status": status,
    }
    values = {field: value for field, value in given.items() if value is not None}
    change = Change(values=values, clear=tuple(clear or ()), accept=tuple(accept or ()), undo=undo)
    with _reported(as_json):
        if change.is_empty():
            description = describe_document(settings, document_id)
        else:
            description = correct(settings, document_id, change, _embedder(settings))
    if as_json:
        typer.echo(description.model_dump_json())
    else:
        _print_description(description)


@app.command()
def remove(document_id: str, data: Data = None, as_json: Json = False) -> None:
    """Take a document out and erase it; its file is left where it is."""
    from indexer.adding import remove as remove_document

    settings = _settings(data, as_json)
    with _reported(as_json):
        remove_document(settings, document_id, _embedder(settings))
    if as_json:
        typer.echo(json.dumps({"removed": document_id}))
    else:
        _OUT.print(f"Removed {escape(document_id)}.")


@app.command()
def check(
    data: Data = None,
    as_json: Json = False,
    repair: Annotated[bool, typer.Option(help="Build damaged indexes anew from the record.")] = False,
) -> None:
    """Check the whole library; exit 1 if any part is not sound."""
    from indexer.adding import repair as repair_library
    from indexer.checking import check as check_library

    settings = _settings(data, as_json)
    embedder = _embedder(settings)
    with _reported(as_json):
        if repair:
            repair_library(settings, embedder)
        findings = check_library(settings, embedder)
    sound = all(finding.ok for finding in findings)
    if as_json:
        typer.echo(json.dumps({"ok": sound, "findings": [finding.model_dump() for finding in findings]}))
    else:
        for finding in findings:
            mark = "[green]sound[/green]" if finding.ok else "[red]damaged[/red]"
            _OUT.print(f"{mark} {finding.name}: {escape(finding.detail)}")
    if not sound:
        raise typer.Exit(1)


def _known_or_suggested(document: Document, field: str) -> str:
    known = getattr(document.metadata, field)
    suggested = next((suggestion for suggestion in document.suggestions if suggestion.field == field), None)
    if known or suggested is None or field in document.corrected:
        return escape(_shown(known))
    return escape(f"not known (suggested: {_shown(suggested.value)})")


def _shown(value: MetadataValue) -> str:
    if not value:
        return "not known"
    return value if isinstance(value, str) else "; ".join(value)


def _print_description(description: Description) -> None:
    _OUT.print(f"{escape(description.id)} ({escape(description.source)})")
    for name, field in description.fields.items():
        _OUT.print(f"[bold]{name}[/bold]: {escape(_shown(field.value))}{' (corrected)' if field.corrected else ''}")
        if field.corrected:
            _OUT.print(f"    library.yaml or front matter: {escape(_shown(field.given))}")
        if field.suggestion:
            _OUT.print(
                f"    suggested: {escape(_shown(field.suggestion.value))}, from {escape(field.suggestion.source)}"
            )
    if description.corrections:
        _OUT.print(f"{description.corrections} corrections; --undo takes back the last.")


def _print_report(report: AddReport) -> None:
    for outcome in report.outcomes:
        _OUT.print(_line(outcome))
    _OUT.print(f"{len(report.outcomes)} files, {report.embedded} texts embedded, generation {report.generation}.")


def _line(outcome: Outcome) -> str:
    colour = "red" if outcome.status is OutcomeStatus.FAILED else "green"
    name = escape(outcome.document_id or Path(outcome.path).name)
    detail = escape(outcome.reason) if outcome.reason else (f"{outcome.passages} passages" if outcome.passages else "")
    return f"[{colour}]{outcome.status.value}[/{colour}] {name} {detail}".rstrip()


@contextmanager
def _bar() -> "Iterator[Progress]":
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    with Bar(TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=_ERR, transient=True) as bar:
        task = bar.add_task("reading", total=None)

        def progress(what: str, done: int, total: int) -> None:
            bar.update(task, description=escape(what), completed=done, total=total)

        yield progress


if __name__ == "__main__":
    stay_offline()
    app()
