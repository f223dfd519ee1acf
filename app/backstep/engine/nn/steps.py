"""The kinds of operations that a training step is made of.

Which of them a layer needs, and in which order, is said by its kind; `training/operations.py` puts
the steps of all layers together.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

Kind = Literal["input", "linear", "activation", "pool", "loss", "delta", "gradient", "update"]
Quantity = Literal["preactivation", "activation", "delta", "gradient"]

# What an operation on a layer makes; every layer makes each quantity once, or not at all.
QUANTITIES: Mapping[Kind, Quantity] = MappingProxyType(
    {
        "linear": "preactivation",
        "activation": "activation",
        "pool": "activation",
        "delta": "delta",
        "gradient": "gradient",
    }
)


class Steps(NamedTuple):
    """A layer's operations in the forward pass and in the backward pass, in order."""

    forward: tuple[Kind, ...]
    backward: tuple[Kind, ...]
