"""A template of a user's own: given as a file, checked line by line, and then one more to choose."""

from collections.abc import Collection
from pathlib import Path

import gradio as gr

from assistant.template_contracts import TemplateKind
from assistant.templates import templates
from assistant.web.desk import Desk
from assistant.web.downloads import WATCH_JS, handed_over
from assistant.web.forms import template_choices
from assistant.web.pieces import AT_ONCE, Updates, chosen, html, problem, said, status

_INTRO = (
    "<p>A YAML file with the columns or questions that you use. Download one to write yours from, give it another id, "
    "and bring it here. What is wrong with it is told by line and field. It is kept beside the library, for all who "
    "use this page, until it is removed.</p>"
)


class OwnTemplate:
    """The place for a template file; what is added there can be chosen in the form."""

    def __init__(self, desk: Desk, name: str, kinds: Collection[TemplateKind], chooser: gr.Dropdown) -> None:
        self._desk = desk
        self._kinds = kinds
        self._chooser = chooser
        with gr.Accordion("A template of your own (optional)", open=False, elem_id=f"{name}-own-template"):
            html(_INTRO)
            self._file = gr.File(label="Template (.yaml)", type="filepath", height=140)
            self._said = status(f"{name}-template-said")
            with gr.Row(elem_classes="actions"):
                model = gr.Button("Download the chosen template")
                remove = gr.Button("Remove the chosen template")
            self._download = gr.HTML("", html_template="", js_on_load=WATCH_JS, elem_classes="download")
        outputs = [self._chooser, self._file, self._said]
        self._file.upload(self._add, self._file, outputs, **AT_ONCE)
        model.click(self._model, self._chooser, [self._download, self._said], **AT_ONCE)
        remove.click(self._remove, self._chooser, outputs, **AT_ONCE)

    def choices(self) -> Updates:
        """Return the form with the templates that there are by now."""
        return {self._chooser: gr.Dropdown(choices=template_choices(self._kinds, self._desk.own_templates()))}

    def _add(self, path: str | None) -> Updates:
        if path is None:
            return {}
        file = Path(path)
        try:
            added = self._desk.add_template(file, self._kinds)
            told = f"'{added.title}' is sound, kept, and chosen above."
            return {self._said: said(told), self._file: None, **self._chosen(added.id)}
        except Exception as error:  # noqa: BLE001 - the boundary: any fault becomes one sentence
            return {self._said: problem(error), self._file: None}
        finally:
            file.unlink(missing_ok=True)

    def _model(self, name: str | None) -> Updates:
        try:
            found = handed_over(self._desk.template_file(chosen(name)))
        except Exception as error:  # noqa: BLE001 - the boundary: any fault becomes one sentence
            return {self._said: problem(error)}
        return {self._download: found, self._said: "The template is in your downloads."}

    def _remove(self, name: str | None) -> Updates:
        try:
            self._desk.remove_template(chosen(name))
            first = next(one.id for one in templates().values() if one.kind in self._kinds)
            return {self._said: "Removed. What was made with it stays.", **self._chosen(first)}
        except Exception as error:  # noqa: BLE001 - the boundary: any fault becomes one sentence
            return {self._said: problem(error)}

    def _chosen(self, name: str) -> Updates:
        choices = template_choices(self._kinds, self._desk.own_templates())
        return {self._chooser: gr.Dropdown(choices=choices, value=name)}
