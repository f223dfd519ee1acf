"""A server in this process."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from backstep.settings import Settings
from backstep.web.application import create_app


@pytest.fixture
def web() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(sessions=8))) as client:
        yield client
