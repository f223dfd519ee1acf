"""Limits at which playing stops: an epoch, a loss or an accuracy."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from backstep.engine.errors import InvalidValue
from backstep.engine.training import run as engine
from backstep.engine.training.evaluation import Score, Scores
from backstep.engine.training.operations import Position
from backstep.engine.training.run import Run
from backstep.protocol.stream.messages import Until
from backstep.texts.message import Message


def check_limit(until: Until, run: Run) -> None:
    """Raise InvalidValue if the run's data have no such measure."""
    scores = run.score()
    if until.over == "batch" and until.accuracy is not None:
        raise InvalidValue(Message("refusals.goal.batch"), field="until.over")
    if until.over == "test" and scores.test is None:
        raise InvalidValue(Message("refusals.goal.test"), field="until.over")
    if until.accuracy is not None and scores.train.accuracy is None:
        raise InvalidValue(Message("refusals.goal.accuracy"), field="until.accuracy")


def check_interval(until: Until, run: Run) -> int | None:
    """Return the most updates between two checks of `until`; None if it has nothing to check."""
    if until.loss is None and until.accuracy is None:
        return None
    return 1 if until.over == "batch" else run.check_every


class Goal:
    """A limit that `run` plays to.

    The loss of a batch is checked after every update. Loss and accuracy of a data set cost a pass
    over all of it, and are checked 16 times an epoch. A run at full speed may go past the limit;
    the player then moves back to the update that met it.
    """

    def __init__(self, until: Until, run: Run) -> None:
        self._until = until
        self._run = run
        self._reached: int | None = None  # updates when the limit was met

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Within this context, the run stops where it meets the limit."""
        batch = self._until.loss if self._until.over == "batch" else None
        self._run.goal, self._run.reached = engine.Stop(self._meets, batch), None
        try:
            yield
        finally:
            # Other moves must not stop at the limit.
            self._reached, self._run.goal, self._run.reached = self._run.reached, None, None

    def _score(self, scores: Scores) -> Score | None:
        return scores.test if self._until.over == "test" else scores.train

    def _meets(self, scores: Scores) -> bool:
        return self._reason(scores) is not None

    def _reason(self, scores: Scores) -> str | None:
        score, until = self._score(scores), self._until
        if score is None:
            return None
        if until.loss is not None and score.loss < until.loss:
            return "loss"
        if until.accuracy is not None and (score.accuracy or 0.0) > until.accuracy:
            return "accuracy"
        return None

    def bound(self, far: Position) -> Position:
        """Return `far`, or the end of the last epoch if that is earlier."""
        run = self._run
        if self._until.epoch is not None:
            far = min(far, max(run.after_epochs(self._until.epoch), run.position))
        return far

    @property
    def place(self) -> Position | None:
        """The position at which the last move met the limit, or None."""
        reached = self._reached
        return None if reached is None else Position(reached - 1, self._run.operations.update)

    def stopped(self) -> dict[str, Any] | None:
        """Return the `stopped` field of a status event; None if there is no reason to stop here."""
        run, until = self._run, self._until
        payload: dict[str, Any] = {"over": until.over, "updates": run.trainer.updates}
        at_update = run.position.op == run.operations.update
        if until.epoch is not None and at_update and run.position >= run.after_epochs(until.epoch):
            return {"reason": "epoch", "value": until.epoch, "limit": until.epoch, **payload}
        if run.position != self.place:
            return None
        if until.over == "batch":
            value = run.trainer.batch_loss
            return {"reason": "loss", "value": value, "limit": until.loss, **payload}
        scores = run.score()
        reason, score = self._reason(scores), self._score(scores)
        if reason is None or score is None:
            return None
        value, limit = getattr(score, reason), getattr(until, reason)
        return {"reason": reason, "value": value, "limit": limit, **payload}
