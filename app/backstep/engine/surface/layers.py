"""A network on a plane: its layers as functions of the two coordinates, and its examples in parts.

On the plane θ(a, b) = θ₀ + a d₁ + b d₂, each layer is M(a, b) = M₀ + a D₁ + b D₂. The factors that
kernels and heads leave out are folded into all three.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from backstep.engine.nn.network import Architecture
from backstep.engine.program import Array
from backstep.engine.surface.heads import Head
from backstep.engine.surface.kernels import Kernel, Mask, kernel

_PART = 8192  # numbers of one layer at one grid point of a part: several points fit the cache


@dataclass(frozen=True)
class Part:
    """Some examples: `inputs` (in + 1, n) with a row of ones, `targets` (out, n).

    `change` multiplies the last layer's rows.
    """

    inputs: Array
    targets: Array
    change: Array | None


def slices(inputs: Array, targets: Array, most: int) -> list[Part]:
    """Return the examples, inputs (n, in) and targets (n, out), in order, `most` at a time."""
    columns = np.vstack([inputs.T, np.ones(len(inputs))])
    pieces = -(-len(inputs) // most)
    cuts = np.array_split(columns, pieces, axis=1), np.array_split(targets.T, pieces, axis=1)
    return [Part(each, wanted, None) for each, wanted in zip(*cuts, strict=True)]


def cut(inputs: Array, targets: Array, head: Head, widest: int) -> list[Part]:
    """Return the examples, inputs (n, in) and targets (n, out), in parts that fit the cache.

    If the head requires it, all targets of a part are equal.
    """
    groups = [np.arange(len(inputs))]
    if head.change(targets[0]) is not None:
        _, labels = np.unique(targets, axis=0, return_inverse=True)
        groups = [np.flatnonzero(labels == each) for each in range(labels.max() + 1)]
    most = max(32, _PART // widest)
    parts = []
    for group in groups:
        for rows in np.array_split(group, -(-len(group) // most)):
            columns = np.ones((inputs.shape[1] + 1, len(rows)))
            columns[:-1] = inputs[rows].T
            wanted = np.ascontiguousarray(targets[rows].T)
            parts.append(Part(columns, wanted, head.change(targets[rows[0]])))
    return parts


class Layers:
    """The folded layers of `vectors`, (3, parameters): θ₀, d₁ and d₂. All are `all_to_all`.

    `matrices[l]` is (3, out, in + 1). `moves[l]`: whether a layer moves; `lowest` is the lowest
    layer that each direction moves, `rows` are the rows of the lowest of all that move; `kernels`
    are those of the hidden layers. `shape` says where the coordinates enter: `after`, the second
    one above the first; `apart`, through different neurons of one layer below the last; `last`, in
    the last layer only; or `mixed`.
    """

    def __init__(self, architecture: Architecture, vectors: Sequence[Array], head: Head) -> None:
        layout = architecture.layout
        views = [layout.matrices(each) for each in vectors]
        self.matrices = [np.stack(each) for each in zip(*views, strict=True)]
        self.kernels: list[Kernel] = [
            kernel(name) for name in architecture.activations[:-1] if name
        ]
        self.single = head.single and all(each.single for each in self.kernels)
        self.depth = architecture.depth
        moved = [[bool(one[i].any()) for one in self.matrices] for i in (1, 2)]
        self.moves = [first or second for first, second in zip(*moved, strict=True)]
        self.lowest = [each.index(True) if any(each) else self.depth - 1 for each in moved]
        low = min(self.lowest)
        first, second = ((one != 0).any(axis=1) for one in self.matrices[low][1:])
        self.rows: tuple[Mask, Mask] = (first, second)
        self.still_above = low + 1 < self.depth and not any(self.moves[low + 1 :])
        self.shape = self._shape(low)
        self._fold(head.scale)

    def _shape(self, low: int) -> Literal["after", "apart", "last", "mixed"]:
        if low < self.lowest[1]:
            return "after"
        if self.still_above and not (self.rows[0] & self.rows[1]).any():
            return "apart"
        return "last" if low + 1 == self.depth else "mixed"

    @property
    def tables(self) -> int:
        """The largest number of rows in a table of one coordinate."""
        moved = max(1, *(int(rows.sum()) for rows in self.rows))
        return moved if self.shape == "last" else len(self.matrices[min(self.lowest) + 1][0])

    @property
    def at_the_top(self) -> bool:
        """Whether only the last pre-activation depends on both coordinates, as a sum."""
        return self.shape == "last" or (
            self.shape == "apart" and min(self.lowest) + 2 == self.depth
        )

    def _fold(self, scale: float) -> None:
        for l, one in enumerate(self.kernels):
            self.matrices[l] *= one.pre
            above = self.matrices[l + 1]
            above[..., -1] += one.shift * above[..., :-1].sum(axis=-1)
            above[..., :-1] *= one.scale
        self.matrices[-1] *= scale

    def of(self, part: Part) -> list[Array]:
        """Return the matrices with the change of this part's head."""
        if part.change is None:
            return self.matrices
        return [*self.matrices[:-1], part.change @ self.matrices[-1]]
