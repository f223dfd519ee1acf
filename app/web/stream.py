"""The WebSocket of a run: sockets in, a `Client` behind."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Protocol

from fastapi import APIRouter, WebSocket
from starlette.websockets import WebSocketDisconnect, WebSocketState

from app.sessions.client import Client
from app.sessions.connection import Refused, Send
from app.sessions.stores.memory import MemoryStore
from app.settings import Settings
from app.web import origins
from app.web.limits import Bucket
from app.web.metrics import Counts
from app.web.streams import COME_BACK, Streams

router = APIRouter()
_MOST_WAITING = 64  # commands that are read before those before them are carried out


class Listener(Protocol):
    """Who is at the other end of a stream: a `Client` of a run, or a `Follower` of a class."""

    def close(self) -> None: ...

    def slowed(self, seconds: float) -> None: ...

    def at_once(self, text: str) -> bool: ...

    async def receive(self, text: str) -> None: ...

    async def run(self) -> None: ...


@router.websocket("/api/runs/{run_id}/stream")
async def stream(socket: WebSocket, run_id: str) -> None:
    """Frames out, commands in; see docs/protocol.md."""
    if not await admitted(socket):
        return
    store: MemoryStore = socket.app.state.store
    session = store.get(run_id)
    if session is None:
        await socket.close(4404, "no such run")
        return
    await serve(socket, lambda send: Client(session, send))


async def admitted(socket: WebSocket) -> bool:
    """Whether the page it comes from may open streams here; then it is accepted."""
    if not origins.allowed(socket, socket.app.state.settings):
        await socket.close(4403)
        return False
    await socket.accept()
    return True


async def serve(socket: WebSocket, make: Callable[[Send], Listener]) -> None:
    """Converse with who is at the other end, as what `make` makes of it, until either goes."""
    settings: Settings = socket.app.state.settings
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

    client = make(send)
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


async def _converse(socket: WebSocket, client: Listener, streams: Streams, counts: Counts) -> None:
    """Read and send side by side until either ends, or the server stops."""
    settings: Settings = socket.app.state.settings
    commands, size = Bucket(settings.rates.commands), Bucket(settings.rates.command_bytes)

    # Read on while a command is carried out: the next may be to stop it.
    waiting: asyncio.Queue[str] = asyncio.Queue(_MOST_WAITING)

    async def read() -> None:
        async with asyncio.timeout(settings.hello_seconds):
            await client.receive(await _text(socket))
        while True:
            text = await _text(socket)
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

    await _until_one_ends(read, work, client.run, leave)


async def _until_one_ends(*works: Callable[[], Coroutine[None, None, None]]) -> None:
    """Do all of it side by side until one ends; raises what it raised."""
    tasks = [asyncio.create_task(work()) for work in works]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
    errors = [task.exception() for task in tasks if not task.cancelled()]
    error = next(each for each in errors if each is not None)
    # It knows the frames that it went through. None of them may know it afterwards, or they would
    # keep the client, and its run, until somebody looks for garbage.
    tasks.clear()
    errors.clear()
    try:
        raise error
    finally:
        del error


async def _text(socket: WebSocket) -> str:
    """The next message. Raises Refused where it is no text, WebSocketDisconnect at the end."""
    message = await socket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", 1005))
    text: str | None = message.get("text")
    if text is None:
        raise Refused(4400, "commands are text")
    return text


async def _close(socket: WebSocket, code: int, reason: str) -> None:
    socket.app.state.counts.add("backstep_closed_total", code=str(code))
    if socket.application_state is WebSocketState.CONNECTED:
        await socket.close(code, reason)
