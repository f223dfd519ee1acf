"""nginx with the real file, before real servers."""

import json
import shutil
import ssl
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPSHandler, Request, build_opener, urlopen

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from backstep.settings import Rate, Rates
from tests.browser.server import serving
from tests.deploy import nginx
from tests.deploy.nginx import Proxy
from tests.waiting import PATIENCE

RUNS = 5  # that one client may create


@pytest.fixture(scope="module")
def front() -> Iterator[Proxy]:
    """nginx before two servers and one that does not exist."""
    program = nginx.program()
    if program is None or shutil.which("openssl") is None:
        pytest.skip("there is no nginx, or no openssl")
    few = Rates(runs=Rate(per_second=0.001, burst=RUNS))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)  # its workers run as nobody
        addresses = [stack.enter_context(serving(rates=few)) for _ in range(2)]
        servers = [address.removeprefix("http://") for address in addresses]
        (nowhere,) = nginx.ports(1)
        servers.append(f"127.0.0.1:{nowhere}")
        yield stack.enter_context(nginx.proxy(program, folder, servers))


def trusting(front: Proxy) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(front.folder / "fullchain.pem"))


def ask(
    front: Proxy, path: str, body: bytes | None = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body of a response."""
    request = Request(f"https://localhost:{front.secure}{path}", body)
    for name, value in headers.items():
        request.add_header(name.replace("_", "-"), value)
    try:
        answer = build_opener(HTTPSHandler(context=trusting(front))).open(request, timeout=PATIENCE)
    except HTTPError as error:
        answer = error
    with answer:
        told = {name.lower(): value for name, value in answer.headers.items()}
        return answer.status, told, answer.read()


def create(front: Proxy, browser: str) -> dict[str, Any]:
    status, _, body = ask(front, "/api/runs", b"{}", User_Agent=browser)
    assert status == 201
    run: dict[str, Any] = json.loads(body)
    return run


def test_every_browser_is_served_though_a_server_is_away(front: Proxy) -> None:
    for number in range(12):
        assert ask(front, "/healthz", User_Agent=f"browser {number}")[0] == 200
        assert ask(front, "/", User_Agent=f"browser {number}")[0] == 200


@pytest.mark.parametrize("browser", ["one", "another"])
def test_a_run_is_streamed_to_the_servers_own_pages(front: Proxy, browser: str) -> None:
    run = create(front, browser)
    path = f"wss://localhost:{front.secure}/api/runs/{run['id']}/stream"

    def opened(origin: str) -> Any:
        return connect(
            path,
            origin=Origin(origin),
            user_agent_header=browser,
            ssl=trusting(front),
            max_size=None,
        )

    with opened(f"https://localhost:{front.secure}") as stream:
        stream.send(json.dumps({"type": "hello", "token": run["token"]}))
        assert json.loads(stream.recv(PATIENCE))["role"] == "driver"
        assert isinstance(stream.recv(PATIENCE), bytes)
    for origin in ("https://localhost", f"http://localhost:{front.secure}"):
        with pytest.raises(InvalidStatus, match="403"), opened(origin):
            pass


def test_what_a_client_says_of_its_address_does_not_count(front: Proxy) -> None:
    answers = [
        ask(front, "/api/runs", b"{}", X_Forwarded_For=f"198.51.100.{number}", User_Agent="x")[0]
        for number in range(RUNS + 1)
    ]
    assert answers[-1] == 429


def test_who_has_addresses_of_runs_and_what_is_asked_is_not_logged(front: Proxy) -> None:
    ask(front, "/api/runs/secret-one?secret=2", User_Agent="x")
    ask(front, "/watch/SECRETS?secret=2", User_Agent="x")
    status, headers, _ = ask(front, "/api/runs/secret-one/code?secret=2", User_Agent="x")
    assert status == 404
    ask(front, "/healthz")  # its response comes after the earlier log entries are written
    told = [json.loads(line) for line in front.log.splitlines()]
    assert "secret" not in front.log.lower()
    assert {"/api/runs/*", "/api/runs/*/code", "/watch/*"} <= {each["path"] for each in told}
    (same,) = [each for each in told if each["request"] == headers["x-request-id"]]
    assert same["status"] == 404


def test_the_servers_answer_to_a_body_that_is_too_long_comes_through(front: Proxy) -> None:
    status, headers, _ = ask(front, "/api/expressions", b" " * (8 * 2**20 + 2**16), User_Agent="x")
    assert (status, headers["content-type"]) == (413, "application/problem+json")


def test_long_links_come_through_and_pages_are_compressed(front: Proxy) -> None:
    status, headers, _ = ask(front, f"/?seed=1&more={'x' * 20_000}", Accept_Encoding="gzip")
    assert (status, headers["content-encoding"]) == (200, "gzip")


def test_metrics_are_not_for_the_world(front: Proxy) -> None:
    assert ask(front, "/metrics")[0] == 404


def test_who_comes_without_tls_is_sent_to_it(front: Proxy) -> None:
    with urlopen(f"http://127.0.0.1:{front.plain}/healthz", timeout=PATIENCE) as answer:
        assert answer.status == 200
    (front.folder / "acme/.well-known/acme-challenge").mkdir(parents=True)
    (front.folder / "acme/.well-known/acme-challenge/one").write_text("proof")
    address = f"http://localhost:{front.plain}"
    with urlopen(f"{address}/.well-known/acme-challenge/one", timeout=PATIENCE) as answer:
        assert answer.read() == b"proof"
    with pytest.raises(HTTPError) as error:
        urlopen(Request(f"{address}/api/runs?x=1", b"{}"), timeout=PATIENCE)
    with error.value as refused:
        assert refused.status == 308
        assert refused.headers["location"] == "https://localhost/api/runs?x=1"
