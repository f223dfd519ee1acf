"""Rate limits: token buckets, one per client and kind of work."""

from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from time import monotonic

from backstep.settings import Rate

_MOST = 20_000  # buckets; the least recently used client is forgotten first


class Bucket:
    """A token bucket that holds up to `rate.burst` and fills by `rate.per_second`."""

    def __init__(self, rate: Rate, clock: Callable[[], float] = monotonic) -> None:
        self._rate, self._clock = rate, clock
        self._held, self._at = rate.burst, clock()

    def take(self, amount: float = 1) -> float:
        """Take `amount` and return 0, or return the seconds until it is available.

        An amount larger than the bucket is granted when the bucket is full, as a debt.
        """
        now = self._clock()
        filled = self._held + (now - self._at) * self._rate.per_second
        self._held, self._at = min(self._rate.burst, filled), now
        missing = min(amount, self._rate.burst) - self._held
        if missing > 0:
            return missing / self._rate.per_second
        self._held -= amount
        return 0.0


class Buckets:
    """The buckets of all clients, by kind and address."""

    def __init__(self) -> None:
        self._buckets: OrderedDict[tuple[str, str], Bucket] = OrderedDict()

    def take(self, kind: str, rate: Rate, address: str, amount: float = 1) -> float:
        """As `Bucket.take`, for the client at `address`."""
        key = (kind, neighbourhood(address))
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = Bucket(rate)
            if len(self._buckets) > _MOST:
                self._buckets.popitem(last=False)
        self._buckets.move_to_end(key)
        return bucket.take(amount)

    def __len__(self) -> int:
        return len(self._buckets)


def neighbourhood(address: str) -> str:
    """Return what a limit counts as one client: an IPv4 address, or a /64 of IPv6."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(IPv6Address(int(found) >> 64 << 64))
    return address
