"""Recordings: the tensors agreed on, true to themselves and to the run."""

import asyncio
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from backstep.engine.training.operations import Position
from backstep.protocol.spec.schema import parse
from backstep.sessions.files.recording import record, recorder
from backstep.sessions.session import Session
from backstep.settings import Caps, Settings
from tests.sessions.replay import Recording, contract, descends, opened, replay

THREE_CLASSES = {
    "name": "table",
    "x": np.random.default_rng(1).normal(size=(11, 2)).tolist(),
    "y": [0, 1, 2, 1, 2, 0, 0, 1, 2, 1, 1],
    "test_share": 0.2,
}


def recorded(path: Path, spec: dict[str, Any], steps: int) -> Recording:
    path.write_bytes(asyncio.run(record(parse(spec, Caps()), steps)))
    return opened(path)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "run.safetensors"


def test_the_default_run(path: Path) -> None:
    recording = recorded(path, {}, 40)
    contract(recording, [2, 4, 2, 1], 10, (250, 250))
    assert recording.spec == parse({}, Caps()).model_dump(exclude_none=True)
    assert (recording.steps, recording.metadata["edits"]) == (40, "[]")
    replay(recording, "sigmoid")
    descends(recording, 0.03)


def test_penalties_belong_to_the_gradients_and_stand_beside_the_losses(path: Path) -> None:
    recording = recorded(path, {"training": {"l1": 0.01, "l2": 0.1}}, 10)
    replay(recording, "sigmoid", l1=0.01, l2=0.1)
    descends(recording, 0.03)


def test_regression(path: Path) -> None:
    spec = {
        "data": {"name": "hills", "samples": 40, "features": ["x1", "x2", "x1x2"]},
        "network": {"hidden": [{"units": 5, "activation": "relu"}]},
        "training": {"optimizer": {"name": "adam"}},
    }
    recording = recorded(path, spec, 12)
    contract(recording, [3, 5, 1], 10, (20, 20))
    replay(recording, "linear")


def test_partial_batches_are_padded_and_every_example_comes_once_an_epoch(path: Path) -> None:
    spec = {"data": THREE_CLASSES, "network": {"hidden": [{"units": 2, "activation": "sigmoid"}]},
            "training": {"batch_size": 4}}  # fmt: skip
    recording = recorded(path, spec, 9)
    contract(recording, [2, 2, 3], 4, (9, 2))
    replay(recording, "softmax")
    for epoch in recording.tensors["batch.index"].reshape(3, 3, 4):
        assert sorted(epoch.ravel()) == [-1, -1, -1, *range(9)]
        assert (epoch[2, 1:] == -1).all()


def test_without_a_test_set_its_loss_is_not_a_number(path: Path) -> None:
    spec = {"data": THREE_CLASSES | {"test_share": 0}, "network": {"hidden": []}}
    recording = recorded(path, spec, 3)
    contract(recording, [2, 3], 10, (11, 0))
    assert np.isnan(recording.tensors["loss.test"]).all()
    replay(recording, "softmax")


def test_of_no_steps_there_is_the_start(path: Path) -> None:
    recording = recorded(path, {}, 0)
    contract(recording, [2, 4, 2, 1], 0, (250, 250))
    replay(recording, "sigmoid")


def test_a_failure_ends_it(path: Path) -> None:
    spec = {
        "data": {"name": "plane"},
        "network": {"hidden": [{"units": 3, "activation": "linear"}]},
        "training": {"optimizer": {"learning_rate": 100}},
    }
    written = recorder(parse(spec, Caps()))
    done = 0
    while written.step():
        done += 1
    assert not written.step()
    path.write_bytes(written.encode())
    recording = opened(path)
    contract(recording, [2, 3, 1], 10, (250, 250))
    assert recording.steps == done > 0
    for name, tensor in recording.tensors.items():
        # From the last parameters, still finite, even the loss may be infinite.
        assert name in ("loss.train", "loss.test") or np.isfinite(tensor).all(), name


async def edited() -> Session:
    """A run that was edited at its start, between steps and within one."""
    session = Session(parse({"data": {"samples": 46}}, Caps()), Settings())
    await session.set_parameter("layers.0.weight", [1, 1], 2.0)
    await session.edit({"training": {"optimizer": {"learning_rate": 0.1}}})
    await session.seek(Position(4, 14))
    await session.set_parameter("layers.2.bias", [0], -1.0)
    await session.edit({"training": {"batch_size": 7}})
    await session.seek(Position(9, 6))
    await session.set_parameter("layers.1.weight", [0, 3], 0.5)
    await session.seek(Position(14, 14))
    return session


def test_edits_are_gone_through_again(path: Path) -> None:
    session = asyncio.run(edited())
    data = asyncio.run(record(session.assembly.spec, 15, log=session.run.log))
    path.write_bytes(data)
    recording = opened(path)
    replay(recording, "sigmoid")
    assert json.loads(recording.metadata["edits"]) == [
        {"at": {"step": 0, "op": 0}, "parameter": "layers.0.weight.1.1", "value": 2.0},
        {"at": {"step": 0, "op": 0}, "training": {"optimizer": {"learning_rate": 0.1}}},
        {"at": {"step": 4, "op": 14}, "parameter": "layers.2.bias.0", "value": -1.0},
        {"at": {"step": 5, "op": 0}, "training": {"batch_size": 7}},
        {"at": {"step": 9, "op": 0}, "parameter": "layers.1.weight.0.3", "value": 0.5},
    ]
    layout = session.run.trainer.architecture.layout
    for step in range(15):
        asyncio.run(session.seek(Position(step, 0)))
        shown = layout.matrices(session.run.parameters)
        for matrix, (weight, bias) in zip(shown, recording.layers("parameters", step), strict=True):
            np.testing.assert_array_equal(matrix[:, :-1], weight)
            np.testing.assert_array_equal(matrix[:, -1], bias)
        index = recording.tensors["batch.index"][step]
        assert index[index >= 0].tolist() == session.run.trainer.batches.rows
