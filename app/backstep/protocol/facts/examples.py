"""Facts about single examples: the confusion matrix, and those of highest loss.

They come from the same numbers as the scores at the position.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from backstep.data.build import Data
from backstep.engine.program import Array
from backstep.engine.training.evaluation import Evaluator
from backstep.engine.training.run import Run

MOST = 64  # examples in a list

Told = tuple[dict[str, Any], dict[str, Array]]


@dataclass(frozen=True)
class Scored:
    """The training or the test set with its last scores.

    `first` is the number of its first example. If the test set is empty, the training set takes
    its place.
    """

    data: Data
    over: Literal["train", "test"]
    first: int
    evaluator: Evaluator
    losses: Array

    @classmethod
    def of(cls, run: Run, data: Data, over: Literal["train", "test"]) -> "Scored":
        """Return the last scores of a run, which must be those of its position."""
        train, *test = run.scorer.evaluators(run.trainer.architecture)
        if over == "test" and test:
            return cls(data, "test", len(data.train_x), test[0], test[0].own_losses())
        return cls(data, "train", 0, train, train.own_losses())

    def tell(self, panel: str, places: list[int]) -> tuple[list[dict[str, Any]], dict[str, Array]]:
        """Return examples by their places in the set; for images also their pixels (k, inputs)."""
        classes = self.data.task == "classification"
        meant = self.evaluator.meant() if classes else None
        answered = self.evaluator.answered() if classes else None
        outputs = self.evaluator.outputs
        rows = [
            {
                "example": self.first + place,
                "loss": float(self.losses[place]),
                "output": outputs[place].tolist(),
                "y": self.data.rows(self.first + place)[1][0].tolist(),
                "actual": None if meant is None else int(meant[place]),
                "predicted": None if answered is None else int(answered[place]),
                "text": self.data.text(self.first + place),
            }
            for place in places
        ]
        if self.data.image is None:
            return rows, {}
        x = self.data.train_x if self.over == "train" else self.data.test_x
        return rows, {f"{panel}.x": x[places].reshape(-1, *self.data.image)}


def confusion(scored: Scored, options: Mapping[str, Any]) -> Told:
    """Return how often each class is predicted as each, and a cell's examples, highest loss first.

    The matrix is None for a regression.
    """
    if scored.data.classes is None:
        return {"over": scored.over, "matrix": None, "cell": None}, {}
    count = len(scored.data.classes)
    meant, answered = scored.evaluator.meant(), scored.evaluator.answered()
    matrix = np.bincount(meant * count + answered, minlength=count * count).reshape(count, count)
    told: dict[str, Any] = {"over": scored.over, "matrix": matrix.tolist(), "cell": None}
    cell = options.get("cell")
    if cell is None or max(cell) >= count:
        return told, {}
    actual, predicted = cell
    found = np.flatnonzero((meant == actual) & (answered == predicted))
    hardest_first = found[np.argsort(-scored.losses[found], kind="stable")][:MOST]
    rows, pixels = scored.tell("confusion", hardest_first.tolist())
    told["cell"] = {
        "actual": actual, "predicted": predicted, "count": len(found), "examples": rows,
    }  # fmt: skip
    return told, pixels


def hardest(scored: Scored, options: Mapping[str, Any]) -> Told:
    """Return the examples of highest loss, the highest first."""
    count = min(options.get("count", 12), len(scored.losses))
    # NaN counts as the highest loss.
    losses = np.nan_to_num(scored.losses, nan=np.inf)
    few = np.argpartition(-losses, count - 1)[:count]
    places = sorted(few.tolist(), key=lambda place: (-losses[place], place))
    rows, pixels = scored.tell("hardest", places)
    return {"over": scored.over, "of": len(losses), "examples": rows}, pixels
