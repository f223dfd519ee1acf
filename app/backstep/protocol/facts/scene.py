"""A run at its position: the input of narration, inspector and health."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from backstep.data.build import Data
from backstep.engine.insight.differences import Check, check
from backstep.engine.nn.layers.layer import Layer, Use
from backstep.engine.nn.network import Architecture, Network
from backstep.engine.nn.parameters import Parameter
from backstep.engine.nn.steps import Quantity
from backstep.engine.program import Array, execute
from backstep.engine.training.evaluation import Evaluator
from backstep.engine.training.run import Run
from backstep.engine.training.trainer import Trainer

MOST_EXAMPLES = 512  # whose gradients are sent individually


@dataclass(frozen=True)
class Numbers:
    """The numbers on the neurons at a position: of one example, or means over the batch.

    `input` is (in,). The other lists have one array (units,) per layer with weights; δ is that of
    the example's own loss.
    """

    mean: bool
    input: Array
    target: Array
    preactivations: list[Array]
    activations: list[Array]
    deltas: list[Array]
    loss: float | None

    def signal(self, layer: int) -> Array:
        """Return the activations of layer 0 (the inputs), 1, …"""
        return self.activations[layer - 1] if layer else self.input


@dataclass(frozen=True)
class Scene:
    """A run at its position, seen through one example or the batch.

    `parameters` are those that the step computes with. `numbers` are those on the neurons, of
    training row `row`, or means over the batch if that is None. `batch` returns an evaluator of the
    current batch; `single` one of the row's own loss, without penalties.
    """

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
        """Return layer 1, 2, …"""
        return self.architecture.layers[number - 1]

    def block(self, layer: int) -> Array:
        """Return the parameters of layer 1, 2, …, flat."""
        return self.architecture.layout.blocks(self.parameters)[layer - 1]

    def weights(self, layer: int) -> Array:
        """Return the weights of layer 1, 2, …, (units, inputs); 0 without a link."""
        return self.layer(layer).jacobian(self.block(layer), self.numbers.signal(layer - 1))

    def bias(self, layer: int) -> Array:
        """Return the biases of layer 1, 2, …, (units,)."""
        return self.layer(layer).added(self.block(layer))

    def slopes(self, layer: int) -> Array | None:
        """Return f′(z) of each unit of layer 1, 2, …; 1 without an activation function.

        Returns None for softmax: its outputs are coupled (no elementwise derivative).
        """
        row = self.architecture.activation_rows[layer - 1]
        z = self.numbers.preactivations[layer - 1].copy()
        if row is None:
            return np.ones_like(z)
        if row.slope is None:
            return None
        a, slope = np.empty_like(z), np.empty_like(z)
        execute([*row.value(z, a), *row.slope(z, a, slope)])
        return slope

    def done(self, quantity: Quantity, layer: int) -> bool:
        """Whether the step has computed that quantity of a layer.

        The inputs are there from the start; a layer may lack some quantities.
        """
        made = self.run.operations.made(quantity, layer)
        return not layer or (made is not None and self.run.position.op >= made)

    def summed(self, layer: int) -> Quantity:
        """Return what a layer's sum is called: its activation, if it has no activation function."""
        return "activation" if self.layer(layer).activation is None else "preactivation"

    def signal(self, layer: int, source: int | None) -> float:
        """Return the factor of a parameter of layer 1, 2, …: a_i for a weight, 1 for a bias."""
        return 1.0 if source is None else float(self.numbers.signal(layer - 1)[source])

    def gradient(self, parameter: Parameter) -> float:
        """Return Σ δ_j a_i over the uses of the parameter, for the numbers shown."""
        layer = parameter.layer + 1
        deltas = self.numbers.deltas[layer - 1]
        uses = self.architecture.layout.uses(parameter)
        return sum(float(deltas[unit]) * self.signal(layer, source) for unit, source in uses)

    def backward(self, layer: int) -> tuple[Network, Array]:
        """Return the batch's network with the δ of a layer, and the flat gradients.

        They are the step's own if it has computed them.
        """
        if self.done("gradient", layer):
            return self.trainer.network, self.trainer.gradients
        batch = self.batch()
        return batch.trace(self.parameters), batch.gradients

    def penalty_gradient(self, parameter: Parameter) -> float:
        """Return the penalties' part of the batch's gradient."""
        if not self.architecture.layout.decays(parameter):
            return 0.0
        weight = float(self.parameters[self.architecture.layout.index(parameter)])
        return self.architecture.l1 * float(np.sign(weight)) + self.architecture.l2 * weight

    def check_batch(self, at: int, gradient: float) -> Check:
        """Compare the central difference for the parameter at `at` with the batch's gradient."""
        rows = self.trainer.batches.rows
        return check(self.batch(), self.parameters, at, gradient, rows)


def contributions(network: Network, parameter: Parameter) -> Array:
    """Return each example's own gradient, (examples,); their mean is the batch's, unpenalized."""
    total: Array = np.zeros(network.examples)
    for use in network.architecture.layout.uses(parameter):
        errors, signals = factors(network, parameter.layer + 1, use)
        total += errors * signals
    return total


def factors(network: Network, layer: int, use: Use) -> tuple[Array, Array]:
    """Return each example's own δ of a unit of layer 1, 2, …, and the parameter's factor there.

    Both are (examples,). The batch's δ contain the mean's 1/n, so an example's own is n times that.
    """
    errors: Array = network.deltas[layer][use.unit] * network.examples
    if use.source is None:
        return errors, np.ones_like(errors)
    return errors, network.activations[layer - 1][use.source]
