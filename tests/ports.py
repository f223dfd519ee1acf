"""Ports of this machine, and who answers there."""

import socket
from urllib.request import urlopen

from tests.waiting import PATIENCE


def free() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def answers(address: str) -> bool:
    """Whether a request to `address` succeeds."""
    try:
        urlopen(address, timeout=PATIENCE).close()
    except OSError:
        return False
    return True
