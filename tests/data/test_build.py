"""Data as training sees them: encoded, split, named, with room to draw."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.data import build
from backstep.data.build import Data
from backstep.data.errors import DataError
from backstep.data.registry import DATASETS, FEATURES
from tests.examples import examples

POINTS = [name for name, row in DATASETS.items() if row.kind == "points"]
FORMULAS = {
    "x1": lambda x1, x2: x1 / 3,
    "x2": lambda x1, x2: x2 / 3,
    "x1_squared": lambda x1, x2: x1 * x1 / 10,
    "x2_squared": lambda x1, x2: x2 * x2 / 10,
    "x1x2": lambda x1, x2: x1 * x2 / 10,
    "sin_x1": lambda x1, x2: np.sin(x1),
    "sin_x2": lambda x1, x2: np.sin(x2),
}


def generated(name: str = "circle", *, seed: int = 1, **changes: Any) -> Data:
    known: dict[str, Any] = {"samples": 40, "noise": 0.1, "test_share": 0.25, **changes}
    known.setdefault("features", DATASETS[name].default_features)
    return build.generated(name, rng=np.random.default_rng(seed), **known)


@pytest.mark.parametrize("name", POINTS)
def test_every_point_set_of_the_registry_can_be_built(name: str) -> None:
    row = DATASETS[name]
    data = generated(name, features=row.features)
    assert (data.task, data.classes, data.plane) == (row.task, row.classes, row.inputs)
    assert data.inputs == tuple(FEATURES[feature].label for feature in row.features)
    assert data.domain.tolist() == [list(row.domain)] * row.inputs
    assert data.train_x.shape == (30, len(row.features))
    assert data.test_points.shape == (10, row.inputs)
    assert data.train_y.shape == (30, row.outputs)


@pytest.mark.parametrize(("name", "classes"), [("clouds", 4), ("arms", 3)])
def test_a_class_of_several_is_a_one_among_zeros(name: str, classes: int) -> None:
    data = generated(name, noise=0.0, test_share=0)
    assert set(np.unique(data.train_y)) == {0, 1}
    assert data.train_y.sum(axis=1).tolist() == [1] * 40
    np.testing.assert_allclose(data.train_y.sum(axis=0), 40 / classes, atol=1)


def test_every_feature_has_its_formula() -> None:
    data = generated(features=list(FEATURES))
    x1, x2 = data.train_points.T
    expected = [FORMULAS[name](x1, x2) for name in FEATURES]
    np.testing.assert_allclose(data.train_x, np.column_stack(expected))


@pytest.mark.parametrize("name", POINTS)
def test_features_need_no_more_inputs_than_there_are(name: str) -> None:
    allowed = DATASETS[name].features
    assert set(DATASETS[name].default_features) <= set(allowed)
    one = ["x1", "x1_squared", "sin_x1"]
    assert allowed == (list(FEATURES) if DATASETS[name].inputs == 2 else one)


@given(st.sampled_from([*POINTS, "digits"]), st.integers(2, 60), st.floats(0, 0.9))
@examples(60)
def test_the_split_keeps_every_example_once(name: str, samples: int, share: float) -> None:
    data = generated(name, samples=samples, test_share=share)
    everything = generated(name, samples=samples, test_share=0)
    assert len(data.test_x) == min(samples - 1, round(samples * share))
    for part in ("x", "y", "points"):
        train, test = getattr(data, f"train_{part}"), getattr(data, f"test_{part}")
        np.testing.assert_array_equal(
            np.concatenate([train, test]), getattr(everything, f"train_{part}")
        )


def test_both_parts_of_the_split_hold_both_classes() -> None:
    data = generated(samples=100, test_share=0.5)
    for targets in (data.train_y, data.test_y):
        assert 0.3 < targets.mean() < 0.7


def test_both_parts_of_the_split_hold_the_whole_of_a_spiral() -> None:
    data = generated("spiral", samples=100, test_share=0.5, noise=0.0)
    for points in (data.train_points, data.test_points):
        radius = np.hypot(*points.T)
        assert radius.min() < 0.5
        assert radius.max() > 4.5


def test_inputs_are_the_encoded_points() -> None:
    data = generated(features=["x1x2", "x1"])
    np.testing.assert_array_equal(data.encode(data.train_points), data.train_x)
    np.testing.assert_array_equal(data.encode(data.test_points), data.test_x)


def test_more_noise_shakes_the_same_examples_in_the_same_order() -> None:
    calm, shaken = generated(noise=0.0), generated(noise=0.01)
    np.testing.assert_array_equal(calm.train_y, shaken.train_y)
    np.testing.assert_allclose(calm.train_points, shaken.train_points, atol=0.06)


def test_other_features_leave_the_points() -> None:
    np.testing.assert_array_equal(
        generated(features=["sin_x1"]).train_points, generated().train_points
    )


def test_a_table_is_used_as_given_and_in_order() -> None:
    x, y = [[3.0, 100.0], [1.0, -5.0], [2.0, 7.0], [0.0, 0.0]], [[1.5], [0.5], [2.5], [3.5]]
    data = build.table(x, y, test_share=0.25)
    assert (data.task, data.classes, data.inputs) == ("regression", None, ("x₁", "x₂"))
    assert data.train_x.tolist() == data.train_points.tolist() == x[:3]
    assert (data.test_x.tolist(), data.test_y.tolist()) == (x[3:], y[3:])
    np.testing.assert_array_equal(data.encode(data.train_points), data.train_x)


def test_a_table_without_a_test_share_is_all_for_training() -> None:
    data = build.table([[1.0], [2.0], [3.0]], [[0.0], [1.0], [0.0]], test_share=0)
    assert len(data.train_x) == 3
    assert data.test_x.shape == (0, 1)


def test_the_training_set_is_never_empty() -> None:
    assert len(build.table([[1.0]], [[0.0]], test_share=0.9).train_x) == 1


@pytest.mark.parametrize(
    ("y", "targets", "classes"),
    [
        ([1, 0, 1], [[1], [0], [1]], ("class 0", "class 1")),
        ([0, 0, 0], [[0], [0], [0]], ("class 0", "class 1")),
        ([2, 0, 1], [[0, 0, 1], [1, 0, 0], [0, 1, 0]], ("class 0", "class 1", "class 2")),
        ([1.5, 0.0, 2.0], [[1.5], [0], [2]], None),
        ([[1, 0], [0, 1], [0, 0]], [[1, 0], [0, 1], [0, 0]], None),
    ],
)
def test_targets_of_a_table(y: Any, targets: list[list[float]], classes: Any) -> None:
    data = build.table([[1.0], [2.0], [3.0]], y, test_share=0)
    assert data.train_y.tolist() == targets
    assert data.classes == classes
    assert data.task == ("classification" if classes else "regression")


@pytest.mark.parametrize(("columns", "plane"), [(1, 1), (2, 2), (3, 0)])
def test_a_table_can_be_drawn_over_at_most_two_columns(columns: int, plane: int) -> None:
    x = np.random.default_rng(1).normal(size=(20, columns))
    data = build.table(x.tolist(), [0, 1] * 10, test_share=0.5)
    assert data.plane == plane
    assert data.train_points.shape == data.test_points.shape == (10, plane)
    for column, (low, high) in zip(x.T[:plane], data.domain, strict=True):
        assert low < column.min() < column.max() < high


def test_the_domain_has_a_width_even_where_the_data_have_none() -> None:
    data = build.table([[2.0, 1.0]], [[0.0]], test_share=0)
    assert data.domain.tolist() == [[1.5, 2.5], [0.5, 1.5]]


@pytest.mark.parametrize(
    ("x", "y", "field"),
    [
        ([], [], "data.x"),
        ([[]], [0], "data.x"),
        ([[1.0], [1.0, 2.0]], [0, 1], "data.x"),
        ([[1.0]], [], "data.y"),
        ([[1.0]], [0, 1], "data.y"),
        ([[1.0], [2.0]], [[1.0], [1.0, 2.0]], "data.y"),
        ([[1.0], [2.0]], [[1.0], 2.0], "data.y"),
        ([[1.0], [2.0]], [0, -1], "data.y"),
        ([[1.0]], [[]], "data.y"),
    ],
)
def test_what_a_table_refuses_names_the_column(x: Any, y: Any, field: str) -> None:
    with pytest.raises(DataError) as refused:
        build.table(x, y, test_share=0)
    assert refused.value.field == field


def test_a_table_of_points_has_features_and_the_usual_plane() -> None:
    x = [[3.0, 1.0], [-9.0, 2.0], [0.0, 0.0]]
    data = build.table(x, [0, 1, 1], test_share=0.3, features=["x1", "x1x2"])
    np.testing.assert_allclose(data.train_x, [[1.0, 0.3], [-3.0, -1.8]])
    np.testing.assert_array_equal(data.train_points, x[:2])
    assert data.inputs == ("x₁", "x₁x₂")
    assert data.domain[0, 0] < -9
    within = build.table([[3.0, 1.0], [-5.9, 6.0]], [0, 1], test_share=0, features=["x1"])
    assert within.domain.tolist() == [[-6, 6], [-6, 6]]


@pytest.mark.parametrize("lowest", [-1, -(2**63) - 1])
def test_classes_are_counted_from_zero(lowest: int) -> None:
    with pytest.raises(DataError, match="negative class index"):
        build.table([[0.0], [1.0]], [0, lowest], test_share=0)
