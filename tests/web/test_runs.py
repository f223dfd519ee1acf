"""Runs over HTTP."""

import json

import numpy as np
import pytest
from fastapi.testclient import TestClient
from safetensors.numpy import load

from app.protocol.presets import PRESETS


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_runs(web: TestClient, preset: str) -> None:
    run = web.post("/api/runs", json={"preset": preset}).json()
    state = web.get(f"/api/runs/{run['id']}").json()
    assert state["position"] == {"step": 0, "op": 0}
    assert state["metrics"]["train_loss"] > 0


def test_only_the_token_ends_a_run(web: TestClient) -> None:
    run = web.post("/api/runs", json={}).json()
    path = f"/api/runs/{run['id']}"
    assert web.delete(path).status_code == 403
    assert web.delete(path, headers={"Authorization": f"Bearer {run['token']}"}).status_code == 204
    assert web.get(path).status_code == 404


def test_checkpoint_has_pytorchs_names_and_shapes(web: TestClient) -> None:
    run = web.post("/api/runs", json={}).json()
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
