"""A model's reply to its form: strict about its form, so that half a reply is none."""

import json
import re
from typing import Any, TypeVar

from langchain_core.messages import BaseMessage
from pydantic import ValidationError

from assistant.contracts import Contract
from assistant.errors import ModelFailureError
from assistant.model.contracts import Failure

_Reply = TypeVar("_Reply", bound=Contract)

_THINKING = re.compile(r"<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL | re.IGNORECASE)

# How each provider names what ended a reply, and what it may be.
_ENDINGS = ("finish_reason", "done_reason", "stop_reason")
_REFUSED = {"content_filter", "refusal"}
_TOO_LONG = {"length", "max_tokens", "model_context_window_exceeded"}


def read_reply(message: BaseMessage, form: type[_Reply]) -> _Reply:
    """Return what a model said, in the form that was asked for.

    Raises:
        ModelFailureError: it refused, said nothing, or said it in another form.
    """
    ended = next((message.response_metadata[name] for name in _ENDINGS if message.response_metadata.get(name)), None)
    if message.additional_kwargs.get("refusal") or ended in _REFUSED:
        raise ModelFailureError(Failure.REFUSED)
    if ended in _TOO_LONG:
        raise ModelFailureError(Failure.TOO_LONG)
    if ended is None and getattr(message, "tool_calls", None):
        # LangChain closes the braces of arguments that broke off, so that half a sentence would look whole.
        raise ModelFailureError(Failure.MALFORMED)
    raw = _arguments(message) or _object(str(message.text))
    try:
        return form.model_validate_json(json.dumps({k: raw[k] for k in form.model_fields if k in raw}))
    except (ValidationError, ValueError) as error:
        raise ModelFailureError(Failure.MALFORMED) from error


def _arguments(message: BaseMessage) -> dict[str, Any] | None:
    """Return what a model handed to the tool by which some providers ask for a form."""
    calls = getattr(message, "tool_calls", None) or []
    return calls[0]["args"] if calls else None


def _object(text: str) -> dict[str, Any]:
    """Return the one JSON object of a text; words and Markdown around it are passed over."""
    text = _THINKING.sub(" ", text).strip()
    if not text:
        raise ModelFailureError(Failure.EMPTY)
    try:
        found, _ = json.JSONDecoder().raw_decode(text[text.index("{") :])
    except (ValueError, RecursionError) as error:
        raise ModelFailureError(Failure.MALFORMED) from error
    if not isinstance(found, dict):
        raise ModelFailureError(Failure.MALFORMED)
    return found
