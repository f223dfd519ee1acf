"""The 4L + 3 operations of a training step, positions among them, and their granularities."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple, get_args

Kind = Literal["input", "linear", "activation", "loss", "delta", "gradient", "update"]
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
    """The operations of one step of a network with `depth` layers of weights."""

    depth: int

    @cached_property
    def rows(self) -> tuple[Operation, ...]:
        layers = range(1, self.depth + 1)
        forward = [Operation(kind, l) for l in layers for kind in ("linear", "activation")]
        backward = [Operation(kind, l) for l in reversed(layers) for kind in ("delta", "gradient")]
        top = self.depth
        return (
            Operation("input", 0),
            *forward,
            Operation("loss", top),
            *backward,
            Operation("update", top),
        )

    def __getitem__(self, op: int) -> Operation:
        return self.rows[op]

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def loss(self) -> int:
        return 2 * self.depth + 1

    @property
    def update(self) -> int:
        return 4 * self.depth + 2

    def index(self, kind: Kind, layer: int) -> int:
        """Index of the operation of that kind on that layer."""
        return self._places[kind, layer]

    @cached_property
    def _places(self) -> dict[tuple[Kind, int], int]:
        return {(row.kind, row.layer): op for op, row in enumerate(self.rows)}

    @cached_property
    def _ends(self) -> dict[Granularity, tuple[int, ...]]:
        every = tuple(range(len(self)))
        pair_ends = tuple(op for op in every if self.rows[op].kind not in ("linear", "delta"))
        passes = (self.loss, self.update - 1, self.update)
        return {
            "operation": every,
            "layer": pair_ends,
            "pass": passes,
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
