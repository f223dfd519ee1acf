"""Planes and lines through the space of parameters.

A point of a plane is `origin` + Σ coordinate · direction. Random directions are normalized filter
by filter (Li et al., *Visualizing the Loss Landscape of Neural Nets*, 2018, section 4): a filter is
the part of a weight tensor that belongs to one neuron or channel, in a dense layer the row of
weights into a neuron. It gets the norm of the same filter of the parameters; biases do not move.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from backstep.engine.nn.parameters import Parameter, ParameterLayout
from backstep.engine.program import Array

MAX_WORK = 2e9  # of a singular value decomposition: points² · parameters


@dataclass(frozen=True)
class Direction:
    """A flat vector, its name, and the range of coordinates to show."""

    name: str
    vector: Array
    range: tuple[float, float] = (-1.0, 1.0)

    def values(self, resolution: int) -> Array:
        """Return `resolution` coordinates over the range."""
        return np.linspace(*self.range, resolution)


@dataclass(frozen=True)
class Plane:
    """An origin, flat (parameters,), and one direction (a line) or two."""

    origin: Array
    directions: tuple[Direction, ...]

    @property
    def vectors(self) -> list[Array]:
        return [each.vector for each in self.directions]

    def point(self, *coordinates: float) -> Array:
        """Return the parameters at a point, flat."""
        moves = (c * v for c, v in zip(coordinates, self.vectors, strict=True))
        return np.asarray(sum(moves, start=self.origin))

    def project(self, path: Array) -> "Projection":
        """Return the points of the plane that are nearest to those of `path`, (k, parameters)."""
        basis = np.stack(self.vectors)
        offsets = path - self.origin
        coordinates = np.linalg.lstsq(basis @ basis.T, basis @ offsets.T)[0].T.astype(np.float64)
        away = np.linalg.norm(offsets - coordinates @ basis, axis=1)
        return Projection(coordinates, away.astype(np.float64))


@dataclass(frozen=True)
class Projection:
    """A path projected onto a plane.

    `coordinates` is (k, directions); `distances` (k,) are the distances of the points from the
    plane, in the norm of the parameters.
    """

    coordinates: Array
    distances: Array


@dataclass(frozen=True)
class Principal:
    """The plane in which a path moves most.

    `explained` are the shares of the path's variance along the two directions, found from so many
    of its `points`; `path` is its projection.
    """

    plane: Plane
    explained: tuple[float, float]
    points: int
    path: Projection


def along(
    layout: ParameterLayout,
    parameters: Array,
    moved: Sequence[Parameter],
    ranges: Sequence[tuple[float, float]] | None = None,
) -> Plane:
    """Return the line or plane of one or two different parameters; coordinates are their values."""
    origin, directions = parameters.copy(), []
    for i, parameter in enumerate(moved):
        at = layout.index(parameter)
        unit = np.zeros_like(origin)
        unit[at] = 1.0
        here = float(parameters[at])
        span = (here - 2, here + 2) if ranges is None else ranges[i]
        directions.append(Direction(str(parameter), unit, span))
        origin[at] = 0.0
    return Plane(origin, tuple(directions))


def filter_normalised(
    layout: ParameterLayout, parameters: Array, rng: np.random.Generator
) -> Array:
    """Return a random direction; each filter has the norm of the parameters' filter."""
    direction = np.zeros_like(parameters)
    for row, like in zip(layout.weights(direction), layout.weights(parameters), strict=True):
        row[:] = rng.normal(size=row.shape)
        filters = tuple(range(1, row.ndim))
        lengths = _lengths(row, filters)
        row *= _lengths(like, filters) / lengths
    return direction


def _lengths(weights: Array, axes: tuple[int, ...]) -> Array:
    """Return the norm of each filter, keeping its axis."""
    if len(axes) == 1:
        found: Array = np.linalg.norm(weights, axis=axes[0], keepdims=True)
    else:
        found = np.sqrt(np.square(weights).sum(axis=axes, keepdims=True))
    return found


def random(layout: ParameterLayout, parameters: Array, *, seed: int) -> Plane:
    """Return a plane of two random directions, normalized filter by filter."""
    rng = np.random.default_rng(seed)
    directions = [
        Direction(f"random {i}", filter_normalised(layout, parameters, rng)) for i in (1, 2)
    ]
    return Plane(parameters.copy(), tuple(directions))


def descent(parameters: Array, gradient: Array, *, seed: int) -> Plane:
    """Return the plane of the negative gradient and a random direction orthogonal to it.

    Both are as long as the parameters (1 if those are zero), so a coordinate of 1 is a change as
    large as the parameters themselves; a step of gradient descent is η ‖∂L/∂θ‖ / ‖θ‖ along the
    first.
    """
    length = float(np.linalg.norm(parameters)) or 1.0
    down = _unit(-gradient)
    aside = _at_right_angles(np.random.default_rng(seed).normal(size=gradient.shape), [down])
    return Plane(
        parameters.copy(),
        (Direction("−gradient", length * down), Direction("random ⟂ gradient", length * aside)),
    )


def principal(path: Array, *, center: str = "last", seed: int = 0) -> Principal:
    """Return the first two principal components of `path` (k, parameters), k ≥ 1, by an SVD.

    The plane contains the path's `"last"` point or its `"mean"`; the directions have length 1. If
    the path has fewer than two directions, random orthogonal ones take their place. The components
    of a long path in many dimensions are those of a sample of its points; all points are projected.
    """
    stride = -(-len(path) // max(2, int((MAX_WORK / path.shape[1]) ** 0.5)))
    chosen = path[::-1][::stride][::-1]
    mean = chosen.mean(axis=0)
    _, sizes, found = np.linalg.svd(chosen - mean, full_matrices=False)
    total = float(np.square(sizes).sum())
    vectors: list[Array] = []
    shares = []
    rng = np.random.default_rng(seed)
    for i in range(2):
        real = i < len(sizes) and sizes[i] > 1e-12 * max(sizes[0], 1e-300)
        given = found[i] if real else rng.normal(size=path.shape[1])
        vector = _at_right_angles(np.asarray(given, np.float64), vectors)
        vectors.append(vector if vector @ (path[-1] - path[0]) >= 0 else -vector)
        shares.append(float(sizes[i] ** 2) / total if real else 0.0)
    origin = path[-1].copy() if center == "last" else mean
    bare = Plane(origin, tuple(Direction(f"PC {i + 1}", v) for i, v in enumerate(vectors)))
    seen = bare.project(path)
    directions = tuple(
        Direction(each.name, each.vector, _room(seen.coordinates[:, i]))
        for i, each in enumerate(bare.directions)
    )
    return Principal(Plane(origin, directions), (shares[0], shares[1]), len(chosen), seen)


def _room(values: Array) -> tuple[float, float]:
    """Return the range of the values, with a margin."""
    low, high = float(values.min()), float(values.max())
    margin = 0.3 * (high - low) or 1.0
    return low - margin, high + margin


def _unit(vector: Array) -> Array:
    length = float(np.linalg.norm(vector))
    return vector / length if length > 0 else vector


def _at_right_angles(vector: Array, others: Sequence[Array]) -> Array:
    """Return the vector's part orthogonal to `others`, of length 1.

    The others have length 1 or 0. The projection is subtracted twice, because of rounding errors.
    """
    for _ in range(2):
        for other in others:
            vector = vector - (vector @ other) * other
        vector = _unit(vector)
    return vector


@dataclass(frozen=True)
class Minimum:
    """An approximate local minimum of a sampled curve.

    It is the vertex of the parabola through the three samples around it.
    """

    at: float
    loss: float


def minima(values: Array, losses: Array) -> list[Minimum]:
    """Return the local minima of evenly sampled `losses` (k,) inside the range of `values` (k,)."""
    inside = (losses[1:-1] < losses[:-2]) & (losses[1:-1] <= losses[2:])
    found = []
    for i in np.flatnonzero(inside) + 1:
        left, here, right = losses[i - 1 : i + 2]
        shift = 0.5 * (left - right) / (left - 2 * here + right)
        step = values[i + 1] - values[i]
        found.append(
            Minimum(float(values[i] + shift * step), float(here - (left - right) * shift / 4))
        )
    return found
