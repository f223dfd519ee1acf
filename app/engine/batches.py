"""Mini-batches: the order of the examples, epoch by epoch."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from app.engine.program import Array


@dataclass(frozen=True)
class Place:
    """Where in the order training is. `start:stop` is the batch at hand in this epoch's order;
    `batch` counts batches within the epoch."""

    epoch: int
    batch: int
    start: int
    stop: int
    shuffled: bool
    generator: dict[str, Any]  # the generator's state before this epoch's order was drawn


class Batches:
    """Hands out mini-batches of `examples`, in an order drawn anew each epoch by `generator`.

    `inputs` (n, in) and `targets` (n, out) are kept as one transposed table with a row of ones
    between them, shuffled once an epoch, so that a batch is a run of columns.
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
        ones = np.ones((1, len(inputs)))
        self._table = np.ascontiguousarray(np.vstack([inputs.T, ones, targets.T]))
        self.shuffled_table = self._table.copy()
        self.order = np.arange(len(inputs))
        self._generator = generator
        self.batch_size = batch_size
        self.shuffle = shuffle
        self._begin_epoch(0)

    @property
    def count(self) -> int:
        """Training examples."""
        return int(self._table.shape[1])

    @property
    def per_epoch(self) -> int:
        return -(-self.count // self.batch_size)

    @property
    def place(self) -> Place:
        return Place(
            self.epoch, self.batch, self.start, self.stop, self._shuffled, self._epoch_state
        )

    def _begin_epoch(self, epoch: int) -> None:
        state = dict(self._generator.bit_generator.state)
        self._arrange(Place(epoch, -1, 0, 0, self.shuffle, state))

    def _arrange(self, place: Place) -> None:
        """Draw the order of the epoch of `place` and stand there."""
        self._stand(place)
        if place.shuffled:
            self.order = self._generator.permutation(self.count)
        else:
            self.order = np.arange(self.count)
        self._table.take(self.order, axis=1, out=self.shuffled_table, mode="clip")

    def _stand(self, place: Place) -> None:
        self.epoch, self.batch, self.start, self.stop = (
            place.epoch,
            place.batch,
            place.start,
            place.stop,
        )
        self._shuffled, self._epoch_state = place.shuffled, place.generator

    def advance(self) -> tuple[int, int]:
        """Move to the next batch; its columns in `shuffled_table`."""
        if self.stop == self.count:
            self._begin_epoch(self.epoch + 1)
        self.start = self.stop
        self.stop = min(self.start + self.batch_size, self.count)
        self.batch += 1
        return self.start, self.stop

    def restore(self, place: Place) -> None:
        """Stand at a place seen before."""
        same_order = (self.epoch, self._shuffled, self._epoch_state) == (
            place.epoch,
            place.shuffled,
            place.generator,
        )
        if same_order:
            self._stand(place)
            return
        self._generator.bit_generator.state = place.generator
        self._arrange(place)

    def configure(self, *, batch_size: int, shuffle: bool) -> None:
        """Settings from the next batch on; a new order from the next epoch on, or from this one
        if it has not begun."""
        self.batch_size = batch_size
        self.shuffle = shuffle
        if self.stop == 0 and self._shuffled != shuffle:
            self._generator.bit_generator.state = self._epoch_state
            self._arrange(replace(self.place, shuffled=shuffle))

    @property
    def rows(self) -> list[int]:
        """Training-set indices of the batch at hand."""
        return [int(row) for row in self.order[self.start : self.stop]]

    @property
    def at_epoch_end(self) -> bool:
        """Whether the batch at hand is the last of its epoch."""
        return self.stop == self.count
