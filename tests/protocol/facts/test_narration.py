"""Narrations: every documented number is there, and follows from the others."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from backstep.engine.nn.activations import ACTIVATIONS
from backstep.engine.nn.losses import LOSSES
from backstep.engine.optim.optimizers import OPTIMIZERS
from backstep.engine.training.operations import Position
from backstep.engine.training.run import Run
from backstep.protocol.facts.run_views import Focus
from backstep.protocol.facts.selection import Selection, of_parameter
from backstep.protocol.stream.frames import FrameBuilder, Watch
from backstep.protocol.stream.narrating import Narration
from tests.examples import examples
from tests.protocol import documentation
from tests.protocol.runs import PAIRS, frames_of, small_specs
from tests.protocol.strategies import HIDDEN
from tests.textbook import ACTIVATION, LOSS

Story = dict[str, Any]

FIELDS, COMMON = documentation.narration(), documentation.common()
WATCH = Watch({"narration": {}})
NARRATIONS: TypeAdapter[Narration] = TypeAdapter(Narration)
FAR = 12.0
KINKED = {
    *(name for name, row in ACTIVATIONS.items() if row.kinks),
    *(name for name, row in LOSSES.items() if row.kinks),
}


def near(expected: float) -> Any:
    return pytest.approx(expected, rel=1e-7, abs=1e-9)


def activation(name: str) -> Callable[[float], float]:
    return lambda z: ACTIVATION[name](z)[0]


def slope(f: Callable[[float], float], at: float) -> Any:
    """Return f′ by a central difference."""
    h = 1e-6 * max(1.0, abs(at))
    return pytest.approx((f(at + h) - f(at - h)) / (2 * h), rel=1e-5, abs=1e-7)


def tell(frames: FrameBuilder, focus: Focus = None, selection: Selection | None = None) -> Story:
    story: Story = frames.build(WATCH, focus, selection)[0]["narration"]
    NARRATIONS.validate_python(story)
    return story


def numbers_in(value: Any) -> list[float]:
    match value:
        case dict():
            return [each for part in value.values() for each in numbers_in(part)]
        case list():
            return [each for part in value for each in numbers_in(part)]
        case float() | int():
            return [float(value)]
    return []


def assert_documented(story: Story, run: Run) -> None:
    kind, layer = story["kind"], story["layer"]
    hidden_delta = kind == "delta" and layer < run.operations.depth
    always, with_softmax = FIELDS["hidden delta" if hidden_delta else kind]
    softmax = "softmax" in (story.get("name"), story.get("activation")) and not story.get("fused")
    assert set(story) == COMMON | always | (with_softmax if softmax else set())
    allowed = {"gradient": {"from", "reason"}, "update": {"wrong"}}.get(kind, set())
    if story["focus"] == "mean":
        allowed |= {"example_loss", "product"}
    if kind == "delta" and not hidden_delta:
        allowed |= {"loss_slope"} if story["fused"] else set()
        allowed |= {"local_slope"} if story["activation"] == "softmax" else set()
    assert {name for name, value in story.items() if value is None} <= allowed
    assert np.isfinite(numbers_in(story)).all()
    assert 0 <= story["unit"] < story["units"]


def check_linear(story: Story, frames: FrameBuilder, focus: Focus) -> None:
    weights = frames.run.trainer.architecture.layout.weights(frames.views.parameters)
    row = weights[story["layer"] - 1][story["unit"]]
    assert [term["weight"] for term in story["terms"]] == row.tolist()
    assert [term["from"] for term in story["terms"]] == list(range(len(row)))
    for term in story["terms"]:
        assert term["product"] == term["weight"] * term["value"]
    assert story["result"] == near(sum(t["product"] for t in story["terms"]) + story["bias"])


def check_activation(story: Story, frames: FrameBuilder, focus: Focus) -> None:
    if story["name"] == "softmax":
        assert story["sum"] == near(sum(story["exponentials"]))
        assert max(story["exponentials"]) == 1
        if focus != "mean":
            assert story["result"] == near(story["exponentials"][story["unit"]] / story["sum"])
    elif focus != "mean":
        assert story["result"] == near(activation(story["name"])(story["value"]))


def check_loss(story: Story, frames: FrameBuilder, focus: Focus) -> None:
    architecture, rows = frames.run.trainer.architecture, frames.run.trainer.batches.rows
    assert (story["name"], story["size"]) == (architecture.loss, len(rows))
    if focus != "mean":
        entries = zip(story["prediction"], story["target"], strict=True)
        total = sum(LOSS[story["name"]](a, y) for a, y in entries)
        mean_over = 1 if story["name"] == "cross_entropy" else len(story["target"])
        assert story["example_loss"] == near(total / mean_over)
    examples = [tell(frames, row)["example_loss"] for row in rows]
    assert story["batch_loss"] == near(float(np.mean(examples)))
    weights = np.concatenate(
        [w.ravel() for w in architecture.layout.weights(frames.views.parameters)]
    )
    penalty = architecture.l1 * np.abs(weights).sum() + architecture.l2 / 2 * (weights**2).sum()
    assert story["penalty"] == near(float(penalty))


def check_delta(story: Story, frames: FrameBuilder, focus: Focus) -> None:
    if story["layer"] < frames.run.operations.depth:
        check_hidden_delta(story, frames, focus)
        return
    z = float(frames.views.at(focus).numbers.preactivations[-1][story["unit"]])
    name, a, y = story["name"], story["prediction"], story["target"]
    assert story["outputs"] == (1 if name == "cross_entropy" else frames.data.train_y.shape[1])
    assert story["fused"] == (name in ("bce", "cross_entropy"))
    if story["fused"]:
        assert story["result"] == near((a - y) / story["outputs"])
        return
    if focus == "mean":
        return
    if not (name in KINKED and abs(a - y) < 1e-5):
        assert story["loss_slope"] == slope(lambda a: LOSS[name](a, y), a)
    factor = a * (story["loss_slope"] - story.get("mean_slope", 0))
    if story["activation"] != "softmax":
        assert story["local_slope"] == slope(activation(story["activation"]), z)
        factor = story["loss_slope"] * story["local_slope"]
    assert story["result"] == near(factor / story["outputs"])


def check_hidden_delta(story: Story, frames: FrameBuilder, focus: Focus) -> None:
    layer, unit = story["layer"], story["unit"]
    weights = frames.run.trainer.architecture.layout.weights(frames.views.parameters)
    assert [term["weight"] for term in story["terms"]] == weights[layer][:, unit].tolist()
    assert [t["delta"] for t in story["terms"]] == frames.views.at(focus).numbers.deltas[
        layer
    ].tolist()
    for term in story["terms"]:
        assert term["product"] == term["weight"] * term["delta"]
    assert story["sum"] == near(sum(term["product"] for term in story["terms"]))
    z = story["preactivation"]
    if focus == "mean":
        return
    if not (story["activation"] in KINKED and abs(z) < 1e-5):
        assert story["local_slope"] == slope(activation(story["activation"]), z)
    assert story["result"] == near(story["sum"] * story["local_slope"])


def check_gradient(story: Story, frames: FrameBuilder, focus: Focus) -> None:
    trainer = frames.run.trainer
    architecture = trainer.architecture
    parameter = architecture.layout.find(story["parameter"])
    assert (parameter.layer + 1, parameter.index[0]) == (story["layer"], story["unit"])
    assert story["from"] == (parameter.index[1] if parameter.tensor == "weight" else None)
    at = architecture.layout.index(parameter)
    assert story["batch_gradient"] == trainer.gradients[at]
    if story["from"] is None:
        assert (story["value"], story["penalty_gradient"]) == (1, 0)
    else:
        w = frames.views.parameters[at]
        expected = architecture.l1 * np.sign(w) + architecture.l2 * w
        assert story["penalty_gradient"] == near(float(expected))
    if focus != "mean":
        assert story["product"] == story["delta"] * story["value"]
    selection = Selection(story["layer"], story["unit"], parameter)
    products = [tell(frames, row, selection)["product"] for row in trainer.batches.rows]
    assert story["batch_gradient"] == near(float(np.mean(products)) + story["penalty_gradient"])
    assert story["difference"] == abs(story["numeric"] - story["batch_gradient"])
    np.testing.assert_allclose(story["contributions"], products, rtol=1e-12, atol=1e-15)
    assert not (story["agrees"] and story["kink"])
    assert story["agrees"] == (story["reason"] is None)
    if not {*architecture.activations, architecture.loss} & KINKED and not architecture.l1:
        assert story["agrees"]
    assert story["agrees"] or story["kink"]


def check_update(story: Story, frames: FrameBuilder, focus: Focus) -> None:
    trainer = frames.run.trainer
    layout = trainer.architecture.layout
    at = layout.index(layout.find(story["parameter"]))
    settings = trainer.settings
    assert story["optimizer"] == settings.optimizer
    assert story["learning_rate"] == dict(settings.hyperparameters)["learning_rate"]
    assert (story["old"], story["new"]) == (trainer.previous[at], trainer.parameters[at])
    assert story["gradient"] == trainer.gradients[at]
    assert story["change"] == story["new"] - story["old"]
    assert story["plain"] == -story["learning_rate"] * story["gradient"]
    assert story["lines"][-1]["result"] == near(story["new"])
    if story["optimizer"] == "sgd":
        assert story["change"] == near(story["plain"])
    changes = trainer.parameters - trainer.previous
    assert story["count"] == np.count_nonzero(changes)
    assert abs(story["largest"]["change"]) == np.abs(changes).max()
    assert story["largest"]["change"] == changes[layout.index(layout.find(
        story["largest"]["parameter"]
    ))]  # fmt: skip


def check_input(story: Story, frames: FrameBuilder, focus: Focus) -> None:
    rows: list[int] | int = frames.run.trainer.batches.rows
    assert story["size"] == len(frames.run.trainer.batches.rows)
    assert story["features"] == list(frames.data.inputs)
    shown = rows if focus == "mean" else frames.views.example(focus)
    np.testing.assert_allclose(story["x"], np.atleast_2d(frames.data.train_x[shown]).mean(axis=0))
    np.testing.assert_allclose(story["y"], np.atleast_2d(frames.data.train_y[shown]).mean(axis=0))


CHECKS = {
    "input": check_input,
    "linear": check_linear,
    "activation": check_activation,
    "loss": check_loss,
    "delta": check_delta,
    "gradient": check_gradient,
    "update": check_update,
}


def assert_true_to_the_engine(spec: dict[str, Any], step: int, focus: Focus, seed: int) -> None:
    """Perform one step; at each operation, check the narration of some selection."""
    frames, rng = frames_of(spec), np.random.default_rng(seed)
    run, layout = frames.run, frames.run.trainer.architecture.layout
    run.seek(Position(step, run.operations.update))
    # A diverged run cannot be recomputed from its narration: 1 − σ(40) is 0.
    assume(all(np.abs(z).max(initial=0) < FAR for z in run.trainer.network.preactivations))
    for op in range(len(run.operations)):
        run.seek(Position(step, op))
        assert run.failure is None
        parameter = layout.at(int(rng.integers(layout.size)))
        selection = of_parameter(run.trainer.architecture, parameter)
        story = tell(frames, focus, selection)
        assert (story["kind"], story["focus"]) == (
            run.operations[op].kind, "mean" if focus == "mean" else "example"
        )  # fmt: skip
        assert_documented(story, run)
        CHECKS[story["kind"]](story, frames, focus)


focuses = st.one_of(st.none(), st.just("mean"), st.integers(0, 8))
steps = st.integers(0, 7)


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize(("loss", "output"), PAIRS)
@given(data=st.data(), step=steps, focus=focuses, seed=st.integers(0, 99))
@examples(3)
def test_numbers_follow_from_each_other(
    hidden: str, loss: str, output: str, data: st.DataObject, step: int, focus: Focus, seed: int
) -> None:
    spec = data.draw(small_specs(hidden=hidden, loss=loss, output=output))
    assert_true_to_the_engine(spec, step, focus, seed)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@given(data=st.data(), pair=st.sampled_from(PAIRS), step=steps)
@examples(8)
def test_updates_of_every_optimizer_are_told(
    optimizer: str, data: st.DataObject, pair: tuple[str, str], step: int
) -> None:
    spec = data.draw(small_specs(hidden=None, loss=pair[0], output=pair[1]))
    spec["training"]["optimizer"] = {"name": optimizer, "learning_rate": 0.01}
    assert_true_to_the_engine(spec, step, None, step)


def test_every_kind_is_documented() -> None:
    assert set(FIELDS) == {*CHECKS, "hidden delta"}


def at(op: int, selection: Selection | None, spec: dict[str, Any] | None = None) -> Story:
    frames = frames_of(spec or {})
    frames.run.seek(Position(2, op))
    return tell(frames, None, selection)


def test_without_a_selection_the_first_is_told() -> None:
    assert at(1, None)["unit"] == 0
    assert at(13, None)["parameter"] == "layers.0.weight.0.0"
    assert at(14, None)["parameter"] == "layers.0.weight.0.0"


def test_a_selected_neuron_is_told_where_the_operation_touches_it() -> None:
    neuron = Selection(1, 3, None)
    assert [at(op, neuron)["unit"] for op in (1, 2, 12)] == [3, 3, 3]
    assert at(13, neuron)["parameter"] == "layers.0.weight.3.0"
    assert at(3, neuron)["unit"] == 0
    assert at(11, neuron)["parameter"] == "layers.1.weight.0.0"
    update = at(14, neuron)
    assert (update["parameter"], update["layer"], update["unit"], update["units"]) == (
        "layers.0.weight.3.0", 1, 3, 4
    )  # fmt: skip


def test_a_selected_input_is_no_neuron_with_parameters() -> None:
    assert at(0, Selection(0, 1, None))["unit"] == 1
    assert at(14, Selection(0, 1, None))["parameter"] == "layers.0.weight.0.0"


def test_a_kink_within_the_check_is_told() -> None:
    """With all parameters zero, every pre-activation is at the kink of ReLU."""
    spec = {
        "data": {"name": "table", "x": [[1.0]], "y": [[1.0]], "test_share": 0},
        "network": {
            "hidden": [{"units": 1, "activation": "relu"}],
            "parameters": [
                {"weight": [[0.0]], "bias": [0.0]}, {"weight": [[1.0]], "bias": [0.0]},
            ],
        },
    }  # fmt: skip
    frames = frames_of(spec)
    frames.run.seek(Position(0, 9))
    story = tell(frames)
    assert (story["batch_gradient"], story["agrees"], story["kink"]) == (0, False, True)
    reason = story["reason"]
    assert (reason["kind"], reason["neuron"], reason["row"]) == ("kink", "neurons.1.0", 0)
    assert (reason["below"], reason["above"]) == (-1e-5, 1e-5)
    assert story["numeric"] == pytest.approx(-1, rel=1e-4)


def test_an_update_shows_a_parameter_that_moves() -> None:
    """The first weight of the digits belongs to a pixel that is always 0."""
    frames = frames_of({"data": {"name": "digits", "samples": 200}})
    run = frames.run
    for step in (0, 7):
        run.seek(Position(step, run.operations.update))
        told = tell(frames)
        assert told["change"] != 0
        assert told["parameter"] == told["largest"]["parameter"]


def compared(
    spec: dict[str, Any], focus: Focus = None, selection: Selection | None = None
) -> tuple[FrameBuilder, Story]:
    """The update of step 2, compared with the mistaken one."""
    frames = frames_of(spec)
    frames.run.seek(Position(2, frames.run.operations.update))
    before = frames.run.trainer.save().numbers
    watch = Watch({"narration": {"compare": True}})
    story: Story = frames.build(watch, focus, selection)[0]["narration"]
    assert (frames.run.trainer.save().numbers == before).all()
    return frames, story


@pytest.mark.parametrize("focus", [None, "mean", 3])
def test_the_wrong_update_first_differs_below_the_output(focus: Focus) -> None:
    frames, story = compared({"training": {"optimizer": {"name": "adam"}}}, focus)
    wrong, deltas = story["wrong"], frames.views.at(focus).numbers.deltas
    first = wrong["first"]
    assert (first["quantity"], first["layer"], first["unit"]) == ("delta", 2, 0)
    assert first["right"] == near(float(deltas[1][0]))
    assert first["wrong"] != first["right"]
    assert wrong["parameter"]["right"] == story["new"] != wrong["parameter"]["wrong"]
    largest = wrong["largest"]
    assert abs(largest["wrong"] - largest["right"]) >= abs(
        wrong["parameter"]["wrong"] - wrong["parameter"]["right"]
    )


def test_in_the_last_layer_and_with_one_layer_nothing_is_wrong() -> None:
    _, story = compared({}, None, Selection(3, 0, None))
    assert story["wrong"]["parameter"]["wrong"] == near(story["new"])
    _, story = compared({"network": {"hidden": []}})
    assert story["wrong"]["first"] is None
    assert story["wrong"]["largest"]["wrong"] == near(story["wrong"]["largest"]["right"])
