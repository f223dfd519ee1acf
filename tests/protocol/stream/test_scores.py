"""What frames say of how well a network does."""

from typing import Any

import numpy as np
import pytest

from backstep.engine.training.operations import Position
from backstep.protocol.stream.frames import FrameBuilder, Watch
from backstep.protocol.stream.messages import Until
from backstep.sessions.run.goals import Goal
from backstep.sessions.view.curve import curve
from backstep.sessions.view.landscape import Landscape, moment
from tests.protocol.runs import frames_of

PENALIZED = {"training": {"l1": 0.05, "l2": 0.1}}
# Its accuracy was found to be .52 when outputs were cut at 0, half way between tanh's bounds.
TANH = {
    "data": {"name": "xor", "samples": 300, "noise": 0.2},
    "network": {
        "hidden": [{"units": 4, "activation": "leaky_relu"}],
        "output_activation": "tanh",
    },
    "training": {"loss": "mse", "optimizer": {"name": "sgd", "learning_rate": 0.1}},
}


def told(frames: FrameBuilder, **panels: dict[str, Any]) -> dict[str, Any]:
    meta, _ = frames.build(Watch({"network": {"maps": 0}, **panels}), None, None)
    return meta


@pytest.mark.parametrize("op", [0, 7, 14])
def test_losses_are_of_the_data_and_the_penalty_stands_beside_them(op: int) -> None:
    frames = frames_of(PENALIZED)
    run = frames.run
    run.seek(Position(20, op))
    losses = told(frames)["losses"]
    bare = frames_of({}).run
    np.copyto(bare.trainer.parameters, run.parameters)
    scores = bare.score()
    assert scores.test is not None
    assert (losses["train"], losses["test"]) == (scores.train.loss, scores.test.loss)
    weights = np.concatenate(
        [each.ravel() for each in run.trainer.architecture.layout.weights(run.parameters)]
    )
    penalty = 0.05 * np.abs(weights).sum() + 0.05 * np.square(weights).sum()
    assert losses["penalty"] == pytest.approx(penalty, rel=1e-14)
    total = frames.scenes.train().loss(run.parameters)
    assert losses["train"] + losses["penalty"] == total


def test_the_curve_has_both_and_the_surface_their_sum() -> None:
    frames = frames_of(PENALIZED)
    run = frames.run
    run.seek(Position(64, 0))
    _, tensors = curve(run)
    at = np.flatnonzero(tensors["curve.steps"] == 64)[0]
    scores = run.score()
    assert tensors["curve.train"][at] == scores.train.loss
    assert tensors["curve.penalty"][at] == scores.penalty
    options = {"plane": "random", "over": "train", "resolution": 5, "zoom": 1, "seed": 0}
    *_, (meta, drawn) = Landscape().surface(moment(run), frames.data, options, lambda: False)
    assert meta["surface"]["loss"] == scores.total
    path = drawn["surface.path"]
    assert path[-1, 2] == scores.total
    assert path[0, 2] == tensors["curve.train"][0] + tensors["curve.penalty"][0]


def test_goals_are_met_by_the_loss_of_the_data() -> None:
    run = frames_of(PENALIZED).run
    scores = run.score()
    assert scores.train.loss < scores.total
    between = (scores.train.loss + scores.total) / 2
    assert Goal(Until(loss=between, over="train"), run)._reason(scores) == "loss"


def test_the_threshold_is_half_way_between_the_targets() -> None:
    frames = frames_of(TANH)
    frames.run.seek(Position(29, len(frames.run.operations) - 1))
    meta = told(frames, confusion={"over": "train"}, hardest={"over": "train", "count": 64})
    assert meta["accuracies"]["threshold"] == 0.5
    assert meta["accuracies"]["train"] == 0.9
    matrix = np.array(meta["confusion"]["matrix"])
    assert matrix.trace() / matrix.sum() == meta["accuracies"]["train"]
    for each in meta["hardest"]["examples"]:
        assert each["predicted"] == (each["output"][0] > 0.5)


def test_several_outputs_have_no_threshold() -> None:
    frames = frames_of({"data": {"name": "digits", "samples": 100}})
    assert told(frames)["accuracies"]["threshold"] is None
