"""The application."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI, Request, Response

from backstep import __version__
from backstep.paths import folder
from backstep.protocol.catalogue.build import catalogue
from backstep.sessions.keeping.memory import MemoryStore
from backstep.sessions.replicas.exchange import Exchange
from backstep.sessions.stores.opening import opened
from backstep.sessions.stores.sets import MemorySets
from backstep.settings import Settings
from backstep.web.http import access, metrics, problems
from backstep.web.http.assets import Assets, Files
from backstep.web.http.description import describe
from backstep.web.http.guard import Guard
from backstep.web.http.journal import Journal
from backstep.web.http.limits import Buckets
from backstep.web.http.metrics import Counts
from backstep.web.http.streams import Streams
from backstep.web.routes import (
    datasets,
    embed,
    exports,
    expressions,
    health,
    lessons,
    pages,
    runs,
    stream,
    watch,
)

_LEAVE_SECONDS = 3.0  # that streams have to close
_AGAIN_SECONDS = 0.5  # before a task that goes on is told to end once more

# plotly.js sets styles on elements; nothing else is allowed inline, and nothing from elsewhere.
_POLICY = (
    "default-src 'self'; style-src-attr 'unsafe-inline'; style-src-elem 'self' 'unsafe-inline';"
    " img-src 'self' data: blob:; media-src 'self' blob:; object-src 'none'; base-uri 'none'"
)


def create_app(settings: Settings | None = None) -> FastAPI:
    """The server, ready to be run; its state lies in `app.state`. Raises StoreError."""
    chosen = settings or Settings()
    sets = MemorySets(chosen)
    store = MemoryStore(chosen, sets, opened(chosen))
    exchange = Exchange(store, chosen)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        tasks = {asyncio.create_task(work()) for work in (store.keep_tidy, exchange.run)}
        yield
        while tasks:
            for task in tasks:
                task.cancel()
            # A cancellation that meets an error in a group of tasks goes under with it.
            _, tasks = await asyncio.wait(tasks, timeout=_AGAIN_SECONDS)
        await store.close()

    app = FastAPI(
        title="backstep",
        version=__version__,
        lifespan=lifespan,
        dependencies=[Depends(access.admit)],
        # Their pages load scripts from elsewhere.
        docs_url=None,
        redoc_url=None,
    )
    app.state.settings = chosen
    app.state.store = store
    app.state.exchange = exchange
    app.state.sets = sets
    app.state.catalogue = json.dumps(catalogue(chosen.caps), ensure_ascii=False).encode()
    assets = Assets(folder("static"))
    app.state.templates = pages.templates(assets)
    app.state.streams = streams = Streams()
    app.state.counts = Counts()
    app.state.policy = _POLICY
    app.state.shelf = lessons.Shelf(chosen.caps)
    app.state.buckets = Buckets()
    app.state.copying = asyncio.Lock()

    async def drain() -> None:
        """Write every run down and send everybody away, before the process stops."""
        await store.rest()
        await exchange.leave()
        await streams.leave(_LEAVE_SECONDS)
        await store.leave()

    app.state.drain = drain
    problems.install(app)
    describe(app)
    routers = (
        pages.router,
        embed.router,
        runs.router,
        exports.router,
        datasets.router,
        stream.router,
        watch.router,
        expressions.router,
        health.router,
        metrics.router,
        lessons.router,
    )
    for router in routers:
        app.include_router(router)
    app.mount("/static", Files(directory=folder("static")), name="static")

    # Inside of the headers, which even a refusal has.
    app.add_middleware(Guard, settings=chosen)

    @app.middleware("http")
    async def headers(
        request: Request, respond: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        response = await respond(request)
        response.headers.setdefault("Content-Security-Policy", f"{_POLICY}; frame-ancestors 'self'")
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        if request.url.path.startswith("/static/"):
            kept = request.url.path.startswith(f"{assets.prefix}/")
            response.headers["Cache-Control"] = pages.FOREVER if kept else "no-cache"
        if request.url.path.startswith("/static/js/embed/"):
            # Scripts for the decks of others, which may load them as modules.
            response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    app.add_middleware(Journal, counts=app.state.counts)
    return app
