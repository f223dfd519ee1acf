"""The sums of losses over a grid, for one part of the examples, block by block."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from backstep.engine.program import Array
from backstep.engine.surface.forms import Affine, Ready, Sum, coordinates, find_form
from backstep.engine.surface.heads import Head, LogHead, ResidualHead
from backstep.engine.surface.kernels import Dtype, Floats
from backstep.engine.surface.layers import Layers, Part
from backstep.engine.surface.ratios import Ratio, above_ratio, as_ratio
from backstep.engine.surface.scratch import Scratch
from backstep.engine.surface.top import products, quadratic

_BLOCK = 200_000  # numbers of one layer in a block, which then stays in the cache
_TILE = 96_000  # numbers of the output in a tile
_FEW = 2  # outputs for which adding the bias is faster than a row of ones


def sweep(
    layers: Layers,
    head: Head,
    part: Part,
    axes: tuple[Array, Array],
    dtype: Dtype,
    totals: Array,
    scratch: Scratch,
) -> Iterator[None]:
    """Add the part's losses to `totals` (points of a, points of b); yields after each block."""
    matrices = [*layers.of(part)]
    form = find_form(layers, matrices, part, *axes)
    ratio = as_ratio(layers, form, part.targets.shape[1], dtype, scratch)
    if ratio is not None:
        matrices[ratio.layer + 1] = above_ratio(matrices[ratio.layer + 1])
    blocks = _Blocks(layers, matrices, part, ratio or form.to(dtype), axes, dtype, scratch)
    yield from blocks.sums(head, part.targets.astype(dtype), totals)


def sweep_top(
    layers: Layers, head: Head, part: Part, axes: tuple[Array, Array], totals: Array
) -> Iterator[None] | None:
    """Sweep in float64 a plane that is `at_the_top`; return None if there is no shortcut."""
    quick = isinstance(head, LogHead) or (isinstance(head, ResidualHead) and head.quadratic)
    if not quick:
        return None
    form = find_form(layers, layers.matrices, part, *axes)
    assert isinstance(form, Sum)
    if isinstance(head, LogHead):
        return products(form, part.targets, totals, classes=head.classes)
    quadratic(form, part.targets, totals)
    return iter([None])


@dataclass(frozen=True)
class _Tile:
    """Grid points i × j, and there the weights of the layers that move, (points, out, in + 1)."""

    i: slice
    j: slice
    weights: dict[int, Floats]


class _Blocks:
    """Computes the output from a form, block of grid points by block.

    The hidden layers of a block stay in the cache. The smaller output is collected for a tile of
    many blocks, because the head's calls cost less per number on long arrays.
    """

    def __init__(
        self,
        layers: Layers,
        matrices: list[Array],
        part: Part,
        form: Ready | Ratio,
        axes: tuple[Array, Array],
        dtype: Dtype,
        scratch: Scratch,
    ) -> None:
        self._layers, self._form = layers, form
        self._dtype, self._scratch = dtype, scratch
        self._axes = [axis.astype(dtype) for axis in axes]
        self._matrices: list[Floats] = [each.astype(dtype) for each in matrices]
        if isinstance(form, Affine) and form.base is not None:
            above = self._matrices[form.layer + 1]
            self._matrices[form.layer + 1] = np.ascontiguousarray(above[..., form.rows])
        self._examples: int = part.targets.shape[1]
        self._outputs: int = matrices[-1].shape[1]
        self._widest = max([form.units, *(each.shape[1] for each in matrices[form.layer + 1 :])])
        self._bias: Floats | None = None
        if self._outputs <= _FEW and form.layer + 2 < layers.depth:
            self._bias = self._matrices[-1][..., -1]
            self._matrices[-1] = np.ascontiguousarray(self._matrices[-1][..., :-1])

    def sums(self, head: Head, targets: Floats, totals: Array) -> Iterator[None]:
        """Add the losses to `totals` (points of a, points of b); yields after each block."""
        whole = slice(0, len(self._axes[0])), slice(0, len(self._axes[1]))
        at_once = max(1, _BLOCK // (self._widest * self._examples))
        self._make_rooms(at_once)
        for i, j in _tiles(*whole, _TILE // (self._outputs * self._examples)):
            grid = coordinates(self._axes[0][i], self._axes[1][j])
            tile = _Tile(i, j, self._moving_weights(grid))
            shape = _count(i, j), self._outputs, self._examples
            z = self._scratch.take(-1, shape, self._dtype)
            done = 0
            for within in _tiles(i, j, at_once):
                done += self._block(tile, *within, z, done)
                yield
            if self._bias is not None:
                bias = self._scratch.take("bias", shape, self._dtype)
                bias[...] = (grid @ self._bias)[..., None]
                z += bias
            totals[i, j] += head.sums(z, targets).reshape(totals[i, j].shape)
            yield

    def _make_rooms(self, points: int) -> None:
        """Allocate the hidden layers' signals of a block, (points, rows, n).

        Also note how many rows are computed: all, or all but a last row of ones.
        """
        form = self._form
        self._rooms: dict[int, tuple[Floats, int]] = {}
        for layer in range(form.layer, self._layers.depth - 1):
            units = form.units if layer == form.layer else self._matrices[layer].shape[1]
            rows = form.units + (form.base is None)
            if layer > form.layer:
                rows = self._matrices[layer + 1].shape[2]
            shape = points, rows, self._examples
            room = self._scratch.take(layer, shape, self._dtype)
            self._rooms[layer] = room, units

    def _block(self, tile: _Tile, i: slice, j: slice, outputs: Floats, at: int) -> int:
        """Write the last pre-activations at the grid points i × j into `outputs` from index `at`.

        `outputs` is (points of the tile, out, n). Returns the number of points.
        """
        form, points = self._form, _count(i, j)
        out = outputs[at : at + points]
        top = self._layers.depth - 1
        if form.layer == top:
            form.fill(i, j, out.reshape(points, -1))
            return points
        room, units = self._rooms[form.layer]
        below = room[:points]
        if isinstance(form, Ratio):
            form.fill(i, j, below.reshape(points, -1))
        else:
            form.fill(i, j, below.reshape(points, -1)[:, : units * self._examples])
            self._activate(form.layer, below, units)
        for layer in range(form.layer + 1, top + 1):
            weights = self._matrices[layer][0]
            if layer in tile.weights:
                weights = tile.weights[layer][at : at + points]
            above = z = out
            if layer < top:
                room, units = self._rooms[layer]
                above = room[:points]
                z = above[:, :units]
            np.matmul(weights, below, out=z)
            if layer == form.layer + 1 and form.base is not None:
                z += form.base
            if layer < top:
                self._activate(layer, above, units)
            below = above
        return points

    def _activate(self, layer: int, signal: Floats, units: int) -> None:
        # The row of ones passes through the kernel too: one long array is faster.
        self._layers.kernels[layer].apply(signal)
        signal[:, units:] = 1

    def _moving_weights(self, grid: Floats) -> dict[int, Floats]:
        return {
            layer: (grid @ matrices.reshape(3, -1)).reshape(-1, *matrices.shape[1:])
            for layer, matrices in enumerate(self._matrices)
            if layer > self._form.layer and self._layers.moves[layer]
        }


def _count(i: slice, j: slice) -> int:
    """Return the number of grid points of i × j."""
    return int((i.stop - i.start) * (j.stop - j.start))


def _tiles(i: slice, j: slice, points: int) -> Iterator[tuple[slice, slice]]:
    """Yield pieces of i × j of about `points` points: whole rows, or equal parts of one."""
    columns = j.stop - j.start
    rows = max(1, points // columns)
    parts = -(-columns // max(1, points)) if rows == 1 else 1
    cuts = [j.start + columns * k // parts for k in range(parts + 1)]
    for at in range(i.start, i.stop, rows):
        for start, stop in pairwise(cuts):
            yield slice(at, min(at + rows, i.stop)), slice(start, stop)
