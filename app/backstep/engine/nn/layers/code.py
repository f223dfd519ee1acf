"""A layer's lines in the exported programs."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One operation as a line of numpy, and the shapes in it. `{l}` is the layer, `{A}` its input,
    `{penalty W}` the slope of the penalties on the tensor called so; in `shapes` n, in and out are
    the examples, inputs and units."""

    code: str
    shapes: str


@dataclass(frozen=True)
class Lines:
    """What the page shows of a kind. `forward` makes Z{l} (or A{l} without an activation function),
    `back` is the expression of ∂loss/∂A of the layer below, `gradient` makes the gradients."""

    forward: Line
    back: Line
    gradient: Line | None = None


@dataclass(frozen=True)
class NumpyCode:
    """Function bodies; layers with the same `name` share them.

    `forward` is an expression of `layer` and x (n, inputs); `back` one of `layer`, `x`, `y` and
    `delta`, and gives ∂loss/∂x; `gradient` holds lines that fill `slope` from `x` and `delta`.
    `layer` and `slope` are the layer's block in `shape`; `tensors` says which part of that each
    tensor is.
    """

    name: str
    shape: tuple[int, ...]
    tensors: Mapping[str, str]
    forward: str
    back: str
    gradient: tuple[str, ...]


@dataclass(frozen=True)
class TorchCode:
    """`module` makes the layer's module, whose parameters have the names of its tensors; `call` is
    an expression of `layer` and `a` (n, inputs); `definition` is the module's class, if it is not
    PyTorch's own."""

    module: str
    call: str = "layer(a)"
    definition: str = ""
