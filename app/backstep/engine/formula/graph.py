"""A formula as a graph of gates: values forward, derivatives backward.

A subexpression that occurs twice is one node, so the contributions of all paths through it add up
there. This is reverse-mode differentiation: the gradient of a node is the sum, over the gates that
it feeds, of the gate's own gradient times its local derivative.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import Literal, NamedTuple

import numpy as np

from backstep.engine.errors import InvalidExpression
from backstep.engine.formula.expression import Tree, parse_formula
from backstep.engine.formula.gates import Gate
from backstep.texts.message import Message

MAX_VARIABLES = 12
STEP = 1e-5  # relative to the variable, or to 1 if that is more
TOLERANCE = 1e-6  # relative to the larger of the two derivatives, or to 1
SAME_SLOPE = 1e-3  # the same for the derivatives of both sides, which differ on a curve


Reason = Literal["kink", "rounding", "chain", "undefined"]


class Node(NamedTuple):
    """A variable (`name`), a constant (`value`) or a gate on earlier nodes."""

    source: tuple[int, int]
    name: str | None
    value: float | None
    gate: Gate | None
    inputs: tuple[int, ...]


class Edge(NamedTuple):
    """An edge from a node to input `slot` of a gate."""

    start: int
    end: int
    slot: int


class GraphPath(NamedTuple):
    """A path from the result back to a variable: its edges' indices, and their slopes' product."""

    product: float
    edges: tuple[int, ...]


@dataclass(frozen=True)
class GraphNumbers:
    """The numbers of a graph.

    `values` and `gradients` (∂result/∂node) are by node, `slopes` (∂end/∂start) and `parts` (the
    contribution to the start's gradient) by edge.
    """

    values: list[float]
    gradients: list[float]
    slopes: list[float]
    parts: list[float]


@dataclass(frozen=True)
class VariableCheck:
    """The central difference (F(x + h) − F(x − h)) / 2h beside the `gradient`.

    `reason` says why they disagree: a kink or a jump within ± h; rounding; a chain rule that gives
    0 · ∞ although the formula has a derivative; or no finite number at all.
    """

    variable: str
    gradient: float
    numeric: float
    h: float
    agrees: bool
    reason: Reason | None


class Graph:
    """The graph of a formula: every node follows its inputs, the result is last.

    Raises InvalidExpression.
    """

    def __init__(self, formula: str) -> None:
        self.nodes: list[Node] = []
        self._known: dict[object, int] = {}
        self._add(parse_formula(formula))
        self.variables = {
            node.name: at for at, node in enumerate(self.nodes) if node.name is not None
        }
        if len(self.variables) > MAX_VARIABLES:
            names = list(self.variables)
            at = self.nodes[self.variables[names[MAX_VARIABLES]]].source[0]
            message = Message("refusals.formula.variables", limit=MAX_VARIABLES)
            raise InvalidExpression("variables", message, at=at)
        self.edges = [
            Edge(start, end, slot)
            for end, node in enumerate(self.nodes)
            for slot, start in enumerate(node.inputs)
        ]

    def _add(self, tree: Tree) -> int:
        """Return the node of a tree, and add it if there is none yet."""
        key = _key(tree)
        if key in self._known:
            return self._known[key]
        inputs = tuple(self._add(each) for each in tree.inputs)
        self.nodes.append(Node(tree.source, tree.name, tree.value, tree.gate, inputs))
        at = len(self.nodes) - 1
        # A constant has no gradient to add up, and is easier to read beside each of its uses.
        if tree.value is None:
            self._known[key] = at
        return at

    def forward(self, variables: Mapping[str, float]) -> list[float]:
        """Return every node's value."""
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

    def numbers(self, variables: Mapping[str, float]) -> GraphNumbers:
        """Do a forward and a backward pass."""
        values = self.forward(variables)
        slopes = [self._slope(edge, values) for edge in self.edges]
        gradients = [0.0] * len(self.nodes)
        parts = [0.0] * len(self.edges)
        gradients[-1] = 1.0
        # Edges are in the order of their ends, so a node's gradient is complete before it is used.
        for at in reversed(range(len(self.edges))):
            edge = self.edges[at]
            parts[at] = _times(gradients[edge.end], slopes[at])
            gradients[edge.start] += parts[at]
        return GraphNumbers(values, gradients, slopes, parts)

    def _slope(self, edge: Edge, values: Sequence[float]) -> float:
        node = self.nodes[edge.end]
        assert node.gate is not None
        inputs = [np.float64(values[at]) for at in node.inputs]
        with np.errstate(all="ignore"):
            return float(node.gate.slopes[edge.slot](*inputs))

    def paths(
        self, numbers: GraphNumbers, variable: str, max_paths: int
    ) -> tuple[list[GraphPath], int]:
        """Return the largest paths from the result back to a variable, and the number of all.

        The size of a product is a product of sizes, so the largest paths to a node are among the
        largest paths to the gates that it feeds.
        """
        found: list[list[GraphPath]] = [[] for _ in self.nodes]
        count = [0] * len(self.nodes)
        found[-1], count[-1] = [GraphPath(1.0, ())], 1
        for at in reversed(range(len(self.edges))):
            start, end, _ = self.edges[at]
            longer = [
                GraphPath(_times(path.product, numbers.slopes[at]), (*path.edges, at))
                for path in found[end]
            ]
            found[start] = nlargest(max_paths, [*found[start], *longer], key=_size)
            count[start] += count[end]
        place = self.variables[variable]
        return found[place], count[place]

    def check(
        self, numbers: GraphNumbers, variables: Mapping[str, float], name: str
    ) -> VariableCheck:
        """Compare the gradient of a variable with the central difference."""
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
        return VariableCheck(name, gradient, numeric, h, agrees, reason)

    def _reason(
        self, gradient: float, numeric: float, h: float, moments: Sequence[Sequence[float]]
    ) -> Reason:
        """Explain a disagreement; `moments` are the nodes' values at x − h, x and x + h."""
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
        """Whether a gate's corner is between two moments."""
        if node.gate is None or node.gate.corner is None:
            return False
        sides = [
            node.gate.corner(*(np.float64(values[at]) for at in node.inputs))
            for values in (below, above)
        ]
        return bool(sides[0] != sides[1] and sides[0] * sides[1] <= 0)


def _times(gradient: float, slope: float) -> float:
    """Return the contribution to an input's gradient.

    It is 0 if the gate's gradient is 0, even if the local derivative is infinite.
    """
    return gradient * slope if gradient else 0.0


def _size(path: GraphPath) -> float:
    return -1.0 if np.isnan(path.product) else abs(path.product)


def _key(tree: Tree) -> object:
    name = tree.gate.name if tree.gate else None
    return (tree.value, tree.name, name, tuple(_key(each) for each in tree.inputs))
