"""Evaluates parameters on data, without touching the buffers of the training."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from backstep.engine.nn.network import Architecture, Network, penalty
from backstep.engine.program import Array, execute

# Targets of two classes are 0 and 1: the answer is the class whose target is nearer.
THRESHOLD = 0.5


@dataclass(frozen=True)
class Score:
    """The data's mean loss, without penalties; accuracy where the targets are classes."""

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
        """The data's loss after a forward pass."""
        np.copyto(self._parameters, parameters)
        execute(self._network.forward)
        return self._network.data_loss()

    def score(self, parameters: Array) -> Score:
        """Return data loss and accuracy at `parameters`."""
        loss = self._forward(parameters)
        return Score(loss, self._accuracy() if self._classify else None)

    @quiet
    def loss(self, parameters: Array) -> float:
        """Return the total loss at `parameters`: data loss and penalty."""
        return self._forward(parameters) + penalty(self.architecture, parameters)

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
        return _classes(self._network.activations[-1])

    def meant(self) -> Classes:
        """Return the class (n,) of each target."""
        return _classes(self._network.targets)

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


def _classes(answers: Array) -> Classes:
    """Return the index of the largest output (out, n), or whether the only one is above the
    threshold."""
    found = answers.argmax(axis=0) if len(answers) > 1 else answers[0] > THRESHOLD
    return np.asarray(found, dtype=np.int64)


@dataclass(frozen=True)
class Scores:
    """Scores on the training and the test data; `test` is None if there are none. The penalty
    depends on the parameters only, so it is the same for both."""

    train: Score
    test: Score | None
    penalty: float = 0.0

    @property
    def total(self) -> float:
        """What training minimizes: the training data's loss and the penalty."""
        return self.train.loss + self.penalty


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

    @quiet
    def score(self, architecture: Architecture, parameters: Array) -> Scores:
        """Return the scores at flat `parameters`."""
        train, *test = [each.score(parameters) for each in self.evaluators(architecture)]
        return Scores(train, test[0] if test else None, penalty(architecture, parameters))
