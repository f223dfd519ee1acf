"""The loss as a function of one or two parameters, all else fixed.

Every grid point is exact. Below the first moved parameter's layer everything is computed once;
above it the grid points are columns of one wide batch. Where a moved parameter lies, its share of
the pre-activation is added: moving `w_ji` by d adds d · a_i to z_j, and a bias adds d.
"""

from dataclasses import dataclass

import numpy as np

from app.engine.evaluation import quiet
from app.engine.network import Architecture, penalty
from app.engine.parameters import Parameter
from app.engine.program import Array, execute

_BLOCK = 60_000  # numbers in one layer of a block: what stays in the cache


@dataclass(frozen=True)
class Axis:
    """One parameter and the values it takes (k,)."""

    parameter: Parameter
    values: Array


@quiet
def losses(
    architecture: Architecture, parameters: Array, inputs: Array, targets: Array, axes: list[Axis]
) -> Array:
    """Total loss over the grid of `axes` (one or two); (k,), or (k of y, k of x) for [x, y].

    `inputs` is (n, in), `targets` (n, out).
    """
    mesh = np.meshgrid(*(axis.values for axis in axes))
    points = np.stack([each.ravel() for each in mesh])
    per_block = max(1, _BLOCK // (len(inputs) * max(architecture.sizes)))
    data = [
        _block(architecture, parameters, inputs, targets, axes, points[:, i : i + per_block])
        for i in range(0, points.shape[1], per_block)
    ]
    penalties = _penalties(architecture, parameters, axes, points)
    result: Array = (np.concatenate(data) + penalties).reshape(mesh[0].shape)
    return result


def _block(
    architecture: Architecture,
    parameters: Array,
    inputs: Array,
    targets: Array,
    axes: list[Axis],
    points: Array,
) -> Array:
    """Data loss at each of `points` (axes, g)."""
    layout = architecture.layout
    examples, grid = len(inputs), points.shape[1]
    signal = inputs.T
    z = signal
    for layer, matrix in enumerate(layout.matrices(parameters)):
        z = matrix[:, :-1] @ signal + matrix[:, -1:]
        for axis, values in zip(axes, points, strict=True):
            if axis.parameter.layer == layer:
                if z.shape[1] == examples:
                    z, signal = np.tile(z, grid), np.tile(signal, grid)
                moved = values - parameters[layout.index(axis.parameter)]
                source = axis.parameter.source
                carried = 1.0 if source is None else signal[source]
                z[axis.parameter.unit] += np.repeat(moved, examples) * carried
        signal = np.empty_like(z)
        execute(architecture.activation_rows[layer].value(z, signal))
    if z.shape[1] == examples:
        z, signal = np.tile(z, grid), np.tile(signal, grid)
    pointwise = np.empty_like(z)
    execute(architecture.loss_row.value(z, signal, np.tile(targets.T, grid), pointwise))
    total: Array = pointwise.reshape(-1, grid, examples).sum(axis=(0, 2))
    return total / architecture.loss_row.divisor(len(pointwise), examples)


def _penalties(
    architecture: Architecture, parameters: Array, axes: list[Axis], points: Array
) -> Array:
    total = np.full(points.shape[1], penalty(architecture, parameters))
    for axis, values in zip(axes, points, strict=True):
        if axis.parameter.source is not None:
            here = parameters[architecture.layout.index(axis.parameter)]
            total += architecture.l1 * (np.abs(values) - abs(here))
            total += architecture.l2 / 2 * (np.square(values) - here * here)
    return total
