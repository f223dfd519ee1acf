"""What the allocator is told: a server runs for weeks, and what is free is to be had by others.

glibc gives every thread an arena of its own, up to eight a core, and each keeps what it has once
needed: after an hour of a class a server held three times what it used. Other allocators have no
such functions, and are left alone.
"""

import ctypes
import sys
from typing import Any

_ARENAS = 2  # two threads work at once, the loop and one that draws
_M_ARENA_MAX = -8  # malloc.h


def _libc() -> Any:
    return ctypes.CDLL(None) if sys.platform == "linux" else None


def share_arenas() -> None:
    """Let all threads that begin from here on share a few arenas."""
    if mallopt := getattr(_libc(), "mallopt", None):
        mallopt(_M_ARENA_MAX, _ARENAS)


def give_back() -> None:
    """Give the system back what is free; it takes milliseconds, in which others may wait."""
    if trim := getattr(_libc(), "malloc_trim", None):
        trim(0)
