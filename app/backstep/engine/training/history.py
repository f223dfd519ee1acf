"""What a run keeps of its past: evenly spaced samples, bounded for any length."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

_WORD = 2**32 - 1

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
        return (not self._at or at > self._at[-1]) and self._belongs(at)

    def _belongs(self, at: int) -> bool:
        return at % self.stride == 0

    def next(self, at: int) -> int:
        """Return the first place after `at` where a sample belongs."""
        return (at // self.stride + 1) * self.stride

    def add(self, at: int, value: T) -> None:
        self._at.append(at)
        self._values.append(value)
        self._weight += self._weigh(value)
        while self._weight > self.capacity and len(self) > 2:
            self.stride *= 2
            self._keep([i for i, place in enumerate(self._at) if self._belongs(place)])

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


class Scattered(Samples[T]):
    """Samples at varying places, one in each stride, the first at 0.

    Evenly spaced samples can meet the same phase of each epoch again and again; these meet all
    phases. The places depend only on the stride, a power of two, and the places of a stride are
    among those of half of it.
    """

    def __init__(
        self, capacity: int, *, stride: int = 1, weigh: Callable[[T], int] = lambda _: 1
    ) -> None:
        super().__init__(capacity, stride=stride, weigh=weigh)
        self._gap = 1, 0, 0  # a stride, a place, and the next place: they are needed often

    def _belongs(self, at: int) -> bool:
        return at == 0 or self.next(at - 1) == at

    def next(self, at: int) -> int:
        stride, before, after = self._gap
        if stride != self.stride or not before <= at < after:
            block = at // self.stride
            place = _place(block, self.stride)
            before, after = (at, place) if at < place else (place, _place(block + 1, self.stride))
            self._gap = self.stride, before, after
        return after


def _place(block: int, stride: int) -> int:
    """Return the place of the sample in the `block`-th stride: that of one of its halves."""
    while stride > 1 and block:
        stride //= 2
        block = 2 * block + _coin(block, stride)
    return block * stride


def _coin(block: int, stride: int) -> int:
    """0 or 1, by the multiplications of xxHash32."""
    mixed = (block * 0x9E3779B1 + stride * 0x85EBCA77) & _WORD
    mixed = ((mixed ^ mixed >> 15) * 0xC2B2AE3D) & _WORD
    return (mixed ^ mixed >> 13) & 1
