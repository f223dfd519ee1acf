"""The registries of data sets and input features, one row each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

import numpy as np

from backstep.data import digits, points, reviews
from backstep.data.points import Array, Sampled


@dataclass(frozen=True)
class Feature:
    """A number computed from a raw point (n, inputs), divided by a fixed scale.

    The scale is about the feature's standard deviation over the square ±5. It is the same for every
    sample, so that maps over the plane, points and manual checks agree.
    """

    name: str
    label: str
    help: str
    raw: Callable[[Array], Array]
    scale: float
    inputs: int = 2

    def of(self, raw: Array) -> Array:
        """Return the feature (n,) of raw points (n, inputs)."""
        return self.raw(raw) / self.scale


Kind = Literal["points", "columns", "image", "words"]
"""What an example is: a point to draw over, numbers in columns, an image, a text."""

POINT_SETTINGS: Mapping[str, Any] = MappingProxyType(
    {"samples": 500, "noise": 0.0, "test_share": 0.5}
)


@dataclass(frozen=True)
class Dataset:
    """A data set.

    `sample(rng, samples, noise)` returns raw examples (n, inputs) and targets (n, outputs); for
    points with classes, the target is the class (n, 1). Texts have no sampler. `inputs` is the
    number of raw inputs, `settings` are what a spec may choose, with defaults.
    """

    name: str
    label: str
    help: str
    task: Literal["classification", "regression"]
    sample: Callable[[np.random.Generator, int, float], Sampled] | None
    inputs: int = 2
    classes: tuple[str, ...] | None = None
    domain: tuple[float, float] = (-6.0, 6.0)
    kind: Kind = "points"
    settings: Mapping[str, Any] = field(default_factory=lambda: POINT_SETTINGS)

    @property
    def features(self) -> list[str]:
        """Return the names of the features that its points allow."""
        if self.kind != "points":
            return []
        return [name for name, row in FEATURES.items() if row.inputs <= self.inputs]

    @property
    def default_features(self) -> list[str]:
        return ["x1", "x2"][: self.inputs] if self.kind == "points" else []

    @property
    def outputs(self) -> int:
        """The number of outputs: one, or one per class if there are more than two."""
        classes = len(self.classes or ())
        return classes if classes > 2 else 1


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
_LETTERS = ("A", "B", "C", "D")

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
        "clouds", "Four clouds", "Four normal clouds, a class each: straight lines part them.",
        "classification", points.clouds, classes=_LETTERS,
    ),
    Dataset(
        "arms", "Three arms", "Three arms wound about each other, a class each.",
        "classification", points.arms, classes=_LETTERS[:3],
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
    Dataset(
        "digits", "Digits", "Handwritten digits of 8 × 8 pixels: each pixel is an input.",
        "classification", digits.sample, inputs=digits.SIDE**2, classes=digits.CLASSES,
        kind="image", settings={"samples": 1797, "noise": 0.0, "test_share": 0.2},
    ),
    Dataset(
        "reviews", "Reviews", "Short reviews of films, food, hotels and more: praise or complaint.",
        "classification", None, inputs=0, classes=reviews.CLASSES,
        kind="words", settings={"encoding": "embedding", "dimensions": 2, "negation": True},
    ),
)  # fmt: skip
