"""A background worker that computes one client's surface or slice, in a thread."""

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from time import monotonic
from typing import Any

import numpy as np

from backstep.engine.errors import EngineError
from backstep.engine.surface.grid import Stopped
from backstep.sessions.racing.race import Race
from backstep.sessions.session import Session
from backstep.sessions.view.landscape import PANELS, Drawn, Landscape, Moment, moment

Options = Mapping[str, Any] | None

_LOOK = 0.02  # seconds between a change and its drawing: more changes may follow
_PATIENCE = 0.4  # seconds that a drawing may take while the run plays on
_SHARE = 1  # rest after a drawing while the run plays, as a multiple of the drawing's time
_REST = 0.01  # shortest rest, in seconds


class SurfaceWorker:
    """Draws one panel of a client, again whenever the run has moved.

    `options` returns what the panel shows now (None: nothing), `free` whether the last drawing has
    been sent. `deliver` takes each drawing; a slow one is preceded by a coarse one. `race` returns
    the race that the client watches, whose paths are drawn too.
    """

    def __init__(
        self,
        session: Session,
        panel: str,
        options: Callable[[], Options],
        free: Callable[[], bool],
        deliver: Callable[[Drawn], None],
        race: Callable[[], Race | None] = lambda: None,
    ) -> None:
        self._session, self._draw = session, PANELS[panel]
        self._options, self._free, self._deliver = options, free, deliver
        self._race = race
        self._landscape = Landscape()
        self._stirred = asyncio.Event()
        self._again = False
        self.stir()

    def stir(self) -> None:
        """Check again: there may be something new to draw, or room for it."""
        self._stirred.set()

    def repeat(self) -> None:
        """Whoever watches has dropped what it was sent: deliver the drawing again."""
        self._again = True
        self.stir()

    async def run(self) -> None:
        """Draw whatever the panel shows until cancelled."""
        drawn_for: Any = None
        drawn: Drawn | None = None
        rest = _LOOK
        while True:
            await self._stirred.wait()
            await asyncio.sleep(rest)
            rest = _LOOK
            self._stirred.clear()
            session, options, race = self._session, self._options(), self._race()
            raced = race and (id(race), race.version)
            wanted = (session.version, session.run_epoch, str(options), raced)
            known = drawn if wanted == drawn_for else None
            if options is None or (known and not self._again) or not self._free():
                continue
            self._again = False
            if known:
                self._deliver(known)
                continue
            began = monotonic()
            drawn = await self.once(options)
            # What was given up is not known, and drawn when it is asked for again.
            drawn_for = wanted
            if session.state.playing:
                rest = max(_REST, _SHARE * (monotonic() - began))

    async def once(self, options: Mapping[str, Any]) -> Drawn | None:
        """Draw the current state of the run, and stop if it is no longer wanted.

        Return the finished drawing, or None.
        """
        session, loop = self._session, asyncio.get_running_loop()
        now = await self._moment()
        began, epoch, version = monotonic(), session.run_epoch, session.version
        data, left = session.assembly.data, False

        def gone() -> bool:
            return left or epoch != session.run_epoch or options != self._options()

        def stale() -> bool:
            # While the run plays, every drawing is soon out of date: show quick ones anyway.
            patience = _PATIENCE if session.state.playing else 0.0
            return gone() or (version != session.version and monotonic() - began > patience)

        def deliver(drawn: Drawn) -> None:
            if not gone():
                self._deliver(drawn)

        def work() -> Drawn | None:
            # The numbers of a diverged run overflow; the drawing marks them.
            drawn = None
            with np.errstate(all="ignore"):
                for drawn in self._draw(self._landscape, now, data, options, stale):
                    loop.call_soon_threadsafe(deliver, drawn)
            return None if stale() else drawn

        # The panel may name a parameter of a network that no longer exists.
        try:
            with contextlib.suppress(EngineError, Stopped):
                return await asyncio.to_thread(work)
        finally:
            left = True  # a thread cannot be cancelled, so it checks this
        return None

    async def _moment(self) -> Moment:
        """The run's numbers now, with the racers' at the same position."""
        session, race = self._session, self._race()
        if race is None:
            return moment(session.run)
        async with session.still:
            await race.look()
            return moment(session.run, race.trails())
