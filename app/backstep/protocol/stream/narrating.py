"""What an operation does, with its numbers: docs/protocol.md, *Narration*."""

from typing import Literal

from pydantic import Field

from backstep.protocol.stream.inspecting import DeltaTerm, LinkTerm, Reason, WorkLine
from backstep.protocol.stream.wire import Number, Wire, absent


class _Narrated(Wire):
    layer: int
    unit: int
    units: int
    focus: Literal["example", "mean"]


class InputNarration(_Narrated):
    """The batch is loaded."""

    kind: Literal["input"]
    size: int
    x: list[float]
    y: list[float]
    features: list[str]


class LinearNarration(_Narrated):
    """A weighted sum, and a bias."""

    kind: Literal["linear"]
    terms: list[LinkTerm]
    bias: Number
    result: Number


class PoolNarration(_Narrated):
    """A sum with fixed weights."""

    kind: Literal["pool"]
    terms: list[LinkTerm]
    result: Number


class ActivationNarration(_Narrated):
    """An activation function; `exponentials` and `sum` are softmax's."""

    kind: Literal["activation"]
    name: str
    value: Number
    result: Number
    exponentials: list[Number] = absent()
    sum: Number = absent()


class LossNarration(_Narrated):
    """The loss of the focus and of the batch."""

    kind: Literal["loss"]
    name: str
    prediction: list[Number]
    target: list[float]
    example_loss: float | None
    batch_loss: Number
    penalty: Number
    size: int


class _DeltaNarration(_Narrated):
    kind: Literal["delta"]
    activation: str | None
    local_slope: float | None
    result: Number


class HiddenDeltaNarration(_DeltaNarration):
    """δ of a neuron below the output."""

    terms: list[DeltaTerm]
    sum: Number
    preactivation: float | None


class OutputDeltaNarration(_DeltaNarration):
    """δ of an output neuron; `name` is the loss."""

    name: str
    fused: bool
    outputs: int
    prediction: Number
    target: float
    loss_slope: float | None
    mean_slope: Number = absent()


class GradientNarration(_Narrated):
    """The gradient of one parameter; `from` is null for a bias."""

    kind: Literal["gradient"]
    parameter: str
    from_: int | None = Field(alias="from")
    delta: Number
    value: Number
    product: float | None
    batch_gradient: Number
    penalty_gradient: Number
    contributions: list[Number]
    numeric: Number
    difference: Number
    agrees: bool
    kink: bool
    reason: Reason | None


class Change(Wire):
    """The change of a parameter."""

    parameter: str
    change: Number


class RightWrong(Wire):
    """A correct number, and the one that the mistake produces."""

    right: Number
    wrong: Number


class WrongDelta(RightWrong):
    """The first δ that differs."""

    quantity: Literal["delta"]
    layer: int
    unit: int


class WrongParameter(RightWrong):
    """The parameter that differs most."""

    parameter: str


class Wrong(Wire):
    """The effect of updating each layer right after its own gradient."""

    first: WrongDelta | None
    parameter: RightWrong
    largest: WrongParameter


class UpdateNarration(_Narrated):
    """The update of one parameter."""

    kind: Literal["update"]
    parameter: str
    optimizer: str
    learning_rate: float
    old: Number
    gradient: Number
    change: Number
    new: Number
    plain: Number
    lines: list[WorkLine]
    largest: Change
    count: int
    wrong: Wrong | None


Narration = (
    InputNarration
    | LinearNarration
    | PoolNarration
    | ActivationNarration
    | LossNarration
    | HiddenDeltaNarration
    | OutputDeltaNarration
    | GradientNarration
    | UpdateNarration
)
