"""The two ends of a conversation between processes.

A `Call` is where the connection is, a `Guest` where the run is.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from backstep.protocol.codec.finite import to_json
from backstep.protocol.stream.messages import too_fast
from backstep.sessions.client.conversation import Listener, converse
from backstep.sessions.connection import SILENT, End, Refused, Send, end_with

log = logging.getLogger("backstep")

Say = Callable[[str | bytes], None]
_FAILED: End = end_with(1011, "failed")
_MOST_UNREAD = 200  # messages


class Call:
    """A connection whose run is in another process; it forwards messages in both directions.

    `send` sends to the client, `say` to the other process; `hang_up` reports the end to it.
    """

    def __init__(self, send: Send, say: Say, hang_up: Callable[[], None], patience: float) -> None:
        self._send, self._say, self._hang_up, self._patience = send, say, hang_up, patience
        self._heard: asyncio.Queue[str | bytes | End] = asyncio.Queue()

    def hear(self, data: str | bytes | End) -> None:
        if self._heard.qsize() >= _MOST_UNREAD:
            # The client requests more than it reads.
            while not self._heard.empty():
                self._heard.get_nowait()
            data = SILENT
        self._heard.put_nowait(data)

    def end(self, why: End) -> None:
        self.hear(why)

    def close(self) -> None:
        self._hang_up()

    def slowed(self, seconds: float) -> None:
        self.hear(to_json(too_fast(seconds)))

    def at_once(self, text: str) -> bool:
        self._say(text)
        return True

    async def receive(self, text: str) -> None:
        self._say(text)

    async def run(self) -> None:
        while True:
            data = await self._heard.get()
            if isinstance(data, tuple):
                raise Refused(*data)
            async with asyncio.timeout(self._patience):
                await self._send(data)


class Guest:
    """A client whose connection is in another process; `make` makes its listener here."""

    def __init__(self, make: Callable[[Send], Awaitable[Listener]], say: Say) -> None:
        self._make, self._say = make, say
        self._heard: asyncio.Queue[str] = asyncio.Queue()
        self.task: asyncio.Task[None] | None = None

    def start(self, done: Callable[[End], None]) -> None:
        """Serve the conversation; call `done` at the end, unless the other process ended it."""

        async def talk() -> None:
            done(await self._until_end())

        self.task = asyncio.create_task(talk())

    def hear(self, data: str | bytes) -> None:
        self._heard.put_nowait(data if isinstance(data, str) else data.decode())

    def end(self, why: End) -> None:
        # A cancelled task keeps its frames, and with them this guest and the run.
        task, self.task = self.task, None
        if task is not None:
            task.cancel()

    async def _until_end(self) -> End:
        try:
            await self._talk()
        except Refused as refused:
            return refused.code, str(refused)
        except TimeoutError:
            return SILENT
        except Exception:
            log.exception("a conversation with another process has failed")
        return _FAILED

    async def _talk(self) -> None:
        async def send(data: str | bytes) -> None:
            self._say(data)

        listener = await self._make(send)
        try:
            await converse(listener, self._heard.get, self._heard.get)
        finally:
            listener.close()
