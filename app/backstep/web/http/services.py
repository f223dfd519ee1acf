"""What the routes share: one object per application."""

import asyncio
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import partial
from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates
from starlette.requests import HTTPConnection

from backstep.lessons.book import Book
from backstep.sessions.keeping.memory import MemoryStore
from backstep.sessions.replicas.exchange import Exchange
from backstep.sessions.stores.sets import MemorySets
from backstep.sessions.tasks import within
from backstep.settings import Settings
from backstep.texts.languages import Languages
from backstep.web.http.assets import Assets
from backstep.web.http.limits import Buckets
from backstep.web.http.metrics import Metrics
from backstep.web.http.streams import Streams
from backstep.web.http.vendor import Plotly

_LEAVE_SECONDS = 3.0  # for streams to close
_WRITE_SECONDS = 5.0  # for all writing to the store
_CLOSE_SECONDS = 4.0  # for each other part of the shutdown


class PageCache:
    """Pages that are the same for every reader of a language; each is rendered once."""

    def __init__(self) -> None:
        self._pages: dict[Hashable, tuple[bytes, dict[str, str]]] = {}

    def get(self, key: Hashable, render: Callable[[], HTMLResponse]) -> HTMLResponse:
        """Return the page under `key`, rendered on first use."""
        if key not in self._pages:
            made = render()
            self._pages[key] = bytes(made.body), dict(made.headers)
        body, headers = self._pages[key]
        return HTMLResponse(body, headers=headers)


@dataclass(frozen=True)
class Services:
    """Everything that outlives a request.

    `policy` is the content security policy of every page; `catalogue` the response of
    `GET /api/catalogue`. `copying` is held while an offline copy is made: one at a time.
    """

    settings: Settings
    sets: MemorySets
    store: MemoryStore
    exchange: Exchange
    assets: Assets
    templates: Jinja2Templates
    catalogue: bytes
    policy: str
    book: Book
    languages: Languages
    pages: PageCache = field(default_factory=PageCache)
    streams: Streams = field(default_factory=Streams)
    metrics: Metrics = field(default_factory=Metrics)
    buckets: Buckets = field(default_factory=Buckets)
    plotly: Plotly = field(default_factory=Plotly)
    copying: asyncio.Lock = field(default_factory=asyncio.Lock)

    def gauges(self) -> dict[str, float]:
        """Return the values of the metrics in `metrics.GAUGES`."""
        store, exchange = self.store, self.exchange
        return {
            "backstep_streams": self.streams.count,
            "backstep_runs": len(store),
            "backstep_runs_playing": store.playing,
            "backstep_turns_waiting": store.scheduler.waiting,
            "backstep_calls": exchange.calls,
            "backstep_guests": exchange.guests,
            "backstep_leases": store.persistence.held,
            "backstep_store_writable": int(store.persistence.trouble is None),
        }

    async def drain(self) -> None:
        """Save every run and close every stream, before the process stops.

        Each part has a limit, so one that hangs does not stop the others.
        """
        leave = partial(self.streams.leave, _LEAVE_SECONDS)
        await within(_WRITE_SECONDS, "writing runs", self.store.rest)
        await within(_CLOSE_SECONDS, "leaving other processes", self.exchange.leave)
        await within(_CLOSE_SECONDS, "closing streams", leave)
        await within(_WRITE_SECONDS, "leaving runs to others", self.store.leave)

    async def close(self) -> None:
        """Close the store and the connections to Redis; nothing may use them any more."""
        await within(_CLOSE_SECONDS, "closing the connections to Redis", self.exchange.close)
        await within(_WRITE_SECONDS, "closing the store", self.store.close)


def services_of(app: FastAPI) -> Services:
    """Return the services of an application that `create_app` made."""
    found: Services = app.state.services
    return found


def services_for(connection: HTTPConnection) -> Services:
    """Return the services of the application that a request or a WebSocket reached."""
    return services_of(connection.app)


Shared = Annotated[Services, Depends(services_for)]
