"""The application: its services, routes and middleware."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from fastapi import Depends, FastAPI

from backstep import __version__
from backstep.lessons.book import Book
from backstep.paths import folder
from backstep.protocol.catalogue.build import catalogue
from backstep.sessions.keeping.memory import MemoryStore
from backstep.sessions.replicas.exchange import Exchange
from backstep.sessions.stores.opening import opened
from backstep.sessions.stores.sets import MemorySets
from backstep.sessions.tasks import end
from backstep.settings import Settings
from backstep.texts.languages import Languages
from backstep.web.html.templates import templates
from backstep.web.http import access, headers, problems
from backstep.web.http.access_log import AccessLog
from backstep.web.http.assets import Assets, Files
from backstep.web.http.description import describe
from backstep.web.http.host_and_body import HostAndBodyLimit
from backstep.web.http.services import Services
from backstep.web.routes import (
    datasets,
    embed,
    exports,
    expressions,
    glossary,
    health,
    lessons,
    metrics,
    pages,
    reference,
    runs,
    stream,
    watch,
)

_ROUTES = (
    pages,
    embed,
    runs,
    exports,
    datasets,
    stream,
    watch,
    expressions,
    health,
    metrics,
    lessons,
    glossary,
    reference,
)


def create_app(settings: Settings | None = None, folder: Callable[[str], Path] = folder) -> FastAPI:
    """Return the application, ready to serve; `folder` finds `static` and `templates`.

    Raises StoreError if the store cannot be opened.
    """
    services = _services(settings or Settings(), folder)
    app = FastAPI(
        title="backstep",
        version=__version__,
        lifespan=_lifespan(services),
        dependencies=[Depends(access.admit)],
        # FastAPI's pages load scripts from other hosts; routes/reference.py serves /docs instead.
        docs_url=None,
        redoc_url=None,
    )
    app.state.services = services
    problems.install(app)
    describe(app)
    for module in _ROUTES:
        app.include_router(module.router)
    app.mount("/static", Files(directory=folder("static")), name="static")
    # The last one added is the outermost: the log sees refusals, and refusals have the headers.
    app.add_middleware(HostAndBodyLimit, services=services)
    headers.install(app, services)
    app.add_middleware(AccessLog, metrics=services.metrics)
    return app


def _services(settings: Settings, folder: Callable[[str], Path]) -> Services:
    sets = MemorySets(settings)
    store = MemoryStore(settings, sets, opened(settings))
    assets = Assets(folder("static"))
    services = Services(
        settings=settings,
        sets=sets,
        store=store,
        exchange=Exchange(store, settings),
        assets=assets,
        templates=templates(folder("templates"), assets),
        languages=Languages(folder("static") / "text"),
        catalogue=json.dumps(catalogue(settings.caps), ensure_ascii=False).encode(),
        policy=headers.POLICY,
        book=Book(settings.caps),
    )
    services.metrics.watch(services.gauges)
    return services


def _lifespan(services: Services) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """Tidy the store and exchange messages with other processes while the application runs."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        store, exchange = services.store, services.exchange
        tasks = [
            asyncio.create_task(store.keep_tidy(), name="keeping runs tidy"),
            asyncio.create_task(exchange.run(), name="talking to other processes"),
        ]
        yield
        await end(tasks)
        await services.close()

    return lifespan
