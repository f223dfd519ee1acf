"""A class of three hundred on a real server: how long a command waits, how fair the shares are, and
what an idle run costs.

    python -m benchmarks.load [--sessions 300] [--seconds 10] [--store sqlite:PATH]

The server is a process of its own, and its clients another, over real sockets; with both on the
same two cores the figures are worse than those of a server that has its own.
"""

import argparse
import asyncio
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import numpy as np
from websockets.asyncio.client import ClientConnection, connect

from tests import ports

WATCH: dict[str, Any] = {"network": {}, "narration": {}, "output": {}, "curve": {}}
# Updates done before it is measured: students are not all equally far, and the first hundreds of
# updates are all kept, and so slower than the others.
_STARTS = range(1000, 8000)
_GRACE = 1.0  # seconds for the last answers


@contextmanager
def server(store: str) -> Iterator[str]:
    """A server's address, while in the block."""
    port = ports.free()
    command = [sys.executable, "-m", "backstep", "serve", "--port", str(port), "--store", store]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        address = f"http://127.0.0.1:{port}"
        try:
            for _ in range(200):
                try:
                    urlopen(f"{address}/healthz", timeout=1).close()
                    break
                except OSError:
                    time.sleep(0.1)
            yield address
        finally:
            process.terminate()


def metrics(address: str) -> dict[str, float]:
    with urlopen(f"{address}/metrics", timeout=30) as answer:
        lines = [line for line in answer.read().decode().splitlines() if line[0] != "#"]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def create(address: str) -> dict[str, Any]:
    with urlopen(Request(f"{address}/api/runs", b"{}", method="POST"), timeout=30) as answer:
        run: dict[str, Any] = json.load(answer)
        return run


class Student:
    """Plays, and asks for something now and then."""

    def __init__(self, address: str, run: dict[str, Any], start: int) -> None:
        self._path = f"{address.replace('http', 'ws')}/api/runs/{run['id']}/stream"
        self._token, self._start = run["token"], start
        self._asked: dict[str, float] = {}
        self.waits: list[float] = []  # milliseconds from a command to the frame that answers it
        self.updates: list[int] = []
        self.frames = self.seen = self.gained = 0

    async def study(self, ready: asyncio.Barrier, seconds: float) -> None:
        async with connect(self._path, max_size=None, open_timeout=60) as stream:
            for command in (
                {"type": "hello", "token": self._token},
                {"type": "watch", "panels": WATCH},
                {"type": "seek", "step": self._start},
            ):
                await stream.send(json.dumps(command))
            reading = asyncio.create_task(self._read(stream))
            while not self.updates or self.updates[-1] < self._start:
                await asyncio.sleep(0.1)
            await ready.wait()
            await stream.send('{"type": "play", "by": "step"}')
            self.updates, self.frames = self.updates[-1:], 0
            began, number = time.perf_counter(), 0
            # All end at once: who is left alone has the whole server.
            while (pause := random.uniform(0.5, 2.5)) < began + seconds - time.perf_counter():
                await asyncio.sleep(pause)
                number += 1
                self._asked[f"a{number}"] = time.perf_counter()
                ask = {"type": "focus", "example": random.randrange(250), "id": f"a{number}"}
                await stream.send(json.dumps(ask))
            await asyncio.sleep(began + seconds - time.perf_counter())
            self.gained, self.seen = self.updates[-1] - self.updates[0], self.frames
            await asyncio.sleep(_GRACE)
            reading.cancel()

    async def _read(self, stream: ClientConnection) -> None:
        async for data in stream:
            if isinstance(data, str):
                continue
            length = int.from_bytes(data[:8], "little")
            meta = json.loads(json.loads(data[8 : 8 + length])["__metadata__"]["frame"])
            await stream.send(f'{{"type":"ack","seq":{meta["seq"]}}}')
            self.frames += 1
            self.updates.append(meta["updates"])
            for answer in meta["answers"]:
                if answer in self._asked:
                    self.waits.append(1000 * (time.perf_counter() - self._asked.pop(answer)))


async def measure(address: str, count: int, seconds: float) -> None:
    runs = []
    for number in range(count + 5):
        if number == 5:
            # The first ones also pay for what is shared.
            before = metrics(address)["process_resident_memory_bytes"]
        runs.append(await asyncio.to_thread(create, address))
    after = metrics(address)["process_resident_memory_bytes"]
    print(f"{(after - before) / count / 1000:.0f} kB an idle run")
    at = random.Random(0).choices(_STARTS, k=count)
    students = [Student(address, run, start) for run, start in zip(runs[:count], at, strict=True)]
    ready = asyncio.Barrier(count + 1)
    async with asyncio.TaskGroup() as group:
        for student in students:
            group.create_task(student.study(ready, seconds))
        await ready.wait()
        begun = await asyncio.to_thread(metrics, address)
        clock = time.perf_counter()
        await asyncio.sleep(seconds)
        ended = await asyncio.to_thread(metrics, address)
        clock = time.perf_counter() - clock
    used = ended["process_cpu_seconds_total"] - begun["process_cpu_seconds_total"]
    sent = ended["backstep_frames_total"] - begun["backstep_frames_total"]
    waits = [wait for student in students for wait in student.waits]
    median, late, latest = np.quantile(waits, [0.5, 0.95, 0.99])
    gained = sorted(student.gained for student in students)
    frames = sorted(student.seen for student in students)
    print(
        f"{count} play: a command's frame after {median:.0f} ms (median),"
        f" {late:.0f} (p95), {latest:.0f} (p99)"
        f" of {len(waits)}, unanswered {sum(len(each._asked) for each in students)}"
    )
    print(
        f"updates {gained[0]} – {gained[-1]} a run, fairness {gained[0] / gained[-1]:.2f};"
        f" frames {frames[0]} – {frames[-1]}; {sent / clock:.0f} frames/s at"
        f" {100 * used / clock:.0f} % of a core"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sessions", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--store", help="as of the server; else a file that is thrown away")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = given.store or f"sqlite:{Path(folder) / 'runs.sqlite'}"
        with server(store) as address:
            asyncio.run(measure(address, given.sessions, given.seconds))


if __name__ == "__main__":
    main()
