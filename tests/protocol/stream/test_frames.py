"""Frames: only what exists at a position, and the engine's very numbers."""

import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import load

from backstep.engine.nn.layers.dense import Dense
from backstep.engine.program import Array
from backstep.engine.training.evaluation import Evaluator
from backstep.engine.training.operations import Operations, Position
from backstep.protocol.codec.finite import finite
from backstep.protocol.facts.scenes import Focus
from backstep.protocol.stream.frames import FrameBuilder, Tensors, Watch, encode
from tests.examples import examples
from tests.protocol import documentation
from tests.protocol.runs import PAIRS, frames_of, small_specs

NETWORK = Watch({"network": {"maps": 0}})
PARTS = ("weight", "bias")
SECTION = "Frames (server → client, binary)"


def expected_names(depth: int, op: int) -> set[str]:
    """What docs/protocol.md says the network's panel gets at an operation."""
    names, operations = {"input"}, Operations((Dense.steps,) * depth)
    for at in range(depth):
        names |= {f"parameters.layers.{at}.weight", f"parameters.layers.{at}.bias"}
    for kind, layer in operations.rows[: op + 1]:
        at = layer - 1
        names |= {
            "linear": {f"preactivations.{at}"},
            "activation": {f"activations.{at}"},
            "delta": {f"deltas.{at}"},
            "gradient": {f"gradients.layers.{at}.weight", f"gradients.layers.{at}.bias"},
        }.get(kind, set())
        if kind == "update":
            names |= {f"previous.layers.{l}.{part}" for l in range(depth) for part in PARTS}
    return names


@pytest.mark.parametrize("hidden", [[], [3], [4, 2], [2, 2, 2]])
def test_a_frame_has_what_exists_at_its_position_and_no_more(hidden: list[int]) -> None:
    frames = frames_of({"network": {"hidden": [{"units": units} for units in hidden]}})
    run = frames.run
    for op in range(len(run.operations)):
        run.seek(Position(3, op))
        meta, tensors = frames.build(NETWORK, None, None)
        assert set(tensors) == expected_names(len(hidden) + 1, op)
        exists = op >= run.operations.loss
        assert (meta["losses"]["batch"] is not None) == exists
        assert meta["losses"]["penalty"] == 0


def test_going_back_takes_away_what_is_not_yet_computed() -> None:
    frames = frames_of({})
    frames.run.seek(Position(5, 14))
    frames.run.seek(Position(5, 3))
    _, tensors = frames.build(NETWORK, None, None)
    assert set(tensors) == expected_names(3, 3)


@pytest.mark.parametrize(
    ("panels", "prefixes"),
    [
        ({}, set()),
        ({"narration": {}}, set()),
        ({"network": {"maps": 8}}, {"parameters", "input", "maps"}),
        ({"network": {"maps": 0}}, {"parameters", "input"}),
        ({"output": {"resolution": 9}}, {"output"}),
    ],
)
def test_only_what_is_watched_is_built(panels: dict[str, Any], prefixes: set[str]) -> None:
    meta, tensors = frames_of({}).build(Watch(panels), None, None)
    assert {name.partition(".")[0] for name in tensors} == prefixes
    assert ("narration" in meta) == ("narration" in panels)
    assert ("maps" in meta) == ("maps" in prefixes)


@pytest.mark.parametrize(
    ("data", "output"),
    [
        ({"name": "circle"}, {"output.map": ((1, 9, 9), "uint8")}),
        ({"name": "sine"}, {"output.curve": ((1, 9), "float64")}),
        ({"name": "table", "x": [[1, 2, 3]], "y": [[1]]}, {}),
    ],
)
def test_the_output_is_drawn_over_the_inputs_that_there_are(
    data: dict[str, Any], output: dict[str, Any]
) -> None:
    frames = frames_of({"data": data})
    _, tensors = frames.build(Watch({"output": {"resolution": 9}}), None, None)
    assert {name: (each.shape, each.dtype.name) for name, each in tensors.items()} == output


def test_the_output_is_the_last_layer_over_the_plane() -> None:
    frames = frames_of({})
    panels = Watch({"output": {"resolution": 7}, "network": {"maps": 7}})
    meta, tensors = frames.build(panels, None, None)
    np.testing.assert_array_equal(tensors["output.map"], tensors["maps.2"])
    assert meta["maps"] == {"scales": [1.0, 1.0, 1.0], "input_scales": [2.0, 2.0]}


def test_what_is_sent_once_is_the_data_and_the_maps_of_the_inputs() -> None:
    frames = frames_of({"data": {"samples": 30, "test_share": 0.2, "features": ["x1x2"]}})
    found = frames.points(Watch({"network": {"maps": 5}}))
    shapes = {name: tensor.shape for name, tensor in found.items()}
    assert shapes == {
        "data.points": (24, 2),
        "data.y": (24, 1),
        "test.points": (6, 2),
        "test.y": (6, 1),
        "maps.input": (1, 5, 5),
    }
    assert "maps.input" not in frames.points(NETWORK)


def tensors_of(frames: FrameBuilder, focus: Focus) -> Tensors:
    return frames.build(NETWORK, focus, None)[1]


def assert_close(actual: Any, expected: Any) -> None:
    np.testing.assert_allclose(actual, expected, rtol=1e-9, atol=1e-12)


def example_gradients(tensors: Tensors) -> list[Array]:
    """δ aᵀ and δ, layer by layer, of the example whose numbers a frame has."""
    depth = sum(name.startswith("deltas.") for name in tensors)
    signals = [tensors["input"], *(tensors[f"activations.{at}"] for at in range(depth - 1))]
    found = []
    for at, signal in enumerate(signals):
        delta = tensors[f"deltas.{at}"]
        found += [np.outer(delta, signal), delta]
    return found


@given(data=st.data(), pair=st.sampled_from(PAIRS), step=st.integers(0, 7))
@examples(60)
def test_the_mean_of_the_examples_gradients_is_the_batchs(
    data: st.DataObject, pair: tuple[str, str], step: int
) -> None:
    spec = data.draw(small_specs(hidden=None, loss=pair[0], output=pair[1]))
    frames = frames_of(spec)
    run = frames.run
    run.seek(Position(step, run.operations.update))
    architecture, rows = run.trainer.architecture, run.trainer.batches.rows
    tensors = [tensors_of(frames, row) for row in rows]
    means = [np.mean(each, axis=0) for each in zip(*map(example_gradients, tensors), strict=True)]
    for at, weight in enumerate(architecture.layout.weights(run.trainer.previous)):
        penalty = architecture.l1 * np.sign(weight) + architecture.l2 * weight
        sent = tensors[0]
        assert_close(sent[f"gradients.layers.{at}.weight"], means[2 * at] + penalty)
        assert_close(sent[f"gradients.layers.{at}.bias"], means[2 * at + 1])


@given(data=st.data(), pair=st.sampled_from(PAIRS), step=st.integers(0, 7))
@examples(40)
def test_the_numbers_of_an_example_are_a_column_of_the_engines(
    data: st.DataObject, pair: tuple[str, str], step: int
) -> None:
    spec = data.draw(small_specs(hidden=None, loss=pair[0], output=pair[1]))
    frames = frames_of(spec)
    run = frames.run
    run.seek(Position(step, run.operations.update))
    network, rows = run.trainer.network, run.trainer.batches.rows
    for place, row in enumerate(rows):
        tensors = tensors_of(frames, row)
        assert_close(tensors["input"], network.activations[0][:, place])
        for at in range(run.operations.depth):
            assert_close(tensors[f"preactivations.{at}"], network.preactivations[at + 1][:, place])
            assert_close(tensors[f"activations.{at}"], network.activations[at + 1][:, place])
            # The batch's δ has the mean's 1/n inside.
            assert_close(tensors[f"deltas.{at}"], len(rows) * network.deltas[at + 1][:, place])


@given(data=st.data(), pair=st.sampled_from(PAIRS), step=st.integers(0, 7))
@examples(40)
def test_the_mean_is_that_of_the_batchs_examples(
    data: st.DataObject, pair: tuple[str, str], step: int
) -> None:
    spec = data.draw(small_specs(hidden=None, loss=pair[0], output=pair[1]))
    frames = frames_of(spec)
    run = frames.run
    run.seek(Position(step, run.operations.update - 1))
    mean = tensors_of(frames, "mean")
    examples = [tensors_of(frames, row) for row in run.trainer.batches.rows]
    for name in mean:
        if name.startswith(("input", "preactivations", "activations", "deltas")):
            assert_close(mean[name], np.mean([each[name] for each in examples], axis=0))


def test_an_example_outside_the_batch_is_shown_with_the_steps_parameters() -> None:
    frames = frames_of({})
    run, data = frames.run, frames.data
    run.seek(Position(4, run.operations.update))
    row = next(row for row in range(250) if row not in run.trainer.batches.rows)
    meta, tensors = frames.build(NETWORK, row, None)
    x, y = data.train_x[[row]], data.train_y[[row]]
    evaluator = Evaluator(run.trainer.architecture, x, y, classify=True)
    answer = evaluator.predictions(run.trainer.previous)[0]
    assert_close(tensors["activations.2"], answer)
    assert meta["focus"] == {
        "example": row,
        "in_batch": False,
        "position": None,
        "size": 10,
        "x": x[0].tolist(),
        "y": y[0].tolist(),
        "text": None,
    }


def test_the_focus_is_found_in_the_batch() -> None:
    frames = frames_of({})
    rows = frames.run.trainer.batches.rows
    first = frames.metadata(frames.scenes.at(None))["focus"]
    assert (first["example"], first["position"]) == (rows[0], 0)
    third = frames.metadata(frames.scenes.at(rows[2]))["focus"]
    assert (third["example"], third["position"], third["in_batch"]) == (rows[2], 2, True)
    mean = frames.metadata(frames.scenes.at("mean"))["focus"]
    assert (mean["example"], mean["position"], mean["in_batch"]) == ("mean", None, True)


def test_parameters_are_those_at_the_position_and_previous_those_before_the_update() -> None:
    frames = frames_of({})
    run = frames.run
    run.seek(Position(3, 13))
    before = tensors_of(frames, None)["parameters.layers.1.weight"].copy()
    run.seek(Position(3, 14))
    tensors = tensors_of(frames, None)
    np.testing.assert_array_equal(tensors["previous.layers.1.weight"], before)
    step = 0.03 * tensors["gradients.layers.1.weight"]
    assert_close(tensors["parameters.layers.1.weight"], before - step)


def test_metadata_tell_where_the_run_is() -> None:
    frames = frames_of({})
    run = frames.run
    run.seek(Position(40, 14))
    run.seek(Position(28, 9))
    meta, _ = frames.build(NETWORK, None, None)
    assert (meta["step"], meta["op"], meta["kind"], meta["layer"]) == (28, 9, "gradient", 3)
    assert (meta["epoch"], meta["batch"], meta["batches"], meta["updates"]) == (1, 3, 25, 28)
    assert meta["head"] == {"step": 40, "op": 14}
    assert meta["rows"] == run.trainer.batches.rows
    scores = run.score()
    assert scores.test is not None
    assert (meta["losses"]["train"], meta["losses"]["test"]) == (
        scores.train.loss, scores.test.loss
    )  # fmt: skip
    assert meta["accuracies"] == {
        "train": scores.train.accuracy, "test": scores.test.accuracy, "threshold": 0.5
    }  # fmt: skip
    assert meta["failure"] is None


def test_there_may_be_no_test_set_and_no_classes() -> None:
    frames = frames_of({"data": {"name": "plane", "test_share": 0}})
    meta, _ = frames.build(NETWORK, None, None)
    assert (meta["losses"]["test"], meta["accuracies"]) == (None, None)


def diverged() -> FrameBuilder:
    frames = frames_of(
        {
            "data": {"name": "plane"},
            "network": {"hidden": [{"units": 3, "activation": "linear"}]},
            "training": {"optimizer": {"learning_rate": 100}},
        }
    )
    frames.run.seek(Position(10_000, 0))
    assert frames.run.failure is not None
    return frames


def test_a_failure_is_told_where_it_happened() -> None:
    frames = diverged()
    meta, _ = frames.build(NETWORK, None, None)
    found = frames.run.failure
    assert found is not None
    assert meta["failure"] == {
        "kind": found.kind,
        "layer": found.layer,
        "quantity": found.quantity,
        "step": meta["step"],
        "op": meta["op"],
        "message": found.message,
        "hint": found.hint,
    }
    documented = documentation.keys(documentation.example(SECTION, '{"seq"'))
    assert set(meta["failure"]) == documented["failure"]


def test_a_failed_run_can_be_shown_whole_and_back_over_every_operation() -> None:
    frames = diverged()
    panels = Watch({"network": {"maps": 8}, "output": {}, "narration": {}})
    for focus in (None, "mean", 3):
        frames.run.seek(Position(10_000, 0))
        for _ in range(2 * len(frames.run.operations)):
            meta, tensors = frames.build(panels, focus, None)
            data = encode(meta, tensors)
            assert load(data).keys() == tensors.keys()
            frames.run.back("operation")


def test_what_json_cannot_say_is_null() -> None:
    given = {"a": math.inf, "b": [math.nan, 1.5, -math.inf], "c": {"d": (0.0, "x", None, True, 3)}}
    assert finite(given) == {
        "a": None,
        "b": [None, 1.5, None],
        "c": {"d": [0.0, "x", None, True, 3]},
    }


def test_a_frame_is_a_safetensors_file_of_narrow_numbers() -> None:
    tensors: Tensors = {"a": np.array([[1.1, 2.2]]), "b": np.arange(4, dtype=np.uint8)}
    data = encode({"step": 3, "loss": math.nan, "name": "x₁"}, tensors)
    found = load(data)
    assert found["a"].dtype == np.float32
    np.testing.assert_array_equal(found["a"], tensors["a"].astype(np.float32))
    np.testing.assert_array_equal(found["b"], tensors["b"])
    length = int.from_bytes(data[:8], "little")
    frame = json.loads(data[8 : 8 + length])["__metadata__"]["frame"]
    assert json.loads(frame) == {"step": 3, "loss": None, "name": "x₁"}


@pytest.mark.parametrize("maps", [0, 5])
@pytest.mark.parametrize("weight", [0.01, 1.0, 40.0])
def test_the_map_of_a_regressions_output_has_the_scale_of_its_layer(
    weight: float, maps: int
) -> None:
    linear = {"hidden": [], "parameters": [{"weight": [[weight, -weight]], "bias": [0.0]}]}
    frames = frames_of({"data": {"name": "plane"}, "network": linear})
    panels = {"output": {"resolution": 9}} | ({"network": {"maps": maps}} if maps else {})
    meta, tensors = frames.build(Watch(panels), None, None)
    plane = frames.plane(9)
    ((answers, *_),) = [plane.layers(frames.run.trainer.architecture, frames.run.parameters)[-1]]
    scale = meta["output"]["scale"]
    found = (tensors["output.map"][0].astype(float) - 128) / 127 * scale
    np.testing.assert_allclose(found, answers, atol=scale / 254 * (1 + 1e-9))
    assert scale < 4 * np.abs(answers).max()
    if maps:
        assert meta["maps"]["scales"][-1] == scale


def test_a_finite_number_never_arrives_as_infinite() -> None:
    tensors = {
        "large": np.array([1e39, -1e300, 1.0]),
        "infinite": np.array([np.inf, np.nan, 1.0]),
        "usual": np.array([0.1, 1e-60, 3e38]),
    }
    found = load(encode({}, tensors))
    assert {name: each.dtype.name for name, each in found.items()} == {
        "large": "float64", "infinite": "float32", "usual": "float32"
    }  # fmt: skip
    np.testing.assert_array_equal(found["large"], tensors["large"])
    np.testing.assert_array_equal(found["infinite"], tensors["infinite"])
    np.testing.assert_array_equal(found["usual"], tensors["usual"].astype(np.float32))
