"""The operations of a training step, positions among them, and their granularities.

A step has the input; each layer's forward steps, the first layer first; the loss; each layer's
backward steps, the last layer first; and the update.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple, get_args

from backstep.engine.nn.layers.layer import Layer
from backstep.engine.nn.steps import QUANTITIES, Kind, Quantity, Steps

Granularity = Literal["operation", "layer", "pass", "step", "epoch"]
GRANULARITIES: tuple[Granularity, ...] = get_args(Granularity)


class Position(NamedTuple):
    """Operation `op` of step `step` has just been done."""

    step: int
    op: int


class Operation(NamedTuple):
    """One operation: its kind, and the layer (1…N; 0 for `input`) that it applies to."""

    kind: Kind
    layer: int


@dataclass(frozen=True)
class Operations:
    """The operations of one step of a network whose layers have these `steps`."""

    steps: tuple[Steps, ...]

    @classmethod
    def of(cls, layers: Iterable[Layer]) -> "Operations":
        """Return the operations of a network's layers."""
        return cls(tuple(layer.steps for layer in layers))

    @property
    def depth(self) -> int:
        return len(self.steps)

    @cached_property
    def _parts(self) -> tuple[tuple[Operation, ...], ...]:
        """The operations, grouped by layer and direction."""
        layers = list(enumerate(self.steps, start=1))
        return (
            (Operation("input", 0),),
            *(tuple(Operation(kind, l) for kind in steps.forward) for l, steps in layers),
            (Operation("loss", self.depth),),
            *(tuple(Operation(kind, l) for kind in steps.backward) for l, steps in layers[::-1]),
            (Operation("update", self.depth),),
        )

    @cached_property
    def rows(self) -> tuple[Operation, ...]:
        return tuple(row for part in self._parts for row in part)

    def __getitem__(self, op: int) -> Operation:
        return self.rows[op]

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def loss(self) -> int:
        return self.index("loss", self.depth)

    @property
    def update(self) -> int:
        return len(self) - 1

    def index(self, kind: Kind, layer: int) -> int:
        """Return the index of the operation of that kind on that layer."""
        return self._places[kind, layer]

    def made(self, quantity: Quantity, layer: int) -> int | None:
        """Return the index of the operation that computes a layer's quantity, or None."""
        return self._made.get((quantity, layer))

    def computed(self, op: int) -> set[tuple[Quantity, int]]:
        """Return the quantities that exist after operation `op`, each with its layer."""
        return {key for key, made in self._made.items() if made <= op}

    @cached_property
    def _places(self) -> Mapping[tuple[Kind, int], int]:
        return {(row.kind, row.layer): op for op, row in enumerate(self.rows)}

    @cached_property
    def _made(self) -> Mapping[tuple[Quantity, int], int]:
        return {
            (QUANTITIES[row.kind], row.layer): op
            for op, row in enumerate(self.rows)
            if row.kind in QUANTITIES
        }

    @cached_property
    def _ends(self) -> Mapping[Granularity, tuple[int, ...]]:
        part_ends, stop = [], 0
        for part in self._parts:
            stop += len(part)
            if part:
                part_ends.append(stop - 1)
        return {
            "operation": tuple(range(len(self))),
            "layer": tuple(part_ends),
            # A backward pass without operations has no end of its own.
            "pass": tuple(sorted({self.loss, self.update - 1, self.update})),
            "step": (self.update,),
            "epoch": (self.update,),
        }

    def ends(self, by: Granularity) -> tuple[int, ...]:
        """Return the operations followed by a boundary; for an epoch, those in its last step."""
        return self._ends[by]

    def next(self, position: Position, by: Granularity, count: int = 1) -> Position:
        """Return the `count`-th boundary after `position`; epochs are handled by the run."""
        ends = self._ends[by]
        step, end = divmod(bisect_right(ends, position.op) + count - 1, len(ends))
        return Position(position.step + step, ends[end])

    def previous(self, position: Position, by: Granularity, count: int = 1) -> Position:
        """Return the `count`-th boundary before `position`.

        The start of the run is a boundary of every granularity.
        """
        ends = self._ends[by]
        step, end = divmod(bisect_left(ends, position.op) - count, len(ends))
        return max(Position(position.step + step, ends[end]), Position(0, 0))
