"""Kills a server again and again while clients drive their runs, and looks what was lost.

    python -m tests.faults.kill [--kills 20] [--clients 6]

Each client has a run. It edits, moves and plays; when the server dies it comes back with the same
id and token. Nothing that was answered may be missing, what had been seen for longer than a
second must have been reached again, and the numbers at a place must be the same bits as before.
"""

import argparse
import asyncio
import json
import os
import random
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.request import Request, urlopen

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from tests.faults.server import START_SECONDS, Server
from tests.received import event_of, header_of, meta_of

_GRACE = 1.0  # seconds of free play that may be lost


@dataclass
class Told:
    """What a client knows, and will ask for again."""

    edits: list[dict[str, Any]] = field(default_factory=list)  # as answered
    epoch: int = 0
    editing: bool = False  # an edit has been sent and not been answered
    seen: list[tuple[float, int, int]] = field(default_factory=list)  # when, run_epoch, updates
    numbers: dict[tuple[int, int, int], bytes] = field(default_factory=dict)
    undoable: tuple[Any, Any] = (None, None)  # the acts to undo and to redo, as answered


class Driver:
    """Drives one run, each time by any of the servers, and notes what is lost."""

    def __init__(self, ports: Sequence[int], dice: random.Random) -> None:
        self._ports, self._dice = ports, dice
        self._run: dict[str, Any] = {}
        self._told = Told()
        self._count = 0
        self.lost: list[str] = []
        self.answered = self.connections = 0
        self.heard = 0.0  # when a command was answered last
        self.kept = True  # as far as it was told

    async def create(self) -> None:
        address = f"http://127.0.0.1:{self._dice.choice(self._ports)}/api/runs"
        request = Request(address, b"{}", method="POST")
        body = await asyncio.to_thread(lambda: urlopen(request, timeout=20).read())
        self._run = json.loads(body)

    @property
    def _path(self) -> str:
        return f"/api/runs/{self._run['id']}/stream"

    async def drive(self, until: asyncio.Event) -> None:
        """Drive until told to stop, over every death of the server."""
        await self.create()
        while not until.is_set():
            with suppress(OSError, WebSocketException, TimeoutError):
                address = f"ws://127.0.0.1:{self._dice.choice(self._ports)}{self._path}"
                async with connect(address, max_size=None, open_timeout=20) as stream:
                    await self._converse(stream, until)
            await asyncio.sleep(0.05)

    async def _converse(self, stream: ClientConnection, until: asyncio.Event) -> None:
        died = monotonic()
        welcome = await self._ask(stream, "hello", token=self._run["token"])
        self.connections += 1
        self._compare(welcome, died)
        self.kept = True
        await self._ask(stream, "watch", panels={"network": {"maps": 0}})
        for (epoch, step, op), before in list(self._told.numbers.items())[-2:]:
            if epoch == self._told.epoch and step < 20_000:
                await self._ask(stream, "pause")
                await self._ask(stream, "seek", step=step, op=op)
                now = self._told.numbers.get((epoch, step, op))
                if now != before:
                    self._lose(f"other numbers at {step}.{op}")
        while not until.is_set():
            await self._act(stream)
            await self._listen(stream, self._dice.uniform(0, 0.4))

    def _compare(self, welcome: dict[str, Any], now: float) -> None:
        told = self._told
        if welcome["run_epoch"] < told.epoch:
            self._lose(f"run_epoch {welcome['run_epoch']} after {told.epoch}")
        # An edit that was not answered may have been done, and have taken the place of others.
        if welcome["run_epoch"] == told.epoch and not told.editing:
            for edit in told.edits:
                if edit not in welcome["edits"]:
                    self._lose(f"the edit {edit}")
            undoable = (welcome["undo"], welcome["redo"])
            if undoable != told.undoable:
                self._lose(f"what can be undone: {undoable} after {told.undoable}")
        last = max((at for at, _, _ in told.seen), default=now)
        sure = [each for each in told.seen if each[0] < last - _GRACE]
        if sure and sure[-1][1] == welcome["run_epoch"]:
            reached, needed = welcome["position"]["step"] + 1, sure[-1][2]
            if told.seen[-1][2] >= needed > reached:
                self._lose(f"{needed - reached} updates of more than a second ago")
        told.epoch, told.edits = welcome["run_epoch"], welcome["edits"]
        told.undoable = welcome["undo"], welcome["redo"]
        told.editing = False
        told.seen.clear()

    def _lose(self, what: str) -> None:
        self.lost.append(f"{self._run['id']}: {what}")

    async def _act(self, stream: ClientConnection) -> None:
        dice = self._dice
        match dice.randrange(11):
            case 0 | 1 | 2:
                await self._ask(stream, "play", by="step")
            case 3:
                await self._ask(stream, "pause")
            case 4 | 5:
                await self._ask(stream, "forward", by="operation", count=dice.randrange(1, 30))
            case 6:
                value = round(dice.uniform(-2, 2), 6)
                index = [dice.randrange(4), 0]
                edit = {"tensor": "layers.0.weight", "index": index, "value": value}
                await self._edit(stream, "set_parameter", **edit)
            case 7:
                rate = round(dice.uniform(0.001, 0.5), 6)
                changes = {"training": {"optimizer": {"learning_rate": rate}}}
                await self._edit(stream, "edit", changes=changes)
            case 8 | 9:
                undo, redo = self._told.undoable
                ways = [way for way, act in (("undo", undo), ("redo", redo)) if act]
                if ways:
                    await self._edit(stream, dice.choice(ways))
                    self._told.seen.clear()  # it may stand further back
            case _:
                if dice.random() < 0.2:
                    await self._edit(stream, "reset")

    async def _edit(self, stream: ClientConnection, type: str, **fields: Any) -> None:
        # From here on there are other numbers.
        self._told.editing, self._told.numbers = True, {}
        await self._ask(stream, type, **fields)
        self._told.editing, self._told.numbers = False, {}
        self.answered += 1

    async def _ask(self, stream: ClientConnection, type: str, **fields: Any) -> dict[str, Any]:
        self._count += 1
        identifier = f"c{self._count}"
        await stream.send(json.dumps({"type": type, "id": identifier, **fields}))
        async with asyncio.timeout(20):
            while True:
                message = await self._receive(stream)
                if message.get("id") == identifier or identifier in message.get("answers", []):
                    self.heard = monotonic()
                    return message

    async def _listen(self, stream: ClientConnection, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while True:
                    await self._receive(stream)

    async def _receive(self, stream: ClientConnection) -> dict[str, Any]:
        data = await stream.recv()
        if isinstance(data, str):
            event = event_of(data)
            if event["type"] == "edited":
                self._told.edits, self._told.epoch = event["edits"], event["run_epoch"]
                self._told.undoable = event["undo"], event["redo"]
            if event["type"] == "kept" or event.get("code") == "not_kept":
                self.kept = event["type"] == "kept"
            return event
        meta = meta_of(data)
        await stream.send(json.dumps({"type": "ack", "seq": meta["seq"]}))
        self._told.seen.append((monotonic(), meta["run_epoch"], meta["updates"]))
        if not meta["playing"] and "parameters.layers.0.weight" in header_of(data):
            place = (meta["run_epoch"], meta["step"], meta["op"])
            self._told.numbers[place] = _parameters(data)
        return meta


def _parameters(data: bytes) -> bytes:
    length = int.from_bytes(data[:8], "little")
    spans = [
        each["data_offsets"]
        for name, each in header_of(data).items()
        if name.startswith("parameters.")
    ]
    return b"".join(data[8 + length + start : 8 + length + end] for start, end in spans)


@dataclass(frozen=True)
class Outcome:
    kills: int
    edits: int
    connections: int
    lost: list[str]


async def _connected(drivers: list[Driver], times: int) -> None:
    """Wait until each has been connected so many times."""
    async with asyncio.timeout(START_SECONDS):
        while any(driver.connections < times for driver in drivers):
            await asyncio.sleep(0.05)


async def run(kills: int, clients: int, seed: int, folder: Path) -> Outcome:
    """Kill the server so many times under so many clients."""
    dice = random.Random(seed)
    server, done = Server(folder / "runs.sqlite"), asyncio.Event()
    await server.start()
    drivers = [Driver([server.port], random.Random(dice.random())) for _ in range(clients)]
    try:
        async with asyncio.TaskGroup() as group:
            for driver in drivers:
                group.create_task(driver.drive(done))
            for died in range(kills):
                await _connected(drivers, died + 1)
                await asyncio.sleep(dice.uniform(0.5, 3))
                server.stop()
                await server.start()
            await _connected(drivers, kills + 1)
            done.set()
    finally:
        server.stop()
    return Outcome(
        kills,
        sum(driver.answered for driver in drivers),
        sum(driver.connections for driver in drivers),
        [each for driver in drivers for each in driver.lost],
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--clients", type=int, default=6)
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(2), "big"))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(run(given.kills, given.clients, given.seed, Path(folder)))
    print(
        f"seed {given.seed}: {found.kills} kills, {found.connections} connections,"
        f" {found.edits} edits answered, {len(found.lost)} losses"
    )
    print("\n".join(found.lost))
    return 1 if found.lost else 0


if __name__ == "__main__":
    sys.exit(main())
