"""Builds a frame of the current state, in several turns if it takes long."""

from time import perf_counter
from typing import Any

from backstep.protocol.facts.scenes import Focus
from backstep.protocol.facts.selection import find
from backstep.protocol.stream.frames import Tensors, Watch
from backstep.sessions.roles import Framed


async def moment(
    session: Framed, watch: Watch, focus: Focus, selection: str | None
) -> tuple[dict[str, Any], Tensors]:
    """Return metadata and tensors of the run's position, starting in the current turn.

    The caller holds `session.still`.
    """
    began = perf_counter()
    meta: dict[str, Any] = {}
    tensors: Tensors = {}
    selected = find(session.run.trainer.architecture, selection)
    for more, arrays in session.frames.parts(watch, focus, selected):
        meta |= more
        tensors |= arrays
        if perf_counter() - began > session.settings.slice_seconds:
            await session.scheduler.ask(urgent=True)
            began = perf_counter()
    meta |= {
        "run_epoch": session.run_epoch,
        "playing": session.state.playing,
        "by": session.state.playback.by,
        "rate": session.state.playback.rate,
    }
    return meta, tensors
