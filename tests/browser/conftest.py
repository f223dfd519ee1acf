"""A server, a browser, and pages that tolerate no error."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.browser import chromium
from tests.browser.lab import Lab, Visit
from tests.browser.server import serving
from tests.waiting import PATIENCE

MILLISECONDS = 1000 * PATIENCE
expect.set_options(timeout=MILLISECONDS)


# Scoped to this package: while Playwright is open, no other test could run an event loop.
@pytest.fixture(scope="package")
def address() -> Iterator[str]:
    """Where the app is served."""
    with serving() as found:
        yield found


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; each has a context of its own."""
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(
            executable_path=chromium.find(), args=list(chromium.ARGUMENTS)
        )


@pytest.fixture
def problems() -> list[str]:
    """What the page complained of; a test takes out what it provoked."""
    return []


@pytest.fixture
def page(browser: Browser, problems: list[str]) -> Iterator[Page]:
    """A fresh page; errors, and requests to anywhere but this machine, fail the test."""

    def note(kind: str, text: str) -> None:
        problems.append(f"{kind}: {text}")

    def listen(said: ConsoleMessage) -> None:
        if said.type == "error":
            note("console", said.text)

    def watch(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != "127.0.0.1":
            note("request", url)

    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        context.set_default_timeout(MILLISECONDS)
        opened = context.new_page()
        opened.on("pageerror", lambda error: note("error", str(error)))
        opened.on("console", listen)
        opened.on("request", lambda request: watch(request.url))
        opened.on("websocket", lambda stream: watch(stream.url))
        yield opened
    assert not problems, problems


@pytest.fixture
def visit(page: Page, address: str) -> Visit:
    """Opens the lab at a query."""
    return Lab(page, address).open


@pytest.fixture
def lab(visit: Visit) -> Lab:
    """The lab, opened at its start."""
    return visit("")
