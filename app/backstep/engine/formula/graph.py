"""A formula as a graph of gates: values forwards, slopes backwards.

What occurs twice is one node, so whatever the ways by which it reaches the result send back adds up
there. This is reverse-mode differentiation: the gradient of a node is the sum, over the gates that
it feeds, of the gate's own gradient times its local slope.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import Literal, NamedTuple

import numpy as np

from backstep.engine.errors import InvalidExpression
from backstep.engine.formula.expression import Tree, parse
from backstep.engine.formula.gates import Gate

MOST_VARIABLES = 12
STEP = 1e-5  # of the variable, or of 1 if that is more
TOLERANCE = 1e-6  # of the larger of the two slopes, or of 1
SAME_SLOPE = 1e-3  # the same of the slopes of both sides, which differ where the formula is curved


Reason = Literal["kink", "rounding", "chain", "undefined"]


class Node(NamedTuple):
    """A variable (`name`), a constant (`value`) or a gate on earlier nodes."""

    source: tuple[int, int]
    name: str | None
    value: float | None
    gate: Gate | None
    inputs: tuple[int, ...]


class Edge(NamedTuple):
    """From a node to place `slot` of a gate's inputs."""

    start: int
    end: int
    slot: int


class Path(NamedTuple):
    """A way back from the result to a variable: its edges (indices), and their slopes' product."""

    product: float
    edges: tuple[int, ...]


@dataclass(frozen=True)
class Numbers:
    """`values` and `gradients` (∂result/∂node) by node, `slopes` (∂end/∂start) and `parts`
    (what goes back) by edge."""

    values: list[float]
    gradients: list[float]
    slopes: list[float]
    parts: list[float]


@dataclass(frozen=True)
class Check:
    """(F(x + h) − F(x − h)) / 2h beside the slope found backwards. `reason` where they disagree:
    a corner or a jump within ± h; rounding; a chain rule that gives 0 · ∞ though the formula has a
    slope; or no finite number at all."""

    variable: str
    gradient: float
    numeric: float
    h: float
    agrees: bool
    reason: Reason | None


class Graph:
    """The graph of a formula: every node comes after its inputs, the result last.

    Raises InvalidExpression.
    """

    def __init__(self, formula: str) -> None:
        self.nodes: list[Node] = []
        self._known: dict[object, int] = {}
        self._add(parse(formula))
        self.variables = {
            node.name: at for at, node in enumerate(self.nodes) if node.name is not None
        }
        if len(self.variables) > MOST_VARIABLES:
            names = list(self.variables)
            at = self.nodes[self.variables[names[MOST_VARIABLES]]].source[0]
            message = f"a formula has at most {MOST_VARIABLES} variables"
            raise InvalidExpression("variables", message, at=at)
        self.edges = [
            Edge(start, end, slot)
            for end, node in enumerate(self.nodes)
            for slot, start in enumerate(node.inputs)
        ]

    def _add(self, tree: Tree) -> int:
        """The node of a tree, made unless it is there."""
        key = _key(tree)
        if key in self._known:
            return self._known[key]
        inputs = tuple(self._add(each) for each in tree.inputs)
        self.nodes.append(Node(tree.source, tree.name, tree.value, tree.gate, inputs))
        at = len(self.nodes) - 1
        # A constant has no gradient to add up, and is easier to read beside each use of it.
        if tree.value is None:
            self._known[key] = at
        return at

    def forward(self, variables: Mapping[str, float]) -> list[float]:
        """Every node's value."""
        values: list[float] = []
        with np.errstate(all="ignore"):
            for node in self.nodes:
                if node.gate is not None:
                    inputs = [np.float64(values[at]) for at in node.inputs]
                    values.append(float(node.gate.value(*inputs)))
                else:
                    values.append(
                        variables[node.name] if node.name is not None else float(node.value or 0)
                    )
        return values

    def numbers(self, variables: Mapping[str, float]) -> Numbers:
        """Forwards, then backwards."""
        values = self.forward(variables)
        slopes = [self._slope(edge, values) for edge in self.edges]
        gradients = [0.0] * len(self.nodes)
        parts = [0.0] * len(self.edges)
        gradients[-1] = 1.0
        # Edges lie in the order of their ends, so a node has its whole gradient before it is left.
        for at in reversed(range(len(self.edges))):
            edge = self.edges[at]
            parts[at] = _times(gradients[edge.end], slopes[at])
            gradients[edge.start] += parts[at]
        return Numbers(values, gradients, slopes, parts)

    def _slope(self, edge: Edge, values: Sequence[float]) -> float:
        node = self.nodes[edge.end]
        assert node.gate is not None
        inputs = [np.float64(values[at]) for at in node.inputs]
        with np.errstate(all="ignore"):
            return float(node.gate.slopes[edge.slot](*inputs))

    def paths(self, numbers: Numbers, variable: str, most: int) -> tuple[list[Path], int]:
        """The ways back from the result to a variable, those of the largest products first, and
        how many there are. A path's size is a product of sizes, so the largest paths to a node are
        among the largest to the gates it feeds."""
        found: list[list[Path]] = [[] for _ in self.nodes]
        count = [0] * len(self.nodes)
        found[-1], count[-1] = [Path(1.0, ())], 1
        for at in reversed(range(len(self.edges))):
            start, end, _ = self.edges[at]
            longer = [
                Path(_times(path.product, numbers.slopes[at]), (*path.edges, at))
                for path in found[end]
            ]
            found[start] = nlargest(most, [*found[start], *longer], key=_size)
            count[start] += count[end]
        place = self.variables[variable]
        return found[place], count[place]

    def check(self, numbers: Numbers, variables: Mapping[str, float], name: str) -> Check:
        """The central difference along a variable."""
        h = STEP * max(1.0, abs(variables[name]))
        above = self.forward({**variables, name: variables[name] + h})
        below = self.forward({**variables, name: variables[name] - h})
        with np.errstate(all="ignore"):
            numeric = float((np.float64(above[-1]) - np.float64(below[-1])) / (2 * h))
        gradient = numbers.gradients[self.variables[name]]
        limit = TOLERANCE * max(1.0, abs(gradient), abs(numeric))
        agrees = bool(np.isfinite([gradient, numeric]).all()) and abs(numeric - gradient) <= limit
        moments = (below, numbers.values, above)
        reason = None if agrees else self._reason(gradient, numeric, h, moments)
        return Check(name, gradient, numeric, h, agrees, reason)

    def _reason(
        self, gradient: float, numeric: float, h: float, moments: Sequence[Sequence[float]]
    ) -> Reason:
        """`moments` are the nodes' values at x − h, x and x + h."""
        below, here, above = moments
        if any(self._crosses(node, below, above) for node in self.nodes):
            return "kink"
        if not np.isfinite([numeric, here[-1]]).all():
            return "undefined"
        if np.isfinite(gradient):
            return "rounding"
        left, right = (here[-1] - below[-1]) / h, (above[-1] - here[-1]) / h
        same = abs(right - left) <= SAME_SLOPE * max(1.0, abs(left), abs(right))
        return "chain" if same else "kink"

    def _crosses(self, node: Node, below: Sequence[float], above: Sequence[float]) -> bool:
        """Whether a gate's corner lies between two moments."""
        if node.gate is None or node.gate.corner is None:
            return False
        sides = [
            node.gate.corner(*(np.float64(values[at]) for at in node.inputs))
            for values in (below, above)
        ]
        return bool(sides[0] != sides[1] and sides[0] * sides[1] <= 0)


def _times(gradient: float, slope: float) -> float:
    """What goes back through a gate: nothing where nothing arrives, even if the gate's own slope
    is infinite there."""
    return gradient * slope if gradient else 0.0


def _size(path: Path) -> float:
    return -1.0 if np.isnan(path.product) else abs(path.product)


def _key(tree: Tree) -> object:
    name = tree.gate.name if tree.gate else None
    return (tree.value, tree.name, name, tuple(_key(each) for each in tree.inputs))
