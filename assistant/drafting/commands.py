"""``python -m assistant drafts``: kept drafts listed, shown, edited, exported, read back and erased."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

from assistant.errors import AssistantError
from assistant.settings import AssistantSettings
from indexer.errors import IndexerError
from indexer.settings import settings_for

if TYPE_CHECKING:
    from assistant.drafting.editing import Edit
    from assistant.drafting.store import DraftStore, Kept

app = typer.Typer(help="Drafts and checklists that are kept, with every version.", no_args_is_help=True)
Data = Annotated[Path | None, typer.Option("--data", help="Folder where the library lives; ASSISTANT_DATA or .data.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
Id = Annotated[str, typer.Argument(metavar="ID", help="The draft's id, as 'list' shows it.")]
RowName = Annotated[str, typer.Option("--row", help="Number or id of a row, or number of a checklist's question.")]
Expected = Annotated[int | None, typer.Option("--expect", help="Only if this version counts; otherwise exit 2.")]

_OUT = Console(soft_wrap=True)
_ERR = Console(stderr=True, soft_wrap=True)


@contextmanager
def _store(data: Path | None, as_json: bool) -> "Iterator[DraftStore]":
    from assistant.drafting.store import opened_store

    try:
        with opened_store(settings_for(AssistantSettings, data).data) as store:
            yield store
    except (IndexerError, AssistantError) as error:
        if as_json:
            typer.echo(json.dumps({"error": str(error)}))
        _ERR.print(f"[red]{escape(str(error))}[/red]")
        raise typer.Exit(2) from error


def _tell(as_json: bool, result: dict[str, Any], words: str) -> None:
    if as_json:
        typer.echo(json.dumps(result))
    else:
        _OUT.print(escape(words))


def _told(kept: "Kept", as_json: bool, done: str) -> None:
    _tell(as_json, {"id": kept.id, "version": kept.version}, f"{done} {kept.id}, version {kept.version}.")


@app.command("list")
def list_drafts(
    deleted: Annotated[bool, typer.Option("--deleted", help="Those that 'restore' can bring back.")] = False,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """List the kept drafts, the last changed first."""
    with _store(data, as_json) as store:
        drafts = store.list(deleted=deleted)
    if as_json:
        typer.echo(json.dumps({"drafts": [draft.model_dump(mode="json") for draft in drafts]}))
        return
    for draft in drafts:
        _OUT.print(
            f"[bold]{draft.id}[/bold] {escape(draft.title)} ({draft.kind}, {draft.rows} rows, version {draft.version}, "
            f"{draft.changed[:10]})"
        )
    if not drafts:
        _OUT.print("No drafts are kept.")


@app.command()
def keep(
    file: Annotated[Path, typer.Argument(help="What 'draft --json' or 'checklist --json' printed; - for stdin.")],
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Keep a draft or a checklist under a new id."""
    from assistant.drafting.store import parse_document

    with _store(data, as_json) as store:
        kept = store.keep(parse_document(_read(file)))
    _told(kept, as_json, "Kept as")


@app.command()
def show(
    draft_id: Id,
    version: Annotated[int | None, typer.Option(help="Another version than the one that counts.")] = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Show a draft."""
    from assistant.export.markdown import markdown_of
    from assistant.export.origin import origin_of
    from assistant.export.writing import view_of

    with _store(data, as_json) as store:
        kept = store.get(draft_id, version)
    if as_json:
        typer.echo(kept.model_dump_json())
    else:
        typer.echo(markdown_of(view_of(kept.document, origin_of(kept.document, kept.id, kept.version))))


@app.command()
def history(draft_id: Id, data: Data = None, as_json: Json = False) -> None:
    """List the versions of a draft, those that were undone among them."""
    with _store(data, as_json) as store:
        versions = store.history(draft_id)
    if as_json:
        typer.echo(json.dumps({"id": draft_id, "versions": [one.model_dump(mode="json") for one in versions]}))
        return
    for one in versions:
        mark = " (counts)" if one.counts else ""
        _OUT.print(f"{one.number} {escape(one.what)}, {one.made[:19]}{mark}")


@app.command()
def edit(
    draft_id: Id,
    row: RowName,
    column: Annotated[str, typer.Option(help="Id of a column; of a question: verdict, gap or next_step.")],
    text: Annotated[str, typer.Option(help="What is to stand there.")],
    expect: Expected = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Put other words into a cell; it keeps its source and is marked as edited."""
    from assistant.drafting.editing import cell_edit

    _edit(draft_id, lambda kept: cell_edit(kept.document, row, column, text), expect, data, as_json)


@app.command()
def move(
    draft_id: Id,
    row: RowName,
    to: Annotated[int, typer.Option(min=1, help="The place it is to have, counted from 1.")],
    expect: Expected = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Move a row."""
    from assistant.drafting.editing import MoveRow

    _edit(draft_id, lambda kept: MoveRow(row=_row_of(kept, row), to=to), expect, data, as_json)


@app.command("add-row")
def add_row(
    draft_id: Id,
    cell: Annotated[list[str] | None, typer.Option(help="COLUMN=TEXT; repeat for more.")] = None,
    at: Annotated[int | None, typer.Option(min=1, help="The place it is to have; the end unless given.")] = None,
    expect: Expected = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Add a row of your own."""
    from assistant.drafting.editing import AddRow

    parts = [one.partition("=") for one in cell or ()]
    if any(not sign for _, sign, _ in parts):
        raise typer.BadParameter("give each --cell as COLUMN=TEXT.")
    cells = {column.strip(): text for column, _, text in parts}
    _edit(draft_id, lambda _: AddRow(at=at, cells=cells), expect, data, as_json)


@app.command("remove-row")
def remove_row(draft_id: Id, row: RowName, expect: Expected = None, data: Data = None, as_json: Json = False) -> None:
    """Take a row out; 'undo' brings it back."""
    from assistant.drafting.editing import RemoveRow

    _edit(draft_id, lambda kept: RemoveRow(row=_row_of(kept, row)), expect, data, as_json)


@app.command()
def undo(draft_id: Id, expect: Expected = None, data: Data = None, as_json: Json = False) -> None:
    """Go back one version."""
    with _store(data, as_json) as store:
        kept = store.undo(draft_id, expect)
    _told(kept, as_json, "Went back:")


@app.command()
def redo(draft_id: Id, expect: Expected = None, data: Data = None, as_json: Json = False) -> None:
    """Do again what was undone."""
    with _store(data, as_json) as store:
        kept = store.redo(draft_id, expect)
    _told(kept, as_json, "Went forward:")


@app.command()
def export(
    draft_id: Id,
    out: Annotated[Path, typer.Option(help="Ends with .docx, .xlsx, .md or .csv.")],
    version: Annotated[int | None, typer.Option(help="Another version than the one that counts.")] = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Write a draft as a Word, Excel, Markdown or CSV file."""
    from assistant.export import write

    with _store(data, as_json) as store:
        kept = store.get(draft_id, version)
        write(kept.document, out, draft=kept.id, version=kept.version)
    _tell(as_json, {"id": kept.id, "version": kept.version, "out": str(out)}, f"Written to {out}.")


@app.command("import")
def import_file(
    draft_id: Id,
    file: Annotated[Path, typer.Argument(help="A .docx, .xlsx or .csv that was exported from this draft.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would be changed.")] = False,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Merge a returned file's edits into the draft; exit 1 where some are left to decide."""
    from assistant.drafting.changes import changes_of
    from assistant.drafting.importing import bring_back

    with _store(data, as_json) as store:
        done = bring_back(store, draft_id, file, save=not dry_run)
    read = done.read
    result = {"id": draft_id, "version": done.kept.version, **read.model_dump(mode="json")}
    count = f"{len(read.edits)} edit{'' if len(read.edits) == 1 else 's'}"
    _tell(as_json, result, f"{count}{' to make' if dry_run else ''}; {draft_id}, version {done.kept.version}.")
    if not as_json:
        for change in changes_of(done.kept.document, read.edits) if dry_run else ():
            _OUT.print(escape(change.in_words()))
        for note in read.notes:
            _OUT.print(escape(note))
        for one in read.conflicts:
            _OUT.print(f"[yellow]Left to decide[/yellow]: row {one.row}, {one.column or 'whole'}: {escape(one.why)}.")
            _OUT.print(escape(f"  in the draft: {one.current}\n  in the file: {one.returned}"))
    if read.conflicts:
        raise typer.Exit(1)


@app.command()
def delete(
    draft_id: Id,
    for_good: Annotated[bool, typer.Option("--for-good", help="Erase every version; nothing brings it back.")] = False,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Put a draft aside; 'restore' brings it back unless it is erased for good."""
    with _store(data, as_json) as store:
        if for_good:
            store.erase(draft_id)
        else:
            store.delete(draft_id)
    done = "Erased" if for_good else "Deleted"
    _tell(as_json, {"deleted": draft_id, "for_good": for_good}, f"{done} {draft_id}.")


@app.command()
def restore(draft_id: Id, data: Data = None, as_json: Json = False) -> None:
    """Bring a deleted draft back."""
    with _store(data, as_json) as store:
        kept = store.restore(draft_id)
    _told(kept, as_json, "Restored")


def _edit(draft_id: str, make: "Callable[[Kept], Edit]", expect: int | None, data: Path | None, as_json: bool) -> None:
    with _store(data, as_json) as store:
        kept = store.get(draft_id, expect)
        done = store.edit(draft_id, [make(kept)], kept.version)
    changed = done.version != kept.version
    words = f"Changed {draft_id}, version {done.version}." if changed else f"Nothing to change in {draft_id}."
    _tell(as_json, {"id": draft_id, "version": done.version, "changed": changed}, words)


def _row_of(kept: "Kept", row: str) -> str:
    from assistant.drafting.contracts import Draft
    from assistant.drafting.editing import row_of

    # What has no rows refuses the edit itself, in words of its own.
    return row_of(kept.document, row) if isinstance(kept.document, Draft) else row


def _read(file: Path) -> str:
    from assistant.errors import UnreadableDraftError

    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableDraftError(f"{file} cannot be read ({error}); give a JSON file of a draft.") from error
