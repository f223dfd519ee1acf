"""The kinds of operations in a training step.

A layer kind says which of them it needs and in which order; `training/operations.py` combines the
steps of all layers.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

Kind = Literal["input", "linear", "activation", "pool", "loss", "delta", "gradient", "update"]
Quantity = Literal["preactivation", "activation", "delta", "gradient"]

# The quantity that an operation computes; a layer has each quantity at most once.
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
