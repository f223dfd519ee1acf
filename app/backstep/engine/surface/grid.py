"""The loss over a plane or along a line through the parameters, exact at every grid point.

`Surface` holds the examples of one architecture, cut to fit the cache, and memory to compute in.
docs/surface.md describes the method, its cost and its errors.
"""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from backstep.engine.nn.network import Architecture
from backstep.engine.nn.parameters import Parameter
from backstep.engine.program import Array
from backstep.engine.surface.heads import Head, LogHead, RowHead, choose_head
from backstep.engine.surface.kernels import Dtype, Indices
from backstep.engine.surface.layers import Layers, Part, cut, slices
from backstep.engine.surface.penalties import penalties
from backstep.engine.surface.planes import Plane, along
from backstep.engine.surface.scratch import Scratch
from backstep.engine.surface.sweep import sweep, sweep_top
from backstep.engine.surface.walk import walk
from backstep.engine.training.evaluation import Evaluator

Vectors = tuple[Array, Array, Array]

TOLERANCE = 3e-7  # relative; if float32 differs by more at the checked points, it is not used
COARSE = 4  # the first grid has every fourth point of each axis
_SMALL = 100_000  # activations of a grid for which float64 is fast enough
_TABLES = 24_000  # numbers in a table of one coordinate, if only the last layer has work to do
_FEWEST = 16  # examples at a time in that case
_LEFT = 1e-8  # share of the largest loss that a difference must at least retain


@dataclass(frozen=True)
class Axis:
    """One parameter and its values (k,)."""

    parameter: Parameter
    values: Array


@dataclass(frozen=True)
class Stage:
    """Losses (k of b, k of a) at the points `a` × `b`.

    They are every `stride`-th of the requested points, and the last.
    """

    losses: Array
    a: Array
    b: Array
    stride: int


class Stopped(Exception):
    """The computation was stopped."""


class Surface:
    """Total losses of `architecture` on `inputs` (n, in) and `targets` (n, out).

    Not safe for use by two threads at once.
    """

    def __init__(self, architecture: Architecture, inputs: Array, targets: Array) -> None:
        self.architecture = architecture
        self.head = choose_head(architecture, targets)
        self.divisor = architecture.loss_row.divisor(targets.shape[1], len(inputs))
        self.activations = len(inputs) * sum(architecture.sizes[1:])
        self.scratch = Scratch()
        self.examples = inputs, targets
        self._parts: dict[Head, list[Part]] = {}

    @cached_property
    def _evaluator(self) -> Evaluator:
        return Evaluator(self.architecture, *self.examples, classify=False)

    def parts(self, head: Head) -> list[Part]:
        """Return the examples, cut as `head` requires."""
        if head not in self._parts:
            widest = max(self.architecture.sizes[1:])
            self._parts[head] = cut(*self.examples, head, widest)
        return self._parts[head]

    def losses(
        self,
        plane: Plane,
        a: Array,
        b: Array | None = None,
        *,
        stop: Callable[[], bool] = lambda: False,
        dtype: Dtype | None = None,
    ) -> Array:
        """Return the total loss at the points `a` × `b` of a plane, (k of b, k of a).

        Without `b`, return it along a line, (k of a,). `stop` is called between blocks, a few
        milliseconds apart at most; if it returns True, Stopped is raised. Float32 is used if it
        agrees with float64 at the checked points; a given `dtype` is used unchecked (float32 only
        if the kernels allow it).
        """
        steps = _quietly(self._exact(plane, a, b, dtype))
        while True:
            try:
                next(steps)
            except StopIteration as done:
                grid: Array = done.value
                return grid
            if stop():
                raise Stopped

    def stages(self, plane: Plane, a: Array, b: Array) -> Iterator[Stage | None]:
        """Yield the coarse grid, then the full one; None between blocks, to allow a stop."""
        columns, rows = _every(len(a)), _every(len(b))
        coarse = yield from _quietly(self._exact(plane, a[columns], b[rows], None))
        yield Stage(coarse, a[columns], b[rows], COARSE)
        fine = yield from _quietly(self._exact(plane, a, b, None))
        fine[np.ix_(rows, columns)] = coarse
        yield Stage(fine, a, b, 1)

    def _exact(
        self, plane: Plane, a: Array, b: Array | None, dtype: Dtype | None
    ) -> Generator[None, None, Array]:
        """Return losses (k of b, k of a), or (k of a,) along a line."""
        if not self.architecture.layout.all_to_all:
            return (yield from walk(self._evaluator, plane, a, b))
        if b is None:
            line = _Task(self, (plane.origin, np.zeros_like(plane.origin), plane.vectors[0]))
            on_line = yield from line.losses(np.zeros(1), a, dtype)
            return np.asarray(on_line[0])
        first, second = plane.vectors
        task = _Task(self, (plane.origin, first, second))
        if task.layers.lowest[0] > task.layers.lowest[1]:
            task = _Task(self, (plane.origin, second, first))
            return (yield from task.losses(b, a, dtype))
        found = yield from task.losses(a, b, dtype)
        return found.T


class _Task:
    """One plane, θ₀ + a d₁ + b d₂, of a surface; grids are (points of a, points of b)."""

    def __init__(self, surface: Surface, vectors: Vectors, head: Head | None = None) -> None:
        self._surface, self._vectors = surface, vectors
        self._head = head or surface.head
        self.layers = Layers(surface.architecture, vectors, self._head)

    def losses(self, a: Array, b: Array, dtype: Dtype | None) -> Generator[None, None, Array]:
        """Return the losses, in float32 if possible, unless `dtype` is given."""
        extra = yield from penalties(self._surface.architecture, self._vectors, a, b)
        small = self._surface.activations * len(a) * len(b) < _SMALL
        quick = yield from self._at_the_top(a, b)
        if quick is not None:
            return quick + extra
        if dtype is None and self.layers.single and not small:
            grid = (yield from self._data(a, b, np.float32)) + extra
            if (yield from self._holds(grid, a, b, extra)):
                return grid
        chosen = dtype if dtype and self.layers.single else np.float64
        grid = (yield from self._data(a, b, chosen)) + extra
        if not np.isfinite(grid).all() and isinstance(self._head, LogHead):
            # Exponentials of this size overflow; the registry's programs avoid them.
            careful = _Task(self._surface, self._vectors, RowHead(self._surface.architecture))
            grid = (yield from careful._data(a, b, np.float64)) + extra
        return grid

    def _at_the_top(self, a: Array, b: Array) -> Generator[None, None, Array | None]:
        """Return the data's mean loss if only the last layer has work to do.

        Returns None if there is no shortcut for it.
        """
        if not self.layers.at_the_top:
            return None
        totals = np.zeros((len(a), len(b)))
        at_once = _TABLES // (max(len(a), len(b)) * self.layers.tables)
        for part in slices(*self._surface.examples, max(_FEWEST, at_once)):
            blocks = sweep_top(self.layers, self._head, part, (a, b), totals)
            if blocks is None:
                return None
            yield from blocks
        found: Array = totals / self._surface.divisor
        # The shortcuts subtract; if almost nothing is left, only the full computation is exact.
        return found if found.min() > _LEFT * max(1.0, float(found.max())) else None

    def _data(self, a: Array, b: Array, dtype: Dtype) -> Generator[None, None, Array]:
        """Return the mean loss of the data."""
        totals = np.zeros((len(a), len(b)))
        yield  # cutting many examples takes a while
        parts = self._surface.parts(self._head)
        yield
        for part in parts:
            yield from sweep(
                self.layers, self._head, part, (a, b), dtype, totals, self._surface.scratch
            )
        return totals / self._surface.divisor

    def _holds(self, grid: Array, a: Array, b: Array, extra: Array) -> Generator[None, None, bool]:
        """Return whether a grid in float32 agrees with float64 at selected points.

        They are where the outer and the middle rows and columns meet, and where the loss is least;
        there, the grid is corrected.
        """
        if not np.isfinite(grid).all():
            return False
        least = divmod(int(grid.argmin()), len(b))
        i, j = (
            sorted({0, size // 2, size - 1, here})
            for size, here in zip(grid.shape, least, strict=True)
        )
        at = np.ix_(i, j)
        exact = (yield from self._data(a[i], b[j], np.float64)) + extra[at]
        agree = bool((np.abs(grid[at] - exact) <= TOLERANCE * np.abs(exact)).all())
        grid[at] = exact
        return agree


def _quietly(steps: Generator[None, None, Array]) -> Generator[None, None, Array]:
    """Run the steps without warnings: parameters may overflow."""
    while True:
        with np.errstate(all="ignore"):
            try:
                next(steps)
            except StopIteration as done:
                grid: Array = done.value
                return grid
        yield


def _every(size: int) -> Indices:
    return np.union1d(np.arange(0, size, COARSE), size - 1)


def losses(
    architecture: Architecture, parameters: Array, inputs: Array, targets: Array, axes: list[Axis]
) -> Array:
    """Return the total loss over the grid of `axes` (one or two), (k,) or (k of y, k of x).

    `inputs` is (n, in), `targets` (n, out).
    """
    plane = along(architecture.layout, parameters, [axis.parameter for axis in axes])
    surface = Surface(architecture, inputs, targets)
    return surface.losses(plane, *(axis.values for axis in axes))
