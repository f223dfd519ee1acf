"""From a spec to a run: the meaning of `auto`, initial parameters, independent random streams."""

from typing import Any

import numpy as np
import pytest

from backstep.protocol.spec.schema import SpecError, parse_spec
from backstep.sessions.run.assemble import Assembly, assemble
from backstep.settings import Caps

TABLE = {"name": "table", "x": [[0.0], [1.0], [2.0]], "test_share": 0}


def assembled(spec: dict[str, Any]) -> Assembly:
    return assemble(parse_spec(spec, Caps()), memory=2**20)


@pytest.mark.parametrize(
    ("spec", "output", "loss"),
    [
        ({}, "sigmoid", "bce"),
        ({"data": {"name": "plane"}}, "linear", "mse"),
        ({"data": TABLE | {"y": [0, 1, 1]}}, "sigmoid", "bce"),
        ({"data": TABLE | {"y": [0, 1, 2]}}, "softmax", "cross_entropy"),
        ({"data": TABLE | {"y": [0.0, 1.0, 2.0]}}, "linear", "mse"),
        ({"data": TABLE | {"y": [0.0, 1.0, 1.0]}, "training": {"loss": "bce"}}, "sigmoid", "bce"),
        ({"training": {"loss": "mse"}}, "sigmoid", "mse"),
        ({"network": {"output_activation": "tanh"}, "training": {"loss": "mae"}}, "tanh", "mae"),
        ({"data": TABLE | {"y": [0, 1, 2]}, "training": {"loss": "bce"}}, "sigmoid", "bce"),
    ],
)
def test_what_auto_stands_for(spec: dict[str, Any], output: str, loss: str) -> None:
    architecture = assembled(spec).run.trainer.architecture
    assert (architecture.activations[-1], architecture.loss) == (output, loss)


@pytest.mark.parametrize(
    ("spec", "field"),
    [
        ({"data": {"name": "plane"}, "training": {"loss": "bce"}}, "training.loss"),
        ({"network": {"output_activation": "tanh"}}, "training.loss"),
        ({"data": TABLE | {"y": [0, 1]}}, "data.y"),
        ({"data": TABLE | {"x": [[0], [1, 2], [3]], "y": [0, 1, 0]}}, "data.x"),
        ({"network": {"hidden": [], "parameters": [{"weight": [[1]], "bias": [1]}]}},
         "network.parameters.0.weight"),
        ({"network": {"hidden": [], "parameters": [{"weight": [[1, 2], [3]], "bias": [1]}]}},
         "network.parameters.0.weight"),
        ({"network": {"hidden": [], "parameters": [{"weight": [[1, 2]], "bias": []}]}},
         "network.parameters.0.bias"),
    ],
)  # fmt: skip
def test_what_cannot_be_trained_names_the_field(spec: dict[str, Any], field: str) -> None:
    with pytest.raises(SpecError) as refused:
        assembled(spec)
    assert refused.value.problems[0][0] == field


def test_explicit_parameters_are_the_start() -> None:
    given = [
        {"weight": [[1.0, 2.0], [3.0, 4.0]], "bias": [5.0, 6.0]},
        {"weight": [[7.0, 8.0]], "bias": [9.0]},
    ]
    spec = {"network": {"hidden": [{"units": 2}], "parameters": given}}
    run = assembled(spec).run
    found = [
        {"weight": matrix[:, :-1].tolist(), "bias": matrix[:, -1].tolist()}
        for matrix in run.trainer.architecture.layout.matrices(run.parameters)
    ]
    assert found == given


def test_biases_start_at_zero() -> None:
    run = assembled({}).run
    matrices = run.trainer.architecture.layout.matrices(run.parameters)
    assert not any(matrix[:, -1].any() for matrix in matrices)


def test_the_seed_decides_everything() -> None:
    first, again, other = (assembled({"seed": seed}) for seed in (1, 1, 2))
    for each, same in ((again, True), (other, False)):
        for one, two in (
            (first.data.train_x, each.data.train_x),
            (first.run.parameters, each.run.parameters),
            (first.run.trainer.batches.order, each.run.trainer.batches.order),
        ):
            assert np.array_equal(one, two) is same


def test_other_data_leave_the_initial_weights_and_another_network_the_data() -> None:
    plain, noisy = assembled({}), assembled({"data": {"noise": 0.3}})
    wider = assembled({"network": {"hidden": [{"units": 9}]}})
    np.testing.assert_array_equal(plain.run.parameters, noisy.run.parameters)
    np.testing.assert_array_equal(plain.data.train_x, wider.data.train_x)
    order = plain.run.trainer.batches.order
    np.testing.assert_array_equal(order, wider.run.trainer.batches.order)


def test_without_shuffling_a_table_is_trained_in_its_order() -> None:
    spec = {"data": TABLE | {"y": [0, 1, 0]}, "training": {"shuffle": False, "batch_size": 2}}
    run = assembled(spec).run
    rows = []
    for _ in range(4):
        rows.append(run.trainer.batches.rows)
        run.forward("step")
        run.forward("operation")
    assert rows == [[0, 1], [2], [0, 1], [2]]
