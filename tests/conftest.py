"""What tests of several parts use."""

from collections.abc import Iterator

import pytest

from tests import redis_server
from tests.redis_server import RedisServer


@pytest.fixture(scope="session")
def redis() -> Iterator[RedisServer]:
    """A Redis for all tests that leave it as it is, but for what they put there."""
    if redis_server.find() is None:
        pytest.skip(redis_server.MISSING)
    with redis_server.serving() as server:
        yield server
