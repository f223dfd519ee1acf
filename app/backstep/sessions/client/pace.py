"""The pace that a client sets by acknowledging frames."""

from collections.abc import Callable
from time import monotonic

from backstep.settings import Settings


class Pace:
    """Which frames a client has, and when the next may go."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = monotonic) -> None:
        self._settings, self._clock = settings, clock
        self._sent = self._acked = 0
        self._since: float | None = None  # when the client last acknowledged what it had to
        self._due = 0.0

    def resume(self, seq: int) -> None:
        """The client has had the frames up to `seq` over another connection."""
        self._sent = self._acked = max(0, seq)

    @property
    def sent(self) -> int:
        """The number of the last frame."""
        return self._sent

    @property
    def open(self) -> bool:
        """Whether it has acknowledged enough to be sent another."""
        return self._sent - self._acked < self._settings.window

    @property
    def early(self) -> float:
        """Seconds until the next frame is due."""
        return self._due - self._clock()

    @property
    def patience(self) -> float | None:
        """Seconds after which a client that does not acknowledge is let go; None: it owes none."""
        if self._since is None:
            return None
        return self._since + self._settings.send_seconds - self._clock()

    def send(self) -> int:
        """A frame goes out; its number."""
        # From when it was due, not from now: what one frame is late the next makes up for.
        now, apart = self._clock(), self._settings.frame_seconds
        self._due = max(self._due, now - apart) + apart
        self._sent += 1
        self._since = now if self._since is None else self._since
        return self._sent

    def ack(self, seq: int) -> None:
        """The client has drawn the frames up to `seq`."""
        self._acked = max(self._acked, min(seq, self._sent))
        self._since = self._clock() if self._acked < self._sent else None
