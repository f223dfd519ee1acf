"""A class over HTTP and its streams: who gets in, and what they may do."""

import asyncio
import re
from pathlib import Path
from typing import Any, cast

import pytest
from fastapi.testclient import TestClient
from httpx2 import ASGITransport, AsyncClient
from starlette.websockets import WebSocketDisconnect

from backstep.sessions import codes
from backstep.settings import Rate, Rates, Settings
from backstep.web.application import create_app
from backstep.web.http.services import services_of
from tests.web.streams import PANELS, Stream, following, presenting, run_of, until


def end_of(web: TestClient, path: str) -> int:
    """The code that a stream closes with at once."""
    with web.websocket_connect(path) as socket, pytest.raises(WebSocketDisconnect) as closed:
        socket.receive_text()
    return closed.value.code


def test_a_follower_stands_where_the_presenter_stands(web: TestClient) -> None:
    run = run_of(web)
    with presenting(web, run) as driver, following(web, run["watch_code"]) as follower:
        assert follower.events[0]["role"] == "follower"
        driver.move("seek", step=30, op=9)
        while (follower.meta["step"], follower.meta["op"]) != (30, 9):
            follower.receive()
        for name, tensor in follower.tensors.items():
            if name in driver.tensors:
                assert tensor.tobytes() == driver.tensors[name].tobytes(), name


def test_a_follower_learns_neither_id_nor_token_and_may_not_drive(web: TestClient) -> None:
    run = run_of(web)
    with following(web, run["watch_code"]) as follower:
        told = str([follower.events, follower.meta, web.get(f"/watch/{run['watch_code']}").text])
        assert run["id"] not in told
        assert run["token"] not in told
        follower.send("forward", by="step")
        assert until(follower, "error")["code"] == "not_driver"
    # Not even with the token: this is no place to say it.
    with web.websocket_connect(f"/api/watch/{run['watch_code']}/stream") as socket:
        talk = Stream(socket)
        talk.send("hello", token=run["token"])
        until(talk, "frame")
        talk.send("forward", by="step")
        assert until(talk, "error")["code"] == "not_driver"
    assert web.get(f"/api/runs/{run['id']}").json()["position"] == {"step": 0, "op": 0}


def test_the_presenter_coming_again_ends_nothing(web: TestClient) -> None:
    run = run_of(web)
    with following(web, run["watch_code"]) as follower:
        with presenting(web, run) as driver:
            driver.move("seek", step=3, op=2)
            while follower.meta["step"] != 3:
                follower.receive()
        with presenting(web, run) as driver:
            assert driver.move("forward") == (3, 3)
            while (follower.meta["step"], follower.meta["op"]) != (3, 3):
                follower.receive()


def test_a_class_ends_with_its_run(web: TestClient) -> None:
    run = run_of(web)
    with following(web, run["watch_code"]) as follower:
        holder = {"Authorization": f"Bearer {run['token']}"}
        assert web.delete(f"/api/runs/{run['id']}", headers=holder).status_code == 204
        assert until(follower, "close")["code"] == 4404
    assert web.get(f"/watch/{run['watch_code']}").status_code == 404


def test_the_presenter_is_told_how_many_follow_and_how_they_answer(web: TestClient) -> None:
    run = run_of(web)
    with presenting(web, run) as driver, following(web, run["watch_code"]) as follower:
        told = driver.ask("present", panels=PANELS)
        assert (told["type"], told["followers"], told["asked"]) == ("class", 1, None)
        driver.send("ask", text="Positive or negative?", choices=["positive", "negative"])
        question = until(follower, "question")
        assert question["choices"] == ["positive", "negative"]
        follower.send("answer", number=question["number"], choice=1)
        while (until(driver, "class")["asked"] or {}).get("counts") != [0, 1]:
            pass
        # Who comes while it is open is asked too.
        with following(web, run["watch_code"]) as late:
            assert question in late.events
        driver.send("reveal", right=1, because="so it is")
        told = until(follower, "revealed")
        assert (told["right"], told["counts"]) == (1, [0, 1])


def test_viewers_may_neither_present_nor_answer_nor_see_the_tally(web: TestClient) -> None:
    run = run_of(web)
    path = f"/api/runs/{run['id']}/stream"
    with presenting(web, run) as driver, web.websocket_connect(path) as socket:
        viewer = Stream(socket)
        viewer.ask("hello")
        commands: dict[str, dict[str, Any]] = {
            "present": {"panels": {}},
            "ask": {"text": "?", "choices": ["a", "b"]},
            "reveal": {},
            "show": {"seq": 1},
        }
        for command, fields in commands.items():
            assert viewer.ask(command, **fields)["code"] == "not_driver"
        assert viewer.ask("answer", number=1, choice=0)["code"] == "not_follower"
        driver.ask("present", panels=PANELS)
        with following(web, run["watch_code"]):
            until(driver, "class")
        driver.move("forward")
        while viewer.meta["op"] != 1:
            viewer.receive()
        assert not [event for event in viewer.events if event["type"] == "class"]


@pytest.mark.parametrize(
    ("command", "field"),
    [
        ({"type": "present", "panels": {"surface": {"plane": "pca"}}}, "panels.surface"),
        ({"type": "present", "panels": {"network": {"maps": -1}}}, "panels.network.maps"),
        ({"type": "present", "panels": {}, "page": {"notation": "x" * 200}}, "present.page"),
        ({"type": "ask", "text": "?", "choices": ["one"]}, "ask.choices"),
        ({"type": "ask", "text": "", "choices": ["a", "b"]}, "ask.text"),
        ({"type": "reveal", "right": 6}, "reveal.right"),
    ],
)
def test_what_is_wrong_is_named(web: TestClient, command: dict[str, Any], field: str) -> None:
    with presenting(web, run_of(web)) as driver:
        fields = {name: each for name, each in command.items() if name != "type"}
        answer = driver.ask(command["type"], **fields)
        assert answer["type"] == "error"
        assert answer["field"].startswith(field)


def test_a_wrong_code_is_told_in_plain_words(web: TestClient) -> None:
    for locale, said in (("en", "No class has the code"), ("ru", "Нет занятия с кодом")):
        answer = web.get(f"/watch/ZZZZZZ?locale={locale}")
        assert answer.status_code == 404
        assert said in answer.text
        assert 'name="code"' in answer.text
    assert "&lt;b&gt;" in web.get("/watch/<b>").text
    assert end_of(web, "/api/watch/ZZZZZZ/stream") == 4404


def test_a_code_is_understood_as_it_is_typed(web: TestClient) -> None:
    run = run_of(web)
    code = run["watch_code"]
    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{6}", code)
    typed = f" {code[:3]}-{code[3:]} ".lower().replace("0", "o").replace("1", "l")
    answer = web.get("/watch", params={"code": typed}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/watch/{code}")
    assert web.get(f"/watch/{codes.read(typed)}").status_code == 200
    for slash in ("//elsewhere", "a/b", "/"):
        answer = web.get("/watch", params={"code": slash}, follow_redirects=False)
        assert answer.status_code == 404
        assert 'name="code"' in answer.text
    away = web.get("/watch", params={"code": "\\\\elsewhere"}, follow_redirects=False)
    assert away.headers["location"].startswith("/watch/%5C%5C")


def test_wrong_codes_are_rationed_and_right_ones_are_not() -> None:
    few = Rates(codes=Rate(per_second=0.01, burst=3))
    with TestClient(create_app(Settings(rates=few))) as web:
        path = f"/watch/{run_of(web)['watch_code']}"
        assert [web.get(path).status_code for _ in range(10)] == [200] * 10
        assert [web.get("/watch/ZZZZZZ").status_code for _ in range(3)] == [404] * 3
        # From here on not even the right one is told from them.
        for each in ("/watch/ZZZZZZ", path):
            answer = web.get(each)
            assert answer.status_code == 429
            assert int(answer.headers["retry-after"]) > 1
        assert end_of(web, f"/api{path}/stream") == 4429


def test_a_class_that_comes_at_once_tries_one_code() -> None:
    few = Rates(codes=Rate(per_second=0.01, burst=3))
    with TestClient(create_app(Settings(rates=few))) as web:
        code = run_of(web)["watch_code"]
        exchange = services_of(cast(Any, web.app)).exchange

        async def come(code: str) -> list[int]:
            transport = ASGITransport(cast(Any, web.app))
            async with AsyncClient(transport=transport, base_url="http://testserver") as client:
                answers = await asyncio.gather(*(client.get(f"/watch/{code}") for _ in range(9)))
            return [answer.status_code for answer in answers]

        assert web.portal is not None
        assert web.portal.call(come, code) == [200] * 9
        assert web.portal.call(come, code) == [200] * 9
        assert not exchange.seeks(code)


def test_pages_of_others_open_no_streams(web: TestClient) -> None:
    path = f"/api/watch/{run_of(web)['watch_code']}/stream"
    headers = {"Origin": "https://elsewhere.example"}
    with pytest.raises(WebSocketDisconnect), web.websocket_connect(path, headers=headers):
        pass


def test_a_code_finds_its_run_after_a_restart(tmp_path: Path) -> None:
    settings = Settings(store=f"sqlite:{tmp_path / 'runs.sqlite'}")
    with TestClient(create_app(settings)) as web:
        run = run_of(web)
        with presenting(web, run) as driver:
            driver.move("seek", step=12, op=3)
        with following(web, run["watch_code"]) as follower:
            key = next(each["key"] for each in follower.events if each["type"] == "key")
    code = run["watch_code"]
    with TestClient(create_app(settings)) as web, following(web, code, key) as follower:
        assert (follower.meta["step"], follower.meta["op"]) == (12, 3)
        # And knows its followers.
        assert "key" not in [each["type"] for each in follower.events]
