"""A deck of slides with scenes, in real reveal.js, served from another origin than the app."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import FrameLocator, Page

REVEAL = Path(__file__).parents[1] / "node" / "node_modules" / "reveal.js" / "dist"
_PLUGINS = "plugins: [RevealBackstep, RevealNotes], transition: 'none'"


def page_of(slides: str, server: str, config: str = "") -> str:
    """Return a deck's document; `slides` are its sections."""
    return f"""<!doctype html><html><head><meta charset="utf-8">
<link rel="stylesheet" href="/reveal.css">
<script src="{server}/embed.js"></script>
<script src="{server}/static/js/embed/reveal.js"></script>
</head><body><div class="reveal"><div class="slides">{slides}</div></div>
<script src="/reveal.js"></script><script src="/plugin/notes.js"></script>
<script>Reveal.initialize({{ {_PLUGINS}, {config} }});</script></body></html>"""


@contextmanager
def shown(document: str, beside: Path = REVEAL) -> Iterator[str]:
    """Serve a document, with reveal.js or another folder's files beside it, within the block."""

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args, directory=str(beside))

        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            if path not in ("/", "/favicon.ico"):
                super().do_GET()
                return
            self.send_response(200 if path == "/" else 204)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            if path == "/":
                self.wfile.write(document.encode())

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Deck:
    """The slides, shown in `page`."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def scene(self, number: int) -> FrameLocator:
        """Return the scene of a slide, from 0."""
        return self.page.frame_locator(f".slides > section:nth-child({number + 1}) iframe")

    def ready(self, number: int) -> None:
        self.scene(number).locator("html[data-ready]").wait_for()

    def at(self, number: int, step: int, op: int) -> None:
        """Wait until a scene has reached a position."""
        counts = self.scene(number).locator("#counts b")
        counts.nth(1).filter(has_text=str(step)).wait_for(state="attached")
        counts.nth(2).filter(has_text=f"{op} / ").wait_for(state="attached")

    @property
    def slide(self) -> int:
        """The number of the visible slide."""
        return int(self.page.evaluate("Reveal.getIndices().h"))

    def go(self, number: int) -> None:
        self.page.evaluate("n => Reveal.slide(n)", number)

    def run(self, number: int) -> str:
        """Return the run that a slide's `<backstep-scene>` shows."""
        scene = self.page.locator(f".slides > section:nth-child({number + 1}) backstep-scene")
        run: str = scene.evaluate("scene => scene.ask('get_state').then((state) => state.run)")
        return run
