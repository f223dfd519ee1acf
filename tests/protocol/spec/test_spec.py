"""Specs: every field has a default, every refusal names its field, caps come before memory."""

import json
from typing import Any

import pytest

from backstep.protocol.spec.schema import Spec, SpecError, merge, parse
from backstep.settings import Caps

CAPS = Caps()
TABLE = {"name": "table", "x": [[1, 2], [3, 4], [5, 6]], "y": [0, 1, 2]}
PARAMETERS = [{"weight": [[1, 2], [3, 4]], "bias": [5, 6]}, {"weight": [[7, 8]], "bias": [9]}]
EXPLICIT = {"network": {"hidden": [{"units": 2}], "parameters": PARAMETERS}}


def refused(given: Any, caps: Caps = CAPS) -> dict[str, str]:
    """The problems found, by field."""
    with pytest.raises(SpecError) as error:
        parse(given, caps)
    return dict(error.value.problems)


def spec(given: Any | None = None) -> Spec:
    return parse(given or {}, CAPS)


def test_the_defaults_are_those_agreed_on() -> None:
    assert spec().model_dump(exclude_none=True) == {
        "version": 1,
        "seed": 42,
        "data": {
            "name": "circle",
            "samples": 500,
            "noise": 0.0,
            "test_share": 0.5,
            "features": ["x1", "x2"],
        },
        "network": {
            "hidden": [{"units": 4, "activation": "tanh"}, {"units": 2, "activation": "tanh"}],
            "output_activation": "auto",
            "initializer": "xavier_uniform",
        },
        "training": {
            "loss": "auto",
            "optimizer": {"name": "sgd", "learning_rate": 0.03},
            "batch_size": 10,
            "shuffle": True,
            "l1": 0.0,
            "l2": 0.0,
        },
    }


def test_an_optimizer_brings_its_own_defaults() -> None:
    given = {"training": {"optimizer": {"name": "adam", "beta1": 0.5}}}
    assert spec(given).training.optimizer.hyperparameters == {
        "learning_rate": 0.01,
        "beta1": 0.5,
        "beta2": 0.999,
        "eps": 1e-8,
    }


def test_features_default_to_what_the_points_have() -> None:
    assert spec({"data": {"name": "sine"}}).data.features == ["x1"]


@pytest.mark.parametrize("y", [[0, 1, 2], [0.0, 1.0, 2.0], [[0.0], [1.0], [2.0]]])
def test_the_targets_of_a_table_keep_their_kind(y: list[Any]) -> None:
    """Whole numbers are classes, others values; so they must survive JSON."""
    given = spec({"data": TABLE | {"y": y}})
    again = spec(json.loads(given.model_dump_json(exclude_none=True)))
    for each in (given, again):
        assert each.data.y == y
        assert each.data.y is not None
        assert type(each.data.y[0]) is type(y[0])


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"colour": 1}, "colour"),
        ({"data": {"colour": 1}}, "data.colour"),
        ({"network": {"colour": 1}}, "network.colour"),
        ({"network": {"hidden": [{"units": 2, "colour": 1}]}}, "network.hidden.0.colour"),
        ({"training": {"colour": 1}}, "training.colour"),
        ({"training": {"optimizer": {"colour": 1}}}, "training.optimizer.colour"),
        ({"training": {"optimizer": {"name": "sgd", "beta1": 1}}}, "training.optimizer.beta1"),
    ],
)
def test_unknown_fields_are_refused_by_name(given: Any, field: str) -> None:
    assert list(refused(given)) == [field]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (None, "spec"),
        ([], "spec"),
        ("circle", "spec"),
        ({"version": 2}, "version"),
        ({"seed": -1}, "seed"),
        ({"seed": 2**32}, "seed"),
        ({"seed": 1.5}, "seed"),
        ({"data": 5}, "data"),
        ({"data": {"name": "cirkle"}}, "data.name"),
        ({"data": {"name": ["circle"]}}, "data.name"),
        ({"data": {"samples": 1}}, "data.samples"),
        ({"data": {"samples": "many"}}, "data.samples"),
        ({"data": {"noise": 0.6}}, "data.noise"),
        ({"data": {"noise": float("nan")}}, "data.noise"),
        ({"data": {"test_share": 0.95}}, "data.test_share"),
        ({"data": {"features": []}}, "data.features"),
        ({"data": {"features": ["x1", "x3"]}}, "data.features.1"),
        ({"data": {"features": ["x1", "x1"]}}, "data.features"),
        ({"data": {"name": "sine", "features": ["x2"]}}, "data.features"),
        ({"data": {"x": [[1]]}}, "data.x"),
        ({"data": {"name": "xor", "y": [1]}}, "data.y"),
        ({"data": {"name": "table", "y": [1]}}, "data.x"),
        ({"data": {"name": "table", "x": [[1]]}}, "data.y"),
        ({"data": TABLE | {"x": [[1, 2, 3]] * 3, "features": ["x1"]}}, "data.features"),
        ({"data": TABLE | {"x": [[1]] * 3, "features": ["x1x2"]}}, "data.features"),
        ({"data": TABLE | {"features": ["x1", "x1"]}}, "data.features"),
        ({"data": TABLE | {"x": [[1, "a"]]}}, "data.x.0.1"),
        ({"data": TABLE | {"x": [[10**400]]}}, "data.x.0.0"),
        ({"data": TABLE | {"y": ["a", "b"]}}, "data.y"),
        ({"data": TABLE | {"y": [[1], 2]}}, "data.y"),
        ({"data": TABLE | {"y": [float("inf")]}}, "data.y"),
        ({"network": None}, "network"),
        ({"network": {"hidden": 4}}, "network.hidden"),
        ({"network": {"hidden": [{"units": 0}]}}, "network.hidden.0.units"),
        (
            {"network": {"hidden": [{}, {"activation": "softmax"}]}},
            "network.hidden.1.activation",
        ),
        ({"network": {"output_activation": "relu"}}, "network.output_activation"),
        ({"network": {"initializer": "ones"}}, "network.initializer"),
        ({"network": {"parameters": []}}, "network.parameters"),
        ({"network": {"parameters": [{"weight": [[1]]}]}}, "network.parameters.0.bias"),
        ({"training": {"loss": "mee"}}, "training.loss"),
        ({"training": {"optimizer": "sgd"}}, "training.optimizer"),
        ({"training": {"optimizer": {"name": "sgdd"}}}, "training.optimizer.name"),
        ({"training": {"optimizer": {"name": []}}}, "training.optimizer.name"),
        ({"training": {"optimizer": {"learning_rate": -1}}}, "training.optimizer.learning_rate"),
        ({"training": {"optimizer": {"learning_rate": True}}}, "training.optimizer.learning_rate"),
        (
            {"training": {"optimizer": {"learning_rate": float("nan")}}},
            "training.optimizer.learning_rate",
        ),
        ({"training": {"batch_size": 0}}, "training.batch_size"),
        ({"training": {"shuffle": "perhaps"}}, "training.shuffle"),
        ({"training": {"l1": -0.1}}, "training.l1"),
        ({"training": {"l2": 11}}, "training.l2"),
    ],
)
def test_every_refusal_names_its_field(given: Any, field: str) -> None:
    problems = refused(given)
    assert list(problems) == [field]
    assert problems[field]


@pytest.mark.parametrize(
    ("given", "allowed"),
    [
        ({"data": {"name": "cirkle"}}, "circle, xor"),
        ({"network": {"hidden": [{"activation": "softmax"}]}}, "linear, sigmoid"),
        ({"training": {"optimizer": {"beta1": 1}}}, "learning_rate"),
        ({"training": {"optimizer": {"learning_rate": 1001}}}, "0 to 1000"),
        ({"data": {"name": "sine", "features": ["x2"]}}, "x1, x1_squared, sin_x1"),
    ],
)
def test_refusals_list_what_is_allowed(given: Any, allowed: str) -> None:
    (message,) = refused(given).values()
    assert allowed in message


def test_every_problem_is_told_at_once() -> None:
    given = {"seed": -1, "data": {"noise": 9}, "training": {"loss": "?", "batch_size": 0}}
    fields = {"seed", "data.noise", "training.loss", "training.batch_size"}
    assert set(refused(given)) == fields


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"data": {"samples": 10**15}}, "data.samples"),
        ({"data": {"samples": 20_001}}, "data.samples"),
        ({"network": {"hidden": [{"units": 10**15}]}}, "network.hidden.0.units"),
        ({"network": {"hidden": [{"units": 257}]}}, "network.hidden.0.units"),
        ({"network": {"hidden": [{"units": 1}] * 9}}, "network.hidden"),
        ({"network": {"hidden": [{"units": 256}] * 5}}, "network"),
        ({"data": TABLE | {"x": [[0.0] * 257] * 3}}, "data.x"),
        ({"data": TABLE | {"y": [0, 1, 10**15]}}, "data.y"),
        ({"data": TABLE | {"y": [[0] * 257] * 3}}, "data.y"),
        ({"data": TABLE | {"x": [[0.0]] * 20_001}}, "data.x"),
    ],
)
def test_caps_hold_before_anything_is_allocated(given: Any, field: str) -> None:
    assert field in refused(given)


def test_caps_may_be_met() -> None:
    spec({"data": {"samples": 20_000}})
    spec({"network": {"hidden": [{"units": 1}] * 8}})
    spec({"network": {"hidden": [{"units": 256}] * 3}})
    spec({"data": TABLE | {"x": [[0.0] * 256] * 3}})


def test_the_product_of_examples_and_units_has_a_cap_of_its_own() -> None:
    caps = Caps(activations=500 * (2 + 4 + 2 + 1))
    parse({}, caps)
    assert list(refused({"data": {"samples": 501}}, caps)) == ["data.samples"]
    assert list(refused({"data": {"features": ["x1", "x2", "x1x2"]}}, caps)) == ["data.samples"]
    table = {"name": "table", "x": [[0.0, 0.0]] * 501, "y": [0] * 501}
    assert list(refused({"data": table}, caps)) == ["data.x"]


@pytest.mark.parametrize(("y", "parameters"), [([0, 1, 2], 9), ([0, 1, 1], 3), ([0.5] * 3, 3)])
def test_the_parameters_of_every_output_count(y: list[float], parameters: int) -> None:
    given = {"network": {"hidden": []}, "data": TABLE | {"y": y}}
    parse(given, Caps(parameters=parameters))
    assert list(refused(given, Caps(parameters=parameters - 1))) == ["network"]


def test_merge_changes_what_it_is_told_and_nothing_else() -> None:
    before = spec({"training": {"batch_size": 7}, "data": {"noise": 0.1}})
    after = merge(before, {"training": {"optimizer": {"learning_rate": 0.5}}}, CAPS)
    expected = before.model_dump()
    expected["training"]["optimizer"]["learning_rate"] = 0.5
    assert after.model_dump() == expected


def test_merge_replaces_lists() -> None:
    after = merge(spec(), {"network": {"hidden": [{"units": 9}]}}, CAPS)
    assert [layer.settings["units"] for layer in after.network.hidden] == [9]


def test_merge_starts_another_optimizer_from_its_defaults() -> None:
    before = spec({"training": {"optimizer": {"name": "adam", "learning_rate": 0.5}}})
    after = merge(before, {"training": {"optimizer": {"name": "momentum"}}}, CAPS)
    assert after.training.optimizer.hyperparameters == {"learning_rate": 0.03, "momentum": 0.9}


def test_merge_keeps_the_settings_of_the_same_optimizer() -> None:
    before = spec({"training": {"optimizer": {"name": "adam", "beta1": 0.5}}})
    after = merge(before, {"training": {"optimizer": {"name": "adam", "eps": 0.1}}}, CAPS)
    hyperparameters = after.training.optimizer.hyperparameters
    assert (hyperparameters["beta1"], hyperparameters["eps"]) == (0.5, 0.1)


def test_merge_gives_another_data_set_its_own_features_and_no_table() -> None:
    after = merge(spec({"data": TABLE | {"test_share": 0}}), {"data": {"name": "sine"}}, CAPS)
    assert after.data.features == ["x1"]
    assert after.data.x is None
    assert after.data.test_share == 0
    with pytest.raises(SpecError, match=r"data\.x"):
        merge(spec(), {"data": {"name": "table"}}, CAPS)


@pytest.mark.parametrize(
    "changes",
    [
        {"seed": 7},
        {"training": {"batch_size": 3}},
        {"network": {"output_activation": "tanh"}},
        {"network": {"hidden": [{"units": 2, "activation": "relu"}]}},
        {"data": {"name": "xor"}},
        {"data": {"features": ["x1", "x1x2"]}},
    ],
)
def test_merge_keeps_explicit_parameters_that_fit(changes: Any) -> None:
    before = spec(EXPLICIT)
    assert merge(before, changes, CAPS).network.parameters == before.network.parameters


@pytest.mark.parametrize(
    "changes",
    [
        {"network": {"hidden": [{"units": 3}]}},
        {"network": {"hidden": []}},
        {"network": {"initializer": "he_normal"}},
        {"network": {"parameters": None}},
        {"data": {"features": ["x1"]}},
        {"data": {"name": "sine"}},
        {"data": TABLE},
    ],
)
def test_merge_drops_explicit_parameters_that_do_not(changes: Any) -> None:
    assert merge(spec(EXPLICIT), changes, CAPS).network.parameters is None


def test_merge_takes_other_explicit_parameters() -> None:
    other = [{"weight": [[1, 1]], "bias": [1]}]
    after = merge(spec(EXPLICIT), {"network": {"hidden": [], "parameters": other}}, CAPS)
    assert after.network.parameters is not None
    assert after.network.parameters == other


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ([], "changes"),
        ({"data": 5}, "data"),
        ({"data": []}, "data"),
        ({"data": {"name": []}}, "data.name"),
        ({"network": 5, "data": {"name": "xor"}}, "network"),
        ({"network": None}, "network"),
        ({"training": []}, "training"),
        ({"training": {"optimizer": 5}}, "training.optimizer"),
        ({"training": {"optimizer": {"name": {}}}}, "training.optimizer.name"),
        ({"training": {"optimizer": {"name": "adam", "momentum": 0.9}}},
         "training.optimizer.momentum"),
        ({"data": {"samples": 10**15}}, "data.samples"),
    ],
)  # fmt: skip
def test_merge_names_the_field_that_it_refuses(changes: Any, field: str) -> None:
    before = spec(EXPLICIT)
    with pytest.raises(SpecError) as error:
        merge(before, changes, CAPS)
    assert error.value.problems[0][0] == field
    assert before == spec(EXPLICIT)


def test_a_batch_may_be_too_large_for_a_wide_network_alone() -> None:
    wide = {"data": {"samples": 1_500}, "network": {"hidden": [{"units": 256}] * 2}}
    assert refused(wide | {"training": {"batch_size": 1_500}}) == {
        "training.batch_size": "a batch of 1500 is at most 598 of a network with 66817 parameters"
    }
    spec(wide | {"training": {"batch_size": 598}})


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("seed", True),
        ("seed", "7"),
        ("data.samples", "30"),
        ("data.noise", False),
        ("training.l2", "0.1"),
        ("training.l2", True),
        ("training.batch_size", 7.5),
        ("training.shuffle", "yes"),
        ("training.shuffle", 1),
        ("training.optimizer.learning_rate", "0.1"),
    ],
)
def test_one_kind_of_value_is_not_taken_for_another(path: str, value: Any) -> None:
    given: Any = value
    for name in reversed(path.split(".")):
        given = {name: given}
    with pytest.raises(SpecError) as refused:
        parse(given, Caps())
    assert [field for field, _ in refused.value.problems] == [path]
