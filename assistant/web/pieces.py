"""Small pieces that the drafting tabs are built of."""

from html import escape
from typing import Any

import gradio as gr

from assistant.web.desk import Kept
from assistant.web.forms import FormError
from assistant.web.running import sentence_of

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
# What is done at once does not wait for what others have drafted.
AT_ONCE: dict[str, Any] = {"queue": False, **QUIET}

Updates = dict[Any, Any]


def html(value: str) -> gr.HTML:
    """Return a piece of the page's own HTML."""
    return gr.HTML(value, js_on_load=None, apply_default_css=False)


def status(name: str) -> gr.HTML:
    """Return an element that announces what it is given."""
    return gr.HTML("", html_template=f'<div id="{name}" class="status" role="status">${{value}}</div>', js_on_load=None)


def said(text: str) -> str:
    """Return a sentence, which may hold words of a user or a document, for an element that announces."""
    return escape(text)


def problem(error: Exception) -> str:
    """Return what went wrong as a sentence or one a line, marked so that the page stays where it is."""
    return f'<div class="problem">{"<br>".join(map(escape, sentence_of(error).splitlines()))}</div>'


def chosen(name: str | None) -> str:
    """Return what was chosen from a list.

    Raises:
        FormError: nothing was.
    """
    if not name:
        raise FormError("Nothing is chosen; choose one from the list first.")
    return name


def is_open(opened: Kept | None) -> Kept:
    """Return what is open.

    Raises:
        FormError: nothing is.
    """
    if opened is None:
        raise FormError("Nothing is open; make or open one first.")
    return opened
