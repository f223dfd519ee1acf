"""Point sets in the plane, modeled on TensorFlow Playground's; sine over a line.

Each sampler draws the clean points first and the noise after them, so that another noise level
moves the same points. Classes are 0 (orange) and 1 (blue), or counted from 0; labels and targets
are those of the clean points.
"""

from math import pi

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Sampled = tuple[Array, Array]


def _halves(samples: int) -> Array:
    """Return classes 1 and 0 alternately: balanced to within one."""
    classes: Array = (np.arange(samples) % 2 == 0).astype(np.float64)
    return classes


def _noisy(rng: np.random.Generator, points: Array, noise: float, spread: float) -> Array:
    return points + noise * spread * rng.uniform(-1, 1, points.shape)


def circle(rng: np.random.Generator, samples: int, noise: float) -> Sampled:
    """Sample class 1 within radius 2.5, class 0 in the ring from 3.5 to 5."""
    label = _halves(samples)
    radius = np.where(label == 1, rng.uniform(0, 2.5, samples), rng.uniform(3.5, 5, samples))
    angle = rng.uniform(0, 2 * pi, samples)
    points = np.column_stack([radius * np.sin(angle), radius * np.cos(angle)])
    return _noisy(rng, points, noise, 5), label[:, None]


def xor(rng: np.random.Generator, samples: int, noise: float) -> Sampled:
    """Sample class 1 where x₁ and x₂ have the same sign; points keep 0.3 away from the axes."""
    label = _halves(samples)
    size = rng.uniform(0, 5, (samples, 2)) + 0.3
    first = np.where(rng.random(samples) < 0.5, -1.0, 1.0)
    second = np.where(label == 1, first, -first)
    points = size * np.column_stack([first, second])
    return _noisy(rng, points, noise, 5), label[:, None]


def gauss(rng: np.random.Generator, samples: int, noise: float) -> Sampled:
    """Sample normal clouds at (2, 2) and (−2, −2); noise widens them from deviation 0.7 to 2."""
    label = _halves(samples)
    centre = np.where(label == 1, 2.0, -2.0)[:, None]
    deviation = np.sqrt(0.5 + 7 * noise)
    return centre + deviation * rng.normal(size=(samples, 2)), label[:, None]


def spiral(rng: np.random.Generator, samples: int, noise: float) -> Sampled:
    """Sample two spiral arms of 1.75 turns, out to radius 5."""
    label = _halves(samples)
    per_arm = (samples + 1) // 2
    along = (np.arange(samples) // 2) / per_arm
    angle = 1.75 * along * 2 * pi + np.where(label == 1, 0, pi)
    points = 5 * along[:, None] * np.column_stack([np.sin(angle), np.cos(angle)])
    return _noisy(rng, points, noise, 5), label[:, None]


def moons(rng: np.random.Generator, samples: int, noise: float) -> Sampled:
    """Sample two interlocking half circles of radius 3."""
    label = _halves(samples)
    angle = rng.uniform(0, pi, samples)
    upper = np.column_stack([3 * np.cos(angle) - 1.5, 3 * np.sin(angle) - 0.75])
    points = np.where(label[:, None] == 1, upper, -upper)
    return _noisy(rng, points, noise, 3), label[:, None]


def clouds(rng: np.random.Generator, samples: int, noise: float) -> Sampled:
    """Sample four normal clouds at (±2.5, ±2.5), counterclockwise from the first quadrant.

    Noise widens them from standard deviation 0.7 to 2.
    """
    label = np.arange(samples) % 4
    angle = (label + 0.5) * pi / 2
    centre = 2.5 * np.sqrt(2) * np.column_stack([np.cos(angle), np.sin(angle)])
    deviation = np.sqrt(0.5 + 7 * noise)
    return centre + deviation * rng.normal(size=(samples, 2)), label[:, None].astype(np.float64)


def arms(rng: np.random.Generator, samples: int, noise: float) -> Sampled:
    """Sample three spiral arms of one turn, out to radius 5."""
    label = np.arange(samples) % 3
    per_arm = -(-samples // 3)
    along = (np.arange(samples) // 3) / per_arm
    angle = (along + label / 3) * 2 * pi
    points = 5 * along[:, None] * np.column_stack([np.sin(angle), np.cos(angle)])
    return _noisy(rng, points, noise, 5), label[:, None].astype(np.float64)


def plane(rng: np.random.Generator, samples: int, noise: float) -> Sampled:
    """Sample the target (x₁ + x₂)/10 over the square ±6."""
    points = rng.uniform(-6, 6, (samples, 2))
    target = points.sum(axis=1, keepdims=True) / 10
    return _noisy(rng, points, noise, 6), target


_HILLS = tuple((x, y, sign) for x, first in ((-4, 1), (0, -1), (4, 1)) for y, sign in
               ((2.5, first), (-2.5, -first)))  # fmt: skip


def hills(rng: np.random.Generator, samples: int, noise: float) -> Sampled:
    """Sample six cones of radius 2, alternately up and down, at (−4|0|4, ±2.5)."""
    points = rng.uniform(-6, 6, (samples, 2))
    target = np.zeros(samples)
    for x, y, sign in _HILLS:
        height = sign * np.clip(1 - np.hypot(*(points - (x, y)).T) / 2, 0, 1)
        target = np.where(np.abs(height) > np.abs(target), height, target)
    return _noisy(rng, points, noise, 6), target[:, None]


def sine(rng: np.random.Generator, samples: int, noise: float) -> Sampled:
    """Sample the target sin x over ±6; the noise is on the target."""
    points = rng.uniform(-6, 6, (samples, 1))
    return points, np.sin(points) + noise * rng.uniform(-1, 1, points.shape)
