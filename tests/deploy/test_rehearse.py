"""A small rehearsal: replicas are replaced behind nginx while browsers control runs."""

import asyncio
import shutil
import tempfile
from pathlib import Path

import pytest

from tests import redis_server
from tests.deploy import nginx, rehearse


def test_replicas_are_renewed_and_nothing_is_lost() -> None:
    missing = nginx.program() is None or redis_server.find() is None
    if missing or shutil.which("openssl") is None:
        pytest.skip("there is no nginx, no redis-server, or no openssl")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # nginx's workers run as nobody
        found = asyncio.run(rehearse.run([], replicas=2, clients=2, seed=1, folder=folder))
    assert found.lost == []
    assert found.connections > 2
    assert [what for what, _ in found.rounds] == ["renew"]
