"""Non-finite numbers: where they first appeared, and their usual cause."""

from dataclasses import dataclass

import numpy as np

from backstep.engine.nn.steps import Kind
from backstep.engine.training.operations import Position
from backstep.engine.training.trainer import Trainer
from backstep.texts.message import Message


@dataclass(frozen=True)
class Failure:
    """The first operation that produced a non-finite number."""

    position: Position
    kind: Kind
    layer: int
    quantity: str

    @property
    def message(self) -> str:
        """Where training stopped, and on which number."""
        (step, op), kind = self.position, self.kind
        quantity = Message(f"failures.quantities.{self.quantity}")
        where = {"step": step, "op": op, "kind": kind}
        if self.layer and kind != "update":
            return Message("failures.in_layer", quantity=quantity, layer=self.layer, **where)
        return Message("failures.anywhere", quantity=quantity, **where)

    @property
    def hint(self) -> str:
        """What usually causes it, and what helps."""
        return Message(f"failures.hints.{self.kind}")


def find_failure(trainer: Trainer, position: Position) -> Failure | None:
    """Return the failure of the last operation, if it produced NaN or infinity."""
    kind, layer = trainer.operations[position.op]
    for quantity, numbers in trainer.results(position.op).items():
        if not np.isfinite(numbers).all():
            return Failure(position, kind, layer, quantity)
    return None
