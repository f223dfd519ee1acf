"""As much of Redis as carries messages between processes, made up."""

import asyncio
from collections.abc import Callable
from typing import Any

from redis.exceptions import ConnectionError


class Broker:
    """What all connections to the made-up Redis share. Once `down`, nothing works."""

    def __init__(self) -> None:
        self.channels: dict[str, list[asyncio.Queue[dict[str, Any]]]] = {}
        self.leases: set[str] = set()
        self.down = False

    def look(self) -> None:
        if self.down:
            raise ConnectionError("no Redis")

    def publish(self, channel: str, data: bytes) -> int:
        queues = self.channels.get(channel, [])
        for queue in queues:
            queue.put_nowait({"type": "message", "data": data})
        return len(queues)


class Pipeline:
    def __init__(self, broker: Broker) -> None:
        self._broker, self._work = broker, list[Callable[[], Any]]()

    async def __aenter__(self) -> "Pipeline":
        return self

    async def __aexit__(self, *_: object) -> None: ...

    def publish(self, channel: str, data: bytes) -> None:
        self._work.append(lambda: self._broker.publish(channel, data))

    def exists(self, key: str) -> None:
        self._work.append(lambda: int(key in self._broker.leases))

    def pubsub_numsub(self, channel: str) -> None:
        self._work.append(lambda: [(channel, len(self._broker.channels.get(channel, [])))])

    async def execute(self) -> list[Any]:
        self._broker.look()
        return [each() for each in self._work]


class Channel:
    def __init__(self, broker: Broker) -> None:
        self._broker, self._name = broker, ""
        self._queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def __aenter__(self) -> "Channel":
        return self

    async def __aexit__(self, *_: object) -> None:
        self._broker.channels.get(self._name, [self._queue]).remove(self._queue)

    async def subscribe(self, name: str) -> None:
        self._broker.look()
        self._name = name
        self._broker.channels.setdefault(name, []).append(self._queue)
        self._queue.put_nowait({"type": "subscribe"})

    async def get_message(self, timeout: float) -> dict[str, Any] | None:
        self._broker.look()
        try:
            return await asyncio.wait_for(self._queue.get(), timeout)
        except TimeoutError:
            return None


class Redis:
    """As much of `redis.asyncio.Redis` as a link uses."""

    def __init__(self, broker: Broker) -> None:
        self._broker = broker

    def pubsub(self) -> Channel:
        return Channel(self._broker)

    def pipeline(self, transaction: bool) -> Pipeline:
        return Pipeline(self._broker)

    async def aclose(self) -> None: ...
