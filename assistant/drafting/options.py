"""What the commands that draft share: their options, and how they tell how far they are."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from assistant.contracts import Citation, Notice
from assistant.drafting.contracts import Checklist, Draft

if TYPE_CHECKING:
    from assistant.assistant import Assistant

Opened = Callable[[Path | None, bool], AbstractContextManager["Assistant"]]

Data = Annotated[Path | None, typer.Option("--data", help="Folder where the library lives; ASSISTANT_DATA or .data.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
Place = Annotated[str | None, typer.Option("--place", help="Only documents of this place.")]
Documents = Annotated[list[str] | None, typer.Option("--document", help="Only this document; may be repeated.")]
Out = Annotated[Path | None, typer.Option("--out", help="File to write: .docx, .xlsx, .md or .csv.")]

OUT = Console(soft_wrap=True)
ERR = Console(stderr=True, soft_wrap=True)


def told(words: str) -> None:
    """Say how far the work is, beside what is printed."""
    ERR.print(escape(words))


def written(made: Draft | Checklist, out: Path | None) -> None:
    """Write a draft or a checklist to a file, if one is asked for."""
    if out:
        from assistant.export import write

        write(made, out)


def show_sources(notices: Sequence[Notice], citations: Sequence[Citation]) -> None:
    """Print the notices, and where each citation stands."""
    for notice in notices:
        OUT.print(f"[yellow]{notice.kind.value}[/yellow]: {escape(notice.text)}")
    for citation in citations:
        parts = (citation.title or citation.document_id, citation.section, citation.page and f"page {citation.page}")
        OUT.print(f"[bold]{citation.token}[/bold] {escape(', '.join(part for part in parts if part))}")
