"""A page served and opened in Chromium: nothing may leave the machine, and the console must stay clean."""

import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from assistant.web.chat import build_chat
from assistant.web.desk import Desk
from assistant.web.opening import Asks, Opening
from assistant.web.serving import serve
from assistant.web.settings import WebSettings

_CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_ARGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

Visit = Callable[..., Page]

# A busy machine is no fault of the page.
expect.set_options(timeout=30_000)


@contextmanager
def serving(opener: Callable[[], Asks], desk: Desk | None = None) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    page = build_chat(Opening(opener), desk)
    try:
        yield serve(page, WebSettings(host="127.0.0.1", port=port))
    finally:
        page.close()


@contextmanager
def browsing() -> Iterator[Browser]:
    if _CHROMIUM is None:
        pytest.skip("THE PAGE IS NOT TESTED: there is no Chromium on this machine; run 'bash .ci/browser.sh'")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=_ARGS)
        yield browser
        browser.close()


@contextmanager
def visiting(chromium: Browser, complaints: list[str], let_go: Callable[[], None]) -> Iterator[Visit]:
    """Open pages; at the end nothing may have left this machine and the console must be clean."""
    outside: list[str] = []
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.on("request", lambda request: None if _is_here(request.url) else outside.append(request.url))

    def opened(address: str, width: int = 1280, height: int = 900) -> Page:
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        return page

    yield opened
    let_go()
    context.close()
    assert outside == []
    assert complaints == []


def typed(field: Locator, words: str) -> None:
    """Click into a field and fill it in: what is filled in within the first milliseconds of a field that was just
    unfolded, faster than any hand, is overwritten when gradio first draws it."""
    field.click()
    field.fill(words)
    expect(field).to_have_value(words)


def _is_here(address: str) -> bool:
    return address.startswith(("http://127.0.0.1:", "data:", "blob:"))
