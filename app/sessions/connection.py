"""What every connection has: a way to send, and an end."""

from collections.abc import Awaitable, Callable

Send = Callable[[str | bytes], Awaitable[None]]


class Refused(Exception):
    """The connection ends with a close code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
