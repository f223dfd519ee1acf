"""Plays a run and holds the session's state, which changes only here."""

import asyncio
from collections.abc import Callable, Mapping
from time import monotonic
from typing import Any

from backstep.engine.training.operations import Position
from backstep.sessions.connection import End
from backstep.sessions.listeners import Listeners
from backstep.sessions.run import goals
from backstep.sessions.run.goals import Goal
from backstep.sessions.state import Playback, State
from backstep.sessions.travel import Travel

_MAX_LATE = 0.1  # seconds of delay that playing at a rate catches up


class Player:
    """Plays one run while somebody watches.

    `share` is the part of the time that a run at full speed may use.
    """

    def __init__(self, travel: Travel, listeners: Listeners, share: float) -> None:
        self._travel, self._listeners, self._share = travel, listeners, share
        self._state = State()
        self._changed = asyncio.Event()  # ends the wait for the next unit
        self._task: asyncio.Task[None] | None = None

    @property
    def state(self) -> State:
        return self._state

    def play(self, playback: Playback) -> None:
        """Start playing, or change how.

        Raises EngineError for a limit that the data have no measure of.
        """
        state = self._state.play(playback)
        if playback.until is not None:
            goals.check_limit(playback.until, self._travel.run)
        self._start(state)

    def resume(self) -> None:
        """Continue as before the session rested."""
        self._start(self._state.resume())

    def _start(self, state: State) -> None:
        self._state = state
        self._changed.set()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._play())
        self._report()

    def pause(self) -> None:
        """Stop playing, and interrupt a long move."""
        self._state = self._state.pause()
        self._changed.set()
        self._travel.interrupt()
        self._report()

    def rest(self) -> None:
        """If the run plays, stop silently; it continues when its driver is back."""
        if self._state.playing:
            self._state = self._state.rest()
            self._changed.set()
            self._listeners.changed_silently()

    def defer(self, playback: Playback) -> None:
        """Play as soon as the driver is back."""
        self._state = self._state.defer(playback)

    def end(self, reason: End) -> None:
        """Stop for good."""
        self._state = self._state.end(reason)
        self._travel.interrupt()
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _report(self) -> None:
        playback = self._state.playback
        until = playback.until
        self._listeners.changed()
        self._listeners.announce(
            {
                "type": "status",
                "playing": self._state.playing,
                "by": playback.by,
                "rate": playback.rate,
                "until": until.model_dump(exclude_none=True) if until else None,
                "checked_every": until and goals.check_interval(until, self._travel.run),
                "stopped": self._state.stopped,
            }
        )

    async def _play(self) -> None:
        due, scheduler, races = monotonic(), self._travel.scheduler, self._travel.races
        while self._state.playing and self._listeners.watched:
            # Wait for the turn first: no command may wait for a lock whose holder waits for one.
            await scheduler.ask()
            if not races.level:
                # Racers joined late or restarted: the run waits for them, and accepts commands.
                races.advance(scheduler.seconds)
                continue
            began = await self._advance()
            if self._state.playback.rate is not None:
                due = await self._wait(due)
                continue
            due = monotonic()
            if not scheduler.waiting:
                await asyncio.sleep((due - began) * (1 / self._share - 1))
        # Nobody watches: it plays on when its driver is back.
        self.rest()

    async def _wait(self, last: float) -> float:
        """Wait for the next unit, a new rate or a pause; return when the unit was due."""
        while self._state.playing and (seconds := self._due(last) - monotonic()) > 0:
            self._changed.clear()
            timer = asyncio.get_running_loop().call_later(seconds, self._changed.set)
            try:
                await self._changed.wait()
            finally:
                timer.cancel()
        return self._due(last)

    def _due(self, last: float) -> float:
        """Return when the next unit is due; at full speed, that is now."""
        now, rate = monotonic(), self._state.playback.rate
        return now if rate is None else max(last + 1 / rate, now - _MAX_LATE)

    async def _advance(self) -> float:
        """Play one slice or unit, and stop on a failure or at the limit; return when it began."""
        async with self._travel.begun():
            began, playback = monotonic(), self._state.playback
            if self._state.playing:  # it may have been paused during the wait
                reason = await self._toward_goal(playback)
                self._settle(playback, reason)
                self._listeners.changed()
        return began

    def _settle(self, playback: Playback, reason: Mapping[str, Any] | None) -> None:
        """Stop if there is a reason, unless another command has changed the playback."""
        if self._state.playback is not playback or not self._state.playing:
            return
        if reason is not None:
            self._state = self._state.stop(reason)
        if reason is not None or self._travel.run.failure:
            self.pause()

    async def _toward_goal(self, playback: Playback) -> Mapping[str, Any] | None:
        """Play to the next unit, or to the limit before it; return the reason to stop, if any."""
        if playback.until is None:
            await self._toward(playback, lambda far: far)
            return None
        goal = Goal(playback.until, self._travel.run)
        with goal.watched():
            await self._toward(playback, goal.bound)
        if goal.place is not None:
            await self._travel.go(goal.place, lockstep=True)
        return goal.stopped()

    async def _toward(self, playback: Playback, bound: Callable[[Position], Position]) -> None:
        """Play one slice at full speed, or up to the next boundary."""
        run, travel = self._travel.run, self._travel
        if playback.rate is None and playback.by in ("step", "epoch"):
            step, update = run.position.step, run.operations.update
            far = Position(step + travel.scheduler.steps, update)
            await travel.slice(bound(far), lockstep=True)
        else:
            await travel.go(bound(run.next(playback.by)), lockstep=True)
