"""The operations of a training step, positions among them, and their granularities.

Which operations there are, the layers say: the input; each layer's steps forward, the first layer
first; the loss; each layer's steps backward, the last layer first; the update.
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
    """One operation: what it does, and the layer (1…L; 0 for `input`) it does it to."""

    kind: Kind
    layer: int


@dataclass(frozen=True)
class Operations:
    """The operations of one step of a network whose layers have these `steps`."""

    steps: tuple[Steps, ...]

    @classmethod
    def of(cls, layers: Iterable[Layer]) -> "Operations":
        """Those of a network's layers."""
        return cls(tuple(layer.steps for layer in layers))

    @property
    def depth(self) -> int:
        return len(self.steps)

    @cached_property
    def _parts(self) -> tuple[tuple[Operation, ...], ...]:
        """The operations, those together that belong to one layer and one direction."""
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
        """Index of the operation of that kind on that layer."""
        return self._places[kind, layer]

    def made(self, quantity: Quantity, layer: int) -> int | None:
        """Index of the operation that makes a layer's quantity; None where none does."""
        return self._made.get((quantity, layer))

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
            # A backward pass of no operation has no end of its own.
            "pass": tuple(sorted({self.loss, self.update - 1, self.update})),
            "step": (self.update,),
            "epoch": (self.update,),
        }

    def ends(self, by: Granularity) -> tuple[int, ...]:
        """The operations after which there is a boundary; of an epoch, in its last step."""
        return self._ends[by]

    def next(self, position: Position, by: Granularity, count: int = 1) -> Position:
        """The `count`-th boundary strictly after `position`; an epoch's is found by the run."""
        ends = self._ends[by]
        step, end = divmod(bisect_right(ends, position.op) + count - 1, len(ends))
        return Position(position.step + step, ends[end])

    def previous(self, position: Position, by: Granularity, count: int = 1) -> Position:
        """The `count`-th boundary strictly before `position`; the start is one of every
        granularity."""
        ends = self._ends[by]
        step, end = divmod(bisect_left(ends, position.op) - count, len(ends))
        return max(Position(position.step + step, ends[end]), Position(0, 0))
