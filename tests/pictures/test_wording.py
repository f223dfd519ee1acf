"""Names in pictures."""

from backstep.pictures.wording import neuron_name


def test_several_outputs_are_called_by_their_classes() -> None:
    layout = {"inputs": ["x₁"], "sizes": [1, 3, 3], "classes": ["0", "1", "2"]}
    assert neuron_name(layout, 0, 0) == "x₁"
    assert neuron_name(layout, 1, 2) == "a⁽¹⁾₃"
    assert neuron_name(layout, 2, 2) == "“2”"
    assert neuron_name(layout | {"classes": None}, 2, 2) == "ŷ₃"
    assert neuron_name({"inputs": [], "sizes": [1, 1], "classes": ["no", "yes"]}, 1, 0) == "ŷ"
