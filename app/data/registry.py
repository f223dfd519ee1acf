"""The data sets and the input features: one row each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np

from app.data import points
from app.data.points import Array, Sampled


@dataclass(frozen=True)
class Feature:
    """A number computed from a raw point (n, inputs), divided by a fixed scale.

    The scale is the feature's deviation over the square ±5 or so, the same for every sample, so
    that a map over the plane, the points and a check by hand agree.
    """

    name: str
    label: str
    help: str
    raw: Callable[[Array], Array]
    scale: float
    inputs: int = 2

    def of(self, raw: Array) -> Array:
        """The feature (n,) of raw points (n, inputs)."""
        return self.raw(raw) / self.scale


@dataclass(frozen=True)
class Dataset:
    """A generated data set: `sample(rng, samples, noise)` gives points (n, inputs) and
    targets (n, 1)."""

    name: str
    label: str
    help: str
    task: Literal["classification", "regression"]
    sample: Callable[[np.random.Generator, int, float], Sampled]
    inputs: int = 2
    classes: tuple[str, ...] | None = None
    domain: tuple[float, float] = (-6.0, 6.0)

    @property
    def features(self) -> list[str]:
        """Names of the features its points allow."""
        return [name for name, row in FEATURES.items() if row.inputs <= self.inputs]

    @property
    def default_features(self) -> list[str]:
        return ["x1", "x2"][: self.inputs]


def _features(*rows: Feature) -> Mapping[str, Feature]:
    return MappingProxyType({row.name: row for row in rows})


def _datasets(*rows: Dataset) -> Mapping[str, Dataset]:
    return MappingProxyType({row.name: row for row in rows})


FEATURES = _features(
    Feature("x1", "x₁", "The first coordinate, divided by 3.", lambda p: p[:, 0], 3, 1),
    Feature("x2", "x₂", "The second coordinate, divided by 3.", lambda p: p[:, 1], 3),
    Feature("x1_squared", "x₁²", "x₁ squared, divided by 10.", lambda p: p[:, 0] ** 2, 10, 1),
    Feature("x2_squared", "x₂²", "x₂ squared, divided by 10.", lambda p: p[:, 1] ** 2, 10),
    Feature("x1x2", "x₁x₂", "The product, divided by 10.", lambda p: p[:, 0] * p[:, 1], 10),
    Feature("sin_x1", "sin x₁", "The sine of x₁.", lambda p: np.sin(p[:, 0]), 1, 1),
    Feature("sin_x2", "sin x₂", "The sine of x₂.", lambda p: np.sin(p[:, 1]), 1),
)

_TWO = ("orange", "blue")

DATASETS = _datasets(
    Dataset(
        "circle", "Circle", "A disc of one class inside a ring of the other.",
        "classification", points.circle, classes=_TWO,
    ),
    Dataset(
        "xor", "Exclusive or", "Opposite quadrants share a class: no straight line will do.",
        "classification", points.xor, classes=_TWO,
    ),
    Dataset(
        "gauss", "Two clouds", "Two normal clouds that one straight line can part.",
        "classification", points.gauss, classes=_TWO,
    ),
    Dataset(
        "spiral", "Spiral", "Two arms wound about each other: the hard one.",
        "classification", points.spiral, classes=_TWO,
    ),
    Dataset(
        "moons", "Moons", "Two half moons that interlock.",
        "classification", points.moons, classes=_TWO,
    ),
    Dataset(
        "plane", "Plane", "A tilted plane: a single neuron can learn it.",
        "regression", points.plane,
    ),
    Dataset(
        "hills", "Hills", "Six cones, up and down in turn.", "regression", points.hills,
    ),
    Dataset(
        "sine", "Sine", "One wave after another over a line: y = sin x.",
        "regression", points.sine, inputs=1,
    ),
)  # fmt: skip
