"""Surfaces off the event loop: drawn for as long as somebody wants to see them, and no longer."""

import asyncio
import json
from typing import Any

import numpy as np
import pytest

from backstep.engine.surface.grid import Surface
from backstep.engine.training.operations import Position
from backstep.protocol.spec.schema import parse
from backstep.sessions.client.client import Client
from backstep.sessions.client.surface_worker import SurfaceWorker
from backstep.sessions.session import Session
from backstep.sessions.state import Playback
from backstep.sessions.view import landscape
from backstep.sessions.view.landscape import Drawn
from backstep.settings import Settings
from tests.received import meta_of
from tests.waiting import PATIENCE, reached

SETTINGS = Settings()
WIDE = {
    "data": {"samples": 2000},
    "network": {"hidden": [{"units": 40}, {"units": 40}]},
}
RANDOM = {"plane": "random", "over": "train", "zoom": 1, "seed": 1, "resolution": 61}


def worker(session: Session, drawn: list[Drawn], options: dict[str, Any] = RANDOM) -> SurfaceWorker:
    return SurfaceWorker(session, "surface", lambda: options, lambda: True, drawn.append)


def test_a_long_drawing_is_coarse_first_and_then_fine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landscape, "_PATIENCE", 0)
    drawn: list[Drawn] = []
    session = Session(parse(WIDE, SETTINGS.caps), SETTINGS)
    asyncio.run(worker(session, drawn).once(RANDOM))
    assert [meta["surface"]["coarse"] for meta, _ in drawn] == [True, False]
    coarse, fine = (tensors["surface.z"] for _, tensors in drawn)
    assert fine.shape == (61, 61)
    assert coarse.shape < fine.shape
    assert fine[0, 0] == pytest.approx(coarse[0, 0], rel=1e-6)
    assert fine[-1, -1] == pytest.approx(coarse[-1, -1], rel=1e-6)


@pytest.mark.parametrize("change", ["moved", "restarted", "other options", "nothing"])
def test_stale_work_stops(monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    drawn: list[Drawn] = []
    session = Session(parse(WIDE, SETTINGS.caps), SETTINGS)
    options = dict(RANDOM)
    blocks, stages = [0], Surface.stages

    def counting(self: Surface, *asked: Any) -> Any:
        for stage in stages(self, *asked):
            blocks[0] += stage is None
            if blocks[0] == 5:
                match change:
                    case "moved":
                        session.listeners.changed_silently()
                    case "restarted":
                        session._edited._begin(session.assembly)
                    case "other options":
                        options["seed"] = 2
            yield stage

    monkeypatch.setattr(Surface, "stages", counting)
    asyncio.run(worker(session, drawn, options).once(dict(RANDOM)))
    if change == "nothing":
        assert blocks[0] > 20
        assert drawn
    else:
        assert blocks[0] == 5
        assert not drawn


def test_a_drawing_goes_on_while_the_run_plays() -> None:
    drawn: list[Drawn] = []
    session = Session(parse({}, SETTINGS.caps), SETTINGS)

    async def draw() -> None:
        session.player.play(Playback())
        session.run.seek(Position(5, 0))
        session.listeners.changed()
        await worker(session, drawn).once(RANDOM)

    asyncio.run(draw())
    assert drawn


@pytest.mark.parametrize("again", [False, True])
def test_what_is_drawn_before_a_frame_goes_is_not_lost(again: bool) -> None:
    """The first frame of a run begins anew, and so does what is watched: the surface, which is
    drawn only once, is in it all the same."""
    sent: list[bytes] = []

    async def send(data: str | bytes) -> None:
        if isinstance(data, bytes):
            sent.append(data)

    async def go() -> None:
        session = Session(parse({}, SETTINGS.caps), SETTINGS)
        client = Client(session, send)
        panels: dict[str, Any] = {"surface": RANDOM}
        await client.receive(json.dumps({"type": "hello", "token": session.credentials.token}))
        await client.receive(json.dumps({"type": "watch", "panels": panels}))
        drawing = asyncio.create_task(client._view._worker("surface").run())
        await reached(lambda: client._view._drawn)  # nobody sends yet
        drawing.cancel()
        if again:
            panels["output"] = {}
            await client.receive(json.dumps({"type": "watch", "panels": panels}))
        sending = asyncio.create_task(client.run())
        await reached(lambda: sent)
        sending.cancel()

    asyncio.run(asyncio.wait_for(go(), PATIENCE))
    assert b"surface.z" in sent[0]


@pytest.mark.parametrize("between", [None, {"output": {}}, {"surface": RANDOM | {"seed": 2}}])
@pytest.mark.parametrize("plane", ["random", "pca"])
def test_the_same_surface_is_sent_each_time_it_is_watched(
    plane: str, between: dict[str, Any] | None
) -> None:
    """Also where nothing has moved, and where its drawing was given up in between."""
    sent: asyncio.Queue[bytes]

    async def go() -> None:
        nonlocal sent
        sent = asyncio.Queue()
        session = Session(parse({}, SETTINGS.caps), SETTINGS)
        session.run.seek(Position(30, 0))
        client = Client(session, send)
        await client.receive(json.dumps({"type": "hello", "token": session.credentials.token}))
        running = asyncio.create_task(client.run())
        for _ in range(3):
            panels = {"surface": RANDOM | {"plane": plane, "resolution": 11}}
            await client.receive(json.dumps({"type": "watch", "panels": panels}))
            while b"surface.z" not in (frame := await sent.get()) or plane.encode() not in frame:
                await acknowledge(client, frame)
            await acknowledge(client, frame)
            if between is not None:
                await client.receive(json.dumps({"type": "watch", "panels": between}))
        running.cancel()

    async def send(data: str | bytes) -> None:
        if isinstance(data, bytes):
            sent.put_nowait(data)

    asyncio.run(asyncio.wait_for(go(), PATIENCE))


async def acknowledge(client: Client, frame: bytes) -> None:
    await client.receive(json.dumps({"type": "ack", "seq": meta_of(frame)["seq"]}))


@pytest.mark.parametrize("plane", ["parameters", "random", "gradient"])
def test_a_surface_is_of_the_position_however_it_was_come_to(plane: str) -> None:
    """Back at a moment, it is to the last bit what it was then; the path ends there."""
    session = Session(parse({}, SETTINGS.caps), SETTINGS)
    names = {"x": "layers.2.weight.0.0", "y": "layers.2.weight.0.1"}
    options = RANDOM | {"plane": plane} | (names if plane == "parameters" else {})
    drawn: list[Drawn] = []
    for step in (10, 40, 10):
        session.run.seek(Position(step, 0))
        asyncio.run(worker(session, drawn, options).once(options))
    fine = [each for each in drawn if not each[0]["surface"]["coarse"]]
    then, later, again = fine
    assert [meta["surface"]["updates"] for meta, _ in fine] == [10, 40, 10]
    for name in ("surface.z", "surface.path", "surface.a", "surface.b"):
        np.testing.assert_array_equal(then[1][name], again[1][name])
    assert not np.array_equal(then[1]["surface.z"], later[1]["surface.z"])
