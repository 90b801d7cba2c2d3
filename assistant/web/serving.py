"""How the page is served: theme, styles, limits, and headers that keep the browser from fetching anything elsewhere."""

from pathlib import Path

import gradio as gr
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.settings import WebSettings

_HERE = Path(__file__).parent
_SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif")
_MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace")

# Answering is work for the processor: more at once would only make each slower. Who finds the queue full is told.
_AT_ONCE = 2
_MAX_WAITING = 32
# A strategy as PDF or Word, with its pictures.
_LARGEST_UPLOAD = "30mb"

# Gradio's page needs inline script and eval; what matters here is that nothing outside can be reached.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class ProtectiveHeaders:
    """Adds the headers to every response; written for ASGI itself, as a wrapper would hold back streamed answers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and mark its response."""

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await self._app(scope, receive, marked)


def serve(page: gr.Blocks, settings: WebSettings) -> str:
    """Serve the page from a thread of its own and return its address.

    Raises:
        OSError: the port is taken, or the address is not this machine's.
    """
    page.queue(max_size=_MAX_WAITING, default_concurrency_limit=_AT_ONCE, api_open=False)
    _, url, _ = page.launch(
        server_name=settings.host,
        server_port=settings.port,
        prevent_thread_lock=True,
        quiet=True,
        share=False,
        inbrowser=False,
        show_error=False,
        run_history=False,
        enable_monitoring=False,
        mcp_server=False,
        ssr_mode=False,
        pwa=False,
        footer_links=[],
        max_file_size=_LARGEST_UPLOAD,
        state_session_capacity=500,
        theme=gr.themes.Base(primary_hue="teal", neutral_hue="stone", font=_SANS, font_mono=_MONO),
        # Not css_paths: Gradio rewrites those rules and loses some, such as shorthands that hold a variable.
        head=f"<style>{_read('style.css')}{_read('drafting.css')}</style><script>{_read('drafting.js')}</script>",
        js=_read("page.js"),
        favicon_path=_HERE / "favicon.svg",
        app_kwargs={"middleware": [Middleware(ProtectiveHeaders)], "openapi_url": None},
    )
    return url


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
