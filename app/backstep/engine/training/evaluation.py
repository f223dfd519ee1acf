"""Evaluates parameters on data, without touching the buffers of the training."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from backstep.engine.nn.network import Architecture, Network, penalty
from backstep.engine.program import Array, execute


@dataclass(frozen=True)
class Score:
    """Loss with penalties; accuracy if the targets are classes."""

    loss: float
    accuracy: float | None


Classes = npt.NDArray[np.int64]

# Parameters that have overflowed are evaluated like any others; the run itself reports a failure.
quiet = np.errstate(all="ignore")


class Evaluator:
    """Evaluates flat `parameters` on `inputs` (n, in) and `targets` (n, out).

    `gradients` are those of the last `trace`.
    """

    def __init__(
        self, architecture: Architecture, inputs: Array, targets: Array, *, classify: bool
    ) -> None:
        self.architecture = architecture
        self._parameters = np.empty(architecture.layout.size)
        self.gradients = np.empty(architecture.layout.size)
        self._classify = classify
        self._network = Network(architecture, self._parameters, self.gradients, len(inputs))
        self.load(inputs, targets)

    @property
    def examples(self) -> int:
        return self._network.examples

    @quiet
    def _forward(self, parameters: Array) -> float:
        np.copyto(self._parameters, parameters)
        execute(self._network.forward)
        return self._network.data_loss() + penalty(self.architecture, parameters)

    def score(self, parameters: Array) -> Score:
        """Return loss and accuracy at `parameters`."""
        loss = self._forward(parameters)
        return Score(loss, self._accuracy() if self._classify else None)

    def loss(self, parameters: Array) -> float:
        """Return the total loss at `parameters`."""
        return self._forward(parameters)

    def gradient(self, parameters: Array) -> Array:
        """Return ∂(total loss)/∂parameters, flat, as a copy."""
        self.trace(parameters)
        return self.gradients.copy()

    def forward(self, parameters: Array) -> Network:
        """Return the network after a forward pass; valid until the next call of any method."""
        self._forward(parameters)
        return self._network

    @quiet
    def trace(self, parameters: Array) -> Network:
        """Return the network after a forward and a backward pass."""
        self._forward(parameters)
        execute(self._network.backward)
        return self._network

    def load(self, inputs: Array, targets: Array) -> None:
        """Replace the data by others of the same shape."""
        self._network.batch[: inputs.shape[1]] = inputs.T
        self._network.targets[:] = targets.T

    @quiet
    def predictions(self, parameters: Array) -> Array:
        """Return outputs (n, out) at `parameters`, as a copy."""
        np.copyto(self._parameters, parameters)
        execute(self._network.forward)
        return self._network.activations[-1].T.copy()

    @quiet
    def layers(self, parameters: Array) -> list[Array]:
        """Return each layer's activations, (units, n): views, valid until the next call."""
        np.copyto(self._parameters, parameters)
        execute(self._network.forward)
        return self._network.activations[1:]

    def _accuracy(self) -> float:
        right = self.answered() == self.meant()
        return float(np.count_nonzero(right) / right.size)

    def answered(self) -> Classes:
        """Return the class (n,) of each output in the last pass; only for classifiers."""
        # A tanh output is cut at 0, all others at ½: halfway between the two targets.
        cut = 0.0 if self.architecture.output.name == "tanh" else 0.5
        return _classes(self._network.activations[-1], cut)

    def meant(self) -> Classes:
        """Return the class (n,) of each target."""
        return _classes(self._network.targets, 0.5)

    @property
    def outputs(self) -> Array:
        """Return the outputs (n, out) of the last pass, as a view."""
        return self._network.activations[-1].T

    @quiet
    def own_losses(self) -> Array:
        """Return each example's own loss (n,) in the last pass, without penalties."""
        network = self._network
        execute(network.loss)
        losses: Array = network.pointwise.sum(axis=0) * (network.examples / network.divisor)
        return losses


def _classes(answers: Array, cut: float) -> Classes:
    """Return the index of the largest output (out, n); for one output, whether it exceeds `cut`."""
    found = answers.argmax(axis=0) if len(answers) > 1 else answers[0] > cut
    return np.asarray(found, dtype=np.int64)


@dataclass(frozen=True)
class Scores:
    """Scores on the training and the test data; `test` is None if there are none."""

    train: Score
    test: Score | None


class Scorer:
    """Evaluates parameters on a whole data set, for any loss.

    `train` and `test` are (inputs (n, in), targets (n, out)).
    """

    def __init__(
        self, train: tuple[Array, Array], test: tuple[Array, Array] | None, *, classify: bool
    ) -> None:
        self._sets = [train] if test is None or not len(test[0]) else [train, test]
        self._classify = classify
        self._architecture: Architecture | None = None
        self._evaluators: list[Evaluator] = []

    @property
    def examples(self) -> int:
        """The number of examples that each call evaluates."""
        return sum(len(inputs) for inputs, _ in self._sets)

    def evaluators(self, architecture: Architecture) -> list[Evaluator]:
        """Return the training set's evaluator, then the test set's if there is one."""
        if architecture != self._architecture:
            self._architecture = architecture
            self._evaluators = [
                Evaluator(architecture, inputs, targets, classify=self._classify)
                for inputs, targets in self._sets
            ]
        return self._evaluators

    def score(self, architecture: Architecture, parameters: Array) -> Scores:
        """Return the scores at flat `parameters`."""
        train, *test = [each.score(parameters) for each in self.evaluators(architecture)]
        return Scores(train, test[0] if test else None)
