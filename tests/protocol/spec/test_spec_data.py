"""What a data set lets one choose: settings, word vectors, and what is refused by name."""

from typing import Any

import pytest

from backstep.protocol.spec.schema import Spec, SpecError, hidden_layers, merge, parse
from backstep.settings import Caps
from tests.protocol.strategies import sizes

CAPS = Caps()


def spec(given: Any) -> Spec:
    return parse(given, CAPS)


def chosen(data: Any) -> dict[str, Any]:
    """The resolved data of a spec."""
    return spec({"data": data}).data.model_dump(exclude_none=True)


@pytest.mark.parametrize(
    ("data", "resolved"),
    [
        ({"name": "digits"}, {"samples": 1797, "noise": 0.0, "test_share": 0.2}),
        ({"name": "digits", "samples": 90}, {"samples": 90, "noise": 0.0, "test_share": 0.2}),
        (
            {"name": "reviews"},
            {"encoding": "embedding", "dimensions": 2, "negation": True},
        ),
        ({"name": "reviews", "encoding": "bag"}, {"encoding": "bag", "negation": True}),
        (
            {"name": "reviews", "encoding": "bag", "dimensions": 3, "negation": False},
            {"encoding": "bag", "negation": False},
        ),
    ],
)
def test_a_data_set_has_its_own_settings_and_no_others(data: Any, resolved: Any) -> None:
    assert chosen(data) == {"name": data["name"]} | resolved


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"name": "reviews", "samples": 9}, "data.samples"),
        ({"name": "reviews", "noise": 0.1}, "data.noise"),
        ({"name": "reviews", "test_share": 0.5}, "data.test_share"),
        ({"name": "reviews", "features": ["x1"]}, "data.features"),
        ({"name": "reviews", "encoding": "letters"}, "data.encoding"),
        ({"name": "reviews", "dimensions": 0}, "data.dimensions"),
        ({"name": "reviews", "dimensions": 17}, "data.dimensions"),
        ({"name": "reviews", "negation": "perhaps"}, "data.negation"),
        ({"name": "digits", "encoding": "bag"}, "data.encoding"),
        ({"name": "digits", "features": ["x1"]}, "data.features"),
        ({"dimensions": 2}, "data.dimensions"),
    ],
)
def test_what_a_data_set_has_not_is_refused_by_name(data: Any, field: str) -> None:
    with pytest.raises(SpecError) as refused:
        spec({"data": data})
    assert refused.value.problems[0][0] == field


def test_word_vectors_are_a_linear_layer_of_the_data_before_the_hidden_ones() -> None:
    given = spec({"data": {"name": "reviews", "dimensions": 3}, "network": {"hidden": []}})
    (first,) = hidden_layers(given)
    assert (first.settings["units"], first.activation) == (3, "linear")
    assert sizes(given)[1:] == [3, 1]
    assert sizes(spec({"data": {"name": "reviews", "encoding": "bag"}}))[1:] == [4, 2, 1]


def test_explicit_parameters_count_the_word_vectors() -> None:
    layer = {"weight": [[0.0]], "bias": [0.0]}
    given: Any = {"data": {"name": "reviews"}, "network": {"hidden": [], "parameters": [layer]}}
    with pytest.raises(SpecError, match="has 1 layers; the network has 2") as refused:
        spec(given)
    assert refused.value.problems[0][0] == "network.parameters"


@pytest.mark.parametrize(
    ("name", "ends"),
    [("digits", (64, 10)), ("clouds", (2, 4)), ("arms", (2, 3)), ("circle", (2, 1))],
)
def test_inputs_and_outputs_are_the_data_sets(name: str, ends: tuple[int, int]) -> None:
    first, *_, last = sizes(spec({"data": {"name": name}}))
    assert (first, last) == ends


def test_another_kind_of_data_starts_from_its_own_settings() -> None:
    before = spec({"data": {"samples": 90, "noise": 0.3, "test_share": 0.7}})
    for name in ("digits", "reviews"):
        there = merge(before, {"data": {"name": name}}, CAPS)
        assert there.data == spec({"data": {"name": name}}).data
        back = merge(there, {"data": {"name": "xor"}}, CAPS)
        assert back.data == spec({"data": {"name": "xor"}}).data
    assert merge(before, {"data": {"name": "arms"}}, CAPS).data.samples == 90


def test_encodings_may_be_changed_to_and_fro() -> None:
    start = spec({"data": {"name": "reviews", "dimensions": 5, "negation": False}})
    bag = merge(start, {"data": {"encoding": "bag"}}, CAPS)
    assert (bag.data.dimensions, bag.data.negation) == (None, False)
    again = merge(bag, {"data": {"encoding": "embedding"}}, CAPS)
    assert again.data.dimensions == 2


def test_the_reviews_may_be_too_many_for_a_wide_network() -> None:
    wide = {"data": {"name": "reviews"}, "network": {"hidden": [{"units": 200}]}}
    with pytest.raises(SpecError) as refused:
        spec(wide)
    assert refused.value.problems == [("network", "examples × units exceed 1000000")]
