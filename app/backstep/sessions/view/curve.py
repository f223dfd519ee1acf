"""The loss curve as it is sent to one client."""

from collections.abc import Iterator
from time import monotonic
from typing import Any

import numpy as np

from backstep.engine.training.run import Run
from backstep.protocol.stream.frames import Watch
from backstep.sessions.roles import Running
from backstep.sessions.view.landscape import Drawn

_SECONDS = 0.1  # shortest time between two curves while the run plays


class LossCurve:
    """Remembers which curve was sent, and when."""

    def __init__(self) -> None:
        self._at = 0.0
        self._sent: Any = None
        self._log: Any = None  # of the run when it was sent: with other edits, other losses

    def pending(self, session: Running, watch: Watch) -> Iterator[Drawn]:
        """Yield the curve if it is watched, has changed, and was not sent just now."""
        if "curve" not in watch:
            return
        shape = (session.run_epoch, *_shape(session.run))
        same = shape == self._sent and session.run.log is self._log
        if same or (session.state.playing and monotonic() - self._at < _SECONDS):
            return
        self._at, self._sent, self._log = monotonic(), shape, session.run.log
        yield curve(session.run)


def _shape(run: Run) -> tuple[int, int, int]:
    """Return a value that changes whenever the curve's points or the batches' losses do."""
    last = max((at for at, _ in run.curve.items()), default=0)
    return len(run.curve), last, int(run.batch_losses().counts.sum())


def curve(run: Run) -> Drawn:
    """Return metadata and tensors of the whole curve."""
    points, bins = list(run.curve.items()), run.batch_losses()
    nan = float("nan")
    return {"curve": {"points": len(points), "bins": len(bins.starts)}}, {
        "curve.steps": np.array([float(at) for at, _ in points]),
        "curve.train": np.array([point.train.loss for _, point in points]),
        "curve.test": np.array([point.test.loss if point.test else nan for _, point in points]),
        "curve.penalty": np.array([point.penalty for _, point in points]),
        "curve.batch.starts": bins.starts,
        "curve.batch.counts": bins.counts,
        "curve.batch.mean": bins.means,
        "curve.batch.min": bins.lowest,
        "curve.batch.max": bins.highest,
    }
