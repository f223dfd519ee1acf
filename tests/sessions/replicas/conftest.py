"""What carries messages between the processes of a test."""

import pytest

from backstep.sessions.replicas import link
from tests.sessions.replicas.broker import Broker, Redis


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> Broker:
    found = Broker()

    class Made:
        @staticmethod
        def from_url(address: str, **_: object) -> Redis:
            return Redis(found)

    monkeypatch.setattr(link, "Redis", Made)
    monkeypatch.setattr(link, "_LOOK_SECONDS", 0.01)
    monkeypatch.setattr(link, "_AGAIN", 0.01)
    return found
