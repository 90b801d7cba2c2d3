"""The tab on which intention tables are drafted and corrected."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import gradio as gr

from assistant.drafting.contracts import CellState, Checklist, Draft, DraftRequest, Row
from assistant.template_contracts import TemplateKind
from assistant.web.adapting_bench import AdaptingBench
from assistant.web.bench import Words
from assistant.web.desk import Desk, Kept, Progress
from assistant.web.drafting_rendering import NOTHING_OPEN, draft_html, nothing_html
from assistant.web.forms import (
    ALL_PLACES,
    MAX_LINE,
    MAX_TEXT,
    FormError,
    document_choices,
    local_facts,
    place_choices,
    place_of,
    short_label,
    template_choices,
)
from assistant.web.own_template import OwnTemplate
from assistant.web.pieces import AT_ONCE, QUIET, Updates, chosen, html, problem
from indexer.contracts import Document

_WORDS = Words(
    intro="<h2>Intention tables</h2><p>Rows quoted from the library's documents on one theme. Where no document says "
    "what belongs in a cell, the cell says that local input is needed.</p>",
    start="Draft the table",
    nothing_open=NOTHING_OPEN,
    kept="Kept tables",
)


class DraftingPage(AdaptingBench):
    """A form, the table that came of it, and its corrections."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "draft", _WORDS)

    def load(self, tab: gr.Tab) -> None:
        """Fill the tab in whenever it is turned to; the themes come last, as the library is read for them."""
        super().load(tab)
        tab.select(self._themes, None, [self._theme, self._status], **QUIET)

    def _build_form(self) -> list[Any]:
        kinds = (TemplateKind.INTENTIONS,)
        shapes = template_choices(kinds)
        with gr.Row():
            template = gr.Dropdown(shapes, value=shapes[0][1], label="Template", filterable=False)
            self._theme = gr.Dropdown(
                [],
                value=None,
                allow_custom_value=True,
                label="Theme (choose, or type your own, such as CAMHS)",
            )
        with gr.Row():
            self._place = gr.Dropdown([ALL_PLACES], value=ALL_PLACES, label="From documents of")
            self._documents = gr.Dropdown([], multiselect=True, label="Documents (none chosen: all of them)")
        with gr.Accordion("Your local facts (optional)", open=False):
            local = self._build_local()
        self._own_template = OwnTemplate(self._desk, "draft", kinds, template)
        return [template, self._theme, self._place, self._documents, *local]

    def _build_local(self) -> list[Any]:
        html("<p>They fill the cells that are your own, and are kept with the table.</p>")
        with gr.Row():
            place = gr.Textbox("", label="Your place", max_length=MAX_LINE)
            period = gr.Textbox("", label="Period, such as 2026-29", max_length=MAX_LINE)
        with gr.Row():
            bodies = _lines("Bodies, one a line")
            population = _lines("Population figures, one a line")
        with gr.Row():
            priorities = _lines("Priorities, one a line")
            leads = _lines("Leads, one a line as 'service: who leads'")
        return [place, bodies, period, population, priorities, leads]

    def _build_corrections(self) -> tuple[list[Any], list[Any]]:
        html("<h3>Correct the table</h3><p>A corrected cell says that it was edited by hand, and keeps its source.</p>")
        with gr.Row():
            self._row = gr.Dropdown([], label="Row", interactive=True)
            self._column = gr.Dropdown([], label="Column", interactive=True)
        self._text = gr.Textbox(
            "", label="Words of the cell", lines=3, max_lines=12, max_length=MAX_TEXT, elem_id="cell-text"
        )
        with gr.Row(elem_classes="actions"):
            self._save = gr.Button("Save the cell", variant="primary")
            self._build_undoing()
        with gr.Row(elem_classes="actions"):
            self._add = gr.Button("Add a row")
            self._up = gr.Button("Move the row up")
            self._down = gr.Button("Move the row down")
            self._remove = gr.Button("Remove the row")
            self._build_adapting()
        return [self._row, self._column], [self._text, self._adapt]

    def _wire_corrections(self) -> None:
        self._result.click(self._point, self._opened, self._outputs, **AT_ONCE).then(
            None, js="() => window.draftingPages.correct('#cell-text textarea')"
        )
        at = [self._opened, *self._at]
        for field in self._at:
            field.input(self._words_of, at, self._text, **AT_ONCE)
        self._save.click(self._save_cell, [*at, self._text], self._outputs, **AT_ONCE).then(
            None, self._at, js="(row, column) => window.draftingPages.backTo('#draft-said', { row, column })"
        )
        self._add.click(self._add_row, at, self._outputs, **AT_ONCE)
        self._up.click(partial(self._move_row, -1), at, self._outputs, **AT_ONCE)
        self._down.click(partial(self._move_row, 1), at, self._outputs, **AT_ONCE)
        self._remove.click(self._remove_row, at[:2], self._outputs, **AT_ONCE)
        self._wire_adapting(self._form[4:])

    def _choices(self, documents: Sequence[Document]) -> Updates:
        return {
            self._place: gr.Dropdown(choices=place_choices(documents)),
            self._documents: gr.Dropdown(choices=document_choices(documents)),
            **self._own_template.choices(),
        }

    def _themes(self) -> Updates:
        try:
            return {self._theme: gr.Dropdown(choices=list(self._desk.themes()))}
        except Exception as error:  # noqa: BLE001 - the boundary: any fault becomes one sentence
            return {self._status: problem(error)}

    def _checked(self, *fields: Any) -> None:
        _request(*fields)

    def _made(self, progress: Progress, *fields: Any) -> Draft:
        return self._desk.draft(_request(*fields), progress)

    def _found_nothing(self, document: Draft | Checklist) -> str | None:
        return nothing_html(document.searched) if isinstance(document, Draft) and not document.rows else None

    def _shown(self, kept: Kept, *at: Any) -> Updates:
        row, column = at or (None, None)
        draft = _draft(kept)
        rows = [(_row_label(draft, number, one), one.id) for number, one in enumerate(draft.rows, start=1)]
        row = row if row in {name for _, name in rows} else None
        columns = [(draft.titles.get(name, name), name) for name in draft.columns]
        return {
            self._opened: kept,
            self._result: draft_html(draft, {document.id: document for document in self._desk.documents}),
            **self._usable(visible=True),
            **self._adaptable(),
            self._row: gr.Dropdown(choices=rows, value=row),
            self._column: gr.Dropdown(choices=columns, value=column if column in draft.columns else None),
            self._text: _words_in(draft, row, column),
        }

    def _point(self, opened: Kept | None, event: gr.EventData) -> Updates:
        """Choose the cell whose button was pressed."""
        row, column = str(event.row), str(event.column)
        return {} if opened is None else self._shown(opened, row, column) | {self._said: ""}

    def _words_of(self, opened: Kept | None, row: str | None, column: str | None) -> str:
        return "" if opened is None else _words_in(_draft(opened), row, column)

    def _save_cell(self, opened: Kept | None, row: str | None, column: str | None, text: str) -> Updates:
        def save(kept: Kept) -> Kept:
            return self._desk.set_cell(kept.id, kept.version, chosen(row), chosen(column), text)

        return self._corrected(opened, save, "Saved.", row, column)

    def _add_row(self, opened: Kept | None, row: str | None, column: str | None) -> Updates:
        """Add a row below the chosen one, or at the end."""
        place = _place_of(opened, row)
        told = f"An empty row is added {f'below row {place}' if place else 'at the end'}."

        def add(kept: Kept) -> Kept:
            return self._desk.add_row(kept.id, kept.version, place + 1 if place else None)

        return self._corrected(opened, add, told, row, column)

    def _move_row(self, by: int, opened: Kept | None, row: str | None, column: str | None) -> Updates:
        """Move the chosen row one place; it stays chosen, so that it can be moved on."""
        place = _place_of(opened, row) + by

        def move(kept: Kept) -> Kept:
            name = chosen(row)
            if not 1 <= place <= len(_draft(kept).rows):
                raise FormError(f"The row is the {'first' if by < 0 else 'last'} already.")
            return self._desk.move_row(kept.id, kept.version, name, place)

        return self._corrected(opened, move, f"Moved; it is row {place} now.", row, column)

    def _remove_row(self, opened: Kept | None, row: str | None) -> Updates:
        def remove(kept: Kept) -> Kept:
            return self._desk.remove_row(kept.id, kept.version, chosen(row))

        return self._corrected(opened, remove, "The row is removed; Undo brings it back.")


def _lines(label: str) -> gr.Textbox:
    return gr.Textbox("", label=label, lines=3, max_lines=8, max_length=MAX_TEXT)


def _request(
    template: str, theme: str | None, place: str | None, documents: Sequence[str], *local: str
) -> DraftRequest:
    """Return what was filled in.

    Raises:
        FormError: nothing can be drafted of it.
    """
    theme = (theme or "").strip()
    if not theme:
        raise FormError("A table needs a theme; choose one, or type one in a few words, such as CAMHS.")
    if len(theme) > MAX_LINE:
        raise FormError(f"The theme is longer than {MAX_LINE} characters; say it in a few words.")
    return DraftRequest(
        template=template,
        theme=theme,
        place=place_of(place),
        documents=tuple(documents or ()),
        local=local_facts(*local),
    )


def _draft(kept: Kept) -> Draft:
    if not isinstance(kept.document, Draft):
        raise TypeError("an intention table was expected")
    return kept.document


def _place_of(opened: Kept | None, row: str | None) -> int:
    """Return the number of a row in what is open; 0 where there is none."""
    rows = _draft(opened).rows if opened else ()
    return next((number for number, one in enumerate(rows, start=1) if one.id == row), 0)


def _words_in(draft: Draft, row: str | None, column: str | None) -> str:
    """Return the words that are corrected; where local input is needed there are none yet."""
    cells = next((one.cells for one in draft.rows if one.id == row), {})
    cell = cells.get(column or "")
    return cell.text if cell and cell.state is not CellState.NEEDED else ""


def _row_label(draft: Draft, number: int, row: Row) -> str:
    said_first = (row.cells[column] for column in draft.columns)
    words = next((cell.text for cell in said_first if cell.state is not CellState.NEEDED), "empty")
    return short_label(f"{number}. {words}")
