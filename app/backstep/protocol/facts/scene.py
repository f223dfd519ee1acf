"""A run at its position, as one looks at it: what narration, inspector and health are told from."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from backstep.data.build import Data
from backstep.engine.insight.differences import Check, check
from backstep.engine.nn.network import Architecture, Network
from backstep.engine.nn.parameters import Parameter
from backstep.engine.program import Array
from backstep.engine.training.evaluation import Evaluator
from backstep.engine.training.operations import Kind
from backstep.engine.training.run import Run
from backstep.engine.training.trainer import Trainer
from backstep.protocol.facts.numbers import Numbers

MOST_EXAMPLES = 512  # whose gradients are sent one by one


@dataclass(frozen=True)
class Scene:
    """`parameters` are those the step computes with; `numbers` those on the neurons, of training
    row `row`, or means over the batch where that is None. `batch` scores parameters on the batch
    at hand; `single` on the row's own loss, without penalties."""

    run: Run
    data: Data
    numbers: Numbers
    row: int | None
    parameters: Array
    batch: Callable[[], Evaluator]
    single: Callable[[], Evaluator]

    @property
    def trainer(self) -> Trainer:
        return self.run.trainer

    @property
    def architecture(self) -> Architecture:
        return self.run.trainer.architecture

    @property
    def at_update(self) -> bool:
        return self.run.position.op == self.run.operations.update

    def weights(self, layer: int) -> Array:
        """Weights (out, in) into layer 1, 2, …"""
        return self.architecture.layout.weights(self.parameters)[layer - 1]

    def bias(self, layer: int) -> Array:
        """Biases (out,) of layer 1, 2, …"""
        return self.architecture.layout.biases(self.parameters)[layer - 1]

    def done(self, kind: Kind, layer: int) -> bool:
        """Whether the step has done that operation at the position; there is none on the inputs
        but loading them."""
        return not layer or self.run.position.op >= self.run.operations.index(kind, layer)

    def signal(self, parameter: Parameter) -> float:
        """What the parameter is multiplied by: a_i, 1 for a bias."""
        if parameter.source is None:
            return 1.0
        return float(self.numbers.signal(parameter.layer)[parameter.source])

    def backward(self, layer: int) -> tuple[Network, Array]:
        """The batch's network with its δ of a layer in it, and the flat gradients: the step's own
        where it has them."""
        if self.done("gradient", layer):
            return self.trainer.network, self.trainer.gradients
        batch = self.batch()
        return batch.trace(self.parameters), batch.gradients

    def penalty_gradient(self, parameter: Parameter) -> float:
        """What the penalties add to the gradient of the batch."""
        if parameter.source is None:
            return 0.0
        weight = float(self.parameters[self.architecture.layout.index(parameter)])
        return self.architecture.l1 * float(np.sign(weight)) + self.architecture.l2 * weight

    def check_batch(self, at: int, gradient: float) -> Check:
        """The central difference along the parameter at `at` beside the batch's gradient."""
        rows = self.trainer.batches.rows
        return check(self.batch(), self.parameters, at, gradient, rows)


def contributions(network: Network, parameter: Parameter) -> Array:
    """Each example's own gradient (examples,): they average to the batch's, without penalties.
    The batch's δ carry the mean's 1/n, so n times theirs is an example's own."""
    own: Array = network.deltas[parameter.layer + 1][parameter.unit] * network.examples
    if parameter.source is not None:
        own *= network.activations[parameter.layer][parameter.source]
    return own
