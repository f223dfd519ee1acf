"""How well parameters do on data: forward passes only, never touching training's buffers."""

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

# Parameters that have left the number line are shown like any others; a run tells of it itself.
quiet = np.errstate(all="ignore")


class Evaluator:
    """Scores flat `parameters` on `inputs` (n, in) and `targets` (n, out). `gradients` are those
    of the last `trace`."""

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
        """Data loss and accuracy at `parameters`."""
        loss = self._forward(parameters)
        return Score(loss, self._accuracy() if self._classify else None)

    @quiet
    def loss(self, parameters: Array) -> float:
        """Total loss at `parameters`: that of the data, and the penalties."""
        return self._forward(parameters) + penalty(self.architecture, parameters)

    def gradient(self, parameters: Array) -> Array:
        """∂(total loss)/∂parameters, flat; a copy."""
        self.trace(parameters)
        return self.gradients.copy()

    def forward(self, parameters: Array) -> Network:
        """The network after a forward pass; valid until the next call of anything here."""
        self._forward(parameters)
        return self._network

    @quiet
    def trace(self, parameters: Array) -> Network:
        """Every number of a forward and a backward pass, in the network's buffers."""
        self._forward(parameters)
        execute(self._network.backward)
        return self._network

    def load(self, inputs: Array, targets: Array) -> None:
        """Other data of the same shape."""
        self._network.batch[: inputs.shape[1]] = inputs.T
        self._network.targets[:] = targets.T

    @quiet
    def predictions(self, parameters: Array) -> Array:
        """Outputs (n, out) at `parameters`; a copy."""
        np.copyto(self._parameters, parameters)
        execute(self._network.forward)
        return self._network.activations[-1].T.copy()

    @quiet
    def layers(self, parameters: Array) -> list[Array]:
        """Activations of each layer with weights, (units, n): views, valid until the next call."""
        np.copyto(self._parameters, parameters)
        execute(self._network.forward)
        return self._network.activations[1:]

    def _accuracy(self) -> float:
        right = self.answered() == self.meant()
        return float(np.count_nonzero(right) / right.size)

    def answered(self) -> Classes:
        """The class (n,) of each output of the last pass, which must be a classifier's."""
        return _classes(self._network.activations[-1])

    def meant(self) -> Classes:
        """The class (n,) of each target."""
        return _classes(self._network.targets)

    @property
    def outputs(self) -> Array:
        """Outputs (n, out) of the last pass; a view."""
        return self._network.activations[-1].T

    @quiet
    def own_losses(self) -> Array:
        """Each example's own loss (n,) in the last pass, without penalties."""
        network = self._network
        execute(network.loss)
        losses: Array = network.pointwise.sum(axis=0) * (network.examples / network.divisor)
        return losses


def _classes(answers: Array) -> Classes:
    """The largest of several outputs (out, n); of one, whether it is above the threshold."""
    found = answers.argmax(axis=0) if len(answers) > 1 else answers[0] > THRESHOLD
    return np.asarray(found, dtype=np.int64)


@dataclass(frozen=True)
class Scores:
    """Scores on the training and the test data; `test` is None where there are none. The penalty
    is that of the parameters, the same for both."""

    train: Score
    test: Score | None
    penalty: float = 0.0

    @property
    def total(self) -> float:
        """What training minimizes: the training data's loss and the penalty."""
        return self.train.loss + self.penalty


class Scorer:
    """Scores parameters on a whole data set, whatever the loss is at the moment.

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
        """Examples scored each time."""
        return sum(len(inputs) for inputs, _ in self._sets)

    def evaluators(self, architecture: Architecture) -> list[Evaluator]:
        """The training set's evaluator, then the test set's if there is one."""
        if architecture != self._architecture:
            self._architecture = architecture
            self._evaluators = [
                Evaluator(architecture, inputs, targets, classify=self._classify)
                for inputs, targets in self._sets
            ]
        return self._evaluators

    @quiet
    def score(self, architecture: Architecture, parameters: Array) -> Scores:
        """Scores at flat `parameters`."""
        train, *test = [each.score(parameters) for each in self.evaluators(architecture)]
        return Scores(train, test[0] if test else None, penalty(architecture, parameters))
