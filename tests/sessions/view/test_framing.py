"""A frame of the moment, in turns where it takes long."""

import asyncio

from backstep.engine.training.operations import Position
from backstep.protocol.stream.frames import Watch
from backstep.sessions.view.framing import moment
from tests.sessions.test_session import session_of
from tests.waiting import go

WATCH = Watch({"network": {}, "narration": {}, "output": {}})


def test_a_frame_is_that_of_the_builder_and_says_how_the_run_plays() -> None:
    session = session_of()
    session.run.seek(Position(2, 7))

    async def work() -> None:
        meta, tensors = await moment(session, WATCH, None, "layers.0.weight.1.0")
        assert (meta["step"], meta["op"]) == (2, 7)
        assert (meta["playing"], meta["run_epoch"]) == (False, session.run_epoch)
        assert "parameters.layers.0.weight" in tensors
        assert meta["narration"]["kind"] == meta["kind"]

    go(work)


def test_others_have_their_turn_while_a_frame_is_built() -> None:
    session = session_of(slice_seconds=0)

    async def work() -> None:
        others: list[str] = []
        building = asyncio.create_task(moment(session, WATCH, None, None))
        await asyncio.sleep(0)
        await session.scheduler.ask()
        others.append("built" if building.done() else "first")
        await building
        assert others == ["first"]

    go(work)
