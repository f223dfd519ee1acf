"""The frame of now, in one turn or in several where it takes long."""

from time import perf_counter
from typing import TYPE_CHECKING, Any

from backstep.protocol.facts.selection import find
from backstep.protocol.stream.frames import Focus, Tensors, Watch

if TYPE_CHECKING:
    from backstep.sessions.session import Session


async def moment(
    session: "Session", watch: Watch, focus: Focus, selection: str | None
) -> tuple[dict[str, Any], Tensors]:
    """Metadata and tensors of the run's position, begun in the turn at hand; the caller holds
    `session.still`."""
    began = perf_counter()
    meta: dict[str, Any] = {}
    tensors: Tensors = {}
    selected = find(session.run.trainer.architecture, selection)
    for more, arrays in session.frames.parts(watch, focus, selected):
        meta |= more
        tensors |= arrays
        if perf_counter() - began > session.settings.slice_seconds:
            await session.turns.ask(urgent=True)
            began = perf_counter()
    meta |= {
        "run_epoch": session.run_epoch,
        "playing": session.playing,
        "by": session.by,
        "rate": session.rate,
    }
    return meta, tensors
