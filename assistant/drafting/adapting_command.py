"""``python -m assistant drafts adapt``."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from assistant.drafting.commands import Expected, Id
from assistant.drafting.draft_command import read_local_facts
from assistant.drafting.options import OUT, Data, Json, Opened, told
from assistant.settings import AssistantSettings
from indexer.settings import settings_for

_Local = Annotated[Path | None, typer.Option("--local", help="YAML of your place; else what the draft was made with.")]


def register(app: typer.Typer, opened: Opened) -> None:
    """Add the command to the application of kept drafts.

    Args:
        app: of kept drafts.
        opened: opens the assistant on a data folder, and tells of what it refuses.
    """

    @app.command()
    def adapt(
        draft_id: Id, local: _Local = None, expect: Expected = None, data: Data = None, as_json: Json = False
    ) -> None:
        """Word the rows for the place of the local facts; needs a language model, and every cell is checked."""
        from assistant.drafting.adapting_keeping import adapt_kept
        from assistant.drafting.store import opened_store

        with opened(data, as_json) as assistant, opened_store(settings_for(AssistantSettings, data).data) as store:
            facts = read_local_facts(local) if local else None
            kept, adapted = adapt_kept(
                store, draft_id, expect, lambda draft: assistant.adapt(draft, facts, None if as_json else told)
            )
        if as_json:
            result = {"id": kept.id, "version": kept.version, "changed": adapted.reworded > 0}
            typer.echo(json.dumps(result | adapted.model_dump(mode="json", exclude={"draft", "what"})))
        else:
            OUT.print(escape(adapted.told))
            OUT.print(escape(f"{kept.id}, version {kept.version}."))
        if adapted.failed:
            raise typer.Exit(2 if adapted.failed == adapted.asked else 1)
