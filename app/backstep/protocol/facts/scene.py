"""A run at its position, as one looks at it: what narration, inspector and health are told from."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from backstep.data.build import Data
from backstep.engine.insight.differences import Check, check
from backstep.engine.nn.layers.layer import Layer, Use
from backstep.engine.nn.network import Architecture, Network
from backstep.engine.nn.parameters import Parameter
from backstep.engine.nn.steps import Quantity
from backstep.engine.program import Array
from backstep.engine.training.evaluation import Evaluator
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

    def layer(self, number: int) -> Layer:
        """Layer 1, 2, …"""
        return self.architecture.layers[number - 1]

    def block(self, layer: int) -> Array:
        """The parameters of layer 1, 2, …; flat."""
        return self.architecture.layout.blocks(self.parameters)[layer - 1]

    def weights(self, layer: int) -> Array:
        """By what each unit of layer 1, 2, … weighs each input, (units, inputs); 0 without link."""
        return self.layer(layer).jacobian(self.block(layer), self.numbers.signal(layer - 1))

    def bias(self, layer: int) -> Array:
        """What is added to each unit of layer 1, 2, …; (units,)."""
        return self.layer(layer).added(self.block(layer))

    def done(self, quantity: Quantity, layer: int) -> bool:
        """Whether the step has made that quantity of a layer at the position. The inputs are there
        from its beginning; a layer may lack some quantities."""
        made = self.run.operations.made(quantity, layer)
        return not layer or (made is not None and self.run.position.op >= made)

    def summed(self, layer: int) -> Quantity:
        """What a layer makes of its inputs: its activation where it has no activation function."""
        return "activation" if self.layer(layer).activation is None else "preactivation"

    def signal(self, layer: int, source: int | None) -> float:
        """What a parameter of layer 1, 2, … is multiplied by: a_i, or 1 where it is added."""
        return 1.0 if source is None else float(self.numbers.signal(layer - 1)[source])

    def gradient(self, parameter: Parameter) -> float:
        """Σ δ_j a_i over the places where the parameter is used, of the numbers shown."""
        layer = parameter.layer + 1
        deltas = self.numbers.deltas[layer - 1]
        uses = self.architecture.layout.uses(parameter)
        return sum(float(deltas[unit]) * self.signal(layer, source) for unit, source in uses)

    def backward(self, layer: int) -> tuple[Network, Array]:
        """The batch's network with its δ of a layer in it, and the flat gradients: the step's own
        where it has them."""
        if self.done("gradient", layer):
            return self.trainer.network, self.trainer.gradients
        batch = self.batch()
        return batch.trace(self.parameters), batch.gradients

    def penalty_gradient(self, parameter: Parameter) -> float:
        """What the penalties add to the gradient of the batch."""
        if not self.architecture.layout.decays(parameter):
            return 0.0
        weight = float(self.parameters[self.architecture.layout.index(parameter)])
        return self.architecture.l1 * float(np.sign(weight)) + self.architecture.l2 * weight

    def check_batch(self, at: int, gradient: float) -> Check:
        """The central difference along the parameter at `at` beside the batch's gradient."""
        rows = self.trainer.batches.rows
        return check(self.batch(), self.parameters, at, gradient, rows)


def contributions(network: Network, parameter: Parameter) -> Array:
    """Each example's own gradient (examples,): they average to the batch's, without penalties."""
    total: Array = np.zeros(network.examples)
    for use in network.architecture.layout.uses(parameter):
        errors, signals = factors(network, parameter.layer + 1, use)
        total += errors * signals
    return total


def factors(network: Network, layer: int, use: Use) -> tuple[Array, Array]:
    """Each example's own δ of a unit of layer 1, 2, …, and what the parameter is multiplied by
    there; (examples,). The batch's δ carry the mean's 1/n, so n times theirs is an example's own.
    """
    errors: Array = network.deltas[layer][use.unit] * network.examples
    if use.source is None:
        return errors, np.ones_like(errors)
    return errors, network.activations[layer - 1][use.source]
