"""The point sets against their definitions."""

import numpy as np
import pytest

from backstep.data.points import Array
from backstep.data.registry import DATASETS

SAMPLES = 4000
POINTS = [name for name, row in DATASETS.items() if row.kind == "points"]
CLASSES = [name for name in POINTS if DATASETS[name].task == "classification"]
CLOUDS = ["gauss", "clouds"]
SHAKEN = [name for name in POINTS if name not in (*CLOUDS, "sine")]


def sample(
    name: str, samples: int = SAMPLES, noise: float = 0.0, seed: int = 1
) -> tuple[Array, Array]:
    draw = DATASETS[name].sample
    assert draw is not None
    return draw(np.random.default_rng(seed), samples, noise)


def quantiles(values: Array) -> Array:
    return np.quantile(values, [0, 0.25, 0.5, 0.75, 1])


@pytest.mark.parametrize("name", POINTS)
@pytest.mark.parametrize("samples", [2, 7, 100])
def test_shapes(name: str, samples: int) -> None:
    x, y = sample(name, samples, 0.2)
    assert x.shape == (samples, DATASETS[name].inputs)
    assert y.shape == (samples, 1)
    assert np.isfinite(x).all()
    assert np.isfinite(y).all()


@pytest.mark.parametrize("name", CLASSES)
@pytest.mark.parametrize("samples", [6, 7])
def test_classes_are_balanced(name: str, samples: int) -> None:
    _, y = sample(name, samples)
    classes, sizes = np.unique(y, return_counts=True)
    assert classes.tolist() == list(range(len(DATASETS[name].classes or ())))
    assert sizes.max() - sizes.min() <= 1


@pytest.mark.parametrize("name", POINTS)
def test_the_same_generator_gives_the_same_points(name: str) -> None:
    (first, _), (again, _) = sample(name, noise=0.1, seed=3), sample(name, noise=0.1, seed=3)
    other, _ = sample(name, noise=0.1, seed=4)
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize("name", SHAKEN)
def test_noise_moves_the_same_points_in_proportion(name: str) -> None:
    (clean, _), (some, _), (more, _) = (sample(name, 50, noise) for noise in (0.0, 0.1, 0.2))
    assert 0.1 < np.abs(some - clean).max() <= 0.6
    np.testing.assert_allclose(more - clean, 2 * (some - clean))


@pytest.mark.parametrize("name", [*SHAKEN, *CLOUDS])
def test_noise_leaves_the_targets(name: str) -> None:
    np.testing.assert_array_equal(sample(name, 50, 0.5)[1], sample(name, 50)[1])


def test_circle_has_half_its_points_in_a_disc_and_half_in_a_ring() -> None:
    x, y = sample("circle")
    radius, inside = np.hypot(*x.T), y[:, 0] == 1
    np.testing.assert_allclose(quantiles(radius[inside]), np.linspace(0, 2.5, 5), atol=0.1)
    np.testing.assert_allclose(quantiles(radius[~inside]), np.linspace(3.5, 5, 5), atol=0.1)
    assert radius[inside].max() <= 2.5
    assert radius[~inside].min() >= 3.5
    angle = np.arctan2(*x.T)
    np.testing.assert_allclose(quantiles(angle), np.linspace(-np.pi, np.pi, 5), atol=0.2)


def test_xor_fills_four_squares_pushed_from_the_axes() -> None:
    x, y = sample("xor")
    np.testing.assert_array_equal(y[:, 0] == 1, x[:, 0] * x[:, 1] > 0)
    for side in (x, -x):
        for column in side.T:
            positive = column[column > 0]
            assert abs(len(positive) - SAMPLES / 2) < 0.05 * SAMPLES
            np.testing.assert_allclose(quantiles(positive), 0.3 + np.linspace(0, 5, 5), atol=0.25)
    assert np.abs(x).min() >= 0.3


def test_gauss_has_two_round_clouds() -> None:
    x, y = sample("gauss")
    for label, centre in ((1, 2.0), (0, -2.0)):
        cloud = x[y[:, 0] == label]
        np.testing.assert_allclose(cloud.mean(axis=0), [centre, centre], atol=0.1)
        np.testing.assert_allclose(np.cov(cloud.T), 0.5 * np.eye(2), atol=0.05)


def test_clouds_are_four_one_in_each_quadrant() -> None:
    x, y = sample("clouds")
    for label, centre in enumerate([(2.5, 2.5), (-2.5, 2.5), (-2.5, -2.5), (2.5, -2.5)]):
        cloud = x[y[:, 0] == label]
        np.testing.assert_allclose(cloud.mean(axis=0), centre, atol=0.1)
        np.testing.assert_allclose(np.cov(cloud.T), 0.5 * np.eye(2), atol=0.07)


def test_arms_are_one_spiral_turned_by_a_third_and_two() -> None:
    x, y = sample("arms", 3 * 400)
    first = x[y[:, 0] == 0] @ [1, 1j]
    radius = np.abs(first)
    np.testing.assert_allclose(radius, 5 * np.arange(400) / 400)
    np.testing.assert_allclose(first, radius * 1j * np.exp(-2j * np.pi * radius / 5), atol=1e-12)
    for label in (1, 2):
        turned = first * np.exp(-2j * np.pi * label / 3)
        np.testing.assert_allclose(x[y[:, 0] == label] @ [1, 1j], turned, atol=1e-12)


def test_gauss_widens_with_noise() -> None:
    x, y = sample("gauss", noise=0.5)
    np.testing.assert_allclose(np.cov(x[y[:, 0] == 1].T), 4 * np.eye(2), atol=0.4)


def test_spiral_has_two_arms_of_one_and_three_quarter_turns() -> None:
    x, y = sample("spiral")
    first, second = x[y[:, 0] == 1], x[y[:, 0] == 0]
    np.testing.assert_allclose(first, -second, atol=1e-12)
    radius = np.hypot(*first.T)
    turns = np.unwrap(np.arctan2(*first[1:].T)) / (2 * np.pi)
    assert radius[0] == 0
    assert radius[-1] == pytest.approx(5, abs=0.01)
    assert (np.diff(radius) > 0).all()
    assert turns[-1] - turns[0] == pytest.approx(1.75, abs=0.01)
    np.testing.assert_allclose(turns / radius[1:], 1.75 / 5)


def test_moons_are_two_half_circles() -> None:
    x, y = sample("moons")
    upper = x[y[:, 0] == 1] + (1.5, 0.75)
    lower = x[y[:, 0] == 0] - (1.5, 0.75)
    np.testing.assert_allclose(np.hypot(*upper.T), 3)
    np.testing.assert_allclose(np.hypot(*lower.T), 3)
    assert upper[:, 1].min() >= 0
    assert lower[:, 1].max() <= 0


def test_plane_is_a_tenth_of_the_sum() -> None:
    x, y = sample("plane")
    np.testing.assert_allclose(y[:, 0], (x[:, 0] + x[:, 1]) / 10)
    for column in x.T:
        np.testing.assert_allclose(quantiles(column), np.linspace(-6, 6, 5), atol=0.4)


def test_hills_are_six_cones_up_and_down_in_turn() -> None:
    x, y = sample("hills")
    expected = np.zeros(SAMPLES)
    for centre, sign in {
        (-4, 2.5): 1, (0, 2.5): -1, (4, 2.5): 1, (-4, -2.5): -1, (0, -2.5): 1, (4, -2.5): -1,
    }.items():  # fmt: skip
        expected += sign * np.maximum(0, 1 - np.linalg.norm(x - centre, axis=1) / 2)
    np.testing.assert_allclose(y[:, 0], expected, atol=1e-12)
    assert (y > 0.9).any()
    assert (y < -0.9).any()
    for column in x.T:
        np.testing.assert_allclose(quantiles(column), np.linspace(-6, 6, 5), atol=0.4)


def test_sine_is_the_sine_with_noise_on_the_target() -> None:
    x, y = sample("sine")
    np.testing.assert_allclose(y, np.sin(x))
    np.testing.assert_allclose(quantiles(x), np.linspace(-6, 6, 5), atol=0.4)
    noisy_x, noisy_y = sample("sine", noise=0.5)
    np.testing.assert_array_equal(noisy_x, x)
    np.testing.assert_allclose(quantiles(noisy_y - y), np.linspace(-0.5, 0.5, 5), atol=0.05)


@pytest.mark.parametrize("name", POINTS)
def test_clean_points_lie_in_the_domain(name: str) -> None:
    low, high = DATASETS[name].domain
    x, _ = sample(name)
    assert low <= x.min()
    assert x.max() <= high
