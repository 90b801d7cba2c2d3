"""What the commands print of rechecked answers."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.markup import escape

if TYPE_CHECKING:
    from assistant.recheck import AnswerCheck, CitationCheck

_OUT = Console(soft_wrap=True)


def show_checks(checks: "Sequence[AnswerCheck]", *, as_json: bool) -> None:
    """Print what became of the passages that answers cite."""
    if as_json:
        counts = Counter(citation.state.value for check in checks for citation in check.citations)
        answers = [{**check.model_dump(mode="json"), "sound": check.is_sound} for check in checks]
        typer.echo(json.dumps({"answers": answers, "counts": dict(sorted(counts.items()))}))
        return
    for check in checks:
        _OUT.print(f"[bold]{escape(str(check.id or check.line))}[/bold] {escape(check.question or check.error or '')}")
        for citation in check.citations:
            _OUT.print(f"  {escape(_line(citation))}")
        if check.receipt_changes:
            _OUT.print(f"  Made with another {', '.join(check.receipt_changes)} than today's.")


def _line(citation: "CitationCheck") -> str:
    now = citation.now
    where = (
        [now.section, now.paragraph and f"paragraph {now.paragraph}", now.page and f"page {now.page}"] if now else []
    )
    kept = "" if citation.quote_stands or now is None else "; the quoted words do not stand there"
    place = ", ".join(part for part in where if part)
    return f"{citation.token} {citation.state.value}" + (f": {place}" if place else "") + kept
