"""A gradient as a sum over paths from one neuron to the loss, the largest products first.

By the chain rule, δ of a neuron is the sum, over all paths of neurons from it to the output, of
f′(z) · w · f′(z) · w … δ_L. The paths of largest product are found exactly without listing all of
them: the best continuations of a neuron are a weight followed by the best continuations of the
neuron that it leads to (Viterbi, *Error Bounds for Convolutional Codes*, 1967, with the k best
kept).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from backstep.engine.program import Array

Places = npt.NDArray[np.intp]
Links = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Chain:
    """The local gradients between a layer's neurons and the loss.

    `slopes[m]` (units,) are f′(z) of the layers from the first to the last but the output.
    `weights[m]` (next, units) are the weights to the next layer, 0 without a link; `links[m]`
    (next, units) says where links are, None if everywhere. `delta` (outputs,) is ∂loss/∂z of the
    output. Without slopes and weights, the first layer is the output itself.
    """

    slopes: Sequence[Array]
    weights: Sequence[Array]
    delta: Array
    links: Sequence[Links | None]

    @property
    def widths(self) -> list[int]:
        """The number of neurons in each layer, from the first to the output."""
        return [*map(len, self.slopes), len(self.delta)]

    def count(self, unit: int) -> int:
        """Return the number of paths from a neuron of the first layer to the loss."""
        ways = [1] * len(self.delta)
        for links, width in zip(reversed(self.links), self.widths[-2::-1], strict=True):
            if links is None:
                ways = [sum(ways)] * width
            else:
                ways = [sum(ways[end] for end in np.flatnonzero(row).tolist()) for row in links.T]
        return ways[unit]

    def passable(self, depth: int) -> Array:
        """Return the weights from a layer, NaN without a link, which sorts last by size."""
        weight, links = self.weights[depth], self.links[depth]
        return weight if links is None else np.where(links, weight, np.nan)

    def exists(self, units: Sequence[int]) -> bool:
        """Whether all steps of a path are links."""
        steps = zip(self.links, pairwise(units), strict=True)
        return all(links is None or links[there, here] for links, (here, there) in steps)

    @cached_property
    def totals(self) -> list[Array]:
        """δ of every layer: for each neuron, the sum over all paths from it."""
        totals = [self.delta]
        for slope, weight in zip(reversed(self.slopes), reversed(self.weights), strict=True):
            totals.insert(0, slope * (totals[0] @ weight))
        return totals

    def factors(self, units: Sequence[int]) -> list[float]:
        """Return a path's factors: derivative and weight of each layer, then the output's δ."""
        found = []
        for slope, weight, (here, there) in zip(
            self.slopes, self.weights, pairwise(units), strict=True
        ):
            found += [float(slope[here]), float(weight[there, here])]
        return [*found, float(self.delta[units[-1]])]


def largest(chain: Chain, unit: int, most: int) -> list[tuple[int, ...]]:
    """Return the `most` paths from a neuron with the products of largest size, largest first.

    A path is the units that it passes, from the first layer on.
    """
    products: Array = chain.delta[:, None]  # (units, paths): the best continuations of each neuron
    steps: list[tuple[Places, Places]] = []  # for each path: the next neuron, and the rank there
    for depth in reversed(range(len(chain.slopes))):
        weight, slope = chain.passable(depth), chain.slopes[depth]
        if depth == 0:
            weight, slope = weight[:, unit : unit + 1], slope[unit : unit + 1]
        products, step = _step_back(products, weight, slope, most)
        steps.insert(0, step)
    if not steps:
        return [(unit,)]
    found = (_follow(steps, unit, way) for way in range(products.shape[1]))
    return [units for units in found if chain.exists(units)]


def _step_back(
    products: Array, weight: Array, slope: Array, most: int
) -> tuple[Array, tuple[Places, Places]]:
    """Return the best continuations of a layer, given those of the next one, (next, paths)."""
    following = _top(weight.T * products[:, 0], most)
    rank, way = _undominated(following.shape[1], products.shape[1], most)
    following = following[:, rank]
    ways = np.take_along_axis(weight.T, following, 1) * products[following, way]
    best = _top(ways, most)
    kept = np.take_along_axis(ways, best, 1) * slope[:, None]
    return kept, (np.take_along_axis(following, best, 1), way[best])


def _top(values: Array, most: int) -> Places:
    """Return the indices of the `most` largest sizes in each row, descending and stable."""
    sizes = -np.abs(values)
    if most >= sizes.shape[1]:
        return np.argsort(sizes, axis=1, kind="stable")
    places = np.sort(np.argpartition(sizes, most, axis=1)[:, :most], axis=1)
    order = np.argsort(np.take_along_axis(sizes, places, 1), axis=1, kind="stable")
    return np.take_along_axis(places, order, 1)


@cache
def _undominated(heads: int, ways: int, most: int) -> tuple[Places, Places]:
    """Return the (rank of the next neuron, rank of its path) that can be among the best.

    At least as large as a pair are all pairs with smaller or equal ranks.
    """
    rank, way = np.indices((heads, ways)).reshape(2, -1)
    kept = rank + way < most
    return rank[kept], way[kept]


def _follow(steps: Sequence[tuple[Places, Places]], unit: int, way: int) -> tuple[int, ...]:
    """Return the units of the best path number `way`."""
    units, row = [unit], 0
    for following, ways in steps:
        unit, way = int(following[row, way]), int(ways[row, way])
        units.append(unit)
        row = unit
    return tuple(units)
