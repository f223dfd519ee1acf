"""The WebSocket of a run, with a `Client` behind it."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from time import perf_counter

from fastapi import APIRouter, WebSocket
from starlette.websockets import WebSocketDisconnect, WebSocketState

from backstep.sessions.client.client import Client
from backstep.sessions.client.conversation import Listener, converse
from backstep.sessions.connection import SILENT, Refused, Send, end_with
from backstep.sessions.replicas.exchange import Elsewhere, Exchange
from backstep.sessions.session import Session
from backstep.settings import Settings
from backstep.web.http import origins
from backstep.web.http.access import run_of
from backstep.web.http.limits import Bucket
from backstep.web.http.metrics import Metrics
from backstep.web.http.services import Services, Shared
from backstep.web.http.streams import COME_BACK

router = APIRouter()


@router.websocket("/api/runs/{run_id}/stream")
async def stream(socket: WebSocket, services: Shared, run_id: str) -> None:
    """Send frames and receive commands; see docs/protocol.md."""
    if not await admitted(socket, services.settings):
        return
    found = await run_of(socket, run_id)
    if found is None:
        await socket.close(*end_with(4404, "unknown"))
        return
    await serve(socket, services, lambda send: _listener(services.exchange, found, send))


def _listener(exchange: Exchange, found: Session | Elsewhere, send: Send) -> Listener:
    if isinstance(found, Session):
        return Client(found, send)
    return exchange.call(found, send)


async def admitted(socket: WebSocket, settings: Settings) -> bool:
    """Accept the stream if its page may open one; return whether it may."""
    if not origins.allowed(socket, settings):
        await socket.close(4403)
        return False
    await socket.accept()
    return True


async def serve(socket: WebSocket, services: Services, make: Callable[[Send], Listener]) -> None:
    """Serve one WebSocket until either side closes; `make(send)` builds the connection handler."""
    streams, metrics = services.streams, services.metrics
    if streams.count >= services.settings.connections:
        await socket.close(*end_with(4409, "connections"))
        return

    async def send(data: str | bytes) -> None:
        if isinstance(data, bytes):
            began = perf_counter()
            await socket.send_bytes(data)
            metrics.observe_frame(len(data), perf_counter() - began)
        else:
            await socket.send_text(data)

    client = make(send)
    streams.enter()
    try:
        await _converse(socket, services, client)
    except Refused as refused:
        await _close(socket, metrics, refused.code, str(refused))
    except TimeoutError:
        await _close(socket, metrics, *SILENT)
    except (WebSocketDisconnect, RuntimeError):
        pass  # the client has disconnected
    finally:
        streams.exit()
        client.close()


async def _converse(socket: WebSocket, services: Services, client: Listener) -> None:
    """Receive and send concurrently until the client leaves or the server stops."""
    settings, metrics = services.settings, services.metrics
    commands, size = Bucket(settings.rates.commands), Bucket(settings.rates.command_bytes)

    async def hello() -> str:
        async with asyncio.timeout(settings.hello_seconds):
            return await _text(socket)

    async def read() -> str:
        text = await _text(socket)
        if len(text) > settings.message_bytes:
            raise Refused(*end_with(4400, "too_long"))
        metrics.commands.inc()
        if wait := commands.take() or size.take(len(text)):
            # Commands are not dropped but read more slowly, and the client is notified.
            metrics.slowed.inc()
            client.slowed(wait)
            await asyncio.sleep(wait)
        return text

    async def leave() -> None:
        await services.streams.until_leaving()
        raise Refused(*end_with(1012, "restart", COME_BACK))

    await converse(client, hello, read, leave)


async def _text(socket: WebSocket) -> str:
    """Return the next text message. Raises Refused for a binary one, or WebSocketDisconnect."""
    message = await socket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", 1005))
    text: str | None = message.get("text")
    if text is None:
        raise Refused(*end_with(4400, "not_text"))
    return text


async def _close(socket: WebSocket, metrics: Metrics, code: int, reason: str) -> None:
    metrics.closed.labels(str(code)).inc()
    if socket.application_state is WebSocketState.CONNECTED:
        with suppress(WebSocketDisconnect, RuntimeError):  # the client may have disconnected
            await socket.close(code, reason)
