"""The metadata of a frame, as docs/protocol.md describes it.

Frames are built as plain dicts, thousands per second; tests validate them against these models.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from backstep.protocol.stream.inspecting import Inspection
from backstep.protocol.stream.narrating import Narration
from backstep.protocol.stream.wire import (
    Granularity,
    Number,
    OperationKind,
    Over,
    Pair,
    Part,
    Position,
    Wire,
    absent,
)


class Losses(Wire):
    """Mean data losses, without the penalty; null if not computed yet, or not finite."""

    batch: float | None = Field(description="at the parameters that the step began with")
    penalty: float | None = Field(description="of the parameters: with it, train is the total")
    train: float | None
    test: float | None


class Accuracies(Wire):
    """The shares of examples that are classified correctly."""

    train: float
    test: float | None
    threshold: float | None = Field(
        description="a single output above it means the second class; null: the largest output wins"
    )


class ReadingMeta(Wire):
    """An encoded text."""

    text: str
    tokens: list[str]
    indices: list[int | None] = Field(description="in the vocabulary; null: it is not there")
    unknown: list[str]


class Focus(Wire):
    """The example whose numbers are shown."""

    example: int | Literal["mean"]
    in_batch: bool
    position: int | None = Field(description="place in the batch, from 0")
    size: int
    x: list[float]
    y: list[float]
    text: ReadingMeta | None


class FailureMeta(Wire):
    """The operation that first produced a non-finite number."""

    kind: OperationKind
    layer: int
    quantity: str
    step: int
    op: int
    message: str
    hint: str


class Scales(Wire):
    """The factors of the maps' bytes."""

    scales: list[Number]
    input_scales: list[Number]


class SurfaceAxis(Wire):
    """A parameter and its values, or a direction and the distance along it."""

    parameter: str | None
    name: str
    min: float
    max: Number
    value: float | None


class OutputScale(Wire):
    """`output.map`: value = (byte − 128) / 127 · `scale`; the last of `maps.scales`, too."""

    scale: float


class SurfaceMeta(Wire):
    """The plane of a loss surface."""

    plane: Literal["parameters", "random", "gradient", "pca"]
    x: SurfaceAxis
    y: SurfaceAxis
    loss: Number = Field(description="with the penalty, as everywhere on the surface")
    updates: int
    over: Over
    examples: int
    descent: Pair
    step: Pair
    distance: Number
    racers: list[Number]
    explained: Pair = absent()
    points: int = absent()
    of: int = absent()
    coarse: bool


class SliceMeta(Wire):
    """The loss along one parameter."""

    parameter: str
    min: Number
    max: Number
    value: float | None
    loss: float | None = Field(description="with the penalty, as everywhere on the slice")
    slope: float | None
    landing: float | None
    next: float | None
    minima: list[Pair]
    over: Over
    examples: int
    updates: int
    learning_rate: float


class CurveMeta(Wire):
    """The loss curve: `points` of the whole-set losses, `bins` of the batch losses."""

    points: int
    bins: int


class Scored(Wire):
    """An example and its loss; those of the test set follow those of the training set."""

    example: int
    loss: float | None
    output: list[float | None]
    y: list[float]
    actual: int | None
    predicted: int | None
    text: str | None


class ConfusionCell(Wire):
    """A cell of the matrix, and its examples of highest loss."""

    actual: int
    predicted: int
    count: int
    examples: list[Scored]


class Confusion(Wire):
    """The confusion `matrix[actual][predicted]`; null for a regression."""

    over: Part
    matrix: list[list[int]] | None
    cell: ConfusionCell | None


class Hardest(Wire):
    """The examples of highest loss."""

    over: Part
    of: int
    examples: list[Scored]


class WordsMeta(Wire):
    """Words in the plane of their vectors."""

    count: int
    explained: Pair | None
    neighbours: list[list[int]]


class RacerOptimizer(BaseModel):
    """An optimizer with its settings."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, float]

    name: str
    learning_rate: float


class RacerMeta(Wire):
    """The run with another optimizer."""

    optimizer: RacerOptimizer
    updates: int
    loss: float | None = Field(description="over the training set, with the penalty")
    data_loss: float | None
    penalty: float | None
    failure: FailureMeta | None


class RaceMeta(Wire):
    """A race; its racers left the run after `start` updates."""

    start: int
    racers: list[RacerMeta]


class LayerHealth(Wire):
    """Norms and shares of a layer."""

    layer: int
    gradient_norm: float | None
    weight_norm: Number
    update_ratio: float | None
    saturated: float | None
    dead: float | None


WarningKind = Literal["vanishing", "exploding", "dead", "saturated", "symmetric", "step_too_large"]


class Warning(Wire):
    """A symptom of failing training."""

    kind: WarningKind
    layer: int | None
    value: float | None
    threshold: float
    units: list[int] | None
    target: str | None


class Health(Wire):
    """The health of the layers."""

    layers: list[LayerHealth]
    warnings: list[Warning]


class FrameMeta(Wire):
    """The run's position and scores, and the content of the watched panels."""

    seq: int
    run_epoch: int
    step: int
    op: int
    kind: OperationKind
    layer: int
    epoch: int
    batch: int
    batches: int
    updates: int
    head: Position
    playing: bool
    by: Granularity
    rate: float | None
    answers: list[str]
    losses: Losses
    accuracies: Accuracies | None
    focus: Focus
    rows: list[int]
    narration: Narration = absent()
    inspection: Inspection | None = absent()
    health: Health = absent()
    failure: FailureMeta | None
    maps: Scales = absent()
    output: OutputScale = absent()
    confusion: Confusion = absent()
    hardest: Hardest = absent()
    words: WordsMeta = absent()
    surface: SurfaceMeta = absent()
    slice: SliceMeta = absent()
    curve: CurveMeta = absent()
    race: RaceMeta = absent()
