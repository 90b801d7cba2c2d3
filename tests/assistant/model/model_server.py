"""A server that speaks the OpenAI protocol, well or badly; what it does is a script, one entry a request."""

import contextlib
import json
import re
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from assistant.contracts import Answer

Reply = Callable[["Handler"], None]
Asks = Callable[..., Answer]


class Handler(BaseHTTPRequestHandler):
    """Answers one request by the next entry of the server's script."""

    server: "ModelServer"
    body: dict[str, Any]

    def do_POST(self) -> None:
        self.body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        number = len(self.server.requests)
        self.server.requests.append(self.body)
        self.server.paths.append(self.path)
        script = self.server.script
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            script[min(number, len(script) - 1)](self)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    @property
    def prompt(self) -> str:
        """What was asked."""
        return str(self.body["messages"][-1]["content"])

    def head(self, status: int, kind: str = "application/json", **headers: str) -> None:
        """Send the status and the headers; the body ends where the connection does."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def event(self, **choice: Any) -> None:
        """Send one piece of a streamed reply."""
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "tiny"}
        self.line({**chunk, "choices": [{"index": 0, "delta": {}, "finish_reason": None, **choice}]})

    def line(self, data: object) -> None:
        """Send one event of any content."""
        self.wfile.write(f"data: {data if isinstance(data, str) else json.dumps(data)}\n\n".encode())
        self.wfile.flush()


class ModelServer(ThreadingHTTPServer):
    """A server on this machine; ``requests`` holds what it was sent."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script: list[Reply] = []
        self.requests: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.stopping = Event()

    @property
    def url(self) -> str:
        """Its base URL."""
        return f"http://127.0.0.1:{self.server_port}/v1"


@contextlib.contextmanager
def serving() -> Iterator[ModelServer]:
    """Serve until the block ends."""
    server = ModelServer()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()


def says(content: str | None, *, finish: str = "stop", **delta: Any) -> Reply:
    """Stream a content in three pieces, and end as a server should."""

    def reply(handler: Handler) -> None:
        handler.head(200, "text/event-stream")
        text = content or ""
        third = len(text) // 3 + 1
        for start in range(0, max(len(text), 1), third):
            handler.event(delta={"role": "assistant", "content": text[start : start + third], **delta})
        handler.event(finish_reason=finish)
        handler.line("[DONE]")

    return reply


def drafts(*points: tuple[str, list[str]], answered: bool = True, missing: str = "") -> Reply:
    """Stream a draft of statements."""
    return says(draft_of(*points, answered=answered, missing=missing))


def draft_of(*points: tuple[str, list[str]], answered: bool = True, missing: str = "") -> str:
    """Return a draft as JSON."""
    statements = [{"text": text, "citations": citations} for text, citations in points]
    return json.dumps({"answered": answered, "statements": statements, "missing": missing})


def fails(status: int, body: str = '{"error": {"message": "no"}}', **headers: str) -> Reply:
    """Answer with a status."""

    def reply(handler: Handler) -> None:
        handler.head(status, **headers)
        handler.wfile.write(body.encode())

    return reply


def cut(handler: Handler) -> None:
    """Promise more than is sent, and close."""
    handler.head(200, "text/event-stream", Content_Length="4000")
    handler.event(delta={"role": "assistant", "content": '{"answered": true, "statements": [{"text": "Ms Ok'})


def slams(handler: Handler) -> None:
    """Close without a word."""
    handler.close_connection = True


def hangs(handler: Handler) -> None:
    """Say nothing at all."""
    handler.server.stopping.wait(30)


def drips(handler: Handler) -> None:
    """Keep the connection alive with comments, for ever."""
    handler.head(200, "text/event-stream")
    while not handler.server.stopping.is_set():
        handler.wfile.write(b": wait\n\n")
        handler.wfile.flush()
        time.sleep(0.05)


def never_ends(handler: Handler) -> None:
    """Send words for ever."""
    handler.head(200, "text/event-stream")
    while not handler.server.stopping.is_set():
        handler.event(delta={"role": "assistant", "content": "and so on and so on " * 50})


def sends(*lines: object) -> Reply:
    """Stream events of any content."""

    def reply(handler: Handler) -> None:
        handler.head(200, "text/event-stream")
        for line in lines:
            handler.line(line)

    return reply


def secret_of(prompt: str) -> str:
    """Return the secret of the fences in a prompt."""
    found = re.search(r"<<S1 (\w+)>>", prompt)
    assert found
    return found[1]


def token_of(prompt: str, words: str) -> str:
    """Return the token of the passage that holds some words."""
    for token, text in re.findall(r"<<(S\d+) \w+>>\n(.*?)\n<<END", prompt, re.DOTALL):
        if words in text:
            return str(token)
    raise AssertionError(words)
