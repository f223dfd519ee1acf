"""Uses a server as a class would, for long, and looks whether it grows.

    python -m tests.faults.soak [--minutes 10] [--students 10] [--followers 12]

Students make runs, play, step, seek, edit, upload, take away, lose their connection, come back and
leave; followers come and go. Every minute they have a break, all but one, who plays on, so that the
server never has the time to look for garbage. How much memory and how many descriptors it then
holds is what counts, in the second half: by then everything that is kept has been filled.
"""

import argparse
import asyncio
import json
import os
import random
import re
import resource
import sys
import tempfile
from collections.abc import Set
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import numpy as np
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from tests.faults.server import Server
from tests.received import event_of, meta_of
from tests.waiting import PATIENCE

_APART = 5.0  # seconds between two looks
_LESSON, _BREAK = 40.0, 20.0  # seconds; a break begins when all have come to it
_LINE = "{:6.0f} s {:7.1f} MB {:4} descriptors"
_GROWTH = 10.0  # MB that the second half may add: so much it wavers; leaks were hundreds
_DESCRIPTORS = 3.0
# What is kept is full soon: then nothing may grow any more.
_SETTINGS = {
    "BACKSTEP_AWAKE_SECONDS": "10",
    "BACKSTEP_CLEAN_SECONDS": "5",
    "BACKSTEP_KEEP_SECONDS": "60",
    "BACKSTEP_UPLOADS": '{"sets": 10}',
    "BACKSTEP_RATES__RUNS": '{"per_second": 100, "burst": 1000}',
    "BACKSTEP_RATES__UPLOADS": '{"per_second": 100, "burst": 1000}',
}
_PRESETS = ("circle", "xor", "spiral", "gauss", "moons", "sine", "digits", "reviews")
_PANELS: tuple[dict[str, Any], ...] = (
    {"network": {}, "narration": {}, "curve": {}, "output": {}},
    {"network": {}, "slice": {"parameter": "layers.0.weight.0.0"}},
    {"network": {}, "surface": {"plane": "gradient", "resolution": 15}},
    {"network": {}, "race": {"racers": [{"optimizer": {"name": "adam"}}]}},
    {"network": {}, "inspector": {"select": "layers.0.weight.0.0"}, "health": {}, "hardest": {}},
)


@dataclass
class Seen:
    """What was noted at the end of each break: seconds, MB and descriptors of the server; and what
    was done to it."""

    rests: list[tuple[float, float, int]] = field(default_factory=list)
    done: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def count(self, what: str) -> None:
        self.done[what] = self.done.get(what, 0) + 1

    @property
    def growth(self) -> tuple[float, float]:
        """MB and descriptors that the second half added, by a straight line through it."""
        half = self.rests[len(self.rests) // 2 :]
        if len(half) < 2:
            return 0.0, 0.0
        times, *values = np.array(half).T
        slopes = [np.polyfit(times, each, 1)[0] for each in values]
        memory, descriptors = (float(slope * (times[-1] - times[0])) for slope in slopes)
        return memory, descriptors


class Person:
    """Somebody with a browser."""

    def __init__(self, port: int, dice: random.Random, seen: Seen, codes: list[str]) -> None:
        self.port, self.dice, self.seen, self.codes = port, dice, seen, codes
        self.lesson = asyncio.Event()  # not in the break
        self.resting = False

    async def rest(self) -> None:
        """Wait for the end of the break, if there is one."""
        self.resting = True
        await self.lesson.wait()
        self.resting = False

    async def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> bytes:
        """The body of an answer; empty for one that refuses."""
        request = Request(
            f"http://127.0.0.1:{self.port}{path}", body, method=method, headers=headers
        )
        try:
            data: bytes = await asyncio.to_thread(lambda: urlopen(request, timeout=PATIENCE).read())
        except HTTPError as error:
            with error:
                if error.code >= 500:
                    self.seen.faults.append(f"{error.code}: {method} {path}")
            return b""
        place = re.sub(r"(runs|watch)/[\w-]+", r"\1/…", path.partition("?")[0])
        self.seen.count(f"{method} {place}")
        return data

    def connected(self, path: str) -> connect:
        return connect(f"ws://127.0.0.1:{self.port}{path}", max_size=None, open_timeout=PATIENCE)

    async def say(self, stream: ClientConnection, type: str, **fields: Any) -> None:
        await stream.send(json.dumps({"type": type, **fields}))
        self.seen.count(type)

    async def read(self, stream: ClientConnection, seconds: float) -> list[dict[str, Any]]:
        """The events of so long; frames are acknowledged."""
        events: list[dict[str, Any]] = []
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while True:
                    data = await stream.recv()
                    if isinstance(data, str):
                        events.append(event_of(data))
                        continue
                    meta = meta_of(data)
                    await stream.send(json.dumps({"type": "ack", "seq": meta["seq"]}))
        return events


class Student(Person):
    """Makes runs, and drives them."""

    async def live(self) -> None:
        while True:
            await self.rest()
            run = await self._run()
            path = f"/api/runs/{run['id']}"
            self.codes.append(run["watch_code"])
            for _ in range(self.dice.randint(1, 3)):  # connections
                if self.lesson.is_set():
                    with suppress(WebSocketException, OSError):
                        await self._drive(path, run["token"])
            await self._take(path)
            self.codes.remove(run["watch_code"])
            if self.dice.random() < 0.6:
                await self.ask("DELETE", path, Authorization=f"Bearer {run['token']}")

    async def _run(self) -> dict[str, Any]:
        dice, spec = self.dice, {"preset": self.dice.choice(_PRESETS)}
        if dice.random() < 0.2:
            rows = "".join(f"{dice.random()},{dice.random()},{'ab'[i % 2]}\n" for i in range(60))
            found = json.loads(await self.ask("POST", "/api/datasets", rows.encode()))
            run = await self.ask(
                "POST", "/api/runs", json.dumps({"data": {"name": found["id"]}}).encode()
            )
        else:
            run = await self.ask("POST", "/api/runs", json.dumps(spec).encode())
        made: dict[str, Any] = json.loads(run)
        return made

    async def _drive(self, path: str, token: str) -> None:
        async with self.connected(f"{path}/stream") as stream:
            await self.say(stream, "hello", token=token)
            await self.say(stream, "watch", panels=self.dice.choice(_PANELS))
            for _ in range(self.dice.randint(4, 12) if self.lesson.is_set() else 0):
                await self._act(stream)
                await self.read(stream, self.dice.uniform(0.1, 0.8))
            if self.dice.random() < 0.5:
                stream.transport.abort()  # a lid that is closed

    async def _act(self, stream: ClientConnection) -> None:
        dice = self.dice
        match dice.randrange(10):
            case 0 | 1:
                await self.say(stream, "play", by="step", rate=dice.choice((20, 60, None)))
            case 2:
                await self.say(stream, "pause")
            case 3:
                await self.say(stream, "forward", by="operation", count=dice.randrange(1, 40))
            case 4:
                await self.say(stream, "seek", step=dice.randrange(300), op=dice.randrange(8))
            case 5:
                rate = dice.uniform(0.001, 0.1)
                changes = {"training": {"optimizer": {"learning_rate": rate}}}
                await self.say(stream, "edit", changes=changes)
            case 6:
                await self.say(stream, "reset")
            case 7:
                where = {"tensor": "layers.0.weight", "index": [0, 0]}
                await self.say(stream, "set_parameter", **where, value=dice.uniform(-1, 1))
                await self.say(stream, "inspect", **where)
                await self.say(stream, "nudge", **where, delta=0.01)
            case 8:
                await self.say(stream, "present", panels={"network": {}, "narration": {}})
                await self.say(stream, "ask", text="Which?", choices=["this", "that"])
                await self.read(stream, 0.3)
                await self.say(stream, "reveal", right=0)
            case _:
                await self.say(stream, "nonsense")

    async def _take(self, path: str) -> None:
        dice = self.dice
        takes = ("", "/checkpoint", "/recording", "/code?framework=numpy", "/data.csv")
        await self.ask("GET", path + dice.choice(takes))
        if dice.random() < 0.1:
            await self.ask("GET", f"{path}/export.html?steps=3&panels=network,transport")
        if dice.random() < 0.3:
            await self.ask(
                "GET", dice.choice(("/", "/api/catalogue", "/lessons/downhill", "/embed"))
            )


class Follower(Person):
    """Follows whoever presents."""

    async def live(self) -> None:
        while True:
            await asyncio.sleep(self.dice.uniform(0, 1))
            await self.rest()
            if self.codes:
                with suppress(WebSocketException, OSError):
                    await self._follow(self.dice.choice(self.codes))

    async def _follow(self, code: str) -> None:
        await self.ask("GET", f"/watch/{code}")
        async with self.connected(f"/api/watch/{code}/stream") as stream:
            await self.say(stream, "hello")
            for _ in range(self.dice.randint(1, 4)):
                for event in await self.read(stream, self.dice.uniform(0.2, 2)):
                    if event["type"] == "question":
                        await self.say(stream, "answer", number=event["number"], choice=0)


class Steady(Student):
    """Plays one run for as long as it lasts."""

    async def live(self) -> None:
        self.resting = True  # it is no work
        run = json.loads(await self.ask("POST", "/api/runs", b"{}"))
        async with self.connected(f"/api/runs/{run['id']}/stream") as stream:
            await self.say(stream, "hello", token=run["token"])
            await self.say(stream, "play", by="step", rate=20)
            await self.read(stream, 1e6)


def look(process: int) -> tuple[float, int]:
    """Megabytes and descriptors that a process holds."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20, len(os.listdir(f"/proc/{process}/fd"))


async def run(
    seconds: float,
    students: int,
    followers: int,
    seed: int,
    folder: Path,
    wanted: Set[str] = frozenset(),
) -> Seen:
    """Use a server for so many seconds at least, and until all that is wanted was done to it."""
    dice, seen = random.Random(seed), Seen()
    server = Server(folder / "runs.sqlite", _SETTINGS)
    await server.start()
    codes: list[str] = []
    people: list[Student | Follower] = [
        kind(server.port, random.Random(dice.random()), seen, codes)
        for kind, count in ((Steady, 1), (Student, students), (Follower, followers))
        for _ in range(count)
    ]
    began = monotonic()

    def looked() -> tuple[float, float, int]:
        return monotonic() - began, *look(server.process)

    async def lessons() -> None:
        while True:
            for each in people:
                each.lesson.set()
            await asyncio.sleep(_LESSON)
            for each in people:
                each.lesson.clear()
            while not all(each.resting for each in people):
                await asyncio.sleep(0.1)
            await asyncio.sleep(_BREAK)
            seen.rests.append(looked())
            print(_LINE.format(*seen.rests[-1]), "at rest", flush=True)

    tasks = [asyncio.create_task(each.live()) for each in people]
    tasks.append(asyncio.create_task(lessons()))
    try:
        while monotonic() < began + seconds or not wanted <= seen.done.keys():
            await asyncio.wait(
                tasks, timeout=min(_APART, seconds), return_when=asyncio.FIRST_COMPLETED
            )
            for task in tasks:
                if task.done():
                    task.result()
            print(_LINE.format(*looked()), flush=True)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        server.stop()
    seen.faults += server.complaints
    return seen


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--students", type=int, default=10)
    parser.add_argument("--followers", type=int, default=12)
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(2), "big"))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        seconds, people = 60 * given.minutes, (given.students, given.followers)
        seen = asyncio.run(run(seconds, *people, given.seed, Path(folder)))
    memory, descriptors = seen.growth
    for what, times in sorted(seen.done.items()):
        print(f"{times:7} {what}")
    added = f"{memory:+.1f} MB and {descriptors:+.1f} descriptors"
    print(f"seed {given.seed}, {len(seen.rests)} breaks: the second half added {added}")
    print("\n".join(seen.faults[:20]))
    flat = memory < _GROWTH and descriptors < _DESCRIPTORS
    return 0 if flat and not seen.faults else 1


if __name__ == "__main__":
    sys.exit(main())
