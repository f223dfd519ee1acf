"""What one client watches of a run, and what it has been sent."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from backstep.engine.errors import EngineError
from backstep.protocol.facts.scenes import Focus
from backstep.protocol.stream.frames import Tensors, Watch
from backstep.sessions.client.surface_worker import SurfaceWorker
from backstep.sessions.racing.race import Race
from backstep.sessions.racing.subscription import RaceSubscription
from backstep.sessions.session import Session
from backstep.sessions.view.curve import LossCurve
from backstep.sessions.view.framing import moment
from backstep.sessions.view.landscape import PANELS as LANDSCAPES
from backstep.sessions.view.landscape import Drawn
from backstep.sessions.view.watching import read_panels


class ClientView:
    """Makes the frames of one client; calls `changed` when there may be one to send."""

    def __init__(self, session: Session, changed: Callable[[], None]) -> None:
        self._session, self._changed = session, changed
        self._watch = Watch()
        self._focus: Focus = None
        self._curve = LossCurve()
        self._drawn: dict[str, tuple[int, Drawn]] = {}  # panel: (epoch of its run, drawing)
        self._race = RaceSubscription(session.races, session, self.stir)
        self._workers = [self._worker(panel) for panel in LANDSCAPES]
        self._due = True  # send a frame even if nothing has changed
        self._last_version = -1  # of the last frame
        self._sent_epoch = 0

    def close(self) -> None:
        """Break reference cycles, so that the client is freed immediately."""
        self._race.leave()
        self._race = RaceSubscription(self._session.races, self._session, lambda: None)
        self._workers.clear()
        self._changed = lambda: None

    @property
    def focus(self) -> Focus:
        return self._focus

    @property
    def last_version(self) -> int:
        """The session's version in the last frame; -1 before the first."""
        return self._last_version

    @property
    def owed(self) -> bool:
        """Whether there is anything new to send."""
        moved = self._due or self._last_version != self._session.version
        return moved or bool(self._drawn) or self._race.owed

    def require(self) -> None:
        """Send a frame even if nothing has changed."""
        self._due = True

    def stir(self) -> None:
        """Check for something new to send or draw."""
        self._changed()
        self._stir_workers()

    def _stir_workers(self) -> None:
        for worker in self._workers:
            worker.stir()

    def start(self) -> list[asyncio.Task[None]]:
        """Start the workers that draw; they run until their tasks are cancelled."""
        return [asyncio.create_task(worker.run()) for worker in self._workers]

    def set_focus(self, example: Focus) -> None:
        """Follow one example, or the batch. Raises EngineError if there is no such example."""
        count = len(self._session.assembly.data)
        if isinstance(example, int) and example >= count:
            message = f"there is no example {example}; the last is {count - 1}"
            raise EngineError(message, field="example")
        self._focus = example

    def set_panels(self, panels: Mapping[str, Mapping[str, Any]]) -> None:
        """Watch these panels. Raises SpecError, and EngineError for too many races."""
        checked = read_panels(panels, self._session.settings.caps)
        self._race.watch(checked.get("race"))
        # A drawing whose options stay the same would not be made again: keep it.
        for panel in [
            name for name in self._drawn if self._watch.panels.get(name) != checked.get(name)
        ]:
            del self._drawn[panel]
        self._watch = Watch(checked)
        self._curve = LossCurve()
        self._sent_epoch = 0
        for panel, worker in zip(LANDSCAPES, self._workers, strict=False):
            if panel not in self._drawn:
                worker.repeat()
        self.stir()

    async def take(self) -> tuple[dict[str, Any], Tensors]:
        """Return metadata and tensors of a frame, with everything that this client lacks.

        A large frame takes several turns. The caller holds `session.still`.
        """
        session, watch = self._session, self._watch
        self._due, version = False, session.version
        selection = watch.panels.get("narration", {}).get("select")
        meta, tensors = await moment(session, watch, self._focus, selection)
        raced = await self._race.take()
        if self._sent_epoch != session.run_epoch:
            self._sent_epoch = session.run_epoch
            tensors |= session.frames.points(watch)
        curve = self._curve.owed(session, watch)
        drawn = [each for epoch, each in self._drawn.values() if epoch == session.run_epoch]
        for extra, arrays in [*drawn, *curve, *raced]:
            meta |= extra
            tensors |= arrays
        self._drawn.clear()
        self._last_version = version
        # The drawings have been taken: there is room for more.
        self._stir_workers()
        return meta, tensors

    def _worker(self, panel: str) -> SurfaceWorker:
        def options() -> Mapping[str, Any] | None:
            return self._watch.panels.get(panel)

        def deliver(drawn: Drawn) -> None:
            self._drawn[panel] = self._session.run_epoch, drawn
            self._changed()

        def race() -> Race | None:
            return self._race.race if panel == "surface" else None

        return SurfaceWorker(
            self._session, panel, options, lambda: panel not in self._drawn, deliver, race
        )
