"""A gradient as a sum over paths: from one neuron to the loss, the largest products first.

By the chain rule δ of a neuron is the sum, over every path of neurons from it to the output, of
f′(z) · w · f′(z) · w … δ_L. The paths of largest product are found exactly without listing them
all: the best ways on from a neuron begin with a weight and go on as the best ways from the neuron
it leads to (Viterbi, *Error Bounds for Convolutional Codes*, 1967, with the k best kept).
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
    """What the error passes on its way from the output to a layer's neurons.

    `slopes[m]` (units,) are f′(z) of the layers from the first to the last but the output;
    `weights[m]` (next, units) lead on from that layer, 0 where there is no link; `links[m]` (next,
    units) says where there is one, None from all to all. `delta` (outputs,) is ∂loss/∂z of the
    output. With no slopes and weights the first layer is the output itself.
    """

    slopes: Sequence[Array]
    weights: Sequence[Array]
    delta: Array
    links: Sequence[Links | None]

    @property
    def widths(self) -> list[int]:
        """Neurons of each layer, from the first to the output."""
        return [*map(len, self.slopes), len(self.delta)]

    def count(self, unit: int) -> int:
        """How many paths lead from a neuron of the first layer to the loss."""
        ways = [1] * len(self.delta)
        for links, width in zip(reversed(self.links), self.widths[-2::-1], strict=True):
            if links is None:
                ways = [sum(ways)] * width
            else:
                ways = [sum(ways[end] for end in np.flatnonzero(row).tolist()) for row in links.T]
        return ways[unit]

    def passable(self, depth: int) -> Array:
        """The weights that lead on from a layer, NaN where there is no link: the last in order of
        size."""
        weight, links = self.weights[depth], self.links[depth]
        return weight if links is None else np.where(links, weight, np.nan)

    def exists(self, units: Sequence[int]) -> bool:
        """Whether a path goes along links."""
        steps = zip(self.links, pairwise(units), strict=True)
        return all(links is None or links[there, here] for links, (here, there) in steps)

    @cached_property
    def totals(self) -> list[Array]:
        """δ of every layer: for each neuron the sum over all paths from it."""
        totals = [self.delta]
        for slope, weight in zip(reversed(self.slopes), reversed(self.weights), strict=True):
            totals.insert(0, slope * (totals[0] @ weight))
        return totals

    def factors(self, units: Sequence[int]) -> list[float]:
        """The factors of a path: slope and weight of each layer, then δ of the output."""
        found = []
        for slope, weight, (here, there) in zip(
            self.slopes, self.weights, pairwise(units), strict=True
        ):
            found += [float(slope[here]), float(weight[there, here])]
        return [*found, float(self.delta[units[-1]])]


def largest(chain: Chain, unit: int, most: int) -> list[tuple[int, ...]]:
    """The `most` paths from a neuron of the first layer whose products are largest in size,
    largest first: the units they pass."""
    products: Array = chain.delta[:, None]  # (units, ways): the best ways on from each neuron
    steps: list[tuple[Places, Places]] = []  # for each: the next neuron, and its how-manieth way
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
    """The best ways on from each neuron of a layer, given those of the next one, (next, ways)."""
    following = _top(weight.T * products[:, 0], most)
    rank, way = _undominated(following.shape[1], products.shape[1], most)
    following = following[:, rank]
    ways = np.take_along_axis(weight.T, following, 1) * products[following, way]
    best = _top(ways, most)
    kept = np.take_along_axis(ways, best, 1) * slope[:, None]
    return kept, (np.take_along_axis(following, best, 1), way[best])


def _top(values: Array, most: int) -> Places:
    """Places of the `most` largest in size of each row, largest first, equal ones in order."""
    sizes = -np.abs(values)
    if most >= sizes.shape[1]:
        return np.argsort(sizes, axis=1, kind="stable")
    places = np.sort(np.argpartition(sizes, most, axis=1)[:, :most], axis=1)
    order = np.argsort(np.take_along_axis(sizes, places, 1), axis=1, kind="stable")
    return np.take_along_axis(places, order, 1)


@cache
def _undominated(heads: int, ways: int, most: int) -> tuple[Places, Places]:
    """The (rank of the next neuron, rank of its way) that can be among the best: at least as large
    are the first ways of the neurons before it, and the ways before it from its own."""
    rank, way = np.indices((heads, ways)).reshape(2, -1)
    kept = rank + way < most
    return rank[kept], way[kept]


def _follow(steps: Sequence[tuple[Places, Places]], unit: int, way: int) -> tuple[int, ...]:
    """The units that the `way`-th best path passes."""
    units, row = [unit], 0
    for following, ways in steps:
        unit, way = int(following[row, way]), int(ways[row, way])
        units.append(unit)
        row = unit
    return tuple(units)
