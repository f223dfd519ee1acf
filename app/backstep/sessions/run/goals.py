"""Limits at which playing stops: an epoch, a loss or an accuracy."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from backstep.engine.errors import InvalidValue
from backstep.engine.training.evaluation import Score, Scores
from backstep.engine.training.operations import Position
from backstep.engine.training.run import Run
from backstep.protocol.stream.messages import Until


def check(until: Until, run: Run) -> None:
    """Raise InvalidValue if the run's data have no such measure."""
    scores = run.score()
    if until.over == "test" and scores.test is None:
        raise InvalidValue("there are no test data", field="until.over")
    if until.accuracy is not None and scores.train.accuracy is None:
        raise InvalidValue("regression has no accuracy", field="until.accuracy")


class Goal:
    """A limit that `run` plays to.

    Loss and accuracy are checked at the points of the loss curve, which are computed anyway, so
    a run at full speed is not slowed down. The run may then be past the limit. As the curve
    shows the exact step, the player moves back to it.
    """

    def __init__(self, until: Until, run: Run) -> None:
        self._until = until
        self._run = run
        self._known: Position | None = None
        self._reached: int | None = None  # updates when the limit was met

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Within this context, the run stops at the point of its curve that meets the limit."""
        self._run.goal, self._run.reached = self._meets, None
        try:
            yield
        finally:
            # Other moves must not stop at the limit.
            self._reached, self._run.goal, self._run.reached = self._run.reached, None, None

    def _score(self, scores: Scores) -> Score | None:
        return scores.train if self._until.over == "train" else scores.test

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
        """Return `far`, or an earlier position at which the limit is known to be met."""
        run, update = self._run, self._run.operations.update
        if self._until.epoch is not None:
            far = min(far, max(run.after_epochs(self._until.epoch), run.position))
        if run.position < run.head:
            # The run has been further already, so part of the curve ahead is known.
            for updates, scores in run.curve.items():
                at = Position(updates - 1, update)
                if run.position < at < far and self._meets(scores):
                    self._known = at
                    return at
        return far

    @property
    def place(self) -> Position | None:
        """The position at which the last move met the limit, or None."""
        reached = self._reached
        return None if reached is None else Position(reached - 1, self._run.operations.update)

    def stopped(self) -> dict[str, Any] | None:
        """Return the `stopped` field of a status event; None if there is no reason to stop here."""
        run, until = self._run, self._until
        told: dict[str, Any] = {"over": until.over, "updates": run.trainer.updates}
        at_update = run.position.op == run.operations.update
        if until.epoch is not None and at_update and run.position >= run.after_epochs(until.epoch):
            return {"reason": "epoch", "value": until.epoch, "limit": until.epoch, **told}
        if run.position not in (self.place, self._known):
            return None
        scores = run.score()
        reason, score = self._reason(scores), self._score(scores)
        if reason is None or score is None:
            return None
        value, limit = getattr(score, reason), getattr(until, reason)
        return {"reason": reason, "value": value, "limit": limit, **told}
