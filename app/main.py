"""The application."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles

from app import __version__
from app.paths import folder
from app.protocol.catalogue import catalogue
from app.sessions.stores.memory import MemoryStore
from app.settings import Settings
from app.web import exports, pages, problems, runs, stream

# plotly.js sets styles on elements; nothing else is allowed inline, and nothing from elsewhere.
_POLICY = (
    "default-src 'self'; style-src-attr 'unsafe-inline'; style-src-elem 'self' 'unsafe-inline';"
    " img-src 'self' data: blob:; object-src 'none'; base-uri 'none'"
)


def create_app(settings: Settings | None = None) -> FastAPI:
    """The server, ready to be run; its state lies in `app.state`."""
    chosen = settings or Settings()
    store = MemoryStore(chosen)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        tidy = asyncio.create_task(store.keep_tidy())
        yield
        tidy.cancel()
        store.close()

    app = FastAPI(title="backstep", version=__version__, lifespan=lifespan)
    app.state.settings = chosen
    app.state.store = store
    app.state.catalogue = catalogue(chosen.caps)
    app.state.templates = pages.templates()
    app.state.connections = 0
    problems.install(app)
    for router in (pages.router, runs.router, exports.router, stream.router):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=folder("static")), name="static")

    @app.middleware("http")
    async def headers(
        request: Request, respond: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        response = await respond(request)
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        if request.url.path.startswith("/static/"):
            response.headers["Cache-Control"] = "no-cache"
        return response

    return app
