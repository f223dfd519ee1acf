"""Examples one by one: which are taken for which, and which are hardest."""

from typing import Any

import numpy as np
import pytest

from backstep.engine.training.evaluation import Evaluator
from backstep.engine.training.operations import Position
from backstep.protocol.stream.frames import FrameBuilder, Watch
from tests.protocol.runs import frames_of

SPECS: dict[str, Any] = {
    "two classes": {},
    "tanh output": {"network": {"output_activation": "tanh"}, "training": {"loss": "mse"}},
    "three classes": {"data": {"name": "arms"}},
    "digits": {"data": {"name": "digits", "samples": 300}},
    "reviews": {"data": {"name": "reviews"}},
}


def at(spec: Any, step: int = 30) -> FrameBuilder:
    """A run in the middle of a step, where the scores are of the old parameters still."""
    frames = frames_of(spec)
    frames.run.seek(Position(step, 3))
    return frames


def told(frames: FrameBuilder, panel: str, **options: Any) -> tuple[dict[str, Any], Any]:
    # Others are watched as well, which compute with the same evaluators.
    meta, tensors = frames.build(Watch({panel: options, "health": {}, "network": {}}), None, None)
    return meta[panel], tensors.get(f"{panel}.x")


def one_by_one(frames: FrameBuilder, over: str) -> list[tuple[int, float, int, int]]:
    """(example, loss, class meant, class answered) of each example, scored alone."""
    data, run = frames.data, frames.run
    first, count = (0, len(data.train_x)) if over == "train" else (len(data.train_x), len(data))
    found = []
    for example in range(first, count):
        alone = Evaluator(run.trainer.architecture, *data.rows(example), classify=False)
        loss = alone.loss(run.parameters)
        (answer,), target = alone.predictions(run.parameters), data.rows(example)[1][0]
        several = len(answer) > 1
        answered = int(answer.argmax()) if several else int(answer[0] > 0.5)
        found.append((example, loss, int(target.argmax()) if several else int(target[0]), answered))
    return found


@pytest.mark.parametrize("spec", SPECS.values(), ids=list(SPECS))
@pytest.mark.parametrize("over", ["train", "test"])
def test_the_hardest_are_those_of_the_largest_loss(spec: Any, over: str) -> None:
    frames = at(spec)
    panel, pixels = told(frames, "hardest", over=over, count=7)
    expected = sorted(one_by_one(frames, over), key=lambda each: (-each[1], each[0]))[:7]
    assert (panel["over"], len(panel["examples"])) == (over, 7)
    for row, (example, loss, meant, answered) in zip(panel["examples"], expected, strict=True):
        assert (row["actual"], row["predicted"]) == (meant, answered)
        assert row["example"] == example
        assert row["loss"] == pytest.approx(loss, rel=1e-9)
        assert row["text"] == frames.data.text(example)
        assert row["y"] == frames.data.rows(example)[1][0].tolist()
    if frames.data.image:
        x = [frames.data.rows(row["example"])[0].reshape(8, 8) for row in panel["examples"]]
        np.testing.assert_array_equal(pixels, x)
    else:
        assert pixels is None


@pytest.mark.parametrize("spec", SPECS.values(), ids=list(SPECS))
def test_the_matrix_counts_every_example_and_its_diagonal_is_the_accuracy(spec: Any) -> None:
    frames = at(spec)
    scores = frames.run.score()
    assert scores.test is not None
    for over, score in (("train", scores.train), ("test", scores.test)):
        matrix = np.array(told(frames, "confusion", over=over)[0]["matrix"])
        expected = np.zeros_like(matrix)
        for _, _, meant, answered in one_by_one(frames, over):
            expected[meant, answered] += 1
        np.testing.assert_array_equal(matrix, expected)
        assert matrix.trace() / matrix.sum() == pytest.approx(score.accuracy)


@pytest.mark.parametrize("cell", [(0, 1), (1, 1), (2, 0)])
def test_a_cell_has_its_examples_the_hardest_first(cell: tuple[int, int]) -> None:
    frames = at(SPECS["three classes"])
    panel, _ = told(frames, "confusion", over="train", cell=cell)
    inside = [each for each in one_by_one(frames, "train") if each[2:] == cell]
    expected = [each[0] for each in sorted(inside, key=lambda each: -each[1])][:64]
    assert panel["cell"]["count"] == len(inside) == panel["matrix"][cell[0]][cell[1]]
    assert [row["example"] for row in panel["cell"]["examples"]] == expected


def test_a_cell_that_is_not_there_is_null() -> None:
    assert told(at({}), "confusion", cell=(0, 2))[0]["cell"] is None
    assert told(at({}), "confusion")[0]["cell"] is None


def test_a_regression_has_hardest_examples_and_no_matrix() -> None:
    frames = at({"data": {"name": "plane"}})
    assert told(frames, "confusion", cell=(0, 0))[0]["matrix"] is None
    first = told(frames, "hardest")[0]["examples"][0]
    assert (first["actual"], first["predicted"]) == (None, None)
    assert first["loss"] == pytest.approx((first["output"][0] - first["y"][0]) ** 2)


def test_the_training_set_stands_in_for_no_test_set() -> None:
    frames = at({"data": {"test_share": 0}})
    assert told(frames, "hardest")[0]["over"] == "train"
    assert told(frames, "confusion")[0]["over"] == "train"


def test_there_are_no_more_examples_than_there_are() -> None:
    frames = at({"data": {"samples": 6, "test_share": 0.5}})
    panel, _ = told(frames, "hardest", count=64)
    assert (panel["of"], len(panel["examples"])) == (3, 3)


def test_the_loss_is_the_examples_own_without_penalties() -> None:
    (plain, _), (heavy, _) = (told(at({"training": {"l2": l2}}, 0), "hardest") for l2 in (0, 5))
    assert plain["examples"] == heavy["examples"]


@pytest.mark.parametrize("spec", [SPECS["digits"], SPECS["reviews"]], ids=["digits", "reviews"])
def test_an_example_of_the_test_set_may_be_in_focus(spec: Any) -> None:
    frames = at(spec)
    example = len(frames.data.train_x) + 5
    meta, tensors = frames.build(Watch(), example, None)
    assert meta["focus"]["example"] == example
    assert (meta["focus"]["in_batch"], meta["focus"]["position"]) == (False, None)
    np.testing.assert_array_equal(tensors["input"], frames.data.test_x[5])
    text = meta["focus"]["text"]
    assert (text["text"] if text else None) == frames.data.text(example)
