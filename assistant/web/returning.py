"""A returned file brought back into what is open: what it would change is shown first, and made only then."""

from pathlib import Path

import gradio as gr

from assistant.drafting.importing import Imported
from assistant.web.desk import Desk, Kept
from assistant.web.pieces import AT_ONCE, Updates, html, is_open, problem, status
from assistant.web.returned_rendering import imported_html

_INTRO = (
    "<p>A Word, Excel or CSV file that was downloaded here and edited elsewhere. You see what it would change before "
    "anything is changed, and Undo takes it all back.</p>"
)
_READING = "Reading the file…"
_NOTHING = "Nothing is to be changed."
_READY = "Read, and nothing is changed yet."


class Returning:
    """The place for a returned file, what was read in it, and the choice to make the changes or to leave them."""

    def __init__(self, desk: Desk, name: str) -> None:
        self._desk = desk
        with gr.Accordion("Bring back a returned file", open=False, elem_id=f"{name}-returning"):
            html(_INTRO)
            self._file = gr.File(label="Returned file (.docx, .xlsx or .csv)", type="filepath", height=140)
            self.said = status(f"{name}-returned-said")
            self._shown = html("")
            with gr.Row(visible=False, elem_classes="actions") as self._choice:
                self.merge = gr.Button("Make these changes", variant="primary")
                self._leave = gr.Button("Leave it as it is")
            with gr.Row(visible=False, elem_classes="actions") as self._after:
                self.back = gr.Button("Take these changes back", elem_id=f"{name}-take-back")
        self.seen = gr.State(None)
        self.parts = [self._file, self.said, self._shown, self._choice, self._after, self.seen]

    def wire(self, opened: gr.State) -> None:
        """Say what happens when a file is given, or what it would change is left alone."""
        self._file.upload(self._begin, None, self.parts, **AT_ONCE).then(
            self._look, [opened, self._file], self.parts, **AT_ONCE
        )
        self._leave.click(self._left, None, self.parts, **AT_ONCE)

    def cleared(self) -> Updates:
        """Return the place empty: what was read belongs to what was open, as it was."""
        return {self._file: None, self.said: "", **self._without()}

    def made(self) -> Updates:
        """Return the place after the changes were made, where they can be taken back at once."""
        told = "The changes are made, as one version."
        return {**self.cleared(), self.said: told, self._after: gr.Row(visible=True)}

    def _without(self) -> Updates:
        hidden = {row: gr.Row(visible=False) for row in (self._choice, self._after)}
        return {self._shown: "", self.seen: None, **hidden}

    def _begin(self) -> Updates:
        return {self.said: _READING, **self._without()}

    def _look(self, opened: Kept | None, path: str | None) -> Updates:
        """Show what a file would change; the file itself is needed no longer than that."""
        if path is None:
            return self.cleared()
        file = Path(path)
        try:
            imported = self._desk.look_into(is_open(opened).id, file)
            return {self._file: None, **self._looked(imported, file.name)}
        except Exception as error:  # noqa: BLE001 - the boundary: any fault becomes one sentence
            return {**self.cleared(), self.said: problem(error)}
        finally:
            file.unlink(missing_ok=True)

    def _looked(self, imported: Imported, name: str) -> Updates:
        is_change = bool(imported.read.edits)
        return {
            self.said: _READY if is_change else _NOTHING,
            self._shown: imported_html(imported, name),
            self._choice: gr.Row(visible=is_change),
            self._after: gr.Row(visible=False),
            self.seen: imported if is_change else None,
        }

    def _left(self) -> Updates:
        return {**self.cleared(), self.said: "Left as it is; nothing was changed."}
