"""The pace that a client sets by acknowledging frames."""

from collections.abc import Callable
from time import monotonic

from backstep.settings import Settings


class Pace:
    """Which frames a client has, and when the next one may be sent."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = monotonic) -> None:
        self._settings, self._clock = settings, clock
        self._sent = self._acked = 0
        self._since: float | None = None  # when the client last acknowledged a frame that was due
        self._due = 0.0

    def resume(self, seq: int) -> None:
        """Note that the client received the frames up to `seq` over an earlier connection."""
        self._sent = self._acked = max(0, seq)

    @property
    def sent(self) -> int:
        """The number of the last frame."""
        return self._sent

    @property
    def open(self) -> bool:
        """Whether the window has room for another frame."""
        return self._sent - self._acked < self._settings.window

    @property
    def early(self) -> float:
        """Seconds until the next frame is due."""
        return self._due - self._clock()

    @property
    def patience(self) -> float | None:
        """Seconds left to acknowledge before the connection ends; None if no frame is pending."""
        if self._since is None:
            return None
        return self._since + self._settings.send_seconds - self._clock()

    def send(self) -> int:
        """Count a frame that is sent now, and return its number."""
        # The interval starts when the frame was due, so that a late frame does not lower the rate.
        now, apart = self._clock(), self._settings.frame_seconds
        self._due = max(self._due, now - apart) + apart
        self._sent += 1
        self._since = now if self._since is None else self._since
        return self._sent

    def ack(self, seq: int) -> None:
        """Note that the client has drawn the frames up to `seq`."""
        self._acked = max(self._acked, min(seq, self._sent))
        self._since = self._clock() if self._acked < self._sent else None
