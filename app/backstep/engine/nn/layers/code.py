"""The lines of a layer in exported programs and in the page's formulas."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One operation as a line of numpy, and the shapes in it.

    `{l}` is the layer, `{A}` its input, `{penalty W}` the derivative of the penalties on the tensor
    of that name. In `shapes`, n, in and out are the numbers of examples, inputs and units.
    """

    code: str
    shapes: str


@dataclass(frozen=True)
class Lines:
    """The lines that the page shows of a kind.

    `forward` computes Z{l} (or A{l} without an activation function), `back` is the expression of
    ∂loss/∂A of the layer below, `gradient` computes the gradients.
    """

    forward: Line
    back: Line
    gradient: Line | None = None


@dataclass(frozen=True)
class NumpyCode:
    """Function bodies; layers with the same `name` share them.

    `forward` is an expression of `layer` and x (n, inputs). `back` is one of `layer`, `x`, `y` and
    `delta` for ∂loss/∂x. `gradient` are lines that fill `slope` from `x` and `delta`. `layer` and
    `slope` are the layer's block in `shape`; `tensors` says which part of it each tensor is.
    """

    name: str
    shape: tuple[int, ...]
    tensors: Mapping[str, str]
    forward: str
    back: str
    gradient: tuple[str, ...]


@dataclass(frozen=True)
class TorchCode:
    """A layer in PyTorch.

    `module` creates the layer's module, whose parameters have the names of its tensors. `call` is
    an expression of `layer` and `a` (n, inputs). `definition` is the module's class, if PyTorch
    does not have it.
    """

    module: str
    call: str = "layer(a)"
    definition: str = ""
