"""The 4L + 3 operations of a training step, positions among them, and their granularities."""

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
        return self.rows.index(Operation(kind, layer))

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

    def next(self, position: Position, by: Granularity) -> Position:
        """The first boundary strictly after `position`; an epoch's is found by the run."""
        step, op = position
        ends = self._ends[by]
        return next((Position(step, end) for end in ends if end > op), Position(step + 1, ends[0]))

    def previous(self, position: Position, by: Granularity) -> Position:
        """The last boundary strictly before `position`; the start is one of every granularity."""
        step, op = position
        ends = self._ends[by]
        for end in reversed(ends):
            if end < op:
                return Position(step, end)
        return Position(step - 1, ends[-1]) if step else Position(0, 0)
