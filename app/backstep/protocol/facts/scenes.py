"""The scenes of a run: what is evaluated at its position, for an example or for the batch."""

from dataclasses import replace
from functools import partial
from typing import Literal

from backstep.data.build import Data
from backstep.engine.nn.network import Network
from backstep.engine.program import Array
from backstep.engine.training.evaluation import Evaluator, quiet
from backstep.engine.training.run import Run
from backstep.protocol.facts.scene import Numbers, Scene

Focus = int | Literal["mean"] | None


class Scenes:
    """Makes scenes of one run. Keeps its evaluators, but nothing about positions."""

    def __init__(self, run: Run, data: Data) -> None:
        self.run, self.data = run, data
        self._single: Evaluator | None = None
        self._batch: Evaluator | None = None

    @property
    def parameters(self) -> Array:
        """The parameters that the current step computes with; at `update`, the old ones."""
        trainer = self.run.trainer
        at_update = self.run.position.op == self.run.operations.update
        return trainer.previous if at_update else trainer.parameters

    def batch(self) -> Evaluator:
        """Return an evaluator of the current batch."""
        trainer = self.run.trainer
        rows = trainer.batches.rows
        x, y = self.data.train_x[rows], self.data.train_y[rows]
        known = self._batch
        if (
            known is None
            or known.architecture != trainer.architecture
            or known.examples != len(rows)
        ):
            known = self._batch = Evaluator(trainer.architecture, x, y, classify=False)
        known.load(x, y)
        return known

    def train(self) -> Evaluator:
        """Return an evaluator of the training set."""
        return self.run.scorer.evaluators(self.run.trainer.architecture)[0]

    def example(self, focus: Focus) -> int | None:
        """Return the example in focus, by default the batch's first; None for the mean.

        Examples of the training set are numbered first, then those of the test set.
        """
        if focus == "mean":
            return None
        if focus is None or focus >= len(self.data):
            return self.run.trainer.batches.rows[0]
        return focus

    def single(self, row: int) -> Evaluator:
        """Return an evaluator of one example's own loss, without penalties."""
        architecture = replace(self.run.trainer.architecture, l1=0.0, l2=0.0)
        x, y = self.data.rows(row)
        if self._single is None or self._single.architecture != architecture:
            self._single = Evaluator(architecture, x, y, classify=False)
        self._single.load(x, y)
        return self._single

    @quiet
    def at(self, focus: Focus) -> Scene:
        """Return the run at its position, seen through an example, or through the batch's mean."""
        row, trainer = self.example(focus), self.run.trainer
        if row is None:
            numbers = _numbers_of(trainer.network, True, None)
        else:
            network = self.single(row).trace(self.parameters)
            numbers = _numbers_of(network, False, network.data_loss())
        single = partial(self.single, row or 0)
        return Scene(self.run, self.data, numbers, row, self.parameters, self.batch, single)


def _numbers_of(network: Network, mean: bool, loss: float | None) -> Numbers:
    """Return the numbers in a network's buffers: of its only example, or means over its batch."""

    def shown(array: Array) -> Array:
        if network.examples == 1:
            return array[:, 0].copy()
        middle: Array = array.mean(axis=1)
        return middle

    depth = network.architecture.depth
    return Numbers(
        mean,
        shown(network.activations[0]),
        shown(network.targets),
        [shown(network.preactivations[layer]) for layer in range(1, depth + 1)],
        [shown(network.activations[layer]) for layer in range(1, depth + 1)],
        # The batch's δ contain the mean's 1/n, so their sum is the mean of the examples' own δ.
        [network.deltas[layer].sum(axis=1) for layer in range(1, depth + 1)],
        loss,
    )
