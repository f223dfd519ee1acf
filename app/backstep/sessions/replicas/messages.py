"""Messages between processes: their format, and the interface of what carries them."""

import json
from collections.abc import Callable, Iterable
from typing import Any, Protocol

Head = dict[str, Any]
Heard = Callable[[str, Head, bytes], None]
Gone = Callable[[str | None], None]


class Messenger(Protocol):
    """Carries messages to other processes, in the order in which they are sent; see `link.py`."""

    trouble: bool  # no other process can be reached
    peers: Callable[[], Iterable[str]]  # the processes whose leases it watches

    def send(self, to: str, head: Head, body: bytes = b"") -> None:
        """Send a message to another process."""

    async def alive(self, names: Iterable[str]) -> set[str]:
        """Return those of the processes that can be reached. Raises StoreError."""

    async def run(self) -> None:
        """Send and receive until cancelled."""

    async def said(self) -> None:
        """Wait until everything is sent, up to a limit."""

    async def close(self) -> None:
        """Close the connection."""


def pack(head: Head, body: bytes = b"") -> bytes:
    """Encode a message."""
    return json.dumps(head, separators=(",", ":")).encode() + b"\n" + body


def unpack(data: bytes) -> tuple[Head, bytes]:
    """Decode a message that `pack` encoded."""
    head, _, body = data.partition(b"\n")
    return json.loads(head), body
