"""``python -m assistant checklist``."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from assistant.drafting.contracts import Checklist, ChecklistRequest, Finding, Item
from assistant.drafting.options import ERR, OUT, Data, Documents, Json, Opened, Out, Place, show_sources, told, written
from assistant.errors import AssistantError
from assistant.settings import AssistantSettings
from indexer.errors import IndexerError
from indexer.settings import settings_for

_TemplateName = Annotated[
    str, typer.Option("--template", help="Id of a template with questions, packaged or your own, or path of a file.")
]
_Upload = Annotated[Path | None, typer.Option("--upload", help="Only this file, read for this once; nothing is kept.")]


def register(app: typer.Typer, opened: Opened) -> None:
    """Add the command to an application.

    Args:
        app: of the assistant.
        opened: opens the assistant on a data folder, and tells of what it refuses.
    """

    @app.command()
    def checklist(
        template: _TemplateName,
        place: Place = None,
        document: Documents = None,
        upload: _Upload = None,
        data: Data = None,
        as_json: Json = False,
        out: Out = None,
    ) -> None:
        """Answer a checklist, a schedule or action areas from documents, every finding cited."""
        request = ChecklistRequest(template=template, place=place, documents=tuple(document or ()))
        hearing = None if as_json else told
        if upload:
            answered = _of_file(upload, request, data, out, as_json=as_json)
        else:
            with opened(data, as_json) as assistant:
                answered = assistant.checklist(request, hearing)
                written(answered, out)
        if as_json:
            typer.echo(answered.model_dump_json())
        elif out:
            OUT.print(escape(f"{len(answered.items)} responses were written to {out}."))
        else:
            _print(answered)


def _of_file(path: Path, request: ChecklistRequest, data: Path | None, out: Path | None, *, as_json: bool) -> Checklist:
    """Answer from a file; no library has to be there."""
    from assistant.drafting.uploading import checklist_of_file

    try:
        settings = settings_for(AssistantSettings, data)
        answered = checklist_of_file(path, request, settings, progress=None if as_json else told)
        written(answered, out)
    except (AssistantError, IndexerError) as error:
        if as_json:
            typer.echo(json.dumps({"error": str(error)}))
        ERR.print(f"[red]{escape(str(error))}[/red]")
        raise typer.Exit(2) from error
    return answered


def _print(answered: Checklist) -> None:
    OUT.print(f"[bold]{escape(answered.title)}[/bold]", end="\n\n")
    for item in answered.items:
        _print_item(item)
    OUT.print(escape(f"Searched: {answered.searched}."))
    show_sources(answered.notices, answered.citations)


def _print_item(item: Item) -> None:
    OUT.print(f"[bold]{item.number}. {escape(item.question)}[/bold] [cyan]{item.verdict.value}[/cyan]")
    for number, limb in enumerate(item.limbs, start=1):
        OUT.print(escape(f"  {number}. {limb.text} {'shown' if limb.evidenced else 'not shown'}"))
    for label, findings in (
        ("Evidence", item.evidence),
        ("Against", item.against),
        ("Near, shows nothing", item.nearest),
    ):
        for finding in findings:
            OUT.print(escape(f"  {label} ({finding.limb}): {_quoted(finding)}"))
    OUT.print(escape(f"  Gap: {item.gap}"))
    OUT.print(escape(f"  Next step: {item.next_step}"))
    for note in item.notes:
        OUT.print(f"  [yellow]{escape(note)}[/yellow]")
    OUT.print()


def _quoted(finding: Finding) -> str:
    return f"{finding.text}{''.join(f' [{token}]' for token in finding.citations)}"
