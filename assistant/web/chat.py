"""The chat page: components, and what happens when they are used."""

import logging
from collections.abc import Iterator
from typing import Any

import gradio as gr

from assistant.web import shell
from assistant.web.checklist_page import ChecklistPage
from assistant.web.conversation import Exchange, exchanged
from assistant.web.desk import Desk
from assistant.web.drafting_page import DraftingPage
from assistant.web.opening import Asks, Opening
from assistant.web.rendering import documents_html, question_html, step_html
from indexer.errors import IndexerError, LibraryEmptyError

MAX_QUESTION = 2_000
# An uploaded file that nothing was made of is removed after an hour: every ten minutes, what is older, in seconds.
_UPLOADS_KEPT = (600, 3_600)

_LOG = logging.getLogger(__name__)

Updates = dict[Any, Any]
Messages = list[dict[str, Any]]


def build_chat(opening: Opening[Asks], desk: Desk | None = None) -> gr.Blocks:
    """Build the page; the library is opened when the page is loaded, so that a reload finds what was added.

    Args:
        opening: opens the assistant that answers.
        desk: where drafts are made; without one there is the chat alone.
    """
    page = gr.Blocks(title=shell.TITLE, analytics_enabled=False, fill_width=True, delete_cache=_UPLOADS_KEPT)
    with page:
        _Chat(page, opening, desk)
    return page


class _Chat:
    def __init__(self, page: gr.Blocks, opening: Opening[Asks], desk: Desk | None) -> None:
        self._opening = opening
        _html(shell.INTRO)
        self._setup = _html(shell.OPENING)
        with gr.Column(visible=False, elem_id="main") as self._main:
            if desk is None:
                self._build_columns()
            else:
                self._build_tabs(desk)
            self._library = _html("")
        self._exchanges = gr.State(())
        self._pending = gr.State("")
        self._wire(page)

    def _build_tabs(self, desk: Desk) -> None:
        with gr.Tabs(elem_id="tabs", overflow_behavior="wrap"):
            with gr.Tab("Ask", elem_id="ask-tab"):
                self._build_columns()
            with gr.Tab("Intention tables", elem_id="draft-tab") as tables:
                DraftingPage(desk).load(tables)
            with gr.Tab("Checklists", elem_id="checklist-tab") as checklists:
                ChecklistPage(desk).load(checklists)

    def _build_columns(self) -> None:
        with gr.Row(elem_id="columns"):
            with gr.Column(elem_id="talk"):
                self._build_talk()
            with gr.Column(elem_id="sources"):
                self._panel = _html(shell.NO_SOURCES)

    def _build_talk(self) -> None:
        # Answers are components of HTML: as text, Gradio would read them, and the user's words, as Markdown.
        self._chat = gr.Chatbot(
            label="Conversation",
            show_label=False,
            container=False,
            height=None,
            autoscroll=False,
            buttons=[],
            layout="panel",
            elem_id="conversation",
        )
        self._examples = _html(shell.examples_html(is_open=True), js_on_load=shell.EXAMPLES_JS)
        with gr.Column(elem_id="ask"):
            self._box = gr.Textbox(
                label="Your question",
                placeholder="Ask about the documents in the library",
                max_lines=6,
                max_length=MAX_QUESTION,
                html_attributes=gr.InputHTMLAttributes(autocomplete="off", enterkeyhint="send", lang="en-GB"),
                elem_id="question",
            )
            with gr.Row(elem_id="buttons"):
                self._send = gr.Button("Send", variant="primary", elem_id="send")
                self._again = gr.Button("New conversation", elem_id="again")
            # The element that announces must stand before what it announces, hence the template.
            self._status = gr.HTML("", html_template='<p id="status" role="status">${value}</p>', js_on_load=None)

    def _wire(self, page: gr.Blocks) -> None:
        page.load(self._load, None, [self._setup, self._main, self._library], queue=False, **_QUIET)
        parts = [self._chat, self._panel, self._examples, self._box, self._send, self._again, self._status]
        states = [self._exchanges, self._pending]
        # Only answering queues, so that the page opens, shows a question and gives the buttons back however many wait.
        answering = gr.on(
            [self._box.submit, self._send.click, self._examples.click],
            self._begin,
            [self._box, *states],
            [*parts, *states],
            trigger_mode="once",
            queue=False,
            **_QUIET,
        ).then(self._answer, states, [*parts, *states], trigger_mode="once", **_QUIET)
        # A full queue is a failure, after which Gradio does not go on with what is only "then".
        for afterwards in (answering.then, answering.failure):
            finishing = afterwards(self._finish, states, [*parts, *states], queue=False, **_QUIET)
            finishing.then(None, js="() => window.chatPage.answered()")
        self._again.click(self._restart, None, [*parts, *states], queue=False, **_QUIET).then(
            None, js="() => window.chatPage.restarted()"
        )

    def _load(self) -> Updates:
        """Show the chat, or what stands in its way."""
        try:
            documents = self._opening.asks().documents
        except LibraryEmptyError:
            return self._closed(shell.EMPTY_LIBRARY)
        except IndexerError as error:
            return self._closed(shell.unusable_html(str(error)))
        except Exception:  # noqa: BLE001 - the boundary: any fault becomes a page that says so
            _LOG.exception("opening the library failed")
            return self._closed(shell.unusable_html("Something unforeseen went wrong; the server's log says more."))
        return {
            self._setup: gr.HTML(visible=False),
            self._main: gr.Column(visible=True),
            self._library: documents_html(documents),
        }

    def _closed(self, why: str) -> Updates:
        return {self._setup: gr.HTML(why, visible=True), self._main: gr.Column(visible=False)}

    def _begin(self, typed: str, before: tuple[Exchange, ...], pending: str, event: gr.EventData) -> Updates:
        """Show the question, unless one is being answered."""
        # Not "is": a session that has been shown the examples anew has a copy of the component.
        by_example = isinstance(event.target, gr.HTML)
        question = str(event.question if by_example else typed or "").strip()
        if problem := shell.WAIT if pending else _problem(question):
            return {self._status: problem}
        return {
            self._chat: _asked(before, question, "One moment"),
            self._examples: shell.examples_html(is_open=False),
            self._box: gr.skip() if by_example else "",
            self._status: "",
            self._pending: question,
            **self._buttons(usable=False),
        }

    def _answer(self, before: tuple[Exchange, ...], pending: str) -> Iterator[Updates]:
        """Show each step, then the answer and its sources."""
        if not pending:
            yield {self._pending: ""}
            return
        for step in exchanged(self._opening.asks, pending, before):
            if isinstance(step, str):
                yield {self._chat: _asked(before, pending, step)}
                continue
            exchanges = (*before, step)
            yield {
                self._chat: _messages(exchanges),
                self._panel: shell.panel_html([exchange.sources for exchange in exchanges]),
                self._status: step.outcome,
                self._exchanges: exchanges,
                self._pending: "",
            }

    def _finish(self, before: tuple[Exchange, ...], pending: str) -> Updates:
        """Give the buttons back, and the question too if its turn never came."""
        unanswered = {self._chat: _messages(before), self._box: pending, self._status: shell.BUSY, self._pending: ""}
        return self._buttons(usable=True) | (unanswered if pending else {})

    def _restart(self) -> Updates:
        """Forget the conversation."""
        return {
            self._chat: [],
            self._panel: shell.NO_SOURCES,
            self._examples: shell.examples_html(is_open=True),
            self._box: "",
            self._status: "A new conversation has begun.",
            self._exchanges: (),
            self._pending: "",
        }

    def _buttons(self, *, usable: bool) -> Updates:
        return {self._send: gr.Button(interactive=usable), self._again: gr.Button(interactive=usable)}


_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


def _html(value: str, *, js_on_load: str | None = None, render: bool = True) -> gr.HTML:
    return gr.HTML(value, js_on_load=js_on_load, apply_default_css=False, render=render)


def _message(role: str, html: str) -> dict[str, Any]:
    return {"role": role, "content": _html(html, render=False)}


def _messages(exchanges: tuple[Exchange, ...]) -> Messages:
    pairs = ((question_html(one.question), one.html) for one in exchanges)
    return [_message(role, html) for pair in pairs for role, html in zip(("user", "assistant"), pair, strict=True)]


def _asked(before: tuple[Exchange, ...], question: str, step: str) -> Messages:
    asked = _message("user", question_html(question))
    return [*_messages(before), asked, _message("assistant", step_html(step, len(before) + 1))]


def _problem(question: str) -> str:
    if not question:
        return "Type a question first, or choose one of the questions to begin with."
    if len(question) > MAX_QUESTION:
        return f"That is longer than {MAX_QUESTION:,} characters; please ask it in fewer words."
    return ""
