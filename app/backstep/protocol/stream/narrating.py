"""What an operation does with its numbers: docs/protocol.md, *Narration*."""

from typing import Literal

from pydantic import Field

from backstep.protocol.stream.inspecting import DeltaTerm, LinkTerm, Reason, WorkLine
from backstep.protocol.stream.wire import Wire, absent


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
    bias: float
    result: float


class PoolNarration(_Narrated):
    """A sum with fixed weights."""

    kind: Literal["pool"]
    terms: list[LinkTerm]
    result: float


class ActivationNarration(_Narrated):
    """`exponentials` and `sum` are softmax's."""

    kind: Literal["activation"]
    name: str
    value: float
    result: float
    exponentials: list[float] = absent()
    sum: float = absent()


class LossNarration(_Narrated):
    """The loss of the focus and of the batch."""

    kind: Literal["loss"]
    name: str
    prediction: list[float]
    target: list[float]
    example_loss: float | None
    batch_loss: float
    penalty: float
    size: int


class DeltaNarration(_Narrated):
    """δ of an output neuron (`name` is the loss), or of a hidden one (`terms`)."""

    kind: Literal["delta"]
    activation: str | None
    local_slope: float | None
    result: float
    name: str = absent()
    fused: bool = absent()
    outputs: int = absent()
    prediction: float = absent()
    target: float = absent()
    loss_slope: float | None = absent()
    mean_slope: float = absent()
    terms: list[DeltaTerm] = absent()
    sum: float = absent()
    preactivation: float | None = absent()


class GradientNarration(_Narrated):
    """The gradient of one parameter, `from` being null for a bias."""

    kind: Literal["gradient"]
    parameter: str
    from_: int | None = Field(alias="from")
    delta: float
    value: float
    product: float | None
    batch_gradient: float
    penalty_gradient: float
    contributions: list[float]
    numeric: float
    difference: float
    agrees: bool
    kink: bool
    reason: Reason | None


class Change(Wire):
    """How far a parameter moved."""

    parameter: str
    change: float


class RightWrong(Wire):
    """A number as it is, and as the mistake makes it."""

    right: float
    wrong: float


class WrongDelta(RightWrong):
    """The first δ that differs."""

    quantity: Literal["delta"]
    layer: int
    unit: int


class WrongParameter(RightWrong):
    """The parameter that differs most."""

    parameter: str


class Wrong(Wire):
    """What comes of updating each layer right after its own gradient."""

    first: WrongDelta | None
    parameter: RightWrong
    largest: WrongParameter


class UpdateNarration(_Narrated):
    """The update of one parameter."""

    kind: Literal["update"]
    parameter: str
    optimizer: str
    learning_rate: float
    old: float
    gradient: float
    change: float
    new: float
    plain: float
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
    | DeltaNarration
    | GradientNarration
    | UpdateNarration
)
