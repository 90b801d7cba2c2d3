"""What servers of Ollama and of Anthropic say, well or badly, for the scripted server of the tests."""

import json
from collections.abc import Iterator
from typing import Any

from model_server import Handler, Reply


def ollama_says(content: str, *, done: str | None = "stop") -> Reply:
    """Stream a content in three lines, as /api/chat does; without an end where ``done`` is None."""

    def reply(handler: Handler) -> None:
        handler.head(200, "application/x-ndjson")
        for piece in _pieces(content):
            _line(handler, {"message": {"role": "assistant", "content": piece}, "done": False})
        if done is not None:
            _line(handler, {"message": {"role": "assistant", "content": ""}, "done": True, "done_reason": done})

    return reply


def ollama_sends(*lines: object) -> Reply:
    """Stream lines of any content."""

    def reply(handler: Handler) -> None:
        handler.head(200, "application/x-ndjson")
        for line in lines:
            handler.wfile.write(f"{line if isinstance(line, str) else json.dumps(line)}\n".encode())

    return reply


def ollama_cut(handler: Handler) -> None:
    """Promise more than is sent, and close."""
    handler.head(200, "application/x-ndjson", Content_Length="4000")
    _line(
        handler, {"message": {"role": "assistant", "content": '{"answered": true, "statements": [{"te'}, "done": False}
    )


def ollama_never_ends(handler: Handler) -> None:
    """Send words for ever."""
    handler.head(200, "application/x-ndjson")
    while not handler.server.stopping.is_set():
        _line(handler, {"message": {"role": "assistant", "content": "and so on and so on " * 50}, "done": False})


def anthropic_says(arguments: str, *, stop: str | None = "tool_use", ended: bool = True) -> Reply:
    """Stream the arguments of the tool by which a form is asked for; ``stop`` None leaves out how it ended."""
    return _anthropic({"type": "tool_use", "id": "toolu_1", "name": "DraftAnswer", "input": {}}, arguments, stop, ended)


def anthropic_words(text: str, *, stop: str | None = "end_turn") -> Reply:
    """Stream plain words."""
    return _anthropic({"type": "text", "text": ""}, text, stop, ended=True)


def anthropic_sends(*events: dict[str, Any]) -> Reply:
    """Stream the beginning of a message, then events of any content."""

    def reply(handler: Handler) -> None:
        handler.head(200, "text/event-stream")
        for event in (_START, *events):
            _event(handler, event)

    return reply


def anthropic_cut(handler: Handler) -> None:
    """Promise more than is sent, and close."""
    handler.head(200, "text/event-stream", Content_Length="4000")
    _event(handler, _START)


def anthropic_never_ends(handler: Handler) -> None:
    """Send words for ever."""
    handler.head(200, "text/event-stream")
    _event(handler, _START)
    _event(handler, {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}})
    while not handler.server.stopping.is_set():
        delta = {"type": "text_delta", "text": "and so on and so on " * 50}
        _event(handler, {"type": "content_block_delta", "index": 0, "delta": delta})


_START = {
    "type": "message_start",
    "message": {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "tiny",
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "usage": {"input_tokens": 1, "output_tokens": 1},
    },
}


def _anthropic(block: dict[str, Any], content: str, stop: str | None, ended: bool) -> Reply:
    def reply(handler: Handler) -> None:
        handler.head(200, "text/event-stream")
        _event(handler, _START)
        tool = _named(handler, block)
        _event(handler, {"type": "content_block_start", "index": 0, "content_block": tool})
        for piece in _pieces(content):
            is_tool = block["type"] == "tool_use"
            delta = (
                {"type": "input_json_delta", "partial_json": piece}
                if is_tool
                else {"type": "text_delta", "text": piece}
            )
            _event(handler, {"type": "content_block_delta", "index": 0, "delta": delta})
        if not ended:
            return
        _event(handler, {"type": "content_block_stop", "index": 0})
        if stop is not None:
            usage = {"output_tokens": 9}
            _event(
                handler,
                {"type": "message_delta", "delta": {"stop_reason": stop, "stop_sequence": None}, "usage": usage},
            )
        _event(handler, {"type": "message_stop"})

    return reply


def _named(handler: Handler, block: dict[str, Any]) -> dict[str, Any]:
    tools = handler.body.get("tools")
    return {**block, "name": tools[0]["name"]} if tools and block["type"] == "tool_use" else block


def _pieces(content: str) -> Iterator[str]:
    third = len(content) // 3 + 1
    return (content[start : start + third] for start in range(0, len(content), third))


def _line(handler: Handler, said: dict[str, Any]) -> None:
    line = {"model": "tiny", "created_at": "2026-01-01T00:00:00Z", **said}
    handler.wfile.write(f"{json.dumps(line)}\n".encode())
    handler.wfile.flush()


def _event(handler: Handler, data: dict[str, Any]) -> None:
    handler.wfile.write(f"event: {data['type']}\ndata: {json.dumps(data)}\n\n".encode())
    handler.wfile.flush()
