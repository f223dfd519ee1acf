"""What is almost right is answered, or ends the stream with a reason; nothing else happens."""

import json
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from backstep.protocol.stream.messages import commands
from backstep.settings import Rate, Rates, Settings
from backstep.web.application import create_app
from tests.examples import examples
from tests.faults.decoders import MESSAGES, SPECS
from tests.faults.odd import changed
from tests.web.streams import Stream, presenting, run_of

changes = st.lists(st.integers(0, 255), min_size=2, max_size=6).map(bytes)
odd_messages = st.tuples(st.sampled_from(MESSAGES[1:]), changes)


@pytest.fixture(scope="module")
def web() -> Iterator[TestClient]:
    much = Rate(per_second=1e6, burst=1e9)
    rates = Rates(requests=much, runs=much, commands=much, command_bytes=much, bytes=much)
    with TestClient(create_app(Settings(rates=rates))) as client:
        yield client


@examples(300)
@given(st.sampled_from(SPECS), changes, st.integers(0, 30))
def test_a_spec_is_taken_or_refused(web: TestClient, spec: object, data: bytes, cut: int) -> None:
    body = json.dumps(changed(spec, data)).encode()
    body = body[: -cut or None] if cut > 20 else body
    answer = web.post("/api/runs", content=body)
    assert answer.status_code in (201, 422), answer.text
    if answer.status_code == 201:
        run = answer.json()
        holder = {"Authorization": f"Bearer {run['token']}"}
        assert web.delete(f"/api/runs/{run['id']}", headers=holder).status_code == 204
    else:
        assert all(each["field"] for each in answer.json()["errors"])


@examples(25)
@given(st.lists(odd_messages, min_size=5, max_size=12))
def test_a_message_is_answered(web: TestClient, said: list[tuple[object, bytes]]) -> None:
    run = web.post("/api/runs", json={"data": {"samples": 40}}).json()
    with presenting(web, run) as stream:
        for message, data in said:
            stream.socket.send_text(json.dumps(changed(message, data)))
        assert stream.ask("pause")["type"] == "frame"
    web.delete(f"/api/runs/{run['id']}", headers={"Authorization": f"Bearer {run['token']}"})


def test_every_command_is_among_them_and_is_one() -> None:
    known = {commands.validate_python(each).type for each in MESSAGES}
    definitions = commands.json_schema()["discriminator"]["mapping"]
    assert known == set(definitions)


@pytest.mark.parametrize("first", [True, False])
def test_bytes_end_a_stream_with_a_reason(web: TestClient, first: bool) -> None:
    run = run_of(web)
    with web.websocket_connect(f"/api/runs/{run['id']}/stream") as socket:
        if not first:
            Stream(socket).ask("hello", token=run["token"])
        socket.send_bytes(b'{"type":"hello"}')
        ends = (event for event in iter(socket.receive, None) if event["type"] == "websocket.close")
        assert next(ends)["code"] == 4400


@pytest.mark.parametrize(
    "text",
    [
        '{"preset": "circle", "\\ud800": 1}',
        '{"training": {"optimizer": {"name": "sgd", "x\\ud800": 1}}}',
        '{"spec": {}, "edits": [{"at": {"step": 0, "op": 0}, "\\ud800": 1}]}',
    ],
)
def test_half_a_surrogate_pair_is_no_json(web: TestClient, text: str) -> None:
    answer = web.post("/api/runs", content=text)
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"field": "body", "message": "is not JSON"}]
