"""Kills a server repeatedly while clients control their runs, and counts losses.

python -m tests.faults.kill [--kills 20] [--clients 6]

Each client has a run. It edits, moves and plays; when the server dies it comes back with the same
id and token. Nothing that was answered may be missing, the run must have come as far as the store
held it, which must catch up with what was seen, and the numbers at a place must be the same bits
as before.
"""

import argparse
import asyncio
import json
import os
import random
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from backstep.sessions.stores.records import Records
from tests.faults.server import Server
from tests.received import event_of, header_of, meta_of
from tests.waiting import PATIENCE, apart, reached

_ELSEWHERE = {
    "seek",
    "edit",
    "set_parameter",
    "reset",
    "undo",
    "redo",
}  # after these a run may be less far


@dataclass
class Told:
    """What a client knows, and expects after reconnecting."""

    edits: list[dict[str, Any]] = field(default_factory=list)  # as acknowledged
    epoch: int = 0
    editing: bool = False  # an edit was sent but not acknowledged
    turning: bool = False  # a command that may lead back was sent but not answered
    updates: int = 0  # in the last frame
    kept: int = 0  # steps that the store holds, as long as the run only goes forward
    playing: bool = False  # in the last frame
    numbers: dict[tuple[int, int, int], bytes] = field(default_factory=dict)
    undoable: tuple[Any, Any] = (None, None)  # the acts to undo and to redo, as answered


class Driver:
    """Controls one run, through any of the servers, and notes losses."""

    def __init__(self, ports: Sequence[int], dice: random.Random) -> None:
        self._ports, self._dice = ports, dice
        self._run: dict[str, Any] = {}
        self._told = Told()
        self._count = 0
        self.lost: list[str] = []
        self.answered = self.connections = 0
        self.heard = 0  # how many commands were answered
        self._turns = 0  # how many may have led back
        self.kept = True  # as far as the server has reported

    async def create(self) -> None:
        address = f"http://127.0.0.1:{self._dice.choice(self._ports)}/api/runs"
        request = Request(address, b"{}", method="POST")
        body = await asyncio.to_thread(lambda: urlopen(request, timeout=PATIENCE).read())
        self._run = json.loads(body)

    @property
    def _path(self) -> str:
        return f"/api/runs/{self._run['id']}/stream"

    async def drive(self, until: asyncio.Event) -> None:
        """Control the run until stopped, across every death of the server."""
        await self.create()
        while not until.is_set():
            with suppress(OSError, WebSocketException, TimeoutError):
                address = f"ws://127.0.0.1:{self._dice.choice(self._ports)}{self._path}"
                async with connect(address, max_size=None, open_timeout=PATIENCE) as stream:
                    await self._converse(stream, until)
            await apart()

    async def keep(self, records: Records) -> None:
        """Wait until the store holds what has been seen by now, or the run turns elsewhere."""
        told, turns, steps = self._told, self._turns, self._told.updates - 1

        def kept() -> bool:
            record = records.load(self._run["id"])
            same = self._turns == turns and not told.turning
            if record is not None and same and record.run_epoch == told.epoch:
                # The record may be older than the last seek.
                told.kept = min(record.where.step, told.updates)
            return self._turns != turns or told.kept >= steps

        await reached(kept)

    async def _converse(self, stream: ClientConnection, until: asyncio.Event) -> None:
        welcome = await self._ask(stream, "hello", token=self._run["token"])
        self.connections += 1
        self._compare(welcome)
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
            await self._look(stream, self._dice.randrange(10))

    def _compare(self, welcome: dict[str, Any]) -> None:
        told = self._told
        if welcome["run_epoch"] < told.epoch:
            self._lose(f"run_epoch {welcome['run_epoch']} after {told.epoch}")
        # An unacknowledged edit may have been made, and may have replaced others.
        if welcome["run_epoch"] == told.epoch and not told.editing:
            for edit in told.edits:
                if edit not in welcome["edits"]:
                    self._lose(f"the edit {edit}")
            undoable = (welcome["undo"], welcome["redo"])
            if undoable != told.undoable:
                self._lose(f"what can be undone: {undoable} after {told.undoable}")
        step = welcome["position"]["step"]
        if welcome["run_epoch"] == told.epoch and step < told.kept:
            self._lose(f"{told.kept - step} steps that the store had")
        told.epoch, told.edits = welcome["run_epoch"], welcome["edits"]
        told.undoable = welcome["undo"], welcome["redo"]
        told.editing = told.turning = told.playing = False

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
            case _:
                if dice.random() < 0.2:
                    await self._edit(stream, "reset")

    async def _edit(self, stream: ClientConnection, type: str, **fields: Any) -> None:
        # The numbers change from here on.
        self._told.editing, self._told.numbers = True, {}
        await self._ask(stream, type, **fields)
        self._told.editing, self._told.numbers = False, {}
        self.answered += 1

    async def _ask(self, stream: ClientConnection, type: str, **fields: Any) -> dict[str, Any]:
        if type in _ELSEWHERE:
            self._turns += 1
            self._told.kept, self._told.turning = 0, True
        self._count += 1
        identifier = f"c{self._count}"
        await stream.send(json.dumps({"type": type, "id": identifier, **fields}))
        async with asyncio.timeout(PATIENCE):
            while True:
                message = await self._receive(stream)
                if message.get("id") == identifier or identifier in message.get("answers", []):
                    self.heard += 1
                    self._told.turning = False
                    return message

    async def _look(self, stream: ClientConnection, messages: int) -> None:
        """Watch the run play for a number of messages."""
        while self._told.playing and messages > 0:
            await self._receive(stream)
            messages -= 1

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
        self._told.updates, self._told.playing = meta["updates"], meta["playing"]
        # Until an edit is answered, a frame may be of the time before it.
        settled = not meta["playing"] and not self._told.editing
        if settled and "parameters.layers.0.weight" in header_of(data):
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


async def connected(drivers: Sequence[Driver], times: int) -> None:
    """Wait until each client has connected `count` times."""
    await reached(lambda: all(driver.connections >= times for driver in drivers))


async def heard(drivers: Sequence[Driver], times: int = 1) -> None:
    """Wait until each has had this many more answers."""
    enough = [driver.heard + times for driver in drivers]
    await reached(lambda: all(d.heard >= n for d, n in zip(drivers, enough, strict=True)))


async def kept(drivers: Sequence[Driver], server: Server) -> None:
    """Wait until the store holds what each has seen by now."""
    with closing(server.records()) as records:
        await asyncio.gather(*(driver.keep(records) for driver in drivers))


async def run(kills: int, clients: int, seed: int, folder: Path) -> Outcome:
    """Kill the server repeatedly while clients use it."""
    dice = random.Random(seed)
    server, done = Server(folder / "runs.sqlite"), asyncio.Event()
    await server.start()
    drivers = [Driver([server.port], random.Random(dice.random())) for _ in range(clients)]
    try:
        async with asyncio.TaskGroup() as group:
            for driver in drivers:
                group.create_task(driver.drive(done))
            for died in range(kills):
                await connected(drivers, died + 1)
                await heard(drivers, dice.randint(2, 20))
                await kept(drivers, server)
                server.stop()
                await server.start()
            await connected(drivers, kills + 1)
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
