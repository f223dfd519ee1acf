"""The programs that stress a server work; here for seconds, as programs for any time."""

import asyncio
from pathlib import Path

from tests.faults import malformed, soak


def test_a_class_comes_and_goes_without_a_fault(tmp_path: Path) -> None:
    wanted = {"POST /api/runs", "GET /watch/…", "hello", "play", "edit"}
    seen = asyncio.run(soak.run(0.2, 3, 3, seed=1, folder=tmp_path, wanted=wanted))
    assert seen.faults == []


def test_growth_is_that_of_the_second_half() -> None:
    flat = [(float(at), 100.0 + min(at, 10), 20) for at in range(20)]
    grown = [(float(at), 100.0 + at, 20 + at // 2) for at in range(20)]
    assert [round(each, 6) for each in soak.Seen(flat).growth] == [0, 0]
    assert soak.Seen(flat[:2]).growth == (0, 0)
    memory, descriptors = soak.Seen(grown).growth
    assert round(memory) == 9
    assert 4 <= descriptors <= 5


def test_what_is_malformed_is_answered_by_a_server_process(tmp_path: Path) -> None:
    found = asyncio.run(malformed.run(250, seed=1, folder=tmp_path))
    assert found.faults == []
    assert found.sent >= 250
    assert {each.split()[0] for each in found.answers} >= {"spec", "message", "address", "csv"}
