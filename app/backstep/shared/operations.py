"""The phase and the symbol of each kind of operation."""

from collections.abc import Mapping
from typing import Literal

from backstep.shared.reading import Shared, read

Phase = Literal["forward", "loss", "backward", "update"]


class Symbol(Shared):
    """Letters, with a sign before them.

    `layer` says whether the layer's number follows, `output` whether it is ŷ in the last layer.
    """

    before: str
    letters: tuple[str, ...]
    layer: bool
    output: bool


class Operations(Shared):
    """Phases and symbols by the kind of operation."""

    phases: Mapping[str, Phase]
    symbols: Mapping[str, Symbol]


OPERATIONS = read(Operations, "operations")
