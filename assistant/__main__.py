"""``python -m assistant``: search, ask, verify, recheck, draft, themes, checklist, drafts."""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

from assistant.batch import history_of, run_batch
from assistant.contracts import Answer, AnswerStatus, Citation, NoticeKind, Question
from assistant.drafting import adapting_command, checklist_command, draft_command
from assistant.drafting import commands as drafts
from assistant.errors import AssistantError
from assistant.settings import AssistantSettings, load_policy
from assistant.showing import show_checks
from indexer.errors import IndexerError
from indexer.offline import stay_offline
from indexer.settings import settings_for

if TYPE_CHECKING:
    from assistant.assistant import Assistant

app = typer.Typer(
    help="Answers from the library, every sentence cited.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(drafts.app, name="drafts")
Data = Annotated[Path | None, typer.Option("--data", help="Folder where the library lives; ASSISTANT_DATA or .data.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
Asked = Annotated[str | None, typer.Argument(help="The question.")]
Batch = Annotated[Path | None, typer.Option("--batch", help='JSONL {"id", "question", "history": [[q, a], ..]}.')]
Place = Annotated[str | None, typer.Option(help="Only documents of this place.")]
OneDocument = Annotated[str | None, typer.Option("--document", help="Only the document of this id.")]

_OUT = Console(soft_wrap=True)
_ERR = Console(stderr=True, soft_wrap=True)


@contextmanager
def _telling(as_json: bool) -> Iterator[None]:
    """Tell what failed, and exit as nothing was done."""
    try:
        yield
    except (IndexerError, AssistantError) as error:
        if as_json:
            typer.echo(json.dumps({"error": str(error)}))
        _ERR.print(f"[red]{escape(str(error))}[/red]")
        raise typer.Exit(2) from error


@contextmanager
def _assistant(data: Path | None, as_json: bool) -> "Iterator[Assistant]":
    from assistant.assistant import Assistant

    with _telling(as_json):
        assistant = Assistant(settings_for(AssistantSettings, data))
        try:
            yield assistant
        finally:
            assistant.close()


@app.command()
def search(
    question: Asked = None,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="At most this many passages.")] = 10,
    place: Place = None,
    document: OneDocument = None,
    data: Data = None,
    as_json: Json = False,
    batch: Batch = None,
) -> None:
    """Find the passages nearest to a question."""
    _one_of(question, batch)
    with _assistant(data, as_json) as assistant:

        def found(one: Question) -> dict[str, Any]:
            return {"passages": [passage.model_dump(mode="json") for passage in assistant.search(one, k)]}

        asked = Question(text=question or "", place=place, document=document)
        if batch:
            _batch(batch, found, asked)
            return
        result = found(asked)
    if as_json:
        typer.echo(json.dumps(result))
        return
    for passage in result["passages"]:
        _OUT.print(
            f"[bold]{escape(' > '.join(passage['heading']) or passage['document_id'])}[/bold] {passage['score']:.4f}"
        )
        _OUT.print(escape(passage["text"]), end="\n\n")
    if not result["passages"]:
        _OUT.print("Nothing was found.")


@app.command()
def ask(
    question: Asked = None,
    history: Annotated[Path | None, typer.Option(help="JSON list of [question, answer] pairs before this one.")] = None,
    place: Place = None,
    document: OneDocument = None,
    data: Data = None,
    as_json: Json = False,
    batch: Batch = None,
) -> None:
    """Answer a question from the library."""
    _one_of(question, batch)
    with _assistant(data, as_json) as assistant:
        turns = history_of(history) if history else ()
        asked = Question(text=question or "", history=turns, place=place, document=document)
        if batch:
            _batch(batch, lambda one: assistant.ask(one).model_dump(mode="json"), asked)
            return
        answer = assistant.ask(asked)
    if as_json:
        typer.echo(answer.model_dump_json())
    else:
        _print_answer(answer)
    if answer.status is AnswerStatus.ERROR:
        raise typer.Exit(1)


@app.command("recheck")
def recheck_answers(
    file: Annotated[Path, typer.Argument(help="What 'ask --json' printed: one answer, or one a line.")],
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Tell which passages that answers cite have moved, changed or gone since."""
    from assistant.recheck import recheck_file

    with _telling(as_json):
        checks = recheck_file(file, settings_for(AssistantSettings, data))
    show_checks(checks, as_json=as_json)
    sound = sum(check.is_sound for check in checks)
    if sound < len(checks):
        raise typer.Exit(2 if all(check.error for check in checks) else 1)


@app.command()
def verify(
    batch: Annotated[Path, typer.Option("--batch", help='JSONL {"id", "claim", "passages": [..]}.')],
    data: Annotated[Path | None, typer.Option("--data", help="Not looked at: a claim rests on its passages.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The results are JSON lines in any case.")] = False,
) -> None:
    """Judge claims against the passages that they are to rest on."""
    from assistant.verifier import ClaimJudge
    from assistant.verifier.batch import run_claims

    del data  # every command takes it
    with _telling(as_json):
        _print_lines(run_claims(batch, ClaimJudge().judge), batch, "claims")


def _one_of(question: str | None, batch: Path | None) -> None:
    if (question is None) == (batch is None):
        raise typer.BadParameter("give either a question or --batch FILE.")


def _batch(path: Path, answer: Callable[[Question], dict[str, Any]], otherwise: Question) -> None:
    _print_lines(run_batch(path, answer, otherwise), path, "questions")


def _print_lines(results: Iterator[tuple[dict[str, Any], bool]], path: Path, what: str) -> None:
    lines = failed = 0
    for result, went_well in results:
        typer.echo(json.dumps(result))
        lines += 1
        failed += not went_well
    if failed or not lines:
        _ERR.print(f"[red]{failed} of {lines} lines failed.[/red]" if lines else f"[red]{path} holds no {what}.[/red]")
        raise typer.Exit(2 if failed == lines else 1)


def _print_answer(answer: Answer) -> None:
    _OUT.print(escape(answer.text), end="\n\n")
    for notice in answer.notices:
        if notice.kind is not NoticeKind.DANGER:  # it stands at the head of the text
            _OUT.print(f"[yellow]{notice.kind.value}[/yellow]: {escape(notice.text)}")
    for citation in answer.citations:
        _OUT.print(f"[bold]{citation.token}[/bold] {escape(_where(citation))}")
    if answer.further:
        policy = load_policy().further
        offer = policy.not_found if answer.status is AnswerStatus.NOT_FOUND else policy.answered
        _OUT.print(f"\n[bold]{escape(offer.heading)}[/bold]")
        for citation in answer.further:
            _OUT.print(f"[bold]{citation.token}[/bold] {escape(_where(citation))}")
            _OUT.print(escape("; ".join(citation.quote.split("\t"))))


def _where(citation: Citation) -> str:
    parts = (
        citation.title or citation.document_id,
        citation.published,
        citation.document_status,
        citation.section,
        citation.paragraph and f"paragraph {citation.paragraph}",
        citation.page and f"page {citation.page}",
    )
    return ", ".join(part for part in parts if part)


draft_command.register(app, _assistant)
checklist_command.register(app, _assistant)
adapting_command.register(drafts.app, _assistant)


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    stay_offline()
    app()
