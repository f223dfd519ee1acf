"""Who may call which route, and how often: a route without a row here is not served."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, NoReturn

from fastapi import HTTPException, WebSocketException
from starlette.requests import HTTPConnection

from backstep.protocol.spec.schema import SpecError
from backstep.sessions import codes
from backstep.sessions.connection import end_with
from backstep.sessions.keeping.memory import Full
from backstep.sessions.replicas.exchange import Elsewhere
from backstep.sessions.session import Session
from backstep.sessions.stores.records import Held, StoreError
from backstep.settings import Rate
from backstep.texts.message import Message
from backstep.web.http.services import services_for
from backstep.web.http.streams import COME_BACK

log = logging.getLogger("backstep")

# Anyone; who knows the run's id; who has the run's token (`Authorization: Bearer TOKEN`); a stream,
# whose `hello` holds the token or only watches; who knows the code of the class.
Who = Literal["anyone", "reader", "holder", "reader, holder drives", "follower"]
Kind = Literal["requests", "runs", "uploads"]
_TOO_OFTEN = 4429
_LATER = 1013


@dataclass(frozen=True)
class RouteAccess:
    """One route; `kind` says which rate limit its calls count toward."""

    method: Literal["GET", "POST", "DELETE", "WEBSOCKET"]
    path: str
    who: Who
    kind: Kind = "requests"


ACCESS = [
    RouteAccess("GET", "/", "anyone"),
    RouteAccess("GET", "/embed", "anyone"),
    RouteAccess("GET", "/embed.js", "anyone"),
    RouteAccess("GET", "/oembed", "anyone"),
    RouteAccess("GET", "/lessons", "anyone"),
    RouteAccess("GET", "/lessons/{slug}", "anyone"),
    RouteAccess("GET", "/lessons/{slug}/worksheet", "anyone"),
    RouteAccess("POST", "/api/exercises/{name}", "anyone"),
    RouteAccess("GET", "/glossary", "anyone"),
    RouteAccess("GET", "/docs", "anyone"),
    RouteAccess("GET", "/qr.svg", "anyone"),
    RouteAccess("GET", "/expression", "anyone"),
    RouteAccess("POST", "/api/expressions", "anyone"),
    RouteAccess("GET", "/static", "anyone"),
    RouteAccess("GET", "/vendor/plotly.min.js", "anyone"),
    RouteAccess("GET", "/openapi.json", "anyone"),
    RouteAccess("GET", "/healthz", "anyone"),
    RouteAccess("GET", "/readyz", "anyone"),
    RouteAccess("GET", "/metrics", "anyone"),
    RouteAccess("GET", "/api/catalogue", "anyone"),
    RouteAccess("POST", "/api/runs", "anyone", "runs"),
    RouteAccess("POST", "/api/datasets", "anyone", "uploads"),
    RouteAccess("GET", "/api/runs/{run_id}", "reader"),
    RouteAccess("DELETE", "/api/runs/{run_id}", "holder"),
    RouteAccess("GET", "/api/runs/{run_id}/checkpoint", "reader"),
    RouteAccess("POST", "/api/runs/{run_id}/checkpoint", "holder", "uploads"),
    RouteAccess("GET", "/api/runs/{run_id}/recording", "reader"),
    RouteAccess("GET", "/api/runs/{run_id}/code", "reader"),
    RouteAccess("GET", "/api/runs/{run_id}/data.csv", "reader"),
    RouteAccess("GET", "/api/runs/{run_id}/export.html", "reader", "uploads"),
    RouteAccess("WEBSOCKET", "/api/runs/{run_id}/stream", "reader, holder drives"),
    RouteAccess("GET", "/watch", "anyone"),
    RouteAccess("GET", "/watch/{code}", "follower"),
    RouteAccess("WEBSOCKET", "/api/watch/{code}/stream", "follower"),
]
_ROWS: dict[tuple[str, str], RouteAccess] = {(row.method, row.path): row for row in ACCESS}


def session_of(connection: HTTPConnection) -> Session:
    """Return the session that a call is about. Raises a 404 if there is none.

    It is a copy if the run is in another process and the call only reads.
    """
    session: Session | None = connection.state.session
    if session is None:
        raise HTTPException(404, Message("refusals.http.no_run"))
    return session


async def class_of(connection: HTTPConnection, typed: str) -> Session | Elsewhere | None:
    """Return the run with a watch code.

    Wrong codes are rate-limited. An address that has used up its attempts is refused even with
    the right code, so that it cannot tell it from a wrong one; raises as `admit` does.
    """
    services = services_for(connection)
    rates, exchange = services.settings.rates, services.exchange
    code = codes.normalized(typed)
    # A whole class that joins at once tries one code, not hundreds.
    tried = 0 if exchange.seeks(code) else 1
    wait = take_quota(connection, "codes", rates.codes, tried)
    if wait:
        _turn_away(connection, wait)
    found: Session | Elsewhere | None = None
    with waking(connection):
        found = await exchange.find_class(code)
    if found is not None:
        take_quota(connection, "codes", rates.codes, -tried)
    return found


def _turn_away(connection: HTTPConnection, wait: int) -> NoReturn:
    if connection.scope["type"] == "websocket":
        raise WebSocketException(*end_with(_TOO_OFTEN, "rate", wait))
    raise too_often(wait)


async def admit(connection: HTTPConnection) -> None:
    """Check a call against its row; a dependency of every route."""
    scope = connection.scope
    method = "WEBSOCKET" if scope["type"] == "websocket" else scope["method"]
    row = _ROWS[("GET" if method == "HEAD" else method, scope["route"].path)]
    services = services_for(connection)
    wait = take_quota(connection, row.kind, getattr(services.settings.rates, row.kind))
    if wait:
        _turn_away(connection, wait)
    if row.kind == "runs" and services.streams.leaving:
        told = {"Retry-After": str(COME_BACK)}
        raise HTTPException(503, Message("refusals.http.restart", seconds=COME_BACK), told)
    if "{run_id}" in row.path and method != "WEBSOCKET":
        await _find(connection, row)


async def _find(connection: HTTPConnection, row: RouteAccess) -> None:
    """Find the run that a call is about, and check that the caller may use it."""
    exchange = services_for(connection).exchange
    run_id, connection.state.session = connection.path_params["run_id"], None
    with waking(connection):
        connection.state.session = await exchange.look(run_id)
    if row.who == "holder":
        scheme, _, token = connection.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not session_of(connection).credentials.holds(token):
            raise HTTPException(403, Message("refusals.http.token"))
        with waking(connection):
            connection.state.session = await exchange.seize(run_id)


async def run_of(connection: HTTPConnection, run_id: str) -> Session | Elsewhere | None:
    """Return the run of a stream, in this process or in another."""
    exchange = services_for(connection).exchange
    found: Session | Elsewhere | None = None
    with waking(connection):
        found = await exchange.find(run_id)
    return found


@contextmanager
def waking(connection: HTTPConnection) -> Iterator[None]:
    """Translate errors while a run is loaded.

    A run that cannot be restored does not exist; without room or store, the answer is 503.
    """
    try:
        yield
    except SpecError as error:
        log.warning("a run cannot be made again: %s", error)
    except (Full, StoreError, Held):
        if connection.scope["type"] == "websocket":
            raise WebSocketException(*end_with(_LATER, "later")) from None
        raise HTTPException(503, Message("refusals.http.later")) from None


def take_quota(connection: HTTPConnection, kind: str, rate: Rate, amount: float = 1) -> int:
    """Return the seconds that the client must wait; 0 if it need not."""
    buckets = services_for(connection).buckets
    address = connection.client.host if connection.client else ""
    return -int(-buckets.take(kind, rate, address, amount) // 1)


def too_often(wait: int) -> HTTPException:
    """Return the error for a client that exceeded a rate limit."""
    detail = Message("refusals.http.too_often", seconds=wait)
    return HTTPException(429, detail, {"Retry-After": str(wait)})
