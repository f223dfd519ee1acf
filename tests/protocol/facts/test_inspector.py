"""The inspector's object, against the engine: capped sums, the update, what exists when."""

from typing import Any

import numpy as np
import pytest

from backstep.engine.optim.optimizers import OPTIMIZERS
from backstep.engine.training.operations import Position
from backstep.engine.training.run import SettingsEdit
from backstep.protocol.facts.scenes import Focus
from backstep.protocol.facts.unfolding import MOST_TERMS
from backstep.protocol.stream.frames import FrameBuilder, Watch
from backstep.protocol.stream.inspecting import Inspection
from tests.engine.helpers import settings
from tests.protocol import documentation as docs
from tests.protocol.runs import frames_of

Told = dict[str, Any]
UNFOLD = ["neurons.2.0", "neurons.1.0", "neurons.1.0", "neurons.0.0", "layers.0.bias.0", "x"]


def tell(frames: FrameBuilder, select: str, focus: Focus = None, **options: Any) -> Told:
    watch = Watch({"inspector": {"select": select, **options}})
    found: Told = frames.build(watch, focus, None)[0]["inspection"]
    Inspection.model_validate(found)
    return found


def wide(units: int, **training: Any) -> FrameBuilder:
    return frames_of({
        "network": {"hidden": [{"units": 3}, {"units": units}]}, "training": training,
    })  # fmt: skip


def test_long_sums_are_told_by_their_largest_terms() -> None:
    frames = wide(50)
    frames.run.seek(Position(1, 13))
    (entry,) = tell(frames, "layers.0.bias.1")["unfolded"]
    assert len(entry["terms"]) == MOST_TERMS
    assert entry["rest"]["count"] == 50 - MOST_TERMS
    places = [term["to"] for term in entry["terms"]]
    assert places == sorted(places)
    weight = frames.run.trainer.architecture.layout.weights(frames.scenes.parameters)[1][:, 1]
    products = weight * frames.scenes.at(None).numbers.deltas[1]
    kept = sorted(np.argsort(-abs(products))[:MOST_TERMS])
    assert places == kept
    shown = sum(term["product"] for term in entry["terms"])
    assert shown + entry["rest"]["sum"] == pytest.approx(float(products.sum()), rel=1e-12)


def test_short_sums_are_told_whole() -> None:
    frames = wide(MOST_TERMS)
    frames.run.seek(Position(1, 13))
    (entry,) = tell(frames, "layers.0.bias.1")["unfolded"]
    assert len(entry["terms"]) == MOST_TERMS
    assert entry["rest"] == {"count": 0, "sum": 0.0}


def test_each_neuron_is_unfolded_once_the_targets_first() -> None:
    frames = wide(4)
    frames.run.seek(Position(1, 13))
    told = tell(frames, "layers.0.weight.2.1", unfold=UNFOLD)
    neurons = [entry["neuron"] for entry in told["unfolded"]]
    assert neurons == ["neurons.1.2", "neurons.2.0", "neurons.1.0"]


@pytest.mark.parametrize("focus", [None, "mean", 7])
def test_the_example_is_the_focus_or_the_batchs_first(focus: Focus) -> None:
    frames = wide(4)
    frames.run.seek(Position(1, 13))
    told, rows = tell(frames, "neurons.1.0", focus), frames.run.trainer.batches.rows
    assert told["example"] == (7 if focus == 7 else rows[0])
    assert told["position"] == (rows.index(7) if 7 in rows else None if focus == 7 else 0)
    assert told["size"] == len(rows)


@pytest.mark.parametrize("select", ["layers.1.weight.0.2", "layers.0.bias.1"])
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_update_told_is_the_one_done(name: str, select: str) -> None:
    optimizer = {"name": name, "learning_rate": 0.01}
    frames = wide(4, optimizer=optimizer, l2=0.01)
    at = frames.run.trainer.architecture.layout.index(
        frames.run.trainer.architecture.layout.find(select)
    )
    frames.run.seek(Position(5, 13))
    ahead = tell(frames, select)["optimizer"]
    slots = {slot: each[at] for slot, each in frames.run.trainer.slots.items()}
    assert (ahead["name"], ahead["label"]) == (name, OPTIMIZERS[name].label)
    assert (ahead["count"], ahead["state"]) == (5, slots)
    assert ahead["change"] == ahead["new"] - ahead["old"]
    frames.run.forward()
    done = tell(frames, select)["optimizer"]
    assert done == ahead
    assert done["new"] == pytest.approx(frames.run.parameters[at], rel=1e-12)
    assert done["lines"][-1]["result"] == done["new"]


def test_updates_are_counted_from_when_the_optimizer_rules() -> None:
    frames = wide(4)
    run = frames.run
    run.seek(Position(3, 14))
    run.edit(SettingsEdit(settings(optimizer="adam")))
    counts = []
    for step, op in ((3, 14), (4, 0), (4, 14), (6, 13), (2, 0), (5, 3)):
        run.seek(Position(step, op))
        counts.append(tell(frames, "layers.0.bias.1")["optimizer"]["count"])
    assert counts == [3, 0, 0, 2, 2, 1]
    assert counts[-1] == int(run.trainer.count)
    run.edit(SettingsEdit(settings(optimizer="adam", learning_rate=0.5)))
    assert tell(frames, "layers.0.bias.1")["optimizer"]["count"] == 1


def test_more_examples_than_are_sent_are_counted() -> None:
    frames = frames_of({"data": {"samples": 1200}, "training": {"batch_size": 600}})
    frames.run.seek(Position(0, 13))
    told = tell(frames, "layers.0.bias.1")["contributions"]
    assert told["count"] == 600
    assert len(told["values"]) == len(told["rows"]) == 512
    assert told["rows"] == frames.run.trainer.batches.rows[:512]


@pytest.mark.parametrize("op", range(15))
@pytest.mark.parametrize("select", ["layers.0.weight.2.1", "neurons.1.2", "neurons.0.1"])
def test_numbers_that_do_not_exist_yet_are_null(op: int, select: str) -> None:
    frames = wide(4)
    frames.run.seek(Position(2, op))
    told = tell(frames, select)
    assert set(told) == docs.keys(docs.example("Inspection", '{"target"'))[""]
    layer, neuron = told["layer"], told["kind"] == "neuron"
    exists = {
        "preactivation": neuron and layer and op >= 1,
        "value": not neuron or not layer or op >= 2,
        "incoming": neuron and layer and op >= 1,
        "signal": not neuron,
        "delta": layer and op >= 12,
        "example_gradient": not neuron and op >= 13,
        "penalty_gradient": not neuron and op >= 13,
        "batch_gradient": not neuron and op >= 13,
        "contributions": not neuron and op >= 13,
        "numeric": not neuron and op >= 13,
        "paths": layer and op >= (12 if neuron else 13),
        "optimizer": not neuron,
    }
    assert {name: told[name] is not None for name in exists} == {
        name: bool(there) for name, there in exists.items()
    }
    assert told["computed"] == bool(layer and op >= (12 if neuron else 13))


def test_a_run_that_overflows_is_still_told_of() -> None:
    spec = {
        "data": {"name": "plane"},
        "network": {"hidden": [{"units": 3, "activation": "linear"}]},
        "training": {"optimizer": {"name": "adagrad", "learning_rate": 100}, "batch_size": 1},
    }
    for name in OPTIMIZERS:
        spec["training"]["optimizer"]["name"] = name  # type: ignore[index]
        frames = frames_of(spec)
        frames.run.seek(Position(400, 10))
        assert tell(frames, "layers.0.weight.0.1")["target"] == "layers.0.weight.0.1"
