"""The path of a run through the space of its parameters, with the losses along it."""

import numpy as np

from backstep.data.build import Data
from backstep.engine.nn.network import Architecture
from backstep.engine.program import Array
from backstep.engine.training.evaluation import Evaluator
from backstep.engine.training.run import Run

Trail = list[tuple[Array, float]]  # flat parameters and total training losses

_MOST_PATH = 400  # points of a racer's path that are sent
_MOST_WORK = 2e8  # of computing unknown losses: points · examples · units
_FEWEST = 16  # points whose loss is computed, whatever the work
_MOST_KEPT = 4096  # losses


def way(run: Run) -> list[tuple[int, Array, float]]:
    """Return points of the run's path whose loss is known: updates, flat parameters, total loss."""
    points = [each for each in path(run) if np.isfinite(each[2])]
    stride = -(-len(points) // _MOST_PATH) or 1
    return points[::-1][::stride][::-1]


def path(run: Run) -> list[tuple[int, Array, float]]:
    """Return all points that are kept of the run's path: updates, flat parameters, total loss.

    The loss is NaN where the curve has no point.
    """
    scores = {updates: point.total for updates, point in run.curve.items()}
    return [
        (updates, parameters, scores.get(updates, np.nan))
        for updates, parameters in run.checkpoints()
    ]


class PathLosses:
    """Computes the losses that the curve lacks, and keeps them for the next drawing."""

    def __init__(self) -> None:
        self._of: object = None
        self._known: dict[int, float] = {}

    def fill(self, trail: Trail, architecture: Architecture, data: Data) -> Array:
        """Return the losses along the trail (k,).

        Where computing all of them would take long, they are computed at even distances only, and
        the others are NaN.
        """
        losses = np.array([loss for _, loss in trail])
        unknown = np.flatnonzero(np.isnan(losses))
        if not len(unknown):
            return losses
        if self._of != (architecture, id(data)) or len(self._known) > _MOST_KEPT:
            self._of, self._known = (architecture, id(data)), {}
        work = len(data.train_x) * sum(architecture.sizes)
        limit = max(_FEWEST, int(_MOST_WORK / work))
        stride = 1
        while len(unknown) > stride * limit:
            stride *= 2
        evaluator = Evaluator(architecture, data.train_x, data.train_y, classify=False)
        for at in unknown[unknown % stride == 0].tolist():
            losses[at] = self._loss(trail[at][0], evaluator)
        return losses

    def _loss(self, parameters: Array, evaluator: Evaluator) -> float:
        key = hash(parameters.tobytes())
        if key not in self._known:
            self._known[key] = evaluator.loss(parameters)
        return self._known[key]
