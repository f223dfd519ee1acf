"""A dense network over one batch size: its buffers, and its operations as programs.

The equations are BP1–BP4 of Nielsen, *Neural Networks and Deep Learning*, 2015, chapter 2.
Arrays are (units, examples); see the package's docstring for why.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

import numpy as np

from backstep.engine.nn.activations import ACTIVATIONS, Activation
from backstep.engine.nn.losses import LOSSES, Loss
from backstep.engine.nn.parameters import ParameterLayout
from backstep.engine.program import Array, Program, call, execute


@dataclass(frozen=True)
class Architecture:
    """What is computed: `sizes` units per layer, inputs first; one activation per layer with
    weights; the loss; the penalties l1 Σ|W| + (l2/2) ΣW²."""

    sizes: tuple[int, ...]
    activations: tuple[str, ...]
    loss: str
    l1: float = 0.0
    l2: float = 0.0

    @property
    def depth(self) -> int:
        """L, the number of layers with weights."""
        return len(self.activations)

    @cached_property
    def layout(self) -> ParameterLayout:
        return ParameterLayout(self.sizes)

    @cached_property
    def loss_row(self) -> Loss:
        return LOSSES[self.loss]

    @cached_property
    def activation_rows(self) -> list[Activation]:
        return [ACTIVATIONS[name] for name in self.activations]

    def signals(self, examples: int) -> int:
        """Numbers in the batches and activations of a `Network` over so many examples."""
        inputs, *units = self.sizes
        return examples * (inputs + 1 + units[-1] + sum(units) + len(units))


class Network:
    """The operations of `architecture` over batches of `examples`.

    Reads `parameters`, writes `gradients` (both flat) and its own buffers; the batch and the
    activations lie in `signals` when that is given (`architecture.signals(examples)` numbers).
    Lists are indexed by layer, 0 for the inputs: `activations[l]` is (units, examples),
    `preactivations[0]` and `deltas[0]` do not exist and are empty.
    """

    def __init__(
        self,
        architecture: Architecture,
        parameters: Array,
        gradients: Array,
        examples: int,
        signals: Array | None = None,
    ) -> None:
        self.architecture = architecture
        self.examples = examples
        self._matrices = architecture.layout.matrices(parameters)
        self._gradients = architecture.layout.matrices(gradients)
        self._allocate(signals)
        rows = architecture.loss_row
        self.divisor = rows.divisor(architecture.sizes[-1], examples)

    def _allocate(self, signals: Array | None) -> None:
        free = np.empty(self.architecture.signals(self.examples)) if signals is None else signals
        rows = free.reshape(-1, self.examples)
        inputs, *units = self.architecture.sizes
        # Inputs, a row of ones for the bias, targets: a batch is loaded by one copy.
        self.batch, self._signals = np.split(rows, [inputs + 1 + units[-1]])
        self.batch[inputs] = 1.0
        self.targets = self.batch[inputs + 1 :]
        # The layers' signals lie one under another, each with a row of ones below it for the next
        # layer's bias. All that goes with them lies alike; there the row is there but not read.
        self._z, self._slopes, self._pulled_back = np.zeros((3, *self._signals.shape))
        self._spans = [slice(0)]
        self._with_ones = [self.batch[: inputs + 1]]
        for count in units:
            top = self._spans[-1].stop
            self._spans.append(slice(top, top + count + 1))
            self._with_ones.append(self._signals[self._spans[-1]])
            self._with_ones[-1][count] = 1.0
        self.activations = [each[:-1] for each in self._with_ones]
        self.preactivations = [self._z[span][:-1] for span in self._spans]
        self.deltas = [self._pulled_back[span][:-1] for span in self._spans]
        self.pointwise = np.empty((units[-1], self.examples))

    def linear(self, layer: int) -> Program:
        """Z_l = W_l A_(l−1) + b_l."""
        matrix = self._matrices[layer - 1]
        return [call(matrix.dot, self._with_ones[layer - 1], self.preactivations[layer])]

    def activation(self, layer: int) -> Program:
        """A_l = f_l(Z_l)."""
        row = self.architecture.activation_rows[layer - 1]
        return row.value(self.preactivations[layer], self.activations[layer])

    @cached_property
    def loss(self) -> Program:
        """Each entry's loss into `pointwise`."""
        top = self.architecture.depth
        return self.architecture.loss_row.value(
            self.preactivations[top], self.activations[top], self.targets, self.pointwise
        )

    def delta(self, layer: int) -> Program:
        """BP1 at the output, BP2 below it: δ_l = ∂loss/∂Z_l, the mean's divisor included."""
        if layer == self.architecture.depth:
            return self._output_delta()
        back, delta, span = self._matrices[layer].T, self.deltas[layer], self._spans[layer]
        return [
            call(back.dot, self.deltas[layer + 1], self._pulled_back[span]),
            *self._find_slopes(layer),
            call(np.multiply, delta, self._slopes[span][:-1], delta),
        ]

    def _find_slopes(self, layer: int) -> Program:
        """f′ for `layer` and, at once, for those right below it that have the same f; nothing if
        that was done for the layer above."""
        names = self.architecture.activations
        for name, group in groupby(range(1, self.architecture.depth), lambda l: names[l - 1]):
            layers = list(group)
            if layer == layers[-1]:
                rows = slice(self._spans[layers[0]].start, self._spans[layer].stop)
                slope = ACTIVATIONS[name].slope
                assert slope is not None, "softmax is for the output"
                return slope(self._z[rows], self._signals[rows], self._slopes[rows])
        return []

    def _output_delta(self) -> Program:
        top = self.architecture.depth
        loss, row = self.architecture.loss_row, self.architecture.activation_rows[-1]
        a, delta = self.activations[top], self.deltas[top]
        scale = call(np.multiply, delta, 1.0 / self.divisor, delta)
        if loss.slope is None:
            return [call(np.subtract, a, self.targets, delta), scale]
        return [
            *loss.slope(a, self.targets, delta),
            scale,
            *row.pullback(self.preactivations[top], a, delta, delta),
        ]

    def gradient(self, layer: int) -> Program:
        """BP3 and BP4 in one product, ∂[W | b]_l = δ_l [A_(l−1); 1]ᵀ, then the penalties' slope."""
        gradient = self._gradients[layer - 1]
        program = [call(self.deltas[layer].dot, self._with_ones[layer - 1].T, gradient)]
        weight, slope = self._matrices[layer - 1][:, :-1], gradient[:, :-1]
        scratch = np.empty(weight.shape)
        if self.architecture.l1:
            program += [
                call(np.sign, weight, scratch),
                call(np.multiply, scratch, float(self.architecture.l1), scratch),
                call(np.add, slope, scratch, slope),
            ]
        if self.architecture.l2:
            program += [
                call(np.multiply, weight, float(self.architecture.l2), scratch),
                call(np.add, slope, scratch, slope),
            ]
        return program

    @cached_property
    def forward(self) -> Program:
        """Every layer's linear and activation, in order."""
        return [
            each
            for layer in range(1, self.architecture.depth + 1)
            for each in (*self.linear(layer), *self.activation(layer))
        ]

    @cached_property
    def backward(self) -> Program:
        """Every layer's delta and gradient, from the last to the first."""
        return [
            each
            for layer in range(self.architecture.depth, 0, -1)
            for each in (*self.delta(layer), *self.gradient(layer))
        ]

    def data_loss(self) -> float:
        """Mean loss of the batch in the buffers, after a forward pass."""
        execute(self.loss)
        return float(self.pointwise.sum()) / self.divisor


def penalty(architecture: Architecture, parameters: Array) -> float:
    """l1 Σ|W| + (l2/2) ΣW² over the weights of a flat parameter vector."""
    if not (architecture.l1 or architecture.l2):
        return 0.0
    total = 0.0
    for weight in architecture.layout.weights(parameters):
        total += architecture.l1 * float(np.abs(weight).sum())
        total += architecture.l2 / 2 * float(np.square(weight).sum())
    return total
