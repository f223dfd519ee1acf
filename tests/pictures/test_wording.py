"""Names in pictures."""

from typing import Any

from backstep.pictures.moments import Moment
from backstep.pictures.wording import neuron_name, subject


def test_several_outputs_are_called_by_their_classes() -> None:
    layout = {"inputs": ["x₁"], "sizes": [1, 3, 3], "classes": ["0", "1", "2"]}
    assert neuron_name(layout, 0, 0) == "x₁"
    assert neuron_name(layout, 1, 2) == "a⁽¹⁾₃"
    assert neuron_name(layout, 2, 2) == "“2”"
    assert neuron_name(layout | {"classes": None}, 2, 2) == "ŷ₃"
    assert neuron_name({"inputs": [], "sizes": [1, 1], "classes": ["no", "yes"]}, 1, 0) == "ŷ"


def said(data: str, own: dict[str, Any] | None = None) -> str:
    return subject(Moment({"sizes": [2, 1], "own": own}, {}, {}, data))


def test_a_picture_says_what_is_learned() -> None:
    own = {"file": "houses.csv", "target": "price"}
    assert said("circle") == 'A 2-1 network learns the data set "Circle".'
    assert said("table") == "A 2-1 network learns from a table."
    assert said("own-1", own) == (
        'A 2-1 network learns to predict "price" from the file houses.csv.'
    )
    assert said("own-1", own | {"file": None}) == (
        'A 2-1 network learns to predict "price" from a table.'
    )
