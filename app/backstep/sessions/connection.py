"""What every connection has: a way to send, and an end."""

from collections.abc import Awaitable, Callable

Send = Callable[[str | bytes], Awaitable[None]]
End = tuple[int, str]  # a close code, and what it means

ENDED: End = (4404, "the run was ended")
MOVED: End = (1012, "the run goes on elsewhere; come back in 1 s")


class Refused(Exception):
    """The connection ends with a close code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
