"""Schedules engine work: one turn at a time, and the sockets are served between turns."""

import asyncio
from collections import deque

_IN_A_ROW = 4  # serve at most this many urgent turns before one normal turn
_LEAST = 0.0005  # seconds; a shorter slice is mostly overhead
# With many players, a player does at most this many steps per second of its share, and its share
# may be exceeded by the factor below. A run keeps its first checkpoints densely and is slower at
# first, and a player that has just started must not fall behind.
_ABREAST = 60_000
_LENIENT = 2
_FAR = 1_000_000

Turn = asyncio.Future[None]


class Scheduler:
    """Grants turns on the event loop.

    One turn per loop iteration, so a command waits for one slice of work, not for all of them.
    `await scheduler.ask()` returns when it is the caller's turn, which lasts until its next await.
    Urgent turns, which answer commands, come first; but a normal turn is served now and then, so
    that a flood of commands does not stop playback. Equal requests are served in order.
    """

    def __init__(self, slice_seconds: float = 0.002, round_seconds: float = 0.15) -> None:
        self._slice, self._round = slice_seconds, round_seconds
        self._urgent: deque[Turn] = deque()
        self._others: deque[Turn] = deque()
        self._row = 0
        self._loop: asyncio.AbstractEventLoop | None = None  # while turns are being handed out

    @property
    def _share(self) -> float:
        """Seconds for one turn in this round."""
        return min(self._slice, max(_LEAST, self._round / (len(self._others) + 1)))

    @property
    def seconds(self) -> float:
        """How long a turn may take; less when many wait, so that a round stays short."""
        return min(self._slice, _LENIENT * self._share)

    @property
    def steps(self) -> int:
        """How many steps a player may do in a turn; with few players, more than it has time for."""
        share = self._share
        return _FAR if share == self._slice else int(share * _ABREAST)

    @property
    def waiting(self) -> int:
        """The number of turns that are waited for."""
        return len(self._urgent) + len(self._others)

    def ask(self, *, urgent: bool = False) -> Turn:
        """Return a turn to await."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._urgent.clear()
            self._others.clear()
            self._loop = loop
            loop.call_soon(self._next)
        turn = loop.create_future()
        (self._urgent if urgent else self._others).append(turn)
        return turn

    def prioritize(self, turn: Turn) -> None:
        """Make a requested turn urgent."""
        if not turn.done():
            self._urgent.append(turn)

    def _next(self) -> None:
        turn = self._pick()
        if turn is None or self._loop is None:
            self._loop = None
            return
        turn.set_result(None)
        # Runs after the caller, which wakes up in the same loop iteration.
        self._loop.call_soon(self._next)

    def _pick(self) -> Turn | None:
        queues = (self._urgent, self._others)
        if self._row >= _IN_A_ROW:
            queues = (self._others, self._urgent)
        for queue in queues:
            while queue:
                turn = queue.popleft()
                # It may have been cancelled, or served already because it was prioritized.
                if not turn.done():
                    self._row = self._row + 1 if queue is self._urgent else 0
                    return turn
        return None
