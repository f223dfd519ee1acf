"""Layered graph drawing, after Sugiyama.

K. Sugiyama, S. Tagawa, M. Toda, *Methods for Visual Understanding of Hierarchical System
Structures*, IEEE Transactions on Systems, Man, and Cybernetics 11 (2), 1981.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

SWEEPS = 12
BEND = 0.5  # the room that an edge needs where it crosses a column; a node needs 1


@dataclass(frozen=True)
class Layout:
    """Places of `nodes` as (column, row), and the points at which edges cross columns.

    Rows begin at 0. In a column, distances are at least the room that its entries need.
    """

    nodes: list[tuple[int, float]]
    bends: list[list[tuple[int, float]]]

    @property
    def size(self) -> tuple[int, float]:
        """The last column and row."""
        points = [*self.nodes, *(point for line in self.bends for point in line)]
        return max(column for column, _ in points), max(row for _, row in points)


def layered(inputs: Sequence[Sequence[int]], edges: Sequence[tuple[int, int]]) -> Layout:
    """Place nodes, each to the right of its `inputs`; `edges` are (start, end)."""
    columns = _columns(inputs)
    places, chains = [*columns], []
    links: list[tuple[int, int]] = []
    for start, end in edges:
        passed = range(columns[start] + 1, columns[end])
        chain = [start, *range(len(places), len(places) + len(passed)), end]
        places += passed
        chains.append(chain)
        links += pairwise(chain)
    grid = _Grid(places, links, real=len(inputs))
    rows = grid.rows()
    return Layout(
        [(places[at], rows[at]) for at in range(len(inputs))],
        [[(places[at], rows[at]) for at in chain[1:-1]] for chain in chains],
    )


def _columns(inputs: Sequence[Sequence[int]]) -> list[int]:
    """Return columns: a gate's is right of its inputs', a variable's left of its first gate's."""
    columns = [0] * len(inputs)
    for at, below in enumerate(inputs):
        columns[at] = 1 + max((columns[each] for each in below), default=-1)
    for at, below in enumerate(inputs):
        fed = [columns[end] for end, each in enumerate(inputs) if at in each]
        if not below and fed:
            columns[at] = min(fed) - 1
    return columns


class _Grid:
    """Columns of nodes and bends: first ordered with few crossings, then placed in rows."""

    def __init__(self, columns: list[int], links: list[tuple[int, int]], real: int) -> None:
        self.links = links
        self.room = [1.0 if at < real else BEND for at in range(len(columns))]
        self.left: list[list[int]] = [[] for _ in columns]
        self.right: list[list[int]] = [[] for _ in columns]
        for start, end in links:
            self.right[start].append(end)
            self.left[end].append(start)
        self.columns: list[list[int]] = [[] for _ in range(max(columns) + 1)]
        for at in self._depth_first(len(columns), real - 1):
            self.columns[columns[at]].append(at)

    def _depth_first(self, count: int, result: int) -> Iterator[int]:
        """Yield nodes from the result back, inputs in order, so that a tree has no crossings."""
        seen = [False] * count
        waiting = [result]
        while waiting:
            at = waiting.pop()
            if not seen[at]:
                seen[at] = True
                yield at
                waiting += reversed(self.left[at])

    def rows(self) -> list[float]:
        """Return the row of each node and bend, from 0."""
        self._order()
        rows = [0.0] * len(self.room)
        for column in self.columns:
            self._settle(column, rows, lambda at: None)
        for sweep in range(SWEEPS):
            beside, columns = self._direction(sweep)
            for column in columns:
                self._settle(column, rows, self._mean(rows, beside))
        top = min(rows)
        return [row - top for row in rows]

    def _direction(self, sweep: int) -> tuple[list[list[int]], list[list[int]]]:
        return (self.left, self.columns) if sweep % 2 else (self.right, self.columns[::-1])

    def _mean(self, rows: list[float], beside: list[list[int]]) -> Callable[[int], float | None]:
        def mean(at: int) -> float | None:
            near = [rows[each] for each in beside[at]]
            return sum(near) / len(near) if near else None

        return mean

    def _order(self) -> None:
        """Sweep by the mean place of the neighbors; keep the order with the fewest crossings."""
        best, fewest = [[*column] for column in self.columns], self._crossings()
        for sweep in range(SWEEPS):
            if not fewest:
                break
            places = self._places()
            beside, columns = self._direction(sweep)
            for column in columns:
                mean = self._mean(places, beside)
                wanted = {at: places[at] if (m := mean(at)) is None else m for at in column}
                column.sort(key=wanted.__getitem__)
                for place, at in enumerate(column):
                    places[at] = place
            crossings = self._crossings()
            if crossings < fewest:
                best, fewest = [[*column] for column in self.columns], crossings
        self.columns = best

    def _places(self) -> list[float]:
        places = [0.0] * len(self.room)
        for column in self.columns:
            for place, at in enumerate(column):
                places[at] = place
        return places

    def _crossings(self) -> int:
        places = self._places()
        between = [
            sorted((places[at], places[end]) for at in column for end in self.right[at])
            for column in self.columns
        ]
        return sum(
            first[0] < second[0] and first[1] > second[1]
            for links in between
            for i, first in enumerate(links)
            for second in links[i + 1 :]
        )

    def _settle(
        self, column: list[int], rows: list[float], wanted: Callable[[int], float | None]
    ) -> None:
        """Move each entry as close to its wanted row as the others allow, by least squares.

        Entries that would overlap are pooled (isotonic regression).
        """
        blocks: list[list[float]] = []  # [sum of wanted offsets, count]
        offsets, reach = [], 0.0
        for before, at in zip([None, *column], column, strict=False):
            reach += 0.0 if before is None else (self.room[before] + self.room[at]) / 2
            offsets.append(reach)
            want = wanted(at)
            blocks.append([(rows[at] if want is None else want) - reach, 1.0])
            while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] > blocks[-1][0] / blocks[-1][1]:
                total, size = blocks.pop()
                blocks[-1][0] += total
                blocks[-1][1] += size
        level = [total / size for total, size in blocks for _ in range(int(size))]
        for at, base, offset in zip(column, level, offsets, strict=True):
            rows[at] = base + offset
