"""Predictions for drawings and texts, and errors with names."""

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from backstep.data import digits
from backstep.engine.errors import EngineError
from backstep.protocol.stream.frames import FrameBuilder
from backstep.protocol.stream.messages import Predict
from backstep.sessions.client.inspection import predict
from tests.protocol.runs import frames_of


def ask(frames: FrameBuilder, **example: Any) -> dict[str, Any]:
    return predict(frames, Predict(type="predict", **example))


def test_a_text_is_answered_with_tokens_numbers_and_activations() -> None:
    frames = frames_of({"data": {"name": "reviews"}, "network": {"hidden": [{"units": 3}]}})
    answer = ask(frames, text="Not GOOD, qwertz!")
    assert answer["text"]["tokens"] == ["not", "not_good", "qwertz"]
    assert answer["text"]["unknown"] == ["qwertz"]
    known = [number for number in answer["text"]["indices"] if number is not None]
    x = np.array(answer["input"])
    assert np.flatnonzero(x).tolist() == sorted(known)
    assert [len(layer) for layer in answer["activations"]] == [2, 3, 1]
    assert answer["output"] == answer["activations"][-1]
    assert answer["output"] == ask(frames, input=answer["input"])["output"]


def test_a_drawing_is_answered_as_the_image_that_it_is_made() -> None:
    frames = frames_of({"data": {"name": "digits", "samples": 50}})
    drawing = np.zeros((30, 20))
    drawing[4:26, 8:11] = 1
    answer = ask(frames, image=drawing.tolist())
    assert answer["input"] == digits.prepare_drawing(drawing).tolist()
    assert answer["text"] is None
    assert len(answer["output"]) == 10
    assert sum(answer["output"]) == pytest.approx(1)
    assert answer["output"] == ask(frames, input=answer["input"])["output"]


@pytest.mark.parametrize(
    ("spec", "example", "field"),
    [
        ({}, {"text": "good"}, "text"),
        ({}, {"image": [[1.0]]}, "image"),
        ({}, {"input": [1.0]}, "input"),
        ({"data": {"name": "digits", "samples": 50}}, {"image": [[0.0] * 8] * 8}, "image"),
        ({"data": {"name": "digits", "samples": 50}}, {"text": "seven"}, "text"),
        ({"data": {"name": "reviews"}}, {"image": [[1.0]]}, "image"),
    ],
)
def test_what_the_network_is_not_given_is_refused_by_name(
    spec: Any, example: Any, field: str
) -> None:
    with pytest.raises(EngineError) as refused:
        ask(frames_of(spec), **example)
    assert refused.value.field == field


@pytest.mark.parametrize(
    "example",
    [
        {},
        {"text": "good", "input": [1.0]},
        {"image": []},
        {"image": [[]]},
        {"image": [[1.0], [1.0, 0.0]]},
        {"image": [[2.0]]},
        {"image": [[0.0]] * 65},
        {"image": [[0.0] * 65]},
        {"text": "x" * 1001},
        {"input": []},
    ],
)
def test_malformed_examples_are_refused(example: Any) -> None:
    with pytest.raises(ValidationError):
        Predict(type="predict", **example)
