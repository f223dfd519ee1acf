"""Heads: from the last pre-activations at many grid points to the sum of their losses.

`LogHead` is for losses of hard targets: bce is ln(1 + e^±z), and cross-entropy is
ln(1 + Σ_{k≠y} e^{z_k − z_y}), whose differences are folded into the last layer. Nothing is
subtracted from a loss, so small ones keep all their digits, in float32 too. `ResidualHead` is for
some losses that depend on ŷ − y. `RowHead` is for all others, with the registries' programs in
float64.
"""

from typing import Protocol

import numpy as np

from backstep.engine.nn.network import Architecture
from backstep.engine.program import Array, execute
from backstep.engine.surface.kernels import Floats, has_kernel, kernel

LOG2E = float(np.log2(np.e))


class Head(Protocol):
    """Sums pointwise losses, over all examples of a part."""

    single: bool
    scale: float  # the last layer's parameters are multiplied by this

    def change(self, target: Array) -> Array | None:
        """Return the factor of the last layer's rows for targets `target` (out,), None for 1."""

    def sums(self, z: Floats, targets: Floats) -> Array:
        """Return (g,) from z (g, units, n), which is overwritten, and targets (units, n)."""


class LogHead:
    """bce with sigmoid, or cross-entropy with softmax, for targets that are 0 or 1."""

    single = True
    scale = LOG2E  # 2^z is faster than e^z

    def __init__(self, *, classes: bool) -> None:
        self.classes = classes

    def change(self, target: Array) -> Array | None:
        if not self.classes:
            return None
        right = int(target.argmax())
        differences = np.eye(len(target))
        differences[:, right] -= 1
        return np.delete(differences, right, axis=0)

    def sums(self, z: Floats, targets: Floats) -> Array:
        if not self.classes:
            z *= 1 - 2 * targets
        np.exp2(z, z)
        wrong = _add_rows(z) if self.classes and z.shape[1] > 1 else z.reshape(len(z), -1)
        np.log1p(wrong, wrong)
        total: Array = (wrong @ np.ones(wrong.shape[1], z.dtype)).astype(np.float64)
        return total


def _add_rows(z: Floats) -> Floats:
    """Return (g, n) from (g, rows, n): a product with ones is faster than a sum."""
    total: Floats = np.matmul(np.ones((1, z.shape[1]), z.dtype), z)[:, 0]
    return total


class ResidualHead:
    """One of `LOSSES`, of an output whose activation function is elementwise."""

    LOSSES = ("mse", "mae", "huber")

    def __init__(self, loss: str, activation: str) -> None:
        self.quadratic = loss == "mse" and activation == "linear"
        self._loss = loss
        self._kernel = kernel(activation)
        self.single = self._kernel.single
        self.scale = self._kernel.pre

    def change(self, target: Array) -> Array | None:
        return None

    def sums(self, z: Floats, targets: Floats) -> Array:
        self._kernel.apply(z)
        if self._kernel.scale != 1:
            z *= self._kernel.scale
            z += self._kernel.shift
        z -= targets
        rows = z.reshape(len(z), -1)
        if self._loss == "mse":
            squares: Array = np.einsum("gn,gn->g", rows, rows).astype(np.float64)
            return squares
        np.abs(rows, rows)
        if self._loss == "huber":
            inner = np.minimum(rows, 1)
            rows -= inner / 2
            rows *= inner
        total: Array = rows.sum(axis=1).astype(np.float64)
        return total


class RowHead:
    """Any loss of any output, by the programs of the registries."""

    single = False
    scale = 1.0

    def __init__(self, architecture: Architecture) -> None:
        self._activation = architecture.output
        self._loss = architecture.loss_row

    def change(self, target: Array) -> Array | None:
        return None

    def sums(self, z: Floats, targets: Floats) -> Array:
        grid, units, examples = z.shape
        columns = np.ascontiguousarray(z.swapaxes(0, 1)).reshape(units, -1)
        signal, pointwise = np.empty_like(columns), np.empty_like(columns)
        execute(self._activation.value(columns, signal))
        execute(self._loss.value(columns, signal, np.tile(targets, grid), pointwise))
        total: Array = pointwise.reshape(units, grid, examples).sum(axis=(0, 2))
        return total


def choose_head(architecture: Architecture, targets: Array) -> Head:
    """Return the fastest head that is correct for these targets (n, out)."""
    row, output = architecture.loss_row, architecture.output.name
    if row.fused == output and _are_hard(targets, one_hot=output == "softmax"):
        return LogHead(classes=output == "softmax")
    if row.name in ResidualHead.LOSSES and has_kernel(output):
        return ResidualHead(row.name, output)
    return RowHead(architecture)


def _are_hard(targets: Array, *, one_hot: bool) -> bool:
    if not ((targets == 0) | (targets == 1)).all():
        return False
    if one_hot:
        return targets.shape[1] > 1 and bool((targets.sum(axis=1) == 1).all())
    return True
