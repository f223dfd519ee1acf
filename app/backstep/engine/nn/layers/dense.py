"""The dense layer: every unit weighs every input, Z = W A + b.

The block holds the rows of [W | b], shape (units, inputs + 1), so that with a row of ones below A
one product includes the biases.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import ClassVar

import numpy as np

from backstep.engine.nn.layers.code import NumpyCode, TorchCode
from backstep.engine.nn.layers.layer import Layer, Places, Ports, Programs, Shape, Use
from backstep.engine.nn.steps import Steps
from backstep.engine.program import Array, call

_CODE = NumpyCode(
    name="dense",
    shape=(),
    tensors=MappingProxyType({"weight": "[:, :-1]", "bias": "[:, -1]"}),
    forward="x @ layer[:, :-1].T + layer[:, -1]",
    back="delta @ layer[:, :-1]",
    gradient=("slope[:, :-1] = delta.T @ x", "slope[:, -1] = delta.sum(axis=0)"),
)


@dataclass(frozen=True)
class Dense(Layer):
    """`count` units, each with a weight for every input."""

    count: int

    kind: ClassVar[str] = "dense"
    steps: ClassVar[Steps] = Steps(("linear", "activation"), ("delta", "gradient"))
    all_to_all: ClassVar[bool] = True

    @property
    def shape(self) -> Shape:
        return (self.count,)

    @property
    def tensors(self) -> Mapping[str, Shape]:
        return {"weight": (self.count, self.width), "bias": (self.count,)}

    @property
    def fans(self) -> Mapping[str, tuple[int, int]]:
        return {"weight": (self.width, self.count)}

    def matrix(self, block: Array) -> Array:
        """Return [W | b], (…, units, inputs + 1), as a view."""
        return block.reshape(*block.shape[:-1], self.count, self.width + 1)

    def views(self, block: Array) -> dict[str, Array]:
        matrix = self.matrix(block)
        return {"weight": matrix[..., :-1], "bias": matrix[..., -1]}

    def bind(self, ports: Ports) -> Programs:
        matrix, gradient = self.matrix(ports.parameters), self.matrix(ports.gradients)
        # The row of ones is computed too and ignored: one product is faster than a slice.
        back = [] if ports.back is None else [call(matrix.T.dot, ports.delta, ports.back)]
        return Programs(
            [call(matrix.dot, ports.below, ports.out)],
            back,
            [call(ports.delta.dot, ports.below.T, gradient)],
        )

    @cached_property
    def places(self) -> Places:
        return np.arange(self.size, dtype=np.int32).reshape(self.count, self.width + 1)

    def jacobian(self, block: Array, signal: Array) -> Array:
        return self.matrix(block)[:, :-1]

    def added(self, block: Array) -> Array:
        return self.matrix(block)[:, -1]

    def uses(self, place: int) -> list[Use]:
        unit, source = divmod(place, self.width + 1)
        return [Use(unit, source if source < self.width else None)]

    @property
    def numpy(self) -> NumpyCode:
        return replace(_CODE, shape=(self.count, self.width + 1))

    @property
    def torch(self) -> TorchCode:
        return TorchCode(f"torch.nn.Linear({self.width}, {self.count})")
