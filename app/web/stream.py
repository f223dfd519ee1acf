"""The WebSocket of a run: sockets in, a `Client` behind."""

import asyncio
from collections.abc import Awaitable, Callable

import anyio
from fastapi import APIRouter, WebSocket
from starlette.websockets import WebSocketDisconnect, WebSocketState

from app.sessions.client import Client, Refused
from app.sessions.stores.memory import MemoryStore
from app.settings import Settings
from app.web import origins
from app.web.limits import Bucket

router = APIRouter()


@router.websocket("/api/runs/{run_id}/stream")
async def stream(socket: WebSocket, run_id: str) -> None:
    """Frames out, commands in; see docs/protocol.md."""
    settings: Settings = socket.app.state.settings
    if not origins.allowed(socket, settings):
        await socket.close(4403)
        return
    await socket.accept()
    store: MemoryStore = socket.app.state.store
    session = store.get(run_id)
    if session is None:
        await socket.close(4404, "no such run")
        return
    if socket.app.state.connections >= settings.connections:
        await socket.close(4409, "too many connections")
        return

    async def send(data: str | bytes) -> None:
        if isinstance(data, bytes):
            await socket.send_bytes(data)
        else:
            await socket.send_text(data)

    client = Client(session, send)
    socket.app.state.connections += 1
    try:
        await _converse(socket, client, settings)
    except Refused as refused:
        await _close(socket, refused.code, str(refused))
    except TimeoutError:
        await _close(socket, 4408, "nothing was said or read in time")
    except (WebSocketDisconnect, RuntimeError):
        pass  # the client has gone
    finally:
        socket.app.state.connections -= 1
        client.close()


async def _converse(socket: WebSocket, client: Client, settings: Settings) -> None:
    """Read and send side by side until either ends."""

    commands, size = Bucket(settings.rates.commands), Bucket(settings.rates.command_bytes)

    async def read() -> None:
        async with asyncio.timeout(settings.hello_seconds):
            await client.receive(await socket.receive_text())
        while True:
            text = await socket.receive_text()
            if len(text) > settings.message_bytes:
                raise Refused(4400, f"a message is longer than {settings.message_bytes} bytes")
            if wait := commands.take() or size.take(len(text)):
                # Commands are not dropped: it is read more slowly, and says so.
                client.slowed(wait)
                await asyncio.sleep(wait)
            await client.receive(text)

    ended: list[Exception] = []

    async def until_end(work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except Exception as error:
            ended.append(error)
            group.cancel_scope.cancel()

    async with anyio.create_task_group() as group:
        group.start_soon(until_end, read)
        group.start_soon(until_end, client.run)
    if ended:
        raise ended[0]


async def _close(socket: WebSocket, code: int, reason: str) -> None:
    if socket.application_state is WebSocketState.CONNECTED:
        await socket.close(code, reason)
