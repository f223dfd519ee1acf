"""Many runs playing in one process: how long the event loop is blocked, and how fair it is.

Each run has a client in this process that acknowledges every frame at once, so that no socket is
measured. Prints how long single callbacks block the loop, by the clock and in processor time of the
loop's thread, which other processes do not lengthen; how late a 5 ms sleep ends; how long a command
waits for the frame that answers it; and the updates and frames of the slowest and the fastest run.
With --landscapes, a surface and a slice of each run are drawn too.
"""

import argparse
import asyncio
import gc
import json
import random
import time
from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from backstep.protocol.spec.schema import parse_spec
from backstep.sessions.client.client import Client
from backstep.sessions.run.scheduler import Scheduler
from backstep.sessions.session import Session
from backstep.settings import Settings

_TICK = 0.005
_WATCH: dict[str, Any] = {"network": {}, "narration": {}, "output": {}, "curve": {}}
_LANDSCAPES: dict[str, Any] = {
    "surface": {"x": "layers.0.weight.0.0", "y": "layers.0.weight.1.0"},
    "slice": {"parameter": "layers.0.weight.0.0"},
}


class Viewer:
    """A client that reads and acknowledges at once."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.frames = 0
        self.asked = 0.0
        self.waits: list[float] = []  # milliseconds from a command to its frame
        self.client = Client(session, self._send)

    async def _send(self, data: str | bytes) -> None:
        if isinstance(data, bytes):
            self.frames += 1
            length = int.from_bytes(data[:8], "little")
            meta = json.loads(json.loads(data[8 : 8 + length])["__metadata__"]["frame"])
            await self.say("ack", seq=meta["seq"])
            if "asked" in meta["answers"]:
                self.waits.append(1000 * (time.perf_counter() - self.asked))

    async def say(self, type: str, **fields: Any) -> None:
        await self.client.receive(json.dumps({"type": type, **fields}))

    async def ask(self, seconds: float) -> None:
        """Request another example now and then, until cancelled."""
        while True:
            await asyncio.sleep(seconds * random.uniform(0.2, 1))
            self.asked = time.perf_counter()
            await self.say("focus", example=0, id="asked")


@contextmanager
def timed(clocks: "array[float]", processors: "array[float]") -> Iterator[None]:
    """Records the milliseconds of every callback of the loop: clock and processor."""
    run = asyncio.Handle._run

    def watched(handle: asyncio.Handle) -> None:
        clock, processor = time.perf_counter(), time.thread_time()
        run(handle)
        clock, processor = time.perf_counter() - clock, time.thread_time() - processor
        clocks.append(1000 * clock)
        processors.append(1000 * processor)

    with patch.object(asyncio.Handle, "_run", watched):
        yield


async def lags(until: float) -> list[float]:
    """Record the milliseconds by which short sleeps end late."""
    found = []
    while time.perf_counter() < until:
        began = time.perf_counter()
        await asyncio.sleep(_TICK)
        found.append(1000 * (time.perf_counter() - began - _TICK))
    return found


def quantile(found: Iterable[float], share: float) -> float:
    ordered = sorted(found)
    return ordered[int(share * (len(ordered) - 1))] if ordered else float("nan")


async def measure(count: int, spec: dict[str, Any], panels: dict[str, Any], seconds: float) -> str:
    settings, scheduler = Settings(), Scheduler()
    parsed = parse_spec(spec, settings.caps)
    viewers = [Viewer(Session(parsed, settings, scheduler=scheduler)) for _ in range(count)]
    tasks = [asyncio.create_task(viewer.client.run()) for viewer in viewers]
    for viewer in viewers:
        await viewer.say("hello", token=viewer.session.credentials.token)
        await viewer.say("watch", panels=panels)
        await viewer.say("play", by="step")
    gc.collect()
    gc.freeze()
    await asyncio.sleep(0.5)
    tasks += [asyncio.create_task(viewer.ask(seconds / 3)) for viewer in viewers]
    begun = [viewer.session.run.trainer.updates for viewer in viewers]
    # Not lists: the garbage collector would scan them, which takes time itself.
    clocks, processors = array("d"), array("d")
    with timed(clocks, processors):
        found = await lags(time.perf_counter() + seconds)
    pairs = zip(viewers, begun, strict=True)
    updates = sorted(viewer.session.run.trainer.updates - first for viewer, first in pairs)
    frames = sorted(viewer.frames for viewer in viewers)
    waits = [wait for viewer in viewers for wait in viewer.waits]
    for viewer in viewers:
        viewer.session.close()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return (
        f"{count:>5}  clock {quantile(clocks, 0.99):5.1f} / {max(clocks):5.1f} ms   "
        f"processor {quantile(processors, 0.99):5.1f} / {max(processors):5.1f} ms   "
        f"late {quantile(found, 0.95):6.1f} ms   answer {quantile(waits, 0.95):6.1f} ms   "
        f"updates/s {updates[0] / seconds:9,.0f} – {updates[-1] / seconds:9,.0f}   "
        f"frames/s {frames[0] / seconds:5.1f} – {frames[-1] / seconds:5.1f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--landscapes", action="store_true", help="draw surfaces and slices too")
    given = parser.parse_args()
    panels = _WATCH | (_LANDSCAPES if given.landscapes else {})
    cases: dict[str, dict[str, Any]] = {
        "2-4-2-1": {},
        "2-8-8-1, 5,000 examples": {
            "data": {"samples": 5000},
            "network": {"hidden": [{"units": 8}, {"units": 8}]},
        },
        "2-256-256-1": {"network": {"hidden": [{"units": 256}, {"units": 256}]}},
    }
    print(" runs  p99 / longest callback; p95 of a sleep's lateness, an answer; slowest – fastest")
    for name, spec in cases.items():
        print(name)
        for count in (1, 10, 50):
            print(asyncio.run(measure(count, spec, panels, given.seconds)))


if __name__ == "__main__":
    main()
