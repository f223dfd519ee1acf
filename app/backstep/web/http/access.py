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
class Row:
    """One route; `kind` says which rate limit its calls count toward."""

    method: Literal["GET", "POST", "DELETE", "WEBSOCKET"]
    path: str
    who: Who
    kind: Kind = "requests"


ACCESS = [
    Row("GET", "/", "anyone"),
    Row("GET", "/embed", "anyone"),
    Row("GET", "/embed.js", "anyone"),
    Row("GET", "/oembed", "anyone"),
    Row("GET", "/lessons", "anyone"),
    Row("GET", "/lessons/{slug}", "anyone"),
    Row("GET", "/lessons/{slug}/worksheet", "anyone"),
    Row("POST", "/api/exercises/{name}", "anyone"),
    Row("GET", "/glossary", "anyone"),
    Row("GET", "/docs", "anyone"),
    Row("GET", "/qr.svg", "anyone"),
    Row("GET", "/expression", "anyone"),
    Row("POST", "/api/expressions", "anyone"),
    Row("GET", "/static", "anyone"),
    Row("GET", "/vendor/plotly.min.js", "anyone"),
    Row("GET", "/openapi.json", "anyone"),
    Row("GET", "/healthz", "anyone"),
    Row("GET", "/readyz", "anyone"),
    Row("GET", "/metrics", "anyone"),
    Row("GET", "/api/catalogue", "anyone"),
    Row("POST", "/api/runs", "anyone", "runs"),
    Row("POST", "/api/datasets", "anyone", "uploads"),
    Row("GET", "/api/runs/{run_id}", "reader"),
    Row("DELETE", "/api/runs/{run_id}", "holder"),
    Row("GET", "/api/runs/{run_id}/checkpoint", "reader"),
    Row("POST", "/api/runs/{run_id}/checkpoint", "holder", "uploads"),
    Row("GET", "/api/runs/{run_id}/recording", "reader"),
    Row("GET", "/api/runs/{run_id}/code", "reader"),
    Row("GET", "/api/runs/{run_id}/data.csv", "reader"),
    Row("GET", "/api/runs/{run_id}/export.html", "reader", "uploads"),
    Row("WEBSOCKET", "/api/runs/{run_id}/stream", "reader, holder drives"),
    Row("GET", "/watch", "anyone"),
    Row("GET", "/watch/{code}", "follower"),
    Row("WEBSOCKET", "/api/watch/{code}/stream", "follower"),
]
_ROWS: dict[tuple[str, str], Row] = {(row.method, row.path): row for row in ACCESS}


def session_of(connection: HTTPConnection) -> Session:
    """Return the session that a call is about. Raises a 404 if there is none.

    It is a copy if the run is in another process and the call only reads.
    """
    session: Session | None = connection.state.session
    if session is None:
        raise HTTPException(404, "There is no such run: it was ended, or has expired")
    return session


async def class_of(connection: HTTPConnection, typed: str) -> Session | Elsewhere | None:
    """Return the run with a watch code.

    Wrong codes are rate-limited. An address that has used up its attempts is refused even with
    the right code, so that it cannot tell it from a wrong one; raises as `admit` does.
    """
    services = services_for(connection)
    rates, exchange = services.settings.rates, services.exchange
    code = codes.read(typed)
    # A whole class that joins at once tries one code, not hundreds.
    tried = 0 if exchange.seeks(code) else 1
    wait = count(connection, "codes", rates.codes, tried)
    if wait:
        _turn_away(connection, wait)
    found: Session | Elsewhere | None = None
    with waking(connection):
        found = await exchange.find_class(code)
    if found is not None:
        count(connection, "codes", rates.codes, -tried)
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
    wait = count(connection, row.kind, getattr(services.settings.rates, row.kind))
    if wait:
        _turn_away(connection, wait)
    if row.kind == "runs" and services.streams.leaving:
        told = {"Retry-After": str(COME_BACK)}
        raise HTTPException(503, f"The server restarts; come back in {COME_BACK} s", told)
    if "{run_id}" in row.path and method != "WEBSOCKET":
        await _find(connection, row)


async def _find(connection: HTTPConnection, row: Row) -> None:
    """Find the run that a call is about, and check that the caller may use it."""
    exchange = services_for(connection).exchange
    run_id, connection.state.session = connection.path_params["run_id"], None
    with waking(connection):
        connection.state.session = await exchange.look(run_id)
    if row.who == "holder":
        scheme, _, token = connection.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not session_of(connection).credentials.holds(token):
            raise HTTPException(403, "Only the holder of the run's token may do that")
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
        raise HTTPException(503, "The run cannot be brought back now; try again later") from None


def count(connection: HTTPConnection, kind: str, rate: Rate, amount: float = 1) -> int:
    """Return the seconds that the client must wait; 0 if it need not."""
    buckets = services_for(connection).buckets
    address = connection.client.host if connection.client else ""
    return -int(-buckets.take(kind, rate, address, amount) // 1)


def too_often(wait: int) -> HTTPException:
    """Return the error for a client that exceeded a rate limit."""
    detail = f"That was too often for one address; come back in {wait} s"
    return HTTPException(429, detail, {"Retry-After": str(wait)})
