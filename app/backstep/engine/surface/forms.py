"""Pre-activations over a grid, in the cheapest form that the plane allows.

Below the lowest layer that moves, everything is the same at all grid points. In that layer, the
pre-activation is affine in the coordinates. In the next one it is a sum of a function of a and a
function of b, if the two directions move different neurons. Tables of these functions are computed
once for a part of the examples, in float64; one call fills a block of grid points from them.
"""

from dataclasses import dataclass, replace

import numpy as np

from backstep.engine.program import Array
from backstep.engine.surface.kernels import Dtype, Floats, Indices, Kernel, Mask
from backstep.engine.surface.layers import Layers, Part


@dataclass(frozen=True)
class Sum:
    """Z(a, b) = fixed + first(a) + second(b) in `layer`.

    `fixed` is (n, units), the tables are (n, rows, points of the axis), with only the rows that the
    direction moves. Examples come first, because each has a matrix product of its own (`top.py`).
    """

    layer: int
    fixed: Array
    rows: tuple[Indices, Indices]
    tables: tuple[Array, Array]

    def full_tables(self) -> tuple[Array, Array]:
        """Return both tables with every row, (n, units, points)."""
        both = []
        for rows, table in zip(self.rows, self.tables, strict=True):
            full = np.zeros((*self.fixed.shape, table.shape[2]))
            full[:, rows] = table
            both.append(full)
        return both[0], both[1]

    def to(self, dtype: Dtype) -> "Filled":
        """Return the form that fills blocks."""
        first, second = self.full_tables()
        first += self.fixed[:, :, None]
        flat = [
            each.astype(dtype).transpose(2, 1, 0).reshape(each.shape[2], -1)
            for each in (first, second)
        ]
        return Filled(self.layer, self.fixed.shape[1], flat[0], flat[1])


@dataclass(frozen=True)
class Filled:
    """A `Sum` that fills blocks: `first` and `second` are (points of the axis, units · n)."""

    layer: int
    units: int
    first: Floats
    second: Floats
    base: None = None

    def to(self, dtype: Dtype) -> "Filled":
        return replace(self, first=self.first.astype(dtype), second=self.second.astype(dtype))

    def fill(self, i: slice, j: slice, out: Floats) -> None:
        """Write Z at the grid points i × j into `out` (points, units · n)."""
        first, second = self.first[i, None], self.second[None, j]
        grid = out.reshape(len(first), -1, out.shape[1])
        np.add(first, second, out=grid)

    @property
    def counts(self) -> tuple[int, int]:
        """The number of points of each axis."""
        return len(self.first), len(self.second)

    def tables(self, scale: float, first: Floats, second: Floats) -> None:
        """Write `scale` times the parts that depend on a and b, (points of the axis, units · n)."""
        np.multiply(self.first, scale, out=first, casting="same_kind")
        np.multiply(self.second, scale, out=second, casting="same_kind")


@dataclass(frozen=True)
class Affine:
    """Z(a, b) = Z₀ + a P + b Q in `layer`.

    `table` is (3, units · n), `a` and `b` are (points,). The table has only the `rows` of the layer
    that move, `units` of them. `base` (units above, n) is the contribution of the others to the
    layer above, None if all move.
    """

    layer: int
    units: int
    table: Floats
    a: Floats
    b: Floats
    rows: Indices
    base: Floats | None

    def to(self, dtype: Dtype) -> "Affine":
        base = None if self.base is None else self.base.astype(dtype)
        table, a, b = (each.astype(dtype) for each in (self.table, self.a, self.b))
        return replace(self, table=table, a=a, b=b, base=base)

    def fill(self, i: slice, j: slice, out: Floats) -> None:
        """Write Z at the grid points i × j into `out` (points, units · n)."""
        np.matmul(coordinates(self.a[i], self.b[j]), self.table, out=out)

    @property
    def counts(self) -> tuple[int, int]:
        """The number of points of each axis."""
        return len(self.a), len(self.b)

    def tables(self, scale: float, first: Floats, second: Floats) -> None:
        """Write `scale` times the parts that depend on a and b, (points of the axis, units · n)."""
        dtype = first.dtype
        table = (scale * self.table).astype(dtype)
        along_a = np.stack([np.ones_like(self.a), self.a], axis=1).astype(dtype)
        np.matmul(along_a, table[:2], out=first)
        np.multiply(self.b[:, None].astype(dtype), table[2], out=second)


@dataclass(frozen=True)
class Upper:
    """Z(a, b) = U(a) + b Q(a) in `layer`.

    `table` is (points of a, 2, units · n), `b` is (points of b, 2) with a column of ones.
    """

    layer: int
    units: int
    table: Floats
    b: Floats
    base: None = None

    def to(self, dtype: Dtype) -> "Upper":
        return replace(self, table=self.table.astype(dtype), b=self.b.astype(dtype))

    def fill(self, i: slice, j: slice, out: Floats) -> None:
        """Write Z at the grid points i × j into `out` (points, units · n)."""
        table = self.table[i]
        np.matmul(self.b[j], table, out=out.reshape(len(table), -1, out.shape[1]))


def coordinates(a: Floats, b: Floats) -> Floats:
    """Return (1, a, b) at each point of a × b, (points, 3)."""
    grid = np.ones((len(a), len(b), 3), a.dtype)
    grid[..., 1], grid[..., 2] = a[:, None], b
    return grid.reshape(-1, 3)


Ready = Filled | Affine | Upper
Form = Sum | Ready


def find_form(layers: Layers, matrices: list[Array], part: Part, a: Array, b: Array) -> Form:
    """Return the form of the lowest layer that depends on both coordinates.

    `a` and `b` are (points,). Only the first direction may move a layer below the second's lowest.
    """
    low, signal = min(layers.lowest), part.inputs
    for l in range(low):
        signal = _with_ones(layers.kernels[l], matrices[l][0] @ signal)
    if layers.shape == "after":
        return _after_the_first(layers, matrices, signal, a, b)
    fixed = matrices[low][0] @ signal
    if layers.shape == "mixed":
        return _affine_in_both(layers, matrices, fixed, signal, a, b)
    # With a head's change, the last layer may move other rows than the directions do.
    moved_a, moved_b = ((moving != 0).any(axis=1) for moving in matrices[low][1:])
    moves = [
        (moved_a, matrices[low][1, moved_a] @ signal, a),
        (moved_b, matrices[low][2, moved_b] @ signal, b),
    ]
    if layers.shape == "apart":
        return _one_layer_up(layers, matrices[low + 1][0], fixed, moves)
    rows_a, rows_b = np.flatnonzero(moved_a), np.flatnonzero(moved_b)
    first, second = (along.T[:, :, None] * points for _, along, points in moves)
    return Sum(low, fixed.T, (rows_a, rows_b), (first, second))


def _affine_in_both(
    layers: Layers, matrices: list[Array], fixed: Array, signal: Array, a: Array, b: Array
) -> Affine:
    low, moved = min(layers.lowest), layers.rows[0] | layers.rows[1]
    rows, base = np.arange(len(fixed)), None
    if layers.still_above and not moved.all():
        rows = np.flatnonzero(moved)
        base = _still(layers.kernels[low], matrices[low + 1][0], fixed, moved)
    moving = matrices[low][1:, rows] @ signal
    table = np.concatenate([fixed[None, rows], moving]).reshape(3, -1)
    return Affine(low, len(rows), table, a, b, rows, base)


def _outer(points: Array, direction: Array) -> Array:
    """Return the outer product, (points, units, n)."""
    each: Array = points[:, None, None] * direction
    return each


def _after_the_first(
    layers: Layers, matrices: list[Array], signal: Array, a: Array, b: Array
) -> Upper:
    """Return the form if all layers below the second direction's lowest depend on a alone."""
    high = layers.lowest[1]
    for l in range(layers.lowest[0], high):
        signal = _with_ones(layers.kernels[l], _along(matrices[l], a) @ signal)
    first = _along(matrices[high], a) @ signal
    table = np.stack([first, np.broadcast_to(matrices[high][2] @ signal, first.shape)], axis=1)
    coefficients = np.stack([np.ones_like(b), b], axis=1)
    return Upper(high, first.shape[1], table.reshape(len(table), 2, -1), coefficients)


def _along(matrices: Array, a: Array) -> Array:
    """Return M₀ + a D₁, (points, out, in + 1)."""
    moved: Array = matrices[0] + _outer(a, matrices[1])
    return moved


def _one_layer_up(
    layers: Layers, above: Array, fixed: Array, moves: list[tuple[Mask, Array, Array]]
) -> Sum | Filled:
    """Return the form if each direction moves its own neurons.

    They are functions of one coordinate, which the layer above, `above` (out, in + 1), adds up.
    """
    low = min(layers.lowest)
    kernel, top = layers.kernels[low], layers.at_the_top
    tables = []
    for rows, along, points in moves:
        if top:
            signal = along.T[:, :, None] * points + fixed[rows].T[:, :, None]
        else:
            signal = _outer(points, along) + fixed[rows]
        kernel.apply(signal)
        tables.append(above[:, :-1][:, rows] @ signal)
    base, every = _still(kernel, above, fixed, moves[0][0] | moves[1][0]), np.arange(len(above))
    if top:
        return Sum(low + 1, base.T, (every, every), (tables[0], tables[1]))
    first, second = (each.reshape(len(each), -1) for each in (tables[0] + base, tables[1]))
    return Filled(low + 1, len(above), first, second)


def _still(kernel: Kernel, above: Array, fixed: Array, moved: Mask) -> Array:
    """Return what the bias and neurons that are not `moved` add to the layer above, (out, n)."""
    signal = fixed[~moved]
    kernel.apply(signal)
    result: Array = above[:, :-1][:, ~moved] @ signal + above[:, -1:]
    return result


def _with_ones(kernel: Kernel, z: Array) -> Array:
    """Return the activation of z (…, units, n) with a row of ones below it."""
    signal = np.ones((*z.shape[:-2], z.shape[-2] + 1, z.shape[-1]))
    signal[..., :-1, :] = z
    kernel.apply(signal[..., :-1, :])
    return signal
