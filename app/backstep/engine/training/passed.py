"""The losses of the batches that were trained on, computed many at once."""

import numpy as np

from backstep.engine.nn.network import Network
from backstep.engine.program import Array, execute
from backstep.engine.training.evaluation import quiet

_FEW, _MANY = 2**13, 2**16  # numbers of output that are kept, at least and at most
_BATCHES = 128  # that are kept where there is room


class Passed:
    """What the losses of batches of one size are computed from.

    To keep a copy of an output takes a hundredth of a small network's step; to compute its loss
    there and then, ten times as long. The arrays never move, so the calls are bound once.
    `classes`: each target is one class of several.
    """

    def __init__(self, network: Network, *, classes: bool) -> None:
        row, shape = network.architecture.loss_row, network.targets.shape
        size = network.targets.size
        self.capacity = max(1, max(_FEW, min(_MANY, _BATCHES * size)) // size)
        self.count = 0
        self.source = (network.activations if row.fused is None else network.preactivations)[-1]
        self._quick = row.quick if classes else None
        if self._quick is not None:
            self.source = network.outputs
        kept = np.zeros((self.capacity, *self.source.shape))
        self.slots = list(kept)
        self._a, outputs = kept[:, : len(network.targets)], kept[:, -len(network.targets) :]
        self.targets, self._pointwise = np.zeros((2, self.capacity, *shape))
        # A loss is a program over arrays of (outputs, …).
        o, t, p = (each.swapaxes(0, 1) for each in (outputs, self.targets, self._pointwise))
        self._program = row.value(o, o, t, p)
        self._divisor = network.divisor

    @property
    def room(self) -> int:
        """How many more batches it can keep."""
        return self.capacity - self.count

    @quiet
    def losses(self) -> Array:
        """The loss of each batch, in order; none is kept any more."""
        count, self.count = self.count, 0
        if self._quick is not None:
            found: Array = self._quick(self._a[:count], self.targets[:count]).sum(axis=1)
            if np.isfinite(found).all():
                return found / self._divisor
        execute(self._program)
        sums: Array = self._pointwise[:count].reshape(count, -1).sum(axis=1)
        return sums / self._divisor


class Waiting:
    """Batches of any sizes, in order, whose losses nobody has asked for."""

    def __init__(self) -> None:
        self._parts: list[tuple[Passed, int]] = []
        self._found: list[Array] = []

    def add(self, passed: Passed, count: int) -> None:
        """The last `count` of those that `passed` keeps."""
        self._parts.append((passed, count))

    @property
    def settled(self) -> bool:
        """Whether there are losses that nobody has taken."""
        return bool(self._found)

    def settle(self) -> None:
        """Compute the losses, so that there is room again."""
        if not self._parts:
            return
        losses = {passed: passed.losses() for passed in {passed for passed, _ in self._parts}}
        for passed, count in self._parts:
            self._found.append(losses[passed][:count])
            losses[passed] = losses[passed][count:]
        self._parts = []

    def take(self) -> Array:
        """All losses; none waits any more."""
        self.settle()
        found, self._found = self._found, []
        return np.concatenate(found) if found else np.empty(0)

    def forget(self, count: int) -> None:
        """Leave out the last `count` batches."""
        losses = self.take()
        self._found = [losses[: len(losses) - count]]
