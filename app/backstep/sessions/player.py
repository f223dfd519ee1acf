"""Plays a run, and holds the session's state: only here is it changed."""

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

_MAX_LATE = 0.1  # seconds that playing at a rate may be behind and still catch up


class Player:
    """Plays one run while somebody watches; `share` is the part of its time that a run at full
    speed may take."""

    def __init__(self, travel: Travel, listeners: Listeners, share: float) -> None:
        self._travel, self._listeners, self._share = travel, listeners, share
        self._state = State()
        self._task: asyncio.Task[None] | None = None

    @property
    def state(self) -> State:
        return self._state

    def play(self, playback: Playback) -> None:
        """Start playing, or change how. Raises EngineError for a limit that the data cannot
        tell."""
        state = self._state.play(playback)
        if playback.until is not None:
            goals.check(playback.until, self._travel.run)
        self._start(state)

    def resume(self) -> None:
        """Play on as before the session rested."""
        self._start(self._state.resume())

    def _start(self, state: State) -> None:
        self._state = state
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._play())
        self._report()

    def pause(self) -> None:
        """Stop playing, and any long move that is under way."""
        self._state = self._state.pause()
        self._travel.interrupt()
        self._report()

    def rest(self) -> None:
        """If it plays, stop without an event; it plays on when its driver is back."""
        if self._state.playing:
            self._state = self._state.rest()
            self._listeners.changed_silently()

    def defer(self, playback: Playback) -> None:
        """Plan to play when the driver is back."""
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
                "stopped": self._state.stopped,
            }
        )

    async def _play(self) -> None:
        due, scheduler, races = monotonic(), self._travel.scheduler, self._travel.races
        while self._state.playing and self._listeners.watched:
            # The turn first: no command may wait for a lock whose holder waits for a turn.
            await scheduler.ask()
            if not races.level:
                # They came late, or began anew: the run waits, and can be commanded meanwhile.
                races.advance(scheduler.seconds)
                continue
            began = await self._advance()
            due = self._due(due)
            if self._state.playback.rate is not None:
                await asyncio.sleep(max(0.0, due - monotonic()))
            elif not scheduler.waiting:
                await asyncio.sleep((due - began) * (1 / self._share - 1))
        # Nobody watches: it plays on when its driver is back.
        self.rest()

    def _due(self, last: float) -> float:
        """When the next unit is due: now at full speed."""
        now, rate = monotonic(), self._state.playback.rate
        return now if rate is None else max(last + 1 / rate, now - _MAX_LATE)

    async def _advance(self) -> float:
        """Play one slice or unit, and stop where the run failed or met its limit; when it began."""
        async with self._travel.begun():
            began, playback = monotonic(), self._state.playback
            if self._state.playing:  # still: it may have been paused while this waited
                reason = await self._toward_goal(playback)
                self._settle(playback, reason)
                self._listeners.changed()
        return began

    def _settle(self, playback: Playback, reason: Mapping[str, Any] | None) -> None:
        """Stop if there is a reason, unless somebody was faster or wants something else now."""
        if self._state.playback is not playback or not self._state.playing:
            return
        if reason is not None:
            self._state = self._state.stop(reason)
        if reason is not None or self._travel.run.failure:
            self.pause()

    async def _toward_goal(self, playback: Playback) -> Mapping[str, Any] | None:
        """Play to the next unit, or to the limit on the way; why to stop there, if at all."""
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
        """One slice at full speed, or all the way to the next boundary."""
        run, travel = self._travel.run, self._travel
        if playback.rate is None and playback.by in ("step", "epoch"):
            step, update = run.position.step, run.operations.update
            far = Position(step + travel.scheduler.steps, update)
            await travel.slice(bound(far), lockstep=True)
        else:
            await travel.go(bound(run.next(playback.by)), lockstep=True)
