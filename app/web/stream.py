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
from app.web.metrics import Counts
from app.web.streams import COME_BACK, Streams

router = APIRouter()
_MOST_WAITING = 64  # commands that are read before those before them are carried out


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
    streams: Streams = socket.app.state.streams
    counts: Counts = socket.app.state.counts
    if streams.count >= settings.connections:
        await socket.close(4409, "too many connections")
        return

    async def send(data: str | bytes) -> None:
        if isinstance(data, bytes):
            counts.add("backstep_frames_total")
            counts.add("backstep_frame_bytes_total", len(data))
            await socket.send_bytes(data)
        else:
            await socket.send_text(data)

    client = Client(session, send)
    streams.enter()
    try:
        await _converse(socket, client, streams, counts)
    except Refused as refused:
        await _close(socket, refused.code, str(refused))
    except TimeoutError:
        await _close(socket, 4408, "nothing was said or read in time")
    except (WebSocketDisconnect, RuntimeError):
        pass  # the client has gone
    finally:
        streams.exit()
        client.close()


async def _converse(socket: WebSocket, client: Client, streams: Streams, counts: Counts) -> None:
    """Read and send side by side until either ends, or the server stops."""
    settings: Settings = socket.app.state.settings
    commands, size = Bucket(settings.rates.commands), Bucket(settings.rates.command_bytes)

    # Read on while a command is carried out: the next may be to stop it.
    waiting: asyncio.Queue[str] = asyncio.Queue(_MOST_WAITING)

    async def read() -> None:
        async with asyncio.timeout(settings.hello_seconds):
            await client.receive(await socket.receive_text())
        while True:
            text = await socket.receive_text()
            if len(text) > settings.message_bytes:
                raise Refused(4400, f"a message is longer than {settings.message_bytes} bytes")
            counts.add("backstep_commands_total")
            if wait := commands.take() or size.take(len(text)):
                # Commands are not dropped: it is read more slowly, and says so.
                counts.add("backstep_slowed_total")
                client.slowed(wait)
                await asyncio.sleep(wait)
            if not client.at_once(text):
                await waiting.put(text)

    async def work() -> None:
        while True:
            await client.receive(await waiting.get())

    async def leave() -> None:
        await streams.until_leaving()
        raise Refused(1012, f"the server restarts; come back in {COME_BACK} s")

    ended: list[Exception] = []

    async def until_end(work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except Exception as error:
            ended.append(error)
            group.cancel_scope.cancel()

    async with anyio.create_task_group() as group:
        group.start_soon(until_end, read)
        group.start_soon(until_end, work)
        group.start_soon(until_end, client.run)
        group.start_soon(until_end, leave)
    if ended:
        raise ended[0]


async def _close(socket: WebSocket, code: int, reason: str) -> None:
    socket.app.state.counts.add("backstep_closed_total", code=str(code))
    if socket.application_state is WebSocketState.CONNECTED:
        await socket.close(code, reason)
