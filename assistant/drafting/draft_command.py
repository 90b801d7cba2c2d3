"""``python -m assistant draft`` and ``themes``."""

from pathlib import Path
from typing import Annotated

import typer
import yaml
from pydantic import ValidationError
from rich.markup import escape

from assistant.drafting.contracts import CellState, Draft, DraftRequest, LocalFacts, Row
from assistant.drafting.errors import LocalFactsError
from assistant.drafting.options import OUT, Data, Documents, Json, Opened, Out, Place, show_sources, told, written

_TemplateName = Annotated[
    str, typer.Option("--template", help="Id of a template of intentions, packaged or your own, or path of a file.")
]
_Theme = Annotated[str, typer.Option("--theme", help="Such as CAMHS; 'themes' lists what the library suggests.")]
_Period = Annotated[str | None, typer.Option("--period", help="For which the table is drafted, such as 2026 to 2029.")]
_Adapt = Annotated[bool, typer.Option("--adapt", help="Word the rows for your place; needs a language model.")]
_Local = Annotated[Path | None, typer.Option("--local", help="YAML of what you know of your own place.")]


def register(app: typer.Typer, opened: Opened) -> None:
    """Add the commands to an application.

    Args:
        app: of the assistant.
        opened: opens the assistant on a data folder, and tells of what it refuses.
    """

    @app.command()
    def draft(
        template: _TemplateName,
        theme: _Theme,
        place: Place = None,
        document: Documents = None,
        period: _Period = None,
        local: _Local = None,
        adapt: _Adapt = False,
        data: Data = None,
        as_json: Json = False,
        out: Out = None,
    ) -> None:
        """Draft an intention table from the documents' own intentions, every cell cited."""
        failed = 0
        with opened(data, as_json) as assistant:
            request = DraftRequest(
                template=template,
                theme=theme,
                place=place,
                period=period,
                documents=tuple(document or ()),
                local=read_local_facts(local) if local else LocalFacts(),
            )
            drafted = assistant.draft(request, None if as_json else told)
            if adapt:
                adapted = assistant.adapt(drafted, None, None if as_json else told)
                drafted, failed = adapted.draft, adapted.failed
                told(adapted.told)
            written(drafted, out)
        if as_json:
            typer.echo(drafted.model_dump_json())
        elif out:
            OUT.print(escape(f"{len(drafted.rows)} rows were written to {out}."))
        else:
            _print(drafted)
        if failed:
            raise typer.Exit(1)

    _register_themes(app, opened)


def _register_themes(app: typer.Typer, opened: Opened) -> None:
    @app.command()
    def themes(data: Data = None, as_json: Json = False) -> None:
        """List the themes that the library's own intentions suggest."""
        with opened(data, as_json) as assistant:
            names = assistant.themes()
        if as_json:
            import json

            typer.echo(json.dumps({"themes": names}))
            return
        for name in names:
            OUT.print(escape(name))


def read_local_facts(path: Path) -> LocalFacts:
    """Read local facts from a YAML file.

    Raises:
        LocalFactsError: naming the file and what is wrong.
    """
    fields = ", ".join(LocalFacts.model_fields)
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
        return LocalFacts.model_validate({} if found is None else found)
    except (OSError, UnicodeDecodeError) as error:
        raise LocalFactsError(f"The local facts {path} cannot be read: {error}; check the path.") from error
    except yaml.YAMLError as error:
        raise LocalFactsError(f"The local facts {path} are no YAML: {error}") from error
    except ValidationError as error:
        problem = error.errors()[0]
        where = ".".join(map(str, problem["loc"])) or "the whole file"
        raise LocalFactsError(
            f"The local facts {path}, {where}: {problem['msg']}. The fields are: {fields}."
        ) from error


def _print(draft: Draft) -> None:
    OUT.print(f"[bold]{escape(draft.title)}[/bold]", end="\n\n")
    for row in draft.rows:
        _print_row(draft, row)
    OUT.print(escape(f"{len(draft.rows)} rows. {draft.searched}"))
    show_sources(draft.notices, draft.citations)


def _print_row(draft: Draft, row: Row) -> None:
    for column in draft.columns:
        cell = row.cells[column]
        tokens = "".join(f" [{token}]" for token in cell.citations)
        dim = "dim" if cell.state is CellState.NEEDED else "default"
        OUT.print(f"[bold]{escape(draft.titles[column])}[/bold]: [{dim}]{escape(cell.text + tokens)}[/{dim}]")
        for note in cell.notes:
            OUT.print(f"  [yellow]{escape(note)}[/yellow]")
        if cell.before is not None:
            OUT.print(escape(f"  Before: {cell.before}"))
    for variant in row.variants:
        tokens = "".join(f" [{token}]" for token in variant.citations)
        OUT.print(escape(f"  Also: {variant.text}{tokens} ({variant.differs})"))
    OUT.print()
