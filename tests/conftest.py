"""What tests of several parts use."""

from collections.abc import Iterator
from time import sleep

import pytest

from app.sessions.stores.redis import SETTLE_SECONDS
from tests import redis_server
from tests.redis_server import RedisServer


@pytest.fixture(scope="session")
def redis() -> Iterator[RedisServer]:
    """A Redis for all tests that leave it as it is, but for what they put there."""
    if redis_server.find() is None:
        pytest.skip(redis_server.MISSING)
    with redis_server.serving() as server:
        sleep(SETTLE_SECONDS + 1)
        yield server
