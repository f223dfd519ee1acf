"""What tests of several parts use."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from backstep.sessions.stores.redis import SETTLE_SECONDS
from tests import redis_server
from tests.examples import USUAL
from tests.redis_server import RedisServer
from tests.waiting import until

pytest_plugins = ["tests.limits"]

# How long an example takes says more about the machine than about the code.
_ANY_TIME = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("backstep", _ANY_TIME, max_examples=USUAL)
settings.register_profile("quick", _ANY_TIME, max_examples=USUAL // 5)  # for `make unit`
settings.load_profile("backstep")


@pytest.fixture(scope="session")
def redis() -> Iterator[RedisServer]:
    """A Redis for all tests that leave it as it is, but for what they put there."""
    if redis_server.find() is None:
        pytest.skip(redis_server.MISSING)
    with redis_server.serving() as server:
        with server.client() as client:
            until(lambda: client.info("server")["uptime_in_seconds"] >= SETTLE_SECONDS)
        yield server


@pytest.fixture
def diverging(tmp_path: Path) -> Path:
    """A file with the spec of a run whose loss soon is no number."""
    spec = {
        "data": {"name": "plane"},
        "network": {"hidden": [{"units": 3, "activation": "linear"}]},
        "training": {"optimizer": {"learning_rate": 100}},
    }
    path = tmp_path / "spec.json"
    path.write_text(json.dumps(spec))
    return path


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """`-k "not redis"` leaves out all tests that start a Redis, whatever their names."""
    for item in items:
        if "redis" in getattr(item, "fixturenames", ()):
            item.extra_keyword_matches.add("redis")
