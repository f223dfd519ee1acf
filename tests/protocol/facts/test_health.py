"""The health of gradients, in networks with each symptom, and in healthy ones."""

from typing import Any

import numpy as np
import pytest

from backstep.engine.training.operations import Position
from backstep.engine.training.run import ParameterEdit
from backstep.protocol.spec.gallery import GALLERY
from backstep.protocol.spec.presets import PRESETS
from backstep.protocol.stream.frames import FrameBuilder, Watch
from tests.protocol import documentation as docs
from tests.protocol.runs import frames_of

Told = dict[str, Any]


def tell(frames: FrameBuilder, step: int, op: int = -1) -> Told:
    """Return the health at an operation of a step; negative ones count from the end."""
    run = frames.run
    run.seek(Position(step, op % len(run.operations)))
    found: Told = frames.build(Watch({"health": {}}), None, None)[0]["health"]
    return found


def network(*units: int, activation: str, **more: Any) -> dict[str, Any]:
    return {"network": {"hidden": [{"units": n, "activation": activation} for n in units], **more}}


def of_kind(told: Told, kind: str) -> list[Told]:
    return [warning for warning in told["warnings"] if warning["kind"] == kind]


def test_a_deep_network_of_sigmoids_vanishes() -> None:
    frames = frames_of(network(*[4] * 7, activation="sigmoid"))
    (warning,) = tell(frames, 3)["warnings"]
    assert (warning["kind"], warning["layer"], warning["threshold"]) == ("vanishing", 1, 1e-3)
    layers = frames.run.trainer.architecture.layout.matrices(frames.run.trainer.gradients)
    first, last = (np.sqrt(np.square(each).mean()) for each in (layers[0], layers[-1]))
    assert warning["value"] == pytest.approx(first / last)
    assert warning["value"] < 1e-3
    layout = frames.run.trainer.architecture.layout
    shown = frames.run.trainer.gradients[layout.index(layout.find(warning["target"]))]
    assert abs(shown) == np.abs(layers[0]).max()
    assert tell(frames, 3, -3)["warnings"] == []


def test_large_weights_in_a_deep_linear_network_explode() -> None:
    frames = frames_of({
        **network(*[16] * 6, activation="linear", initializer="normal"),
        "data": {"name": "plane"},
    })  # fmt: skip
    warnings = of_kind(tell(frames, 0, -2), "exploding")
    assert [warning["layer"] for warning in warnings] == [1, 2, 3, 4, 5, 6, 7]
    assert all(warning["value"] > warning["threshold"] == 1e3 for warning in warnings)
    assert warnings[3]["target"].startswith("layers.3.")


def test_relus_pushed_far_below_zero_are_dead() -> None:
    layers = [
        {"weight": [[1.0, 0.0], [0.5, 0.5], [0.0, 1.0]], "bias": [-50.0, 0.1, -50.0]},
        {"weight": [[1.0, 1.0, 2.0]], "bias": [0.0]},
    ]
    frames = frames_of(network(3, activation="relu", parameters=layers))
    (warning,) = tell(frames, 0, 2)["warnings"]
    assert warning == {
        "kind": "dead", "layer": 1, "value": pytest.approx(2 / 3), "threshold": 0,
        "units": [0, 2], "target": "neurons.1.0",
    }  # fmt: skip
    assert tell(frames, 0, 2)["layers"][0]["dead"] == pytest.approx(2 / 3)
    assert tell(frames, 0, 1)["warnings"] == []


def test_a_relu_that_only_the_batch_leaves_cold_is_not_dead() -> None:
    x = [[1.0], [-1.0], [-2.0], [3.0]]
    layers = [{"weight": [[1.0]], "bias": [0.0]}, {"weight": [[1.0]], "bias": [0.0]}]
    frames = frames_of({
        "data": {"name": "table", "x": x, "y": [0.0, 1.0, 2.5, 0.5], "test_share": 0},
        **network(1, activation="relu", parameters=layers),
        "training": {"batch_size": 1, "shuffle": False, "optimizer": {"learning_rate": 1e-6}},
    })  # fmt: skip
    told = tell(frames, 1)
    assert told["layers"][0]["dead"] == 1
    assert of_kind(told, "dead") == []


def test_a_step_has_no_slope_at_all() -> None:
    (warning,) = tell(frames_of(network(3, activation="step")), 0)["warnings"]
    assert (warning["kind"], warning["units"], warning["value"]) == ("dead", [0, 1, 2], 1)


def test_large_weights_saturate_tanh() -> None:
    layers: list[dict[str, Any]] = [
        {"weight": [[9.0, 1.0], [0.01, 0.02]], "bias": [0.0, 0.0]},
        {"weight": [[1.0, 1.0]], "bias": [0.0]},
    ]
    told = tell(frames_of(network(2, activation="tanh", parameters=layers)), 0, 3)
    assert told["warnings"] == []
    assert 0 < told["layers"][0]["saturated"] <= 0.5
    layers[0]["weight"][1] = [-3.0, 8.0]
    told = tell(frames_of(network(2, activation="tanh", parameters=layers)), 0, 3)
    (warning,) = told["warnings"]
    assert (warning["kind"], warning["units"], warning["threshold"]) == ("saturated", [0, 1], 0.5)
    assert warning["value"] == told["layers"][0]["saturated"] > 0.5
    assert warning["target"] in ("neurons.1.0", "neurons.1.1")


@pytest.mark.parametrize("initializer", ["constant", "zeros"])
@pytest.mark.parametrize("step", [0, 150])
def test_units_that_start_alike_stay_alike(initializer: str, step: int) -> None:
    told = tell(frames_of(network(4, 3, activation="tanh", initializer=initializer)), step)
    found = [(warning["layer"], warning["units"]) for warning in of_kind(told, "symmetric")]
    assert found == [(1, [0, 1, 2, 3]), (2, [0, 1, 2])]
    assert of_kind(told, "symmetric")[0]["target"] == "neurons.1.0"


def diverging() -> FrameBuilder:
    return frames_of({
        "data": {"name": "plane"}, "network": {"hidden": []},
        "training": {"optimizer": {"learning_rate": 3.0}, "batch_size": 250},
    })  # fmt: skip


def test_a_step_too_large_makes_the_loss_rise() -> None:
    frames = diverging()
    (warning,) = of_kind(tell(frames, 12), "step_too_large")
    assert (warning["layer"], warning["threshold"]) == (None, 2)
    assert warning["value"] > 2
    assert warning["target"].startswith("layers.0.")
    assert of_kind(tell(frames, 12, 3), "step_too_large")[0]["target"] is None
    assert of_kind(tell(frames, 2), "step_too_large") == []


def test_a_parameter_set_by_hand_is_no_step_too_large() -> None:
    frames = frames_of({})
    run = frames.run
    run.seek(Position(40, run.operations.update))
    run.edit(ParameterEdit(run.trainer.architecture.layout.at(4), 300.0))
    for step in (40, 41, 50):
        assert of_kind(tell(frames, step), "step_too_large") == []


FAILING = {row.name for row in GALLERY}


@pytest.mark.parametrize("name", [name for name in PRESETS if name not in FAILING])
def test_the_presets_are_healthy(name: str) -> None:
    frames = frames_of(dict(PRESETS[name].spec))
    for step in range(200):
        for op in (-2, -1):
            assert tell(frames, step, op)["warnings"] == []


@pytest.mark.parametrize(
    ("name", "step", "ailment"),
    [
        ("vanishing", 0, "vanishing"),
        ("exploding", 1, "exploding"),
        ("dead-relu", 0, "dead"),
        ("zeros", 0, "symmetric"),
        ("too-large", 500, "step_too_large"),
    ],
)
def test_the_gallery_is_ill_as_it_says(name: str, step: int, ailment: str) -> None:
    frames = frames_of(dict(PRESETS[name].spec))
    assert ailment in {each["kind"] for each in tell(frames, step, -1)["warnings"]}


def test_what_is_measured_exists_from_its_operation_on() -> None:
    frames = frames_of({})
    layout = frames.run.trainer.architecture.layout
    for op in range(15):
        told = tell(frames, 1, op)
        expected = docs.keys(docs.example("Health", '{"layers"'))
        assert set(told) == expected[""]
        assert set(told["layers"][0]) == expected["layers"]
        for layer, each in enumerate(told["layers"], start=1):
            derived = op >= 15 - 2 * layer
            assert (each["gradient_norm"] is not None) == derived
            assert (each["update_ratio"] is not None) == (op == 14)
            assert (each["dead"] is not None) == (op >= 2 * layer)
            assert (each["saturated"] is not None) == (op >= 2 * layer)
    trainer = frames.run.trainer
    for layer, each in enumerate(told["layers"]):
        old, new = (layout.matrices(v)[layer] for v in (trainer.previous, trainer.parameters))
        gradient = layout.matrices(trainer.gradients)[layer]
        assert each["gradient_norm"] == pytest.approx(np.linalg.norm(gradient))
        assert each["weight_norm"] == pytest.approx(np.linalg.norm(new[:, :-1]))
        ratio = np.linalg.norm(new - old) / np.linalg.norm(old)
        assert each["update_ratio"] == pytest.approx(ratio)


def test_a_run_that_overflows_is_still_told_of() -> None:
    frames = frames_of({
        "data": {"name": "plane"}, "network": {"hidden": [{"units": 3, "activation": "linear"}]},
        "training": {"optimizer": {"learning_rate": 100}},
    })  # fmt: skip
    tell(frames, 400)
    assert frames.run.failure is not None
    for op in range(len(frames.run.operations)):
        step = frames.run.position.step - (1 if op == 0 else 0)
        kinds = {warning["kind"] for warning in tell(frames, step, op)["warnings"]}
        assert kinds <= {"exploding", "step_too_large"}
    assert "exploding" in kinds
