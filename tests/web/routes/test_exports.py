"""What is taken away from a run over HTTP, and a checkpoint brought back."""

import csv
import json
import re
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from safetensors.numpy import load, save

from backstep.protocol.codec import safetensors
from backstep.web.copies import bundle
from tests.web.streams import Stream

STEP = 14  # the last operation of a step of the default lab


def started(web: TestClient, spec: dict[str, Any] | None = None) -> tuple[str, dict[str, Any]]:
    run = web.post("/api/runs", json=spec or {}).json()
    return f"/api/runs/{run['id']}", {"Authorization": f"Bearer {run['token']}"}


@pytest.mark.parametrize("framework", ["numpy", "pytorch"])
def test_code_is_a_program_to_be_saved(web: TestClient, framework: str) -> None:
    path, _ = started(web)
    answer = web.get(f"{path}/code", params={"framework": framework, "steps": 25})
    assert answer.headers["content-disposition"].endswith(f'"backstep_{framework}.py"')
    assert "STEPS = 25" in answer.text
    compile(answer.text, framework, "exec")


@pytest.mark.parametrize(
    ("query", "field"), [("framework=jax", "framework"), ("steps=0", "query.steps")]
)
def test_other_code_is_refused_by_name(web: TestClient, query: str, field: str) -> None:
    path, _ = started(web)
    answer = web.get(f"{path}/code?{query}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field


def test_data_are_a_table_of_points_classes_and_sets(web: TestClient) -> None:
    path, _ = started(web, {"data": {"samples": 20, "test_share": 0.25}})
    rows = list(csv.DictReader(web.get(f"{path}/data.csv").text.splitlines()))
    assert set(rows[0]) == {"x₁", "x₂", "class", "set"}
    assert [row["set"] for row in rows] == ["train"] * 15 + ["test"] * 5
    for row in rows:
        inside = np.hypot(float(row["x₁"]), float(row["x₂"])) < 3
        assert row["class"] == ("blue" if inside else "orange")


def test_data_without_a_plane_are_their_inputs(web: TestClient) -> None:
    data = {"name": "table", "x": [[1, 2, 3], [4, 5, 6.5]], "y": [[0.5], [2]], "test_share": 0}
    path, _ = started(web, {"data": data})
    lines = web.get(f"{path}/data.csv").text.split()
    assert lines == ["x₁,x₂,x₃,y,set", "1.0,2.0,3.0,0.5,train", "4.0,5.0,6.5,2.0,train"]


def test_a_checkpoint_comes_back_as_the_start(web: TestClient) -> None:
    path, token = started(web)
    with web.websocket_connect(f"{path}/stream") as socket:
        talk = Stream(socket)
        talk.ask("hello", token=token["Authorization"].removeprefix("Bearer "))
        talk.move("seek", step=30, op=STEP)
        trained = web.get(f"{path}/checkpoint").content
        answer = web.post(f"{path}/checkpoint", content=trained, headers=token)
        assert answer.json() == {"restarted": True, "position": {"step": 0, "op": 0}}
        talk.receive()
        while talk.events[-1]["type"] != "edited":
            talk.receive()
        assert talk.events[-1]["restarted"]
    back = load(web.get(f"{path}/checkpoint").content)
    for name, tensor in load(trained).items():
        np.testing.assert_array_equal(back[name], tensor)


def test_a_copy_is_one_page_of_the_run_so_far(web: TestClient) -> None:
    path, token = started(web)
    with web.websocket_connect(f"{path}/stream") as socket:
        talk = Stream(socket)
        talk.ask("hello", token=token["Authorization"].removeprefix("Bearer "))
        talk.move("seek", step=3, op=7)
        answer = web.get(f"{path}/export.html", params={"panels": "network,slice,transport"})
    assert answer.headers["content-disposition"].endswith('"backstep.html"')
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert recording_in(answer.text)["steps"] == 4
    assert '"moment": {"op": 7, "step": 3}' in answer.text
    # Nothing is looked for anywhere else.
    assert not re.search(r"(src|href)=", answer.text)


def recording_in(page: str) -> dict[str, Any]:
    """The recording's own description."""
    packed = re.search(r'id="packed-recording">([^<]+)<', page)
    assert packed is not None
    _, metadata = safetensors.decode(bundle.unpacked(packed[1]))
    found: dict[str, Any] = json.loads(metadata["frame"])
    return found


@pytest.mark.parametrize(
    ("query", "field", "says"),
    [
        ("steps=0", "steps", "allowed for this network: 1 to 1000"),
        ("steps=1001", "steps", "allowed for this network: 1 to 1000"),
        ("steps=x", "query.steps", "integer"),
        ("panels=network,controls", "panels", "'controls' needs a server; allowed: ribbon"),
        ("panels=nothing", "panels", "'nothing' is no panel"),
    ],
)
def test_a_copy_that_cannot_be_is_refused_by_name(
    web: TestClient, query: str, field: str, says: str
) -> None:
    path, _ = started(web)
    answer = web.get(f"{path}/export.html?{query}")
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["field"] == field
    assert says in error["message"]


def _changed(tensors: dict[str, Any], name: str, tensor: Any) -> bytes:
    return save({**tensors, name: tensor} if tensor is not None else
                {each: value for each, value in tensors.items() if each != name})  # fmt: skip


@pytest.mark.parametrize(
    ("name", "tensor", "says"),
    [
        ("layers.0.weight", np.zeros((8, 2)), "has shape (8, 2); this network needs (4, 2)"),
        ("layers.1.bias", None, "is missing"),
        ("layers.7.bias", np.zeros(3), "no such tensor"),
        ("layers.0.bias", np.full(4, np.nan), "not finite"),
        ("layers.0.bias", np.zeros(4, dtype=np.int32), "as I32; allowed"),
    ],
)
def test_a_checkpoint_that_does_not_fit_names_the_tensor(
    web: TestClient, name: str, tensor: Any, says: str
) -> None:
    path, token = started(web)
    tensors = load(web.get(f"{path}/checkpoint").content)
    answer = web.post(f"{path}/checkpoint", content=_changed(tensors, name, tensor), headers=token)
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert name in error["field"] + error["message"]
    assert says in error["message"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\xff" * 40, b"\x02" + b"\0" * 7 + b"[]"])
def test_what_is_no_checkpoint_is_refused(web: TestClient, data: bytes) -> None:
    path, token = started(web)
    answer = web.post(f"{path}/checkpoint", content=data, headers=token)
    assert answer.json()["errors"][0]["message"].startswith("is not a safetensors file")


def test_a_checkpoint_cut_short_is_refused(web: TestClient) -> None:
    path, token = started(web)
    whole = web.get(f"{path}/checkpoint").content
    answer = web.post(f"{path}/checkpoint", content=whole[:-8], headers=token)
    assert "cut short" in answer.json()["errors"][0]["message"]


def test_only_the_token_brings_a_checkpoint_back(web: TestClient) -> None:
    path, _ = started(web)
    whole = web.get(f"{path}/checkpoint").content
    assert web.post(f"{path}/checkpoint", content=whole).status_code == 403
