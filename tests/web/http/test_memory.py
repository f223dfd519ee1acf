"""What is free goes back to the system."""

import sys
from pathlib import Path
from platform import libc_ver
from resource import getpagesize
from threading import Thread

import pytest

from backstep.web.http import memory


def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * getpagesize()


def fill(kept: list[bytes]) -> None:
    """Small pieces, the last of them kept: what is below it is not given back by itself."""
    pieces = [bytes(10_000) for _ in range(6_000)]
    kept.append(pieces[-1])


@pytest.mark.skipif(libc_ver()[0] != "glibc", reason="another allocator")
def test_what_is_free_is_given_back() -> None:
    memory.share_arenas()
    kept: list[bytes] = []
    thread = Thread(target=fill, args=[kept])
    thread.start()
    thread.join()
    before = resident()
    memory.give_back()
    assert before - resident() > 30_000_000


def test_other_systems_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(name: str | None) -> None:
        raise AssertionError("there may be no such library")

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr("ctypes.CDLL", load)
    memory.share_arenas()
    memory.give_back()
