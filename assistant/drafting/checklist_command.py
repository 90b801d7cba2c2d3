"""``python -m assistant checklist``."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from assistant.drafting.contracts import Checklist, ChecklistRequest, Finding, Item
from assistant.errors import AssistantError
from assistant.settings import AssistantSettings
from indexer.errors import IndexerError
from indexer.settings import settings_for

if TYPE_CHECKING:
    from assistant.assistant import Assistant

Opened = Callable[[Path | None, bool], AbstractContextManager["Assistant"]]

_Data = Annotated[Path | None, typer.Option("--data", help="Folder where the library lives; ASSISTANT_DATA or .data.")]
_Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
_TemplateName = Annotated[str, typer.Option("--template", help="Id of a template with questions, or path of a file.")]
_Place = Annotated[str | None, typer.Option("--place", help="Only documents of this place.")]
_Documents = Annotated[list[str] | None, typer.Option("--document", help="Only this document; may be repeated.")]
_Upload = Annotated[Path | None, typer.Option("--upload", help="Only this file, read for this once; nothing is kept.")]
_Out = Annotated[Path | None, typer.Option("--out", help="File to write: .docx, .xlsx, .md or .csv.")]

_OUT = Console(soft_wrap=True)
_ERR = Console(stderr=True, soft_wrap=True)


def register(app: typer.Typer, opened: Opened) -> None:
    """Add the command to an application.

    Args:
        app: of the assistant.
        opened: opens the assistant on a data folder, and tells of what it refuses.
    """

    @app.command()
    def checklist(
        template: _TemplateName,
        place: _Place = None,
        document: _Documents = None,
        upload: _Upload = None,
        data: _Data = None,
        as_json: _Json = False,
        out: _Out = None,
    ) -> None:
        """Answer a checklist, a schedule or action areas from documents, every finding cited."""
        request = ChecklistRequest(template=template, place=place, documents=tuple(document or ()))
        told = None if as_json else _told
        if upload:
            answered = _of_file(upload, request, data, out, as_json=as_json)
        else:
            with opened(data, as_json) as assistant:
                answered = assistant.checklist(request, told)
                _write(answered, out)
        if as_json:
            typer.echo(answered.model_dump_json())
        elif out:
            _OUT.print(escape(f"{len(answered.items)} responses were written to {out}."))
        else:
            _print(answered)


def _of_file(path: Path, request: ChecklistRequest, data: Path | None, out: Path | None, *, as_json: bool) -> Checklist:
    """Answer from a file; no library has to be there."""
    from assistant.drafting.uploading import checklist_of_file

    try:
        settings = settings_for(AssistantSettings, data)
        answered = checklist_of_file(path, request, settings, progress=None if as_json else _told)
        _write(answered, out)
    except (AssistantError, IndexerError) as error:
        if as_json:
            typer.echo(json.dumps({"error": str(error)}))
        _ERR.print(f"[red]{escape(str(error))}[/red]")
        raise typer.Exit(2) from error
    return answered


def _write(answered: Checklist, out: Path | None) -> None:
    if out:
        from assistant.export import write

        write(answered, out)


def _told(words: str) -> None:
    _ERR.print(escape(words))


def _print(answered: Checklist) -> None:
    _OUT.print(f"[bold]{escape(answered.title)}[/bold]", end="\n\n")
    for item in answered.items:
        _print_item(item)
    _OUT.print(escape(f"Searched: {answered.searched}."))
    for notice in answered.notices:
        _OUT.print(f"[yellow]{notice.kind.value}[/yellow]: {escape(notice.text)}")
    for citation in answered.citations:
        parts = (citation.title or citation.document_id, citation.section, citation.page and f"page {citation.page}")
        _OUT.print(f"[bold]{citation.token}[/bold] {escape(', '.join(part for part in parts if part))}")


def _print_item(item: Item) -> None:
    _OUT.print(f"[bold]{item.number}. {escape(item.question)}[/bold] [cyan]{item.verdict.value}[/cyan]")
    for number, limb in enumerate(item.limbs, start=1):
        _OUT.print(escape(f"  {number}. {limb.text} {'shown' if limb.evidenced else 'not shown'}"))
    for label, findings in (
        ("Evidence", item.evidence),
        ("Against", item.against),
        ("Near, shows nothing", item.nearest),
    ):
        for finding in findings:
            _OUT.print(escape(f"  {label} ({finding.limb}): {_quoted(finding)}"))
    _OUT.print(escape(f"  Gap: {item.gap}"))
    _OUT.print(escape(f"  Next step: {item.next_step}"))
    for note in item.notes:
        _OUT.print(f"  [yellow]{escape(note)}[/yellow]")
    _OUT.print()


def _quoted(finding: Finding) -> str:
    return f"{finding.text}{''.join(f' [{token}]' for token in finding.citations)}"
