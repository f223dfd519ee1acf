"""Mini-batches: the order of the examples, epoch by epoch."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from backstep.engine.program import Array

Rows = npt.NDArray[np.int64]


class Epoch(NamedTuple):
    """One pass over the examples; `generator` is the generator's state before the shuffle."""

    number: int
    shuffled: bool
    generator: Mapping[str, Any]


class Place(NamedTuple):
    """A position in the order of the examples.

    The current batch is `start:stop` in the epoch's order; `batch` counts batches within the epoch.
    """

    epoch: Epoch
    batch: int
    start: int
    stop: int


class Batches:
    """Yields mini-batches of `examples`, in an order that `generator` draws for each epoch.

    `inputs` (n, in) and `targets` (n, out) are kept as one table with a column of ones between
    them, which is reordered once per epoch, so that a batch is a range of rows.
    """

    def __init__(
        self,
        inputs: Array,
        targets: Array,
        generator: np.random.Generator,
        *,
        batch_size: int,
        shuffle: bool,
    ) -> None:
        self._table = np.hstack([inputs, np.ones((len(inputs), 1)), targets])
        self._ordered = np.empty_like(self._table)
        self.squares = float(np.vdot(self._table, self._table))  # the sum of all squares
        self.targets: Array = np.ascontiguousarray(targets.T)  # (out, n)
        self.classes = _classes(targets)
        self._generator = generator
        self.count = len(inputs)
        self.batch_size = batch_size
        self.shuffle = shuffle
        self._begin_epoch(0)

    @property
    def epoch(self) -> int:
        return self._epoch.number

    @property
    def per_epoch(self) -> int:
        return -(-self.count // self.batch_size)

    @property
    def place(self) -> Place:
        return Place(self._epoch, self.batch, self.start, self.stop)

    def _begin_epoch(self, number: int) -> None:
        self._arrange(Epoch(number, self.shuffle, self._generator.bit_generator.state))
        self.batch, self.start, self.stop = -1, 0, 0
        self._first = 0

    def _arrange(self, epoch: Epoch) -> None:
        """Draw the order of `epoch`; the generator must be in the state that it names."""
        self._epoch = epoch
        self.order = (
            self._generator.permutation(self.count) if epoch.shuffled else np.arange(self.count)
        )
        self._table.take(self.order, 0, self._ordered, "clip")

    def take(self, limit: int) -> Array:
        """Advance by up to `limit` batches of one size within one epoch, to the last of them.

        Returns their columns, (batches, in + 1 + out, examples): inputs, ones, targets. This is a
        view, valid until the next epoch begins.
        """
        if self.stop == self.count:
            self._begin_epoch(self.epoch + 1)
        first, left = self.stop, self.count - self.stop
        size = min(self.batch_size, left)
        taken = min(limit, left // size)
        self.batch += taken
        self._first = first
        self.stop = first + taken * size
        self.start = self.stop - size
        rows = self._ordered[first : self.stop]
        return rows.reshape(taken, size, -1).swapaxes(1, 2)

    @property
    def taken(self) -> Rows:
        """Training-set indices of what was last taken."""
        return self.order[self._first : self.stop]

    def restore(self, place: Place) -> None:
        """Return to an earlier place."""
        epoch, self.batch, self.start, self.stop = place
        if epoch != self._epoch:
            self._generator.bit_generator.state = epoch.generator
            self._arrange(epoch)

    def configure(self, *, batch_size: int, shuffle: bool) -> None:
        """Change the settings from the next batch on.

        The order changes from the next epoch on, or from this one if it has not begun.
        """
        self.batch_size = batch_size
        self.shuffle = shuffle
        if self.stop == 0 and self._epoch.shuffled != shuffle:
            self._generator.bit_generator.state = self._epoch.generator
            self._arrange(self._epoch._replace(shuffled=shuffle))

    @property
    def rows(self) -> list[int]:
        """Training-set indices of the current batch."""
        return [int(row) for row in self.order[self.start : self.stop]]

    @property
    def at_epoch_end(self) -> bool:
        """Whether the current batch is the last of its epoch."""
        return self.stop == self.count


def _classes(targets: Array) -> Rows | None:
    """Return the class of each example of one-hot targets of several classes; None for others."""
    one_hot = np.isin(targets, (0.0, 1.0)).all() and (targets.sum(axis=1) == 1).all()
    return targets.argmax(axis=1) if one_hot and targets.shape[1] > 1 else None
