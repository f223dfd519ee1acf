"""Many runs playing in one process: how long the event loop is held, how fair the shares are.

Each run has a client in this process that acknowledges every frame at once, so that no socket is
measured. Prints how long single callbacks of the loop take, how late a 5 ms sleep ends, and the
updates and frames of the slowest and the fastest run.
"""

import argparse
import asyncio
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from app.protocol.spec import parse
from app.sessions.client import Client
from app.sessions.session import Session
from app.settings import Settings

_TICK = 0.005
_WATCH: dict[str, Any] = {"network": {}, "narration": {}, "output": {}, "curve": {}}


class Viewer:
    """A client that reads and acknowledges at once."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.frames = 0
        self.client = Client(session, self._send)

    async def _send(self, data: str | bytes) -> None:
        if isinstance(data, bytes):
            self.frames += 1
            length = int.from_bytes(data[:8], "little")
            meta = json.loads(json.loads(data[8 : 8 + length])["__metadata__"]["frame"])
            await self.say("ack", seq=meta["seq"])

    async def say(self, type: str, **fields: Any) -> None:
        await self.client.receive(json.dumps({"type": type, **fields}))


@contextmanager
def timed(found: list[float]) -> Iterator[None]:
    """Notes the milliseconds of every callback that the loop runs."""
    run = asyncio.Handle._run

    def watched(handle: asyncio.Handle) -> None:
        began = time.perf_counter()
        run(handle)
        found.append(1000 * (time.perf_counter() - began))

    with patch.object(asyncio.Handle, "_run", watched):
        yield


async def lags(until: float) -> list[float]:
    """Milliseconds by which short sleeps end late."""
    found = []
    while time.perf_counter() < until:
        began = time.perf_counter()
        await asyncio.sleep(_TICK)
        found.append(1000 * (time.perf_counter() - began - _TICK))
    return found


async def measure(count: int, spec: dict[str, Any], seconds: float) -> str:
    settings = Settings()
    viewers = [Viewer(Session(parse(spec, settings.caps), settings)) for _ in range(count)]
    tasks = [asyncio.create_task(viewer.client.run()) for viewer in viewers]
    for viewer in viewers:
        await viewer.say("hello", token=viewer.session.token)
        await viewer.say("watch", panels=_WATCH)
        await viewer.say("play", by="step")
    await asyncio.sleep(0.5)
    begun = [viewer.session.run.trainer.updates for viewer in viewers]
    held: list[float] = []
    with timed(held):
        found = sorted(await lags(time.perf_counter() + seconds))
    pairs = zip(viewers, begun, strict=True)
    updates = sorted(viewer.session.run.trainer.updates - first for viewer, first in pairs)
    frames = sorted(viewer.frames for viewer in viewers)
    for viewer, task in zip(viewers, tasks, strict=True):
        viewer.session.close()
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    held.sort()
    late = found[int(0.95 * (len(found) - 1))]
    return (
        f"{count:>5}  held {held[int(0.99 * (len(held) - 1))]:5.1f} / {held[-1]:5.1f} ms   "
        f"lag p95 {late:6.1f} ms   "
        f"updates/s {updates[0] / seconds:9,.0f} – {updates[-1] / seconds:9,.0f}   "
        f"frames/s {frames[0] / seconds:5.1f} – {frames[-1] / seconds:5.1f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=3.0)
    given = parser.parse_args()
    cases: dict[str, dict[str, Any]] = {
        "2-4-2-1": {},
        "2-8-8-1, 5,000 examples": {
            "data": {"samples": 5000},
            "network": {"hidden": [{"units": 8}, {"units": 8}]},
        },
        "2-256-256-1": {"network": {"hidden": [{"units": 256}, {"units": 256}]}},
    }
    print(" runs  p99 / longest callback     slowest – fastest run")
    for name, spec in cases.items():
        print(name)
        for count in (1, 10, 50):
            print(asyncio.run(measure(count, spec, given.seconds)))


if __name__ == "__main__":
    main()
