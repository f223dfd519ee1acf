"""What a run keeps of its past: evenly spaced samples, bounded for any length."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Samples(Generic[T]):
    """Values at multiples of a stride.

    If their total weight exceeds `capacity` (each weighs 1, or `weigh(value)`), the stride doubles
    and every second value is dropped; two may always stay. What is kept depends only on how far the
    run has come, never on how it got there.
    """

    def __init__(
        self, capacity: int, *, stride: int = 1, weigh: Callable[[T], int] = lambda _: 1
    ) -> None:
        self.capacity = capacity
        self.stride = stride
        self._weigh = weigh
        self._weight = 0
        self._at: list[int] = []
        self._values: list[T] = []

    def wants(self, at: int) -> bool:
        """Whether a sample belongs at `at` and is not there yet."""
        return at % self.stride == 0 and (not self._at or at > self._at[-1])

    def next(self, at: int) -> int:
        """Return the first place after `at` where a sample belongs."""
        return (at // self.stride + 1) * self.stride

    def add(self, at: int, value: T) -> None:
        self._at.append(at)
        self._values.append(value)
        self._weight += self._weigh(value)
        while self._weight > self.capacity and len(self) > 2:
            self.stride *= 2
            self._keep([i for i, place in enumerate(self._at) if place % self.stride == 0])

    def _keep(self, places: Iterable[int]) -> None:
        kept = [(self._at[i], self._values[i]) for i in places]
        self._at, self._values = [at for at, _ in kept], [value for _, value in kept]
        self._weight = sum(map(self._weigh, self._values))

    def before(self, at: int) -> T:
        """Return the last sample at or before `at`; there is always one at 0."""
        return self._values[bisect_right(self._at, at) - 1]

    def drop_after(self, at: int) -> None:
        """Drop the samples after `at`."""
        self._keep(range(bisect_right(self._at, at)))

    def extend(self, stride: int, items: Iterable[tuple[int, T]]) -> None:
        """Adopt samples that were kept with `stride`."""
        self.stride = stride
        for at, value in items:
            if not self._at or at > self._at[-1]:
                self.add(at, value)

    def items(self) -> Iterator[tuple[int, T]]:
        return zip(list(self._at), list(self._values), strict=True)

    def __len__(self) -> int:
        return len(self._at)
