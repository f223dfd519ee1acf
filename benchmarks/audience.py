"""A full lecture hall on a real server: the time from a command to a follower's frame.

python -m benchmarks.audience [--followers 1000] [--rate 10] [--seconds 10] [--apart]

The followers are a separate process on the same machine and read as little of a frame as they can,
so that the server is measured, not they. With `--apart`, the presenter is connected to one server
and the followers to another, with Redis in between.
"""

import argparse
import asyncio
import json
import os
import re
import struct
import time
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from websockets.asyncio.client import ClientConnection, connect

from benchmarks.load import create, metrics, server
from tests import redis_server
from tests.redis_server import RedisServer

_SEQ = re.compile(rb'seq\\":(\d+)')
_KEY = "AAAAAAAAAAAAAAAAAAAAAA=="  # of the handshake; it need not be secret


class Hall:
    """When each frame was requested, and when it arrived."""

    def __init__(self) -> None:
        self.asked: dict[tuple[int, int], float] = {}
        self.places: dict[int, tuple[int, int]] = {}  # positions of the frames, by their number
        self.waits: list[float] = []  # milliseconds
        self.frames: list[int] = []
        self.bytes = 0

    def came(self, payload: memoryview) -> int:
        """Note a frame; return its number."""
        found = _SEQ.search(payload, 8, 4000)
        assert found is not None
        seq = int(found[1])
        if seq not in self.places:
            length = int.from_bytes(payload[:8], "little")
            meta = json.loads(json.loads(bytes(payload[8 : 8 + length]))["__metadata__"]["frame"])
            self.places[seq] = meta["step"], meta["op"]
        asked = self.asked.get(self.places[seq])
        if asked is not None:
            self.waits.append(1000 * (time.perf_counter() - asked))
        self.bytes += len(payload)
        return seq


class Follower(asyncio.Protocol):
    """A minimal WebSocket client: says hello, acknowledges."""

    def __init__(self, hall: Hall, host: str, path: str) -> None:
        self._hall, self._host, self._path = hall, host, path
        self._buffer = bytearray()
        self._open = False
        self.frames = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(
            f"GET {self._path} HTTP/1.1\r\nHost: {self._host}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {_KEY}\r\n"
            "Sec-WebSocket-Version: 13\r\n\r\n".encode()
        )

    def _say(self, text: str) -> None:
        data = text.encode()
        # A mask of zeros leaves the data unchanged.
        self._transport.write(bytes([0x81, 0x80 | len(data), 0, 0, 0, 0]) + data)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self._open:
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            assert self._buffer.startswith(b"HTTP/1.1 101"), bytes(self._buffer[:80])
            del self._buffer[: end + 4]
            self._open = True
            self._say('{"type":"hello"}')
        while self._message():
            pass

    def _message(self) -> bool:
        """Remove one message from the buffer, if it is complete."""
        buffer = self._buffer
        if len(buffer) < 4:
            return False
        length, start = buffer[1], 2
        if length == 126:
            (length,), start = struct.unpack_from(">H", buffer, 2), 4
        elif length == 127:
            if len(buffer) < 10:
                return False
            (length,), start = struct.unpack_from(">Q", buffer, 2), 10
        if len(buffer) < start + length:
            return False
        if buffer[0] & 15 == 2:
            with memoryview(buffer) as view, view[start : start + length] as payload:
                seq = self._hall.came(payload)
            self.frames += 1
            self._say(f'{{"type":"ack","seq":{seq}}}')
        del buffer[: start + length]
        return True


async def present(stream: ClientConnection, hall: Hall, rate: float, seconds: float) -> None:
    """Step forward by operations, `rate` per second."""
    operations, count = 15, int(rate * seconds)
    began = time.perf_counter()
    for number in range(1, count + 1):
        await asyncio.sleep(began + number / rate - time.perf_counter())
        hall.asked[divmod(number, operations)] = time.perf_counter()
        await stream.send('{"type":"forward"}')


async def read(stream: ClientConnection) -> None:
    """The presenter's own page."""
    async for data in stream:
        if isinstance(data, bytes):
            found = _SEQ.search(data, 8, 4000)
            assert found is not None
            await stream.send(f'{{"type":"ack","seq":{int(found[1])}}}')


async def fill(hall: Hall, address: str, code: str, count: int) -> list[Follower]:
    """Connect `count` followers and wait for their first frame."""
    host, _, port = urlsplit(address).netloc.partition(":")
    loop, path = asyncio.get_running_loop(), f"/api/watch/{code}/stream"
    followers = []
    for _ in range(count):
        _, follower = await loop.create_connection(
            lambda: Follower(hall, f"{host}:{port}", path), host, int(port)
        )
        followers.append(follower)
    while not all(follower.frames for follower in followers):
        await asyncio.sleep(0.05)
    return followers


async def measure(address: str, hall_address: str, count: int, rate: float, seconds: float) -> None:
    """Connect the presenter to one address, the followers to another, or the same."""
    run: dict[str, Any] = create(address)
    hall = Hall()
    path = f"{address.replace('http', 'ws')}/api/runs/{run['id']}/stream"
    async with connect(path, max_size=None) as stream:
        await stream.send(json.dumps({"type": "hello", "token": run["token"]}))
        reading = asyncio.create_task(read(stream))
        followers = await fill(hall, hall_address, run["watch_code"], count)
        before, sent = await asyncio.to_thread(metrics, address), hall.bytes
        own, began = os.times(), time.perf_counter()
        await present(stream, hall, rate, seconds)
        await asyncio.sleep(1)
        after, clock = await asyncio.to_thread(metrics, address), time.perf_counter() - began
        used = os.times()
        reading.cancel()
        followers.clear()
    expected = count * len(hall.asked)
    median, late, latest, last = np.quantile(hall.waits, [0.5, 0.95, 0.99, 1])
    cpu = after["process_cpu_seconds_total"] - before["process_cpu_seconds_total"]
    clients = used.user + used.system - own.user - own.system
    print(
        f"{count} followers, {rate:g} steps/s: a step is with a follower after {median:.0f} ms"
        f" (median), {late:.0f} (p95), {latest:.0f} (p99), {last:.0f} (longest);"
        f" {100 * len(hall.waits) / expected:.1f} % of {expected} frames came, the others were"
        f" skipped; {(hall.bytes - sent) / len(hall.waits) / 1000:.1f} kB a frame"
    )
    print(f"server {100 * cpu / clock:.0f} % of a core, followers {100 * clients / clock:.0f} %")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--followers", type=int, default=1000)
    parser.add_argument("--rate", type=float, default=10.0, help="steps a second")
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--apart", action="store_true", help="two servers on one Redis")
    given = parser.parse_args()
    figures = given.followers, given.rate, given.seconds
    if not given.apart:
        with server("memory:") as address:
            asyncio.run(measure(address, address, *figures))
        return
    with (
        redis_server.serving() as redis,
        server(redis.address) as address,
        server(redis.address) as other,
    ):
        before = traffic(redis)
        asyncio.run(measure(address, other, *figures))
        print(f"Redis: {(traffic(redis) - before) / given.seconds / 1000:.0f} kB/s, both ways")


def traffic(redis: RedisServer) -> int:
    """Return the bytes that it has received and sent."""
    with redis.client() as client:
        told: Any = client.info("stats")
    return int(told["total_net_input_bytes"]) + int(told["total_net_output_bytes"])


if __name__ == "__main__":
    main()
