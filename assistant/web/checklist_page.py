"""The tab on which checklists are responded to and corrected."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.drafting.contracts import Checklist, ChecklistRequest, Draft, Item
from assistant.template_contracts import TemplateKind, Verdict
from assistant.web.bench import Bench, Words
from assistant.web.checklist_rendering import NOTHING_OPEN, VERDICTS, checklist_html
from assistant.web.desk import Desk, Kept, Progress
from assistant.web.drafting_rendering import nothing_html
from assistant.web.forms import (
    ALL_PLACES,
    MAX_TEXT,
    FormError,
    document_choices,
    place_choices,
    place_of,
    short_label,
    template_choices,
)
from assistant.web.own_template import OwnTemplate
from assistant.web.pieces import AT_ONCE, Updates, html
from indexer.contracts import Document

_WORDS = Words(
    intro="<h2>Checklists</h2><p>Each question is answered from the documents that you choose, with quotes for and "
    "against. The verdict follows by a rule, which stands beside it; you decide.</p>",
    start="Respond to the checklist",
    nothing_open=NOTHING_OPEN,
    kept="Kept responses",
)
_KINDS = (TemplateKind.CHECKLIST, TemplateKind.SCHEDULE, TemplateKind.ACTION_AREAS)


class ChecklistPage(Bench):
    """A form, the response that came of it, and its corrections."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "checklist", _WORDS)

    def _build_form(self) -> list[Any]:
        lists = template_choices(_KINDS)
        template = gr.Dropdown(lists, value=lists[-1][1], label="Checklist", filterable=False)
        with gr.Row():
            self._place = gr.Dropdown([ALL_PLACES], value=ALL_PLACES, label="From documents of")
            self._documents = gr.Dropdown([], multiselect=True, label="Documents (none chosen: all of them)")
        with gr.Accordion("Or from a strategy of your own (a file)", open=False):
            html("<p>It is read for this response alone, instead of the library; the file is not kept, only what is "
                 "quoted from it.</p>")  # fmt: skip
            self._upload = gr.File(label="Strategy", type="filepath", height=140)
        self._own_template = OwnTemplate(self._desk, "checklist", _KINDS, template)
        return [template, self._place, self._documents, self._upload]

    def _build_corrections(self) -> tuple[list[Any], list[Any]]:
        html("<h3>Correct the response</h3><p>A corrected response says that it was edited by hand.</p>")
        with gr.Row():
            self._question = gr.Dropdown([], label="Question of the checklist", interactive=True, scale=2)
            self._verdict = gr.Dropdown(
                [(words, verdict.value) for verdict, words in VERDICTS.items()],
                value=None,
                label="Verdict",
                interactive=True,
                filterable=False,
            )
        with gr.Row():
            self._gap = gr.Textbox("", label="Gap", lines=3, max_lines=12, max_length=MAX_TEXT, elem_id="item-gap")
            self._next_step = gr.Textbox("", label="Next step", lines=3, max_lines=12, max_length=MAX_TEXT)
        with gr.Row(elem_classes="actions"):
            self._save = gr.Button("Save the response", variant="primary")
            self._build_undoing()
        return [self._question], [self._verdict, self._gap, self._next_step]

    def _wire_corrections(self) -> None:
        self._result.click(self._point, self._opened, self._outputs, **AT_ONCE).then(
            None, js="() => window.draftingPages.correct('#item-gap textarea')"
        )
        at = [self._opened, *self._at]
        what = [self._verdict, self._gap, self._next_step]
        self._question.input(self._item_at, at, what, **AT_ONCE)
        self._save.click(self._save_item, [*at, *what], self._outputs, **AT_ONCE).then(
            None, self._at, js="number => window.draftingPages.backTo('#checklist-said', { number })"
        )

    def _choices(self, documents: Sequence[Document]) -> Updates:
        return {
            self._place: gr.Dropdown(choices=place_choices(documents)),
            self._documents: gr.Dropdown(choices=document_choices(documents)),
            **self._own_template.choices(),
        }

    def _checked(self, *fields: Any) -> None:
        _request(*fields)

    def _made(self, progress: Progress, *fields: Any) -> Checklist:
        upload = Path(fields[-1]) if fields[-1] else None
        try:
            return self._desk.checklist(_request(*fields), upload, progress)
        finally:
            if upload is not None:
                upload.unlink(missing_ok=True)

    def _spent(self) -> Updates:
        return {self._upload: None}

    def _found_nothing(self, document: Draft | Checklist) -> str | None:
        return nothing_html(document.searched) if isinstance(document, Checklist) and not document.items else None

    def _shown(self, kept: Kept, *at: Any) -> Updates:
        checklist = _checklist(kept)
        numbers = [(short_label(f"{item.number}. {item.question}"), item.number) for item in checklist.items]
        number = at[0] if at else None
        return {
            self._opened: kept,
            self._result: checklist_html(checklist, {document.id: document for document in self._desk.documents}),
            **self._usable(visible=True),
            self._question: gr.Dropdown(choices=numbers, value=number),
            **self._item_at(kept, number),
        }

    def _item_at(self, opened: Kept | None, number: int | None) -> Updates:
        item = None if opened is None else _item(_checklist(opened), number)
        return {
            self._verdict: item.verdict.value if item else None,
            self._gap: item.gap if item else "",
            self._next_step: item.next_step if item else "",
        }

    def _point(self, opened: Kept | None, event: gr.EventData) -> Updates:
        """Choose the question whose button was pressed."""
        return {} if opened is None else self._shown(opened, int(event.number)) | {self._said: ""}

    def _save_item(
        self, opened: Kept | None, number: int | None, verdict: str | None, gap: str, next_step: str
    ) -> Updates:
        def save(kept: Kept) -> Kept:
            if number is None or verdict is None:
                raise FormError("Choose a question of the checklist and a verdict first.")
            return self._desk.set_item(kept.id, kept.version, number, Verdict(verdict), gap, next_step)

        return self._corrected(opened, save, "Saved.", number)


def _request(template: str, place: str | None, documents: Sequence[str] | None, upload: str | None) -> ChecklistRequest:
    """Return what was filled in; an uploaded strategy is read instead of the library.

    Raises:
        FormError: both an upload and documents of the library are chosen.
    """
    if upload and (documents or place_of(place)):
        raise FormError("Choose either a file of your own or a place and documents of the library, not both.")
    return ChecklistRequest(template=template, place=place_of(place), documents=tuple(documents or ()))


def _checklist(kept: Kept) -> Checklist:
    if not isinstance(kept.document, Checklist):
        raise TypeError("a response to a checklist was expected")
    return kept.document


def _item(checklist: Checklist, number: int | None) -> Item | None:
    return next((item for item in checklist.items if item.number == number), None)
