"""The loss of every mini-batch that was trained on, computed for many batches at once.

To copy the outputs of a batch takes a fiftieth of a small network's step; to compute its loss at
once would take a tenth.
"""

import numpy as np

from backstep.engine.nn.network import Network
from backstep.engine.program import Array, execute
from backstep.engine.training.batches import Batches, Rows
from backstep.engine.training.evaluation import quiet

# Few enough to stay in the processor's cache.
_MAX_BATCHES = 128
_MAX_NUMBERS = 2**16
_MAX_FOUND = 32  # arrays of computed losses that nobody has taken


class BatchLosses:
    """Keeps the outputs of batches, of at most as many examples as `network` has, for their losses.

    The arrays that take the outputs never move.
    """

    def __init__(self, network: Network, batches: Batches) -> None:
        self._row = row = network.architecture.loss_row
        self._targets, self._classes = batches.targets, batches.classes
        self._units, self._examples = network.targets.shape
        self._of_classes = row.of_classes if self._classes is not None else None
        shape = self.source(network).shape
        self.capacity = max(1, min(_MAX_BATCHES, _MAX_NUMBERS // int(np.prod(shape))))
        self._padding = np.zeros(self._examples, dtype=np.int64)
        self._kept = np.zeros((self.capacity, *shape))
        self._slots = list(self._kept)
        self._rows: list[Rows] = []
        self._count = 0
        self._smaller: list[tuple[int, int]] = []  # places of smaller batches, and their examples
        self._found: list[Array] = []

    def source(self, network: Network) -> Array:
        """Return the array to copy to a slot after a step of `network`."""
        if self._row.fused is None:
            return network.activations[-1]
        return network.preactivations[-1] if self._of_classes is None else network.outputs

    def keep(self, rows: Rows, count: int) -> list[Array]:
        """Return the slots for the outputs of `count` batches of these rows of the training set.

        A smaller batch comes alone.
        """
        if self._count + count > self.capacity:
            self.compute()
        first, size = self._count, len(rows)
        self._count += count
        self._rows.append(rows)
        if size == count * self._examples:
            return self._slots[first : self._count]
        self._rows.append(self._padding[size:])
        self._smaller.append((first, size))
        return [self._kept[first, :, :size]]

    @property
    def are_many(self) -> bool:
        """Whether it is time to take the losses, which would need more and more memory."""
        return len(self._found) > _MAX_FOUND

    @quiet
    def compute(self) -> None:
        """Compute the losses of what is kept, so that there is room again."""
        count, self._count = self._count, 0
        if not count:
            return
        kept, rows = self._kept[:count], np.concatenate(self._rows)
        losses = self._sums(kept, rows.reshape(count, -1))
        for place, size in self._smaller:
            losses[place, size:] = 0.0
        sums = np.add.reduce(losses, axis=1)
        found = sums / self._row.divisor(self._units, self._examples)
        for place, size in self._smaller:
            found[place] = sums[place] / self._row.divisor(self._units, size)
        self._smaller, self._rows = [], []
        self._found.append(found)

    def _sums(self, kept: Array, rows: Rows) -> Array:
        """Return the sum over the units of each example's loss, (batches, examples)."""
        z, a = kept[:, -self._units :], kept[:, : self._units]
        if self._of_classes is not None and self._classes is not None:
            losses = self._of_classes(a, self._classes.take(rows))
            if np.isfinite(losses).all():
                return losses
        targets = self._targets.take(rows, axis=1)
        entries: Array = np.empty(targets.shape)
        execute(self._row.value(z.swapaxes(0, 1), a.swapaxes(0, 1), targets, entries))
        sums: Array = entries.sum(axis=0)
        return sums

    def take(self) -> Array:
        """Return the losses of all batches since the last call, in order."""
        self.compute()
        found, self._found = self._found, []
        return np.concatenate(found) if found else np.empty(0)

    def drop(self, count: int) -> None:
        """Leave out the last `count` batches."""
        losses = self.take()
        self._found = [losses[: len(losses) - count]]
