"""What both drafting tabs have in common: making with progress, what is kept, undoing, and files."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant.drafting.contracts import Checklist, Draft
from assistant.drafting.importing import Imported
from assistant.web.desk import Desk, Kept, Kind, Progress
from assistant.web.downloads import FILES, WATCH_JS, download_of
from assistant.web.forms import kept_choices
from assistant.web.pieces import AT_ONCE, QUIET, Updates, chosen, html, is_open, problem, said, status
from assistant.web.returning import Returning
from assistant.web.running import Runs, progressed
from indexer.contracts import Document

ONE_MOMENT = "One moment…"
BUSY = "Too many people are at work at this moment. What you filled in is still there; please start again."

# Reading a whole library is work for the processor: two at once would only make each slower.
_MAKING: dict[str, Any] = {"concurrency_limit": 1, "concurrency_id": "making"}
_CORRECT_JS = """element.addEventListener('click', event => {
  const button = event.target.closest('button.correct');
  if (button) trigger('click', { ...button.dataset });
})"""


@dataclass(frozen=True)
class Words:
    """What a tab says of itself."""

    intro: str
    start: str
    nothing_open: str
    kept: str


class Bench(ABC):
    """One tab: a form, its progress, what is open, how it is corrected, its files, and what is kept."""

    def __init__(self, desk: Desk, kind: Kind, words: Words) -> None:
        self._desk = desk
        self._kind = kind
        self._words = words
        self._runs = Runs()
        self._opened = gr.State(None)
        self._run = gr.State("")
        with gr.Column(elem_classes="bench", elem_id=f"{kind}-bench"):
            html(words.intro)
            self._form: list[Any] = self._build_form()
            with gr.Row(elem_classes="actions"):
                self._start = gr.Button(words.start, variant="primary")
                self._cancel = gr.Button("Cancel", interactive=False)
            self._status = status(f"{kind}-status")
            self._build_kept()
            with gr.Column(visible=False) as self._downloads:
                self._build_files()
                self._returning = Returning(desk, kind)
            self._result = gr.HTML(words.nothing_open, js_on_load=_CORRECT_JS, apply_default_css=False)
            with gr.Column(visible=False, elem_classes="tools", elem_id=f"{kind}-tools") as self._tools:
                self._at, self._corrections = self._build_corrections()
                self._said = status(f"{kind}-said")
        self._outputs = [
            *(self._opened, self._run, self._start, self._cancel, self._status, self._result, self._tools, self._said),
            *(self._downloads, self._kept, self._deleted, self._download, *self._form, *self._at, *self._corrections),
            *self._returning.parts,
        ]
        self._wire()

    @abstractmethod
    def _build_form(self) -> list[Any]:
        """Build the fields; return those that ``_made`` is given, in its order."""

    @abstractmethod
    def _build_corrections(self) -> tuple[list[Any], list[Any]]:
        """Build what the open document is corrected with; return the fields that say where, and those that say what."""

    @abstractmethod
    def _wire_corrections(self) -> None:
        """Say what happens when something is corrected."""

    @abstractmethod
    def _choices(self, documents: Sequence[Document]) -> Updates:
        """Return the form with what the library has to choose from."""

    @abstractmethod
    def _checked(self, *fields: Any) -> None:
        """Refuse what nothing can be made of, before anything is begun."""

    @abstractmethod
    def _made(self, progress: Progress, *fields: Any) -> Draft | Checklist:
        """Make a document of the filled-in form."""

    @abstractmethod
    def _found_nothing(self, document: Draft | Checklist) -> str | None:
        """Return what to show instead of a document that has nothing in it."""

    @abstractmethod
    def _shown(self, kept: Kept, *at: Any) -> Updates:
        """Return the open document, and the fields that correct it, at the place that they were at."""

    def load(self, tab: gr.Tab) -> None:
        """Fill the tab in whenever it is turned to, so that it knows what the library has by now."""
        tab.select(self._loaded, None, self._outputs, **AT_ONCE)

    def _build_kept(self) -> None:
        with gr.Accordion(self._words.kept, open=False, elem_classes="kept"):
            with gr.Row():
                self._kept = gr.Dropdown([], label="Kept", interactive=True, scale=3)
                self._open = gr.Button("Open", scale=0)
                self._delete = gr.Button("Delete", scale=0)
            with gr.Row():
                self._deleted = gr.Dropdown([], label="Deleted", interactive=True, scale=3)
                self._restore = gr.Button("Restore", scale=0)

    def _build_undoing(self) -> None:
        """Build the buttons that every correction can be taken back with."""
        self._undo = gr.Button("Undo")
        self._redo = gr.Button("Redo")

    def _build_files(self) -> None:
        with gr.Row(elem_classes="actions"):
            self._files = {suffix: gr.Button(f"Download as {name}") for suffix, name in FILES.items()}
        self._download = gr.HTML("", html_template="", js_on_load=WATCH_JS, elem_classes="download")

    def _wire(self) -> None:
        making = self._start.click(
            self._begin, [self._run, *self._form], self._outputs, trigger_mode="once", **AT_ONCE
        ).then(self._make, [self._run, *self._form], self._outputs, trigger_mode="once", **_MAKING, **QUIET)
        # A full queue is a failure, after which Gradio does not go on with what is only "then".
        for afterwards in (making.then, making.failure):
            afterwards(self._finish, self._run, self._outputs, **AT_ONCE)
        self._cancel.click(self._stop, self._run, self._outputs, **AT_ONCE)
        self._open.click(self._open_kept, self._kept, self._outputs, **AT_ONCE)
        self._delete.click(self._delete_kept, [self._kept, self._opened], self._outputs, **AT_ONCE)
        self._restore.click(self._restore_kept, self._deleted, self._outputs, **AT_ONCE)
        where = [self._opened, *self._at]
        # The button that was pressed is gone by then, and with it where the keyboard was.
        self._returning.merge.click(self._merge, self._returning.seen, self._outputs, **AT_ONCE).then(
            None, js=f"() => window.draftingPages.focusOn('#{self._kind}-take-back')"
        )
        self._returning.back.click(self._take_back, self._opened, self._outputs, **AT_ONCE)
        self._undo.click(self._go_back, where, self._outputs, **AT_ONCE)
        self._redo.click(self._go_forward, where, self._outputs, **AT_ONCE)
        for suffix, button in self._files.items():
            button.click(self._filed(suffix), self._opened, self._outputs, **AT_ONCE)
        self._returning.wire(self._opened)
        self._wire_corrections()

    def _loaded(self) -> Updates:
        try:
            return self._choices(self._desk.documents) | self._lists()
        except Exception as error:  # noqa: BLE001 - the boundary: any fault becomes one sentence
            return {self._status: problem(error)}

    def _begin(self, run: str, *fields: Any) -> Updates:
        """Give the work a name, by which it can be stopped."""
        if run:
            return {self._status: "One at a time, please: the one before is still being made."}
        try:
            self._checked(*fields)
        except Exception as error:  # noqa: BLE001 - the boundary: any fault becomes one sentence
            return {self._status: problem(error)}
        return {self._run: self._runs.begin(), self._status: ONE_MOMENT, **self._buttons(at_work=True)}

    def _make(self, run: str, *fields: Any) -> Iterator[Updates]:
        """Say each step, then show what was made."""
        if not run:
            yield {self._run: ""}
            return
        try:
            for step in progressed(lambda progress: self._made(progress, *fields), self._runs, run):
                if isinstance(step, str):
                    yield {self._status: said(f"{step}…")}
                else:
                    yield {self._run: "", **self._finished(step)}
        except Exception as error:  # noqa: BLE001 - the boundary: any fault becomes one sentence
            yield {self._run: "", self._status: problem(error)}
        finally:
            self._runs.end(run)

    def _finished(self, document: Draft | Checklist) -> Updates:
        if nothing := self._found_nothing(document):
            return {self._status: "Nothing was found.", **self._closed(nothing)}
        kept = self._desk.keep(document)
        told = "Ready, and kept in the library's record until you delete it."
        shown = {**self._shown(kept), **self._returning.cleared(), **self._lists(kept.id)}
        return {self._status: told, self._said: "", **shown}

    def _finish(self, run: str) -> Updates:
        """Give the buttons back, and say so if the turn never came."""
        self._runs.end(run)
        return self._buttons(at_work=False) | ({self._run: "", self._status: BUSY} if run else self._spent())

    def _spent(self) -> Updates:
        """Return the fields that are empty once something was made of them."""
        return {}

    def _stop(self, run: str) -> Updates:
        self._runs.stop(run)
        return {self._status: "It stops at the next step."} if run else {}

    def _open_kept(self, name: str | None) -> Updates:
        return self._tried(self._status, lambda: self._desk.open(chosen(name)), "Opened.")

    def _delete_kept(self, name: str | None, opened: Kept | None) -> Updates:
        try:
            self._desk.delete(chosen(name))
            closed = self._closed(self._words.nothing_open) if opened and opened.id == name else {}
            return {self._status: "Deleted; it can be restored.", **closed, **self._lists()}
        except Exception as error:  # noqa: BLE001 - the boundary: any fault becomes one sentence
            return {self._status: problem(error)}

    def _restore_kept(self, name: str | None) -> Updates:
        return self._tried(self._status, lambda: self._desk.restore(chosen(name)), "Restored, and opened.")

    def _go_back(self, opened: Kept | None, *at: Any) -> Updates:
        return self._corrected(opened, lambda kept: self._desk.undo(kept.id, kept.version), "Undone.", *at)

    def _go_forward(self, opened: Kept | None, *at: Any) -> Updates:
        return self._corrected(opened, lambda kept: self._desk.redo(kept.id, kept.version), "Done again.", *at)

    def _merge(self, seen: Imported | None) -> Updates:
        """Make the changes of a returned file that were shown, and no others."""
        if seen is None:
            return {self._returning.said: "Nothing was read; give a returned file first."}
        try:
            kept = self._desk.merge(seen)
            return {**self._shown(kept), **self._returning.made(), **self._lists(kept.id), self._said: ""}
        except Exception as error:  # noqa: BLE001 - the boundary: any fault becomes one sentence
            return {self._returning.said: problem(error)}

    def _take_back(self, opened: Kept | None) -> Updates:
        """Undo the changes of a returned file that were just made."""
        told = "Taken back; it stands as before."
        return self._tried(
            self._returning.said, lambda: self._desk.undo(is_open(opened).id, is_open(opened).version), told
        )

    def _corrected(self, opened: Kept | None, change: Callable[[Kept], Kept], told: str, *at: Any) -> Updates:
        """Change what is open and show it."""
        return self._tried(self._said, lambda: change(is_open(opened)), told, *at)

    def _tried(self, where: Any, action: Callable[[], Kept], told: str, *at: Any) -> Updates:
        """Do something that gives a kept document and show it, or say in one sentence why not."""
        try:
            kept = action()
            cleared = {**self._returning.cleared(), self._said: ""}
            return {**self._shown(kept, *at), **self._lists(kept.id), **cleared, where: told}
        except Exception as error:  # noqa: BLE001 - the boundary: any fault becomes one sentence
            return {where: problem(error)}

    def _filed(self, suffix: str) -> Callable[[Kept | None], Updates]:
        def file(opened: Kept | None) -> Updates:
            try:
                found = download_of(self._desk, is_open(opened), suffix)
            except Exception as error:  # noqa: BLE001 - the boundary: any fault becomes one sentence
                return {self._status: problem(error)}
            return {self._download: found, self._status: f"The {FILES[suffix]} file is in your downloads."}

        return file

    def _closed(self, why: str) -> Updates:
        return {self._opened: None, self._result: why, **self._usable(visible=False), **self._returning.cleared()}

    def _usable(self, *, visible: bool) -> Updates:
        return {part: gr.Column(visible=visible) for part in (self._tools, self._downloads)}

    def _lists(self, name: str | None = None) -> Updates:
        kept, deleted = (kept_choices(self._desk.kept(self._kind, deleted=gone)) for gone in (False, True))
        return {
            self._kept: gr.Dropdown(choices=kept, value=name),
            self._deleted: gr.Dropdown(choices=deleted, value=None),
        }

    def _buttons(self, *, at_work: bool) -> Updates:
        return {self._start: gr.Button(interactive=not at_work), self._cancel: gr.Button(interactive=at_work)}
