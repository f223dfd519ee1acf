"""Settings of the memory allocator: a server runs for weeks and should return free memory.

glibc gives each thread an arena of its own, up to eight per core, and an arena keeps the memory it
once needed: after an hour with a class, a server held three times what it used. Other allocators
lack these functions and are left alone.
"""

import ctypes
import sys
from typing import Any

_ARENAS = 2  # two threads work at a time: the event loop, and one that draws
_M_ARENA_MAX = -8  # malloc.h


def _libc() -> Any:
    return ctypes.CDLL(None) if sys.platform == "linux" else None


def share_arenas() -> None:
    """Let all threads that start from now on share a few arenas."""
    if mallopt := getattr(_libc(), "mallopt", None):
        mallopt(_M_ARENA_MAX, _ARENAS)


def give_back() -> None:
    """Return free memory to the system; takes milliseconds, during which the caller blocks."""
    if trim := getattr(_libc(), "malloc_trim", None):
        trim(0)
