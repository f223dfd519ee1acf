"""Messages from one process to another, in the order in which they are sent.

They pass through Redis, one channel per process. Redis does not store them: if a process was not
listening, messages are lost, and both sides are notified.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from time import monotonic
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from backstep.sessions.replicas.messages import Gone, Head, Heard, pack, unpack
from backstep.sessions.stores.records import StoreError
from backstep.sessions.tasks import ending, until_one_ends

log = logging.getLogger("backstep")

_PATIENCE = 2.0  # seconds to wait for an answer
_LOOK_SECONDS = 1.0  # between two checks of the other processes
_SILENCE = 4.0  # seconds without receiving even our own messages
_AGAIN = 0.5  # seconds before the next attempt
_AT_ONCE = 200  # messages per request


class Link:
    """The messenger of the process `name`.

    `heard` is called with each message and its sender. `gone` is called with a process that cannot
    be reached (None: all): the last messages in either direction may have been lost.
    """

    def __init__(self, address: str, name: str, heard: Heard, gone: Gone) -> None:
        self.name = name
        self._heard, self._gone = heard, gone
        self._redis: Any = Redis.from_url(
            address,
            socket_timeout=_PATIENCE,
            socket_connect_timeout=_PATIENCE,
            retry=Retry(NoBackoff(), 0),
        )
        self._outgoing: deque[tuple[str, bytes]] = deque()
        self._wake, self._quiet = asyncio.Event(), asyncio.Event()
        self._last = 0.0  # when the last message was received
        self._hearing, self._asking = asyncio.Event(), asyncio.Lock()
        self.trouble = False  # no other process can be reached
        self.peers: Callable[[], Iterable[str]] = (
            lambda: ()
        )  # the processes with open conversations

    def send(self, to: str, head: Head, body: bytes = b"") -> None:
        """Send a message to another process; `gone` is called if it does not listen."""
        self._outgoing.append((to, pack(head | {"from": self.name}, body)))
        self._quiet.clear()
        self._wake.set()

    async def alive(self, names: Iterable[str]) -> set[str]:
        """Return those of the processes that have a lease and listen. Raises StoreError."""
        asked = list(names)
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._hearing.wait()  # without a subscription, answers would be lost
            # One connection is enough for all these requests.
            async with self._asking, self._redis.pipeline(transaction=False) as pipeline:
                for name in asked:
                    pipeline.exists(f"backstep:replica:{name}")
                    pipeline.pubsub_numsub(_channel(name))
                answers = await pipeline.execute()
        except (RedisError, OSError) as error:  # and TimeoutError
            raise StoreError(f"other processes cannot be found: {error}") from error
        leases, listening = answers[::2], answers[1::2]
        told = zip(asked, leases, listening, strict=True)
        return {name for name, lease, ((_, count),) in told if lease and count}

    async def run(self) -> None:
        """Send and receive until cancelled."""
        while True:
            try:
                self._last = monotonic()
                await until_one_ends(self._listen, self._speak, self._look)
            except (RedisError, OSError, StoreError) as error:
                if not self.trouble:
                    log.warning("other processes cannot be talked to: %s", error)
            except Exception:
                log.exception("talking to other processes has failed")
            self.trouble = True
            self._hearing.clear()
            self._outgoing.clear()
            self._gone(None)
            await asyncio.sleep(_AGAIN)

    async def said(self) -> None:
        """Wait until everything is sent, up to a limit."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                await self._quiet.wait()

    async def close(self) -> None:
        await self._redis.aclose()

    async def _listen(self) -> None:
        async with self._redis.pubsub() as channel:
            await channel.subscribe(_channel(self.name))
            while not ending():
                message = await channel.get_message(timeout=_LOOK_SECONDS)
                if message is not None:
                    self._last = monotonic()
                    self._hear(message)

    def _hear(self, message: dict[str, Any]) -> None:
        if message["type"] == "subscribe":
            self._hearing.set()
            if self.trouble:
                log.warning("other processes can be talked to again")
            self.trouble = False
            return
        head, body = unpack(message["data"])
        if "do" in head:
            self._heard(head["from"], head, body)

    async def _speak(self) -> None:
        while not ending():
            await self._wake.wait()
            self._wake.clear()
            while self._outgoing and not ending():
                count = min(len(self._outgoing), _AT_ONCE)
                await self._say([self._outgoing.popleft() for _ in range(count)])
            self._quiet.set()

    async def _say(self, messages: list[tuple[str, bytes]]) -> None:
        async with self._redis.pipeline(transaction=False) as pipeline:
            for to, data in messages:
                pipeline.publish(_channel(to), data)
            heard = await pipeline.execute()
        for to in {to for (to, _), count in zip(messages, heard, strict=True) if not count}:
            if to != self.name:
                self._gone(to)

    async def _look(self) -> None:
        """Check that our own messages arrive and that the other processes live."""
        while not ending():
            self.send(self.name, {})
            await asyncio.sleep(_LOOK_SECONDS)
            if monotonic() - self._last > _SILENCE:
                raise StoreError("nothing is heard")
            peers = set(self.peers())
            for name in peers - await self.alive(peers) if peers else ():
                self._gone(name)


def _channel(name: str) -> str:
    return f"backstep:to:{name}"
