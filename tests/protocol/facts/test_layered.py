"""Graph drawings: nothing overlaps, and every edge points to the right."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from backstep.engine.formula.graph import Graph
from backstep.protocol.facts.layered import BEND, GraphLayout, layered


def drawn(graph: Graph) -> GraphLayout:
    return layered([node.inputs for node in graph.nodes], [edge[:2] for edge in graph.edges])


@st.composite
def graphs(draw: st.DrawFn) -> list[list[int]]:
    """Return inputs of each node such that all nodes reach the last."""
    inputs: list[list[int]] = [[] for _ in range(draw(st.integers(1, 12)))]
    for _ in range(draw(st.integers(0, 40))):
        earlier = st.integers(0, len(inputs) - 1)
        inputs.append(draw(st.lists(earlier, min_size=1, max_size=2)))
    loose = set(range(len(inputs))) - {each for below in inputs for each in below}
    return [*inputs, sorted(loose)]


@given(graphs())
def test_nothing_overlaps_and_wires_run_to_the_right(inputs: list[list[int]]) -> None:
    edges = [(start, end) for end, below in enumerate(inputs) for start in below]
    layout = layered(inputs, edges)
    columns: dict[int, list[tuple[float, float]]] = {}
    for column, row in layout.nodes:
        columns.setdefault(column, []).append((row, 1.0))
    for (start, end), bends in zip(edges, layout.bends, strict=True):
        line = [layout.nodes[start], *bends, layout.nodes[end]]
        assert [after[0] - before[0] for before, after in pairwise(line)] == [1] * (len(line) - 1)
        for column, row in bends:
            columns.setdefault(column, []).append((row, BEND))
    for places in columns.values():
        for (low, room), (high, next_room) in pairwise(sorted(places)):
            assert high - low >= (room + next_room) / 2 - 1e-9
    assert min(row for places in columns.values() for row, _ in places) >= 0


def crossings(layout: GraphLayout, edges: list[tuple[int, int]]) -> int:
    links = [
        pair
        for (start, end), bends in zip(edges, layout.bends, strict=True)
        for pair in pairwise([layout.nodes[start], *bends, layout.nodes[end]])
    ]
    return sum(
        a[0] == c[0] and (a[1] - c[1]) * (b[1] - d[1]) < 0
        for i, (a, b) in enumerate(links)
        for c, d in links[i + 1 :]
    )


def test_a_formula_without_reuse_is_drawn_without_a_crossing() -> None:
    graph = Graph("(sigmoid(w2*tanh(w1*x + b1) + b2) - y)**2 + 0.1*abs(u*v - t/s)*max(p, q)")
    assert crossings(drawn(graph), [edge[:2] for edge in graph.edges]) == 0


def test_a_variable_stands_right_before_its_first_use() -> None:
    graph = Graph("tanh(w*x + b)")
    assert drawn(graph).nodes == [(0, 0), (0, 1), (1, 0.5), (1, 1.5), (2, 1), (3, 1)]
