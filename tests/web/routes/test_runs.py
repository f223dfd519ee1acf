"""Runs over HTTP."""

import json
from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient
from safetensors.numpy import load

from backstep.protocol.spec.presets import PRESETS
from tests.sessions.replay import contract, opened, replay
from tests.web.streams import presenting, run_of


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_runs(web: TestClient, preset: str) -> None:
    run = web.post("/api/runs", json={"preset": preset}).json()
    state = web.get(f"/api/runs/{run['id']}").json()
    assert state["position"] == {"step": 0, "op": 0}
    assert state["metrics"]["train_loss"] > 0


def test_only_the_token_ends_a_run(web: TestClient) -> None:
    run = run_of(web)
    path = f"/api/runs/{run['id']}"
    assert web.delete(path).status_code == 403
    assert web.delete(path, headers={"Authorization": f"Bearer {run['token']}"}).status_code == 204
    assert web.get(path).status_code == 404


def test_checkpoint_has_pytorchs_names_and_shapes(web: TestClient) -> None:
    run = run_of(web)
    tensors = load(web.get(f"/api/runs/{run['id']}/checkpoint").content)
    assert {name: tensor.shape for name, tensor in tensors.items()} == {
        "layers.0.weight": (4, 2),
        "layers.0.bias": (4,),
        "layers.1.weight": (2, 4),
        "layers.1.bias": (2,),
        "layers.2.weight": (1, 2),
        "layers.2.bias": (1,),
    }
    assert all(tensor.dtype == np.float64 for tensor in tensors.values())


def test_a_recording_is_of_the_run_so_far(web: TestClient, tmp_path: Path) -> None:
    run = web.post("/api/runs", json={"preset": "circle"}).json()
    path, file = f"/api/runs/{run['id']}", tmp_path / "run.safetensors"
    with presenting(web, run) as talk:
        talk.move("seek", step=5, op=14)
        talk.ask("edit", changes={"training": {"optimizer": {"learning_rate": 0.5}}})
        talk.move("seek", step=20, op=3)
        talk.ask("set_parameter", tensor="layers.0.weight", index=[0, 0], value=9.0)
        talk.move("seek", step=12, op=5)
        file.write_bytes(web.get(f"{path}/recording").content)
        here = load(web.get(f"{path}/checkpoint").content)
    recording = opened(file)
    contract(recording, [2, 4, 2, 1], 10, (250, 250))
    assert recording.steps == 12
    replay(recording, "sigmoid")
    for name, tensor in here.items():
        np.testing.assert_array_equal(recording.tensors[f"parameters.{name}"][-1], tensor)
    assert recording.spec == run["spec"]
    assert [edit["at"]["step"] for edit in json.loads(recording.metadata["edits"])] == [6]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"spec": {"network": {"hidden": [{"units": 0}]}}}, "network.hidden.0.units"),
        ({"spec": {"network": {"hidden": [{"units": 999}]}}}, "network.hidden.0.units"),
        ({"spec": {"data": {"name": "cirkle"}}}, "data.name"),
        (
            {"spec": {"training": {"optimizer": {"name": "sgd", "beta": 1}}}},
            "training.optimizer.beta",
        ),
        ({"spec": {"training": {"loss": "bce"}, "data": {"name": "plane"}}}, "training.loss"),
        ({"spec": {"colour": 1}}, "colour"),
        ({"spec": {"data": {"name": "table", "x": [[1], [1, 2]], "y": [0, 1]}}}, "data.x"),
        ({"preset": "nothing"}, "preset"),
        ([], "body"),
    ],
)
def test_bad_specs_name_the_field(web: TestClient, body: object, field: str) -> None:
    answer = web.post("/api/runs", json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"][0]["field"] == field


def test_there_is_room_for_so_many_runs(web: TestClient) -> None:
    answers = [web.post("/api/runs", json={}).status_code for _ in range(9)]
    assert answers == [201] * 8 + [503]


def test_bad_queries_are_told_on_the_page(web: TestClient) -> None:
    page = web.get("/?hidden=4-x&preset=circle").text
    assert "joined by hyphens" in page


def test_catalogue_is_complete_json(web: TestClient) -> None:
    catalogue = web.get("/api/catalogue").json()
    assert {"datasets", "optimizers", "presets", "controls", "caps"} <= set(catalogue)
    for kind in ("datasets", "features", "activations", "losses", "optimizers", "initializers"):
        for row in catalogue[kind]:
            assert row["help"].endswith("."), row
    json.dumps(catalogue, allow_nan=False)
