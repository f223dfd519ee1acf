"""Planes: directions have the promised lengths and angles, and paths are projected."""

import numpy as np
import pytest

from backstep.engine.program import Array
from backstep.engine.surface import planes
from tests.engine.helpers import bias, dense_layout, weight

LAYOUT = dense_layout(3, 5, 4, 2)


def parameters(seed: int = 0) -> Array:
    return np.random.default_rng(seed).normal(size=LAYOUT.size)


def path(points: int, seed: int = 1) -> Array:
    """Return a random walk of `points` places, (points, parameters)."""
    steps = np.random.default_rng(seed).normal(size=(points, LAYOUT.size))
    return np.asarray(steps.cumsum(axis=0))


def test_coordinates_along_parameters_are_their_values() -> None:
    moved = weight(1, 2, 3), bias(2, 0)
    here = parameters()
    plane = planes.along(LAYOUT, here, moved)
    point = plane.point(7.0, -2.0)
    at = [LAYOUT.index(each) for each in moved]
    assert point[at].tolist() == [7.0, -2.0]
    point[at] = here[at]
    np.testing.assert_array_equal(point, here)
    assert [each.name for each in plane.directions] == [str(each) for each in moved]
    seen = plane.project(here[None])
    np.testing.assert_allclose(seen.coordinates[0], here[at])
    np.testing.assert_allclose(seen.distances, 0, atol=1e-12)


def test_random_directions_are_normalised_row_by_row() -> None:
    here = parameters()
    plane = planes.random(LAYOUT, here, seed=3)
    for direction in plane.vectors:
        for row, like in zip(LAYOUT.weights(direction), LAYOUT.weights(here), strict=True):
            np.testing.assert_allclose(
                np.linalg.norm(row, axis=1), np.linalg.norm(like, axis=1), rtol=1e-12
            )
        assert not any(matrix[:, -1].any() for matrix in LAYOUT.matrices(direction))
    first, second = plane.vectors
    assert abs(first @ second) < 0.9 * np.linalg.norm(first) * np.linalg.norm(second)
    again = planes.random(LAYOUT, here, seed=3)
    np.testing.assert_array_equal(plane.vectors, again.vectors)
    assert (planes.random(LAYOUT, here, seed=4).vectors[0] != first).any()


def test_a_neuron_without_weights_is_not_moved() -> None:
    here = parameters()
    LAYOUT.weights(here)[1][2] = 0
    for direction in planes.random(LAYOUT, here, seed=3).vectors:
        assert not LAYOUT.weights(direction)[1][2].any()
        assert np.isfinite(direction).all()


def test_the_plane_of_descent_has_a_right_angle() -> None:
    here, gradient = parameters(), parameters(5)
    plane = planes.descent(here, gradient, seed=2)
    down, aside = plane.vectors
    assert down @ gradient == pytest.approx(-np.linalg.norm(here) * np.linalg.norm(gradient))
    assert abs(down @ aside) < 1e-12 * (here @ here)
    for each in (down, aside):
        assert np.linalg.norm(each) == pytest.approx(np.linalg.norm(here))
    step = float(0.1 * np.linalg.norm(gradient) / np.linalg.norm(here))
    np.testing.assert_allclose(plane.point(step, 0.0), here - 0.1 * gradient)


def test_the_plane_of_descent_where_there_is_nothing() -> None:
    nothing = np.zeros(LAYOUT.size)
    down, aside = planes.descent(nothing, nothing, seed=2).vectors
    assert not down.any()
    assert np.linalg.norm(aside) == pytest.approx(1)


@pytest.mark.parametrize("center", ["last", "mean"])
def test_principal_components_are_those_of_numpy(center: str) -> None:
    walk = path(40)
    found = planes.principal(walk, center=center)
    centred = walk - walk.mean(axis=0)
    _, sizes, components = np.linalg.svd(centred, full_matrices=False)
    for i, vector in enumerate(found.plane.vectors):
        assert abs(vector @ components[i]) == pytest.approx(1, abs=1e-9)
        assert found.explained[i] == pytest.approx(sizes[i] ** 2 / (sizes**2).sum())
    np.testing.assert_allclose(
        found.plane.origin, walk[-1] if center == "last" else walk.mean(axis=0)
    )
    nearest = np.stack([found.plane.point(*each) for each in found.path.coordinates])
    off = walk - nearest
    np.testing.assert_allclose(np.linalg.norm(off, axis=1), found.path.distances)
    np.testing.assert_allclose(off @ np.stack(found.plane.vectors).T, 0, atol=1e-9)
    for i, direction in enumerate(found.plane.directions):
        low, high = direction.range
        along = found.path.coordinates[:, i]
        assert low < along.min()
        assert along.max() < high


def test_a_path_in_a_plane_lies_in_its_principal_plane() -> None:
    rng = np.random.default_rng(3)
    walk = parameters() + rng.normal(size=(30, 2)) @ rng.normal(size=(2, LAYOUT.size))
    found = planes.principal(walk)
    assert sum(found.explained) == pytest.approx(1)
    np.testing.assert_allclose(found.path.distances, 0, atol=1e-10)


@pytest.mark.parametrize("points", [1, 2])
def test_a_path_of_few_points_has_a_plane_all_the_same(points: int) -> None:
    found = planes.principal(path(points))
    first, second = found.plane.vectors
    assert first @ second == pytest.approx(0, abs=1e-12)
    assert [first @ first, second @ second] == pytest.approx([1, 1])
    assert found.explained == pytest.approx((float(points > 1), 0.0))
    np.testing.assert_allclose(found.path.distances, 0, atol=1e-9)


def test_a_long_path_is_thinned(monkeypatch: pytest.MonkeyPatch) -> None:
    walk = path(300)
    whole = planes.principal(walk)
    monkeypatch.setattr(planes, "MAX_WORK", 60.0**2 * LAYOUT.size)
    thinned = planes.principal(walk)
    assert len(thinned.path.distances) == 300
    for one, other in zip(whole.plane.vectors, thinned.plane.vectors, strict=True):
        assert one @ other > 0.98


def test_minima_of_a_parabola_are_exact() -> None:
    values = np.linspace(-2, 2, 11)
    (found,) = planes.minima(values, 3 * (values - 0.33) ** 2 + 1)
    assert [found.at, found.loss] == pytest.approx([0.33, 1])


def test_minima_are_local_and_inside() -> None:
    values = np.linspace(0, 4 * np.pi, 101)
    found = planes.minima(values, np.cos(values))
    assert [each.at for each in found] == pytest.approx([np.pi, 3 * np.pi], abs=1e-3)
    assert not planes.minima(values, values)
    assert len(planes.minima(values, np.maximum(np.abs(values - 5), 1))) <= 1
    assert not planes.minima(values, np.full(101, np.nan))
    assert not planes.minima(values[:2], values[:2])
