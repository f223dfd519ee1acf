"""Words in the plane: places, answers, neighbours."""

from typing import Any

import numpy as np
import pytest

from backstep.engine.training.operations import Position
from backstep.protocol.facts.wordplane import NEIGHBOURS, WordPlane, told
from backstep.protocol.stream.frames import FrameBuilder, Watch
from tests.protocol.runs import frames_of


def trained(step: int = 60, **data: Any) -> FrameBuilder:
    frames = frames_of(
        {
            "data": {"name": "reviews"} | data,
            "network": {"hidden": [{"units": 3}]},
            "training": {"optimizer": {"name": "adam"}, "batch_size": 32},
        }
    )
    frames.run.seek(Position(step, frames.run.operations.update))
    return frames


def drawn(frames: FrameBuilder, count: int = 40) -> tuple[dict[str, Any], Any, Any]:
    meta, tensors = frames.build(Watch({"words": {"count": count}}), None, None)
    return meta["words"], tensors["words.positions"], tensors["words.outputs"]


def vectors(frames: FrameBuilder, parameters: Any = None) -> Any:
    """Each word's vector: what the first layer sums up to for a text of that word alone."""
    parameters = frames.run.parameters if parameters is None else parameters
    first = frames.run.trainer.architecture.layout.matrices(parameters)[0]
    return np.eye(len(frames.data.inputs)) @ first[:, :-1].T + first[:, -1]


def test_vectors_of_two_numbers_are_their_own_places() -> None:
    frames = trained()
    panel, places, _ = drawn(frames)
    assert (panel["count"], panel["explained"]) == (40, None)
    np.testing.assert_allclose(places, vectors(frames)[:40], atol=1e-12)


def test_a_vector_of_one_number_lies_on_a_line() -> None:
    _, places, _ = drawn(trained(dimensions=1))
    assert not places[:, 1].any()
    assert places[:, 0].any()


@pytest.mark.parametrize("data", [{"dimensions": 6}, {"encoding": "bag"}], ids=["vectors", "bag"])
@pytest.mark.parametrize("count", [4, 40])
def test_longer_vectors_lie_along_their_principal_components(data: Any, count: int) -> None:
    frames = trained(**data)
    panel, places, answers = drawn(frames, count)
    centred = vectors(frames)[:count] - vectors(frames)[:count].mean(axis=0)
    left, values, _ = np.linalg.svd(centred, full_matrices=False)
    np.testing.assert_allclose(np.abs(places), np.abs(left[:, :2] * values[:2]), atol=1e-9)
    np.testing.assert_allclose(panel["explained"], values[:2] ** 2 / (values**2).sum(), atol=1e-9)
    assert np.corrcoef(places[:, 0], answers[:, 0])[0, 1] > 0


def test_answers_are_those_to_each_word_alone() -> None:
    frames = trained()
    _, _, answers = drawn(frames, 10)
    network = frames.scenes.single(0)
    for alone, answer in zip(np.eye(len(frames.data.inputs)), answers, strict=False):
        network.load(alone[None], frames.data.train_y[:1])
        np.testing.assert_allclose(network.predictions(frames.run.parameters)[0], answer)


def test_neighbours_are_nearest_by_the_cosine() -> None:
    frames = trained()
    panel, _, _ = drawn(frames, 30)
    found = vectors(frames)[:30]
    directions = found / np.linalg.norm(found, axis=1, keepdims=True)
    for word, neighbours in enumerate(panel["neighbours"]):
        others = [other for other in range(30) if other != word]
        others.sort(key=lambda other: -float(directions[other] @ directions[word]))
        assert neighbours == others[:NEIGHBOURS]


def test_the_mean_of_a_texts_vectors_is_the_first_layers_answer() -> None:
    frames = trained()
    meta, tensors = frames.build(Watch(), 3, None)
    known = [number for number in meta["focus"]["text"]["indices"] if number is not None]
    # At `update` the numbers on the neurons are of the parameters before it.
    table = vectors(frames, frames.run.trainer.previous)
    np.testing.assert_allclose(tensors["activations.0"], table[known].mean(axis=0))


@pytest.mark.parametrize("data", [{"encoding": "one_hot"}, {"name": "digits"}, {"name": "circle"}])
def test_without_a_word_an_input_there_are_no_words(data: Any) -> None:
    frames = frames_of({"data": {"name": "reviews"} | data})
    meta, tensors = frames.build(Watch({"words": {}}), None, None)
    assert meta["words"] == {"count": 0, "explained": None, "neighbours": []}
    assert "words.positions" not in tensors


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e200])
@pytest.mark.parametrize("dimensions", [2, 5])
def test_numbers_that_left_the_line_do_no_harm(value: float, dimensions: int) -> None:
    frames = trained(0, dimensions=dimensions)
    frames.run.parameters[:7] = value
    panel, places, _ = drawn(frames)
    assert places.shape == (40, 2)
    assert len(panel["neighbours"]) == 40


def test_a_text_is_told_with_what_was_not_known_once_each() -> None:
    data = trained(0).data
    assert data.texts is not None
    reading = told(data.texts.encoder.read("Xyzzy is good, xyzzy!"))
    assert reading["tokens"] == ["xyzzy", "is", "good", "xyzzy"]
    assert [number is None for number in reading["indices"]] == [True, False, False, True]
    assert reading["unknown"] == ["xyzzy"]


def test_words_are_redrawn_for_another_count_and_architecture() -> None:
    frames = trained()
    plane = WordPlane(frames.data)
    for count in (5, 9):
        assert len(plane.draw(frames.run.trainer, count)[1]["words.outputs"]) == count
