"""A network over one batch size: its buffers, and its operations as programs.

The equations are BP1–BP4 of Nielsen, *Neural Networks and Deep Learning*, 2015, chapter 2; what
depends on a layer's kind is in `layers/`. Arrays are (units, examples); the package's docstring
says why.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise

import numpy as np

from backstep.engine.nn.activations import ACTIVATIONS, Activation
from backstep.engine.nn.layers.dense import Dense
from backstep.engine.nn.layers.layer import Layer, Ports
from backstep.engine.nn.losses import LOSSES, Loss
from backstep.engine.nn.parameters import ParameterLayout
from backstep.engine.nn.steps import Kind
from backstep.engine.program import Array, Program, call, execute


@dataclass(frozen=True)
class Architecture:
    """The layers, the first one first; the loss; the penalties l1 Σ|W| + (l2/2) ΣW².

    The last layer must have an activation function.
    """

    layers: tuple[Layer, ...]
    loss: str
    l1: float = 0.0
    l2: float = 0.0

    @classmethod
    def dense(
        cls,
        sizes: Sequence[int],
        activations: Sequence[str],
        loss: str,
        *,
        l1: float = 0.0,
        l2: float = 0.0,
    ) -> "Architecture":
        """Return dense layers of `sizes` units, inputs first."""
        layers = (
            Dense((width,), activation, count)
            for (width, count), activation in zip(pairwise(sizes), activations, strict=True)
        )
        return cls(tuple(layers), loss, l1, l2)

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """Units of each layer, inputs first."""
        return (self.layers[0].width, *(layer.units for layer in self.layers))

    @cached_property
    def activations(self) -> tuple[str | None, ...]:
        """The name of each layer's activation function, None without one."""
        return tuple(layer.activation for layer in self.layers)

    @property
    def depth(self) -> int:
        """The number of layers."""
        return len(self.layers)

    @cached_property
    def layout(self) -> ParameterLayout:
        return ParameterLayout(self.layers)

    @cached_property
    def loss_row(self) -> Loss:
        return LOSSES[self.loss]

    @cached_property
    def activation_rows(self) -> list[Activation | None]:
        return [layer.activation_row for layer in self.layers]

    @property
    def output(self) -> Activation:
        """The activation function of the last layer."""
        row = self.activation_rows[-1]
        assert row is not None, "the last layer has an activation function"
        return row

    def signals(self, examples: int) -> int:
        """Return the number of activations of a `Network` over `examples`, and of the last Z."""
        units = self.sizes[1:]
        return examples * (sum(units) + len(units) + units[-1])


class Network:
    """The operations of `architecture` over batches of `examples`.

    Reads `parameters`, writes `gradients` (both flat) and its own buffers. The activations
    and the last Z are in `signals` if that is given (`architecture.signals(examples)` numbers).
    Lists are indexed by layer, 0 for the inputs: `activations[l]` is (units, examples);
    `preactivations[0]` and `deltas[0]` are empty. `outputs` are the last A, a row of ones and the
    last Z, contiguous, so that one copy keeps them.
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
        self._weights = architecture.layout.decaying(parameters)
        self._weight_slopes = architecture.layout.decaying(gradients)
        self._allocate(signals)
        self._programs = [
            layer.bind(ports)
            for layer, ports in zip(
                architecture.layers, self._ports(parameters, gradients), strict=True
            )
        ]
        self.divisor = architecture.loss_row.divisor(architecture.sizes[-1], examples)

    def _allocate(self, signals: Array | None) -> None:
        free = np.empty(self.architecture.signals(self.examples)) if signals is None else signals
        self._signals = free.reshape(-1, self.examples)
        inputs, *units = self.architecture.sizes
        # Inputs, a row of ones for the bias, targets: one copy loads a batch.
        self.batch = np.empty((inputs + 1 + units[-1], self.examples))
        self.batch[inputs] = 1.0
        self.targets = self.batch[inputs + 1 :]
        # The layers' signals lie one below another, each with a row of ones for the bias of the
        # next layer. Related arrays have the same layout; their extra row is not read.
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
        self.preactivations[-1] = self._signals[-units[-1] :]
        self.outputs = self._signals[self._spans[-1].start :]
        self.deltas = [self._pulled_back[span][:-1] for span in self._spans]
        self.pointwise = np.empty((units[-1], self.examples))

    def _ports(self, parameters: Array, gradients: Array) -> list[Ports]:
        layout = self.architecture.layout
        blocks = zip(layout.blocks(parameters), layout.blocks(gradients), strict=True)
        return [
            Ports(
                block,
                gradient,
                self._with_ones[l - 1],
                self.preactivations[l] if layer.activation else self.activations[l],
                self.deltas[l],
                self._pulled_back[self._spans[l - 1]] if l > 1 else None,
            )
            for l, (layer, (block, gradient)) in enumerate(
                zip(self.architecture.layers, blocks, strict=True), start=1
            )
        ]

    def program(self, kind: Kind, layer: int) -> Program:
        """Return the calls of an operation on a layer (1…N)."""
        match kind:
            case "linear" | "pool":
                return self.transform(layer)
            case "activation":
                return self.activation(layer)
            case "delta":
                return self.delta(layer)
            case "gradient":
                return self.gradient(layer)
        raise ValueError(f"{kind} is no operation of a layer")

    def transform(self, layer: int) -> Program:
        """Compute Z_l from A_(l−1), or A_l if the layer has no activation function."""
        return self._programs[layer - 1].forward

    def activation(self, layer: int) -> Program:
        """A_l = f_l(Z_l)."""
        row = self.architecture.activation_rows[layer - 1]
        if row is None:
            return []
        return row.value(self.preactivations[layer], self.activations[layer])

    @cached_property
    def loss(self) -> Program:
        """Compute each entry's loss into `pointwise`."""
        top = self.architecture.depth
        return self.architecture.loss_row.value(
            self.preactivations[top], self.activations[top], self.targets, self.pointwise
        )

    def delta(self, layer: int) -> Program:
        """BP1 at the output, BP2 below: δ_l = ∂loss/∂Z_l, including the divisor of the mean."""
        if layer == self.architecture.depth:
            return self._output_delta()
        delta, span = self.deltas[layer], self._spans[layer]
        back = self._programs[layer].back
        if self.architecture.activations[layer - 1] is None:
            return back
        return [
            *back,
            *self._find_slopes(layer),
            call(np.multiply, delta, self._slopes[span][:-1], delta),
        ]

    def _find_slopes(self, layer: int) -> Program:
        """Compute f′ of `layer` together with the layers directly below that have the same f.

        Empty if that was done for the layer above.
        """
        names = self.architecture.activations
        for name, group in groupby(range(1, self.architecture.depth), lambda l: names[l - 1]):
            layers = list(group)
            if name is not None and layer == layers[-1]:
                rows = slice(self._spans[layers[0]].start, self._spans[layer].stop)
                slope = ACTIVATIONS[name].slope
                assert slope is not None, "softmax is for the output"
                return slope(self._z[rows], self._signals[rows], self._slopes[rows])
        return []

    def _output_delta(self) -> Program:
        top = self.architecture.depth
        loss, row = self.architecture.loss_row, self.architecture.output
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
        """BP3 and BP4: the layer's ∂loss/∂parameters, then the derivative of the penalties."""
        program = [*self._programs[layer - 1].gradient]
        pairs = zip(self._weights[layer - 1], self._weight_slopes[layer - 1], strict=True)
        for weight, slope in pairs:
            program += self._penalize(weight, slope)
        return program

    def _penalize(self, weight: Array, slope: Array) -> Program:
        """Add l1 sign(W) + l2 W to the gradient."""
        program: Program = []
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
        """Every layer's operations of the forward pass, in order."""
        return [
            each
            for layer, row in enumerate(self.architecture.layers, start=1)
            for kind in row.steps.forward
            for each in self.program(kind, layer)
        ]

    @cached_property
    def backward(self) -> Program:
        """Every layer's operations of the backward pass, from the last layer to the first."""
        layers = self.architecture.layers
        return [
            each
            for layer in range(len(layers), 0, -1)
            for kind in layers[layer - 1].steps.backward
            for each in self.program(kind, layer)
        ]

    def data_loss(self) -> float:
        """Return the mean loss of the batch in the buffers, after a forward pass."""
        execute(self.loss)
        return float(self.pointwise.sum()) / self.divisor


def penalty(architecture: Architecture, parameters: Array) -> float:
    """Return l1 Σ|W| + (l2/2) ΣW² over the weights of a flat parameter vector."""
    if not (architecture.l1 or architecture.l2):
        return 0.0
    total = 0.0
    for weight in architecture.layout.weights(parameters):
        total += architecture.l1 * float(np.abs(weight).sum())
        total += architecture.l2 / 2 * float(np.square(weight).sum())
    return total
