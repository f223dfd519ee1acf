"""A frame for a whole class, and what the class needs to know of its members."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

import numpy as np

from backstep.protocol.stream.frames import Tensors, encode, narrowed
from backstep.sessions.connection import End
from backstep.sessions.view.landscape import Drawn

_AT_ONCE = 25  # followers that are notified of a frame before other tasks run

Extras = Mapping[str, tuple[int, Drawn]]


class ClassMember(Protocol):
    """A member of a class: a follower, or a process with several."""

    @property
    def heads(self) -> int:
        """The number of followers that this member stands for."""

    @property
    def waiting(self) -> bool:
        """Whether it is ready for another frame."""

    def stir(self) -> None:
        """Notify it of a new frame."""

    def tell(self, kind: str, text: str) -> None:
        """Queue an event, given as JSON."""

    def end(self, why: End) -> None:
        """End the connection: the class is over."""


class ClassFrame:
    """A frame for the whole class.

    Its bytes are encoded once for all members that lack the same extras: the points and the
    curve, which not every frame contains.
    """

    def __init__(self, number: int, meta: dict[str, Any], tensors: Tensors, extras: Extras) -> None:
        self.number = number
        self._meta = meta | {"seq": number, "answers": []}
        # Copies, because the engine overwrites its arrays.
        self._tensors = {name: copied(tensor) for name, tensor in tensors.items()}
        self._extras = dict(extras)
        self._bytes: dict[frozenset[str], bytes] = {}

    @property
    def extras(self) -> Extras:
        return self._extras

    @property
    def plain(self) -> bytes:
        """The bytes for a member that has all extras."""
        return self.data({name: stamp for name, (stamp, _) in self._extras.items()})

    def data(self, has: dict[str, int]) -> bytes:
        """Return the bytes for a member with the extras in `has`, and add the new ones to `has`."""
        lacking = frozenset(
            name for name, (stamp, _) in self._extras.items() if has.get(name) != stamp
        )
        if lacking not in self._bytes:
            meta, tensors = dict(self._meta), dict(self._tensors)
            for name in sorted(lacking):
                more, arrays = self._extras[name][1]
                meta |= more
                tensors |= arrays
            self._bytes[lacking] = encode(meta, tensors)
        has.update({name: self._extras[name][0] for name in lacking})
        return self._bytes[lacking]


async def hand_out(members: Iterable[ClassMember]) -> None:
    """Notify all members of a new frame, a few per loop iteration so that other tasks run."""
    them = list(members)
    for first in range(0, len(them), _AT_ONCE):
        for member in them[first : first + _AT_ONCE]:
            member.stir()
        await asyncio.sleep(0)


def copied(tensor: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return a copy of `tensor` for the wire: float32 where it is float64."""
    return np.array(narrowed(tensor))
