"""What every connection needs: a way to send, and a reason to end."""

from collections.abc import Awaitable, Callable

from backstep.protocol.stream.closes import CloseCode, close_reason

Send = Callable[[str | bytes], Awaitable[None]]
End = tuple[int, str]  # a close code and its reason, see protocol/stream/closes.py


def end_with(status: int, code: CloseCode, retry: float | None = None) -> End:
    """Return the end of a connection; the client reconnects after `retry` seconds."""
    return status, close_reason(code, retry)


ENDED: End = end_with(4404, "ended")
MOVED: End = end_with(1012, "moved", 1)
SILENT: End = end_with(4408, "silent")  # nothing was sent or read in time
NO_HELLO: End = end_with(4400, "hello")  # the first message must be a hello


class Refused(Exception):
    """The connection ends with this close code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
