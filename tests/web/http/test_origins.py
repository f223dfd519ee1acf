"""Whose pages may open a stream: exactly those."""

import pytest
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from backstep.settings import Settings
from backstep.web.application import create_app
from tests.web.streams import run_of

OWN = {"host": "backstep.example:8000"}


def opens(headers: dict[str, str], **settings: object) -> bool:
    with TestClient(create_app(Settings.model_validate(settings))) as web:
        run = run_of(web)
        try:
            with web.websocket_connect(f"/api/runs/{run['id']}/stream", headers=OWN | headers):
                return True
        except WebSocketDisconnect as closed:
            return closed.code != 4403


@pytest.mark.parametrize(
    ("origin", "may"),
    [
        ("http://backstep.example:8000", True),
        ("HTTP://Backstep.example:8000", True),
        ("https://backstep.example:8000", False),
        ("http://backstep.example", False),
        ("http://backstep.example:80001", False),
        ("http://backstep.example:8000.evil.example", False),
        ("http://backstep.example:8000@evil.example", False),
        ("http://evil.example#backstep.example:8000", False),
        ("http://evil-backstep.example:8000", False),
        ("http://sub.backstep.example:8000", False),
        ("backstep.example:8000", False),
        ("file://", False),
        ("http://", False),
        ("http://[", False),
        ("", False),
        ("null", False),
    ],
)
def test_only_the_servers_own_origin(origin: str, may: bool) -> None:
    assert opens({"origin": origin}) is may


def test_settings_say_who_else() -> None:
    assert opens({"origin": "null"}, null_origin=True)
    assert opens({})
    assert not opens({}, absent_origin=False)
    others = "https://slides.example http://other.example:81"
    assert opens({"origin": "https://slides.example"}, origins=others)
    assert opens({"origin": "https://slides.example:443"}, origins=others)
    assert not opens({"origin": "http://slides.example"}, origins=others)
    assert not opens({"origin": "http://other.example"}, origins=others)
