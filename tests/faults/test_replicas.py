"""Several servers on one Redis lose nothing when one of them, or Redis, dies."""

import asyncio
from pathlib import Path

import pytest

from tests import redis_server
from tests.faults import replicas


def test_nothing_is_lost_when_a_server_dies_or_redis_is_away(tmp_path: Path) -> None:
    if redis_server.find() is None:
        pytest.skip(redis_server.MISSING)
    faults = ["kill", "freeze", "kill redis"]
    found = asyncio.run(replicas.run(faults, 2, 3, 1, tmp_path, frozen=4, lease=2))
    assert found.lost == []
    assert found.edits > 0
    assert [each.fault for each in found.rounds] == faults
