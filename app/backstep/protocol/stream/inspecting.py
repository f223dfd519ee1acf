"""Everything about the gradient of one parameter or neuron: docs/protocol.md, *Inspection*."""

from typing import Annotated, Literal

from pydantic import Field

from backstep.protocol.stream.wire import Number, Wire


class NeuronReason(Wire):
    """Between `below` and `above`, a neuron's z crosses a corner or a step of its activation."""

    kind: Literal["kink", "step"]
    neuron: str
    activation: str
    row: int
    below: Number
    above: Number


class LossReason(Wire):
    """A prediction crosses a corner of the loss; `below` and `above` are its errors."""

    kind: Literal["loss_kink"]
    loss: str
    output: int
    row: int
    below: Number
    above: Number


class PenaltyReason(Wire):
    """The parameter crosses the corner of its penalty."""

    kind: Literal["penalty_kink"]
    below: Number
    above: Number


class RoundingReason(Wire):
    """Rounding, in so small a step."""

    kind: Literal["rounding"]


# Why a central difference disagrees with the gradient.
Reason = Annotated[
    NeuronReason | LossReason | PenaltyReason | RoundingReason, Field(discriminator="kind")
]


class Check(Wire):
    """A central difference beside a gradient."""

    value: Number
    gradient: Number
    difference: Number
    agrees: bool
    h: float
    reason: Reason | None


class Checks(Wire):
    """The comparison for the example's own loss, and for the batch's loss with penalties."""

    example: Check
    batch: Check


class Contributions(Wire):
    """The gradients of the batch's examples: `count` of all, of which the first 512 are sent."""

    count: int
    rows: list[int]
    values: list[Number]


class Rest(Wire):
    """The terms that are not listed, as one."""

    count: int
    sum: Number


class LinkTerm(Wire):
    """What a neuron receives from a neuron below."""

    from_: int = Field(alias="from")
    weight: Number
    value: Number
    product: Number


class DeltaTerm(Wire):
    """The error that a neuron receives from a neuron above."""

    to: int
    weight: Number
    delta: Number
    product: Number


class SlopeTerm(Wire):
    """The derivative of the loss by an output, and of that output by a softmax's z."""

    to: int
    loss_slope: Number
    slope: Number
    product: Number


class Incoming(Wire):
    """The terms of a preactivation."""

    terms: list[LinkTerm]
    rest: Rest
    bias: Number


class OutputLoss(Wire):
    """The loss from the point of view of one output neuron."""

    name: str
    fused: bool
    prediction: Number
    target: float
    loss_slope: float | None
    outputs: int


class Unfolded(Wire):
    """A neuron's δ as a sum and a product."""

    neuron: str
    layer: int
    unit: int
    delta: float | None
    activation: str | None
    preactivation: float | None
    value: float | None
    local_slope: float | None
    terms: list[DeltaTerm] | list[SlopeTerm] | None
    rest: Rest | None
    sum: float | None
    loss: OutputLoss | None


class Factor(Wire):
    """A factor of a path, and the name of what it belongs to."""

    kind: Literal["signal", "slope", "weight", "delta"]
    of: str | None
    value: Number


class Path(Wire):
    """One path from the neuron to the loss; `units` from the target's layer up."""

    units: list[int]
    factors: list[Factor]
    product: Number


class Paths(Wire):
    """The gradient as a sum over paths."""

    count: int
    shown: list[Path]
    rest: Rest
    total: Number


class WorkLine(Wire):
    """`symbol` = `formula`, with `values` in its braces, = `result`."""

    symbol: str
    formula: str
    values: dict[str, Number]
    result: Number


class OptimizerWork(Wire):
    """An update of the parameter, computed line by line."""

    name: str
    label: str
    count: int
    state: dict[str, Number]
    lines: list[WorkLine]
    old: Number
    new: float | None
    change: float | None


class Inspection(Wire):
    """A parameter or neuron; what is not computed at the position is null."""

    target: str
    kind: Literal["weight", "bias", "neuron"]
    layer: int
    unit: int
    source: int | None
    value: float | None
    preactivation: float | None
    example: int
    position: int | None
    size: int
    computed: bool
    computed_at: int | None
    signal: float | None
    delta: float | None
    example_gradient: float | None
    penalty_gradient: float | None
    batch_gradient: float | None
    contributions: Contributions | None
    incoming: Incoming | None
    unfolded: list[Unfolded]
    paths: Paths | None
    numeric: Checks | None
    optimizer: OptimizerWork | None
