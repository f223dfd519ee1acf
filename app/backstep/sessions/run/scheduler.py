"""Schedules engine work: one piece at a time, with a look at the sockets in between."""

import asyncio
from collections import deque

_IN_A_ROW = 4  # serve at most this many urgent turns before one normal turn
_LEAST = 0.0005  # seconds: below this a slice is mostly its own overhead
# In a crowd, a player may do this many steps per second of its share, and overdraw its share by
# the factor below: a run keeps its first steps densely and is slower at first, and a player that
# has just begun must not fall behind.
_ABREAST = 60_000
_LENIENT = 2
_FAR = 1_000_000

Turn = asyncio.Future[None]


class Scheduler:
    """Hands out turns on the event loop.

    One turn per loop iteration, so a command waits for one slice of work, not for all of them.
    `await scheduler.ask()` returns when it is the caller's turn, which lasts until its next await.
    Urgent turns, which answer commands, go first; but now and then a normal turn is served, so that
    no storm of commands stops playback. Equal requests are served in order.
    """

    def __init__(self, slice_seconds: float = 0.002, round_seconds: float = 0.15) -> None:
        self._slice, self._round = slice_seconds, round_seconds
        self._urgent: deque[Turn] = deque()
        self._others: deque[Turn] = deque()
        self._row = 0
        self._loop: asyncio.AbstractEventLoop | None = None  # while turns are being handed out

    @property
    def _share(self) -> float:
        """Seconds that are meant for a turn in this round."""
        return min(self._slice, max(_LEAST, self._round / (len(self._others) + 1)))

    @property
    def seconds(self) -> float:
        """How long a piece of work may take: less where many wait, so that a round stays short."""
        return min(self._slice, _LENIENT * self._share)

    @property
    def steps(self) -> int:
        """How many steps a player may do in a turn; without a crowd, more than it has time for."""
        share = self._share
        return _FAR if share == self._slice else int(share * _ABREAST)

    @property
    def waiting(self) -> int:
        """How many wait for a turn."""
        return len(self._urgent) + len(self._others)

    def ask(self, *, urgent: bool = False) -> Turn:
        """A turn to be awaited."""
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
        """Make a turn that was asked for urgent."""
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
                # Given up, or served already because it was prioritized.
                if not turn.done():
                    self._row = self._row + 1 if queue is self._urgent else 0
                    return turn
        return None
