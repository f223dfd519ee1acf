"""Non-finite numbers: where they first appeared, and their usual cause."""

from dataclasses import dataclass

import numpy as np

from backstep.engine.nn.steps import Kind
from backstep.engine.training.operations import Position
from backstep.engine.training.trainer import Trainer

_HINTS: dict[Kind, str] = {
    "input": "The data hold a number that is not finite, or too large to square.",
    "linear": "The weights or the activations have grown without bound: the learning rate is"
    " usually too large, or the initial weights are.",
    "activation": "An activation without an upper bound fed on itself from layer to layer: a"
    " smaller learning rate, tanh, or smaller initial weights cure it.",
    "pool": "A number that came in was not finite, or their sum is too large.",
    "loss": "The prediction has gone so far from the target that the loss overflows: the learning"
    " rate is usually too large for this loss.",
    "delta": "The slope of the loss has overflowed on its way back: gradients are exploding, from"
    " large weights or too many layers without a bound.",
    "gradient": "An error times an activation has overflowed: both have grown too large, usually"
    " from too large a learning rate.",
    "update": "The step itself overflowed: the gradient times the learning rate is too large.",
}


@dataclass(frozen=True)
class Failure:
    """The first operation that produced a non-finite number."""

    position: Position
    kind: Kind
    layer: int
    quantity: str
    hint: str

    @property
    def message(self) -> str:
        where = f" in layer {self.layer}" if self.layer and self.kind != "update" else ""
        step, op = self.position
        return (
            f"Training stopped: the first {self.quantity} that is not a finite number appeared"
            f"{where} at step {step}, operation {op} ({self.kind})."
        )


def find(trainer: Trainer, position: Position) -> Failure | None:
    """Return the failure of the last operation, if it produced NaN or infinity."""
    kind, layer = trainer.operations[position.op]
    for quantity, numbers in trainer.results(position.op).items():
        if not np.isfinite(numbers).all():
            return Failure(position, kind, layer, quantity, _HINTS[kind])
    return None
