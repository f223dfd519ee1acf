"""A killed server loses nothing that was acknowledged."""

import asyncio
from pathlib import Path

from tests.faults import kill


def test_nothing_is_lost_when_the_server_is_killed(tmp_path: Path) -> None:
    found = asyncio.run(kill.run(kills=2, clients=3, seed=1, folder=tmp_path))
    assert found.lost == []
    assert found.edits > 0
    assert found.connections == 3 * 3
