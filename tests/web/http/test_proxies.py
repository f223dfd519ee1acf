"""Which proxies are trusted for the client's address and scheme."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from pydantic import ValidationError
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from backstep.settings import Rate, Rates, Settings
from tests.browser.server import serving
from tests.waiting import PATIENCE

ONE = Rates(runs=Rate(per_second=0.001, burst=1))
SOMEBODY_ELSE = "192.0.2.0/24"


@contextmanager
def behind(proxies: str) -> Iterator[str]:
    with serving(proxies=proxies, rates=ONE) as address:
        yield address


def create(address: str, client: str) -> dict[str, Any] | None:
    """Create a run like a proxy on behalf of a client; return None if it was refused."""
    headers = {"X-Forwarded-For": client, "Content-Type": "application/json"}
    try:
        with urlopen(Request(f"{address}/api/runs", b"{}", headers), timeout=PATIENCE) as answer:
            run: dict[str, Any] = json.load(answer)
            return run
    except HTTPError as error:
        if error.code == 429:
            return None
        raise


def opens(address: str, run: dict[str, Any], origin: str, scheme: str) -> bool:
    """Whether a page of that origin may open a stream through a proxy with that scheme."""
    path = f"{address.replace('http', 'ws')}/api/runs/{run['id']}/stream"
    headers = {"X-Forwarded-Proto": scheme}
    try:
        with connect(path, origin=Origin(origin), additional_headers=headers) as stream:
            stream.send(json.dumps({"type": "hello"}))
            return "welcome" in str(stream.recv(PATIENCE))
    except InvalidStatus:
        return False


def test_a_client_is_who_the_proxy_says() -> None:
    with behind("127.0.0.1") as address:
        assert create(address, "198.51.100.7")
        assert not create(address, "198.51.100.7")
        assert create(address, "198.51.100.8")


def test_a_client_cannot_say_who_it_is() -> None:
    with behind("127.0.0.1") as address:
        assert create(address, "203.0.113.1, 198.51.100.7")
        assert not create(address, "203.0.113.2, 198.51.100.7")
    with behind(SOMEBODY_ELSE) as address:
        assert create(address, "198.51.100.7")
        assert not create(address, "198.51.100.8")


def test_the_servers_own_origin_has_the_scheme_of_the_proxy() -> None:
    with behind("127.0.0.0/8") as address:
        run = create(address, "198.51.100.7")
        assert run
        secure = address.replace("http", "https")
        assert opens(address, run, secure, "https")
        assert not opens(address, run, address, "https")
        assert opens(address, run, address, "http")
    with behind(SOMEBODY_ELSE) as address:
        run = create(address, "198.51.100.7")
        assert run
        assert not opens(address, run, address.replace("http", "https"), "https")


@pytest.mark.parametrize("proxies", ["*", "nginx", "10.0.0.1/8", "10.0.0.1, 10.0.0.2"])
def test_a_proxy_that_nobody_could_be_is_refused(proxies: str) -> None:
    with pytest.raises(ValidationError, match="addresses and networks"):
        Settings(proxies=proxies)
