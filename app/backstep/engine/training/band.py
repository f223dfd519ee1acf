"""The loss of every mini-batch: exact means, lowest and highest, in bounded memory."""

from dataclasses import dataclass

import numpy as np

from backstep.engine.program import Array

BINS = 512  # full bins are fewer; when there are as many, two and two become one
_NOTHING: Array = np.empty(0)


@dataclass(frozen=True)
class Bins:
    """Losses of mini-batches in bins of consecutive updates.

    A bin holds the losses of `counts` updates, the first of which came after `starts` others. All
    bins but the last hold the same number.
    """

    starts: Array
    counts: Array
    means: Array
    lowest: Array
    highest: Array


@dataclass(frozen=True)
class Known:
    """What a band knows.

    `full` (3, bins) are the sum, the lowest and the highest loss of each full bin; `tail` are the
    losses after them.
    """

    full: Array
    tail: Array
    stride: int


class Band:
    """Takes the loss of each update in turn.

    A run that goes back calls `stand`; the losses that follow are known already, until the run is
    as far as it was. Full bins begin at multiples of a stride, which doubles when there are too
    many. Each sum is the sum of two halves, so it does not depend on when the stride doubled.
    """

    def __init__(self) -> None:
        self.known = Known(np.empty((3, 0)), _NOTHING, 1)
        self._at = 0
        # The losses of the current bin; None if the first of them were skipped.
        self._open: Array | None = _NOTHING

    @property
    def stride(self) -> int:
        """Updates in a bin."""
        return self.known.stride

    def start(self, updates: int) -> int:
        """Return the updates before the bin that holds the loss of the next update."""
        return updates // self.stride * self.stride

    def whole(self, updates: int) -> bool:
        """Whether the run, going on to `updates`, passes all losses of the bin there."""
        return self._open is not None or self.start(updates) > self._at

    def add(self, losses: Array) -> None:
        """Take the losses of the next updates."""
        before, self._at = self._at, self._at + len(losses)
        if self._open is None:
            skipped = -before % self.stride
            if len(losses) < skipped:
                return
            losses, self._open = losses[skipped:], _NOTHING
        self._open = np.concatenate([self._open, losses])
        while len(self._open) >= self.stride:
            self._open = self._close(self._open)
        full, tail, stride = self.known.full, self.known.tail, self.stride
        if self._at // stride == full.shape[1] and len(self._open) > len(tail):
            self.known = Known(full, self._open, stride)

    def _close(self, losses: Array) -> Array:
        """Make full bins, as many as there is room for; return the losses that are left."""
        full, stride = self.known.full, self.stride
        first, known = (self._at - len(losses)) // stride, full.shape[1]
        count = min(len(losses) // stride, BINS - first)
        new = losses[: count * stride].reshape(count, stride)[max(known - first, 0) :]
        if len(new):
            full = np.hstack([full, [_sums(new), new.min(axis=1), new.max(axis=1)]])
            self.known = Known(full, _NOTHING, stride)
        if full.shape[1] == BINS:
            sums, lowest, highest = full.reshape(3, -1, 2)
            halved = np.stack([_sums(sums), lowest.min(axis=1), highest.max(axis=1)])
            self.known = Known(halved, _NOTHING, 2 * stride)
        return losses[count * stride :]

    def stand(self, updates: int) -> None:
        """Continue from this number of updates."""
        self._at = updates
        past, tail = updates - self.start(updates), self.known.tail
        last = updates // self.stride == self.known.full.shape[1]
        if last and past <= len(tail):
            self._open = tail[:past]
        else:
            self._open = None if past else _NOTHING

    def drop_after(self, updates: int) -> None:
        """Forget the losses after this number of updates."""
        full, tail, stride = self.known.full, self.known.tail, self.stride
        bins, past = divmod(updates, stride)
        if bins < full.shape[1]:
            here = self._open is not None and self._at // stride == bins
            tail = self._open if here and self._open is not None else _NOTHING
        if bins <= full.shape[1]:
            self.known = Known(full[:, :bins], tail[:past], stride)

    def resume(self, known: Known) -> None:
        """Adopt what a band of the same run knew."""
        self.known = known
        self.stand(self._at)

    def recent(self, updates: int, count: int) -> tuple[float, int] | None:
        """Return the mean of the last `count` losses before `updates`, and the updates before them.

        Where only full bins are known, it takes a few losses more. Returns None if there are
        fewer.
        """
        full, tail, stride = self.known.full, self.known.tail, self.stride
        past = min(updates - full.shape[1] * stride, len(tail))
        if past >= count:
            return float(tail[past - count : past].mean()), full.shape[1] * stride + past - count
        last = min(updates // stride, full.shape[1])
        first = last - -(-count // stride)
        if first < 0:
            return None
        return float(full[0, first:last].mean()) / stride, first * stride

    def bins(self) -> Bins:
        """Return all that is known."""
        full, tail, stride = self.known.full, self.known.tail, self.stride
        count = full.shape[1]
        counts: Array = np.full(count, stride, dtype=np.float64)
        if len(tail):
            full = np.hstack([full, [[tail.sum()], [tail.min()], [tail.max()]]])
            counts = np.append(counts, len(tail))
        sums, lowest, highest = full
        starts: Array = np.arange(0, len(counts) * stride, stride, dtype=np.float64)
        return Bins(starts, counts, sums / counts, lowest, highest)


def _sums(rows: Array) -> Array:
    """Return the sum of each row; its length is a power of two."""
    while rows.shape[1] > 1:
        rows = rows[:, ::2] + rows[:, 1::2]
    return rows[:, 0]
