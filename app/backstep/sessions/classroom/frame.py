"""A frame for a whole class, and those who take it."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

import numpy as np

from backstep.protocol.stream.frames import Tensors, encode, narrowed
from backstep.sessions.connection import End
from backstep.sessions.view.landscape import Drawn

_AT_ONCE = 25  # followers that a frame is handed to before others are heard

Extras = Mapping[str, tuple[int, Drawn]]


class ClassMember(Protocol):
    """Who follows, as far as the class knows."""

    @property
    def heads(self) -> int:
        """How many it stands for."""

    @property
    def waiting(self) -> bool:
        """Whether it would take another frame."""

    def stir(self) -> None:
        """There is another frame."""

    def tell(self, kind: str, text: str) -> None:
        """Post an event, already in JSON."""

    def end(self, why: End) -> None:
        """The class is over."""


class ClassFrame:
    """A frame for the whole class. Its bytes are made once for all who lack the same of what does
    not come with every frame: the points, the curve."""

    def __init__(self, number: int, meta: dict[str, Any], tensors: Tensors, extras: Extras) -> None:
        self.number = number
        self._meta = meta | {"seq": number, "answers": []}
        # The engine's arrays change under its hands.
        self._tensors = {name: copied(tensor) for name, tensor in tensors.items()}
        self._extras = dict(extras)
        self._bytes: dict[frozenset[str], bytes] = {}

    @property
    def extras(self) -> Extras:
        return self._extras

    @property
    def plain(self) -> bytes:
        """The bytes for one who has all of the extras."""
        return self.data({name: stamp for name, (stamp, _) in self._extras.items()})

    def data(self, has: dict[str, int]) -> bytes:
        """The bytes for one who `has` so much of the extras; notes there what it has then."""
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
    """Tell all of a new frame, a few in each round of the loop: others are heard between."""
    them = list(members)
    for first in range(0, len(them), _AT_ONCE):
        for member in them[first : first + _AT_ONCE]:
            member.stir()
        await asyncio.sleep(0)


def copied(tensor: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return np.array(narrowed(tensor))
