"""Models of the catalogue's rows, as GET /api/catalogue sends them."""

from typing import Any, Literal

from pydantic import Field

from backstep.protocol.stream.wire import OperationKind, Wire, absent


class Choice(Wire):
    """One of the values of a parameter."""

    value: Any
    label: str
    help: str


class Parameter(Wire):
    """A control of the page."""

    path: str
    name: str
    label: str
    help: str
    kind: Literal["number", "integer", "boolean", "choice", "features", "layers", "seed"]
    default: Any
    min: float = absent()
    max: float = absent()
    step: float = absent()
    scale: Literal["linear", "log"]
    choices: list[Choice] | None
    unit: str | None
    advanced: bool = Field(description="folded away at first")


class Row(Wire):
    """The fields of every row."""

    name: str
    label: str
    help: str


class DatasetRow(Row):
    """A data set."""

    task: Literal["classification", "regression"]
    kind: Literal["points", "image", "words"]
    inputs: int | list[str] | None
    classes: list[str] | None
    features: list[str]
    settings: list[str]
    preview: list[list[float]]


class EncodingRow(Row):
    """An encoding of words."""

    vectors: bool


class ActivationRow(Row):
    """An activation function."""

    hidden: bool
    output: bool
    formula: str
    derivative: str
    code: str
    code_derivative: str
    coupled: bool


class LossRow(Row):
    """A loss."""

    task: str
    outputs: list[str]
    formula: str
    code: str
    code_slope: str
    fused: str | None
    mean_over_outputs: bool


class LayerOperations(Wire):
    """The operations of a layer, forward and backward."""

    forward: list[OperationKind]
    backward: list[OperationKind]


class LayerLine(Wire):
    """A line of numpy, and the shapes in it."""

    code: str
    shapes: str


class LayerLines(Wire):
    """What a layer computes, as numpy."""

    forward: LayerLine
    back: LayerLine
    gradient: LayerLine | None


class LayerRow(Row):
    """A kind of hidden layer."""

    activated: bool
    counts: bool
    word: str
    operations: LayerOperations
    lines: LayerLines
    parameters: list[Parameter]


class OptimizerRow(Row):
    """An optimizer and its hyperparameters."""

    formula: str
    code: list[str]
    parameters: list[Parameter]


class PanelRow(Row):
    """A panel and its options."""

    parameters: list[Parameter]


class RaceRow(Row):
    """A race: factors of the run's learning rate, or optimizers with their defaults."""

    factors: list[float]
    optimizers: list[str]


class PresetRow(Row):
    """A run to start from."""

    spec: dict[str, Any]
    panels: list[str]
    moment: Any
    query: str


class Controls(Wire):
    """The controls of a spec."""

    data: list[Parameter]
    network: list[Parameter]
    training: list[Parameter]


class Catalogue(Wire):
    """All choices."""

    version: str
    datasets: list[DatasetRow]
    features: list[Row]
    encodings: list[EncodingRow]
    activations: list[ActivationRow]
    losses: list[LossRow]
    layers: list[LayerRow]
    optimizers: list[OptimizerRow]
    initializers: list[Row]
    granularities: list[Row]
    panels: list[PanelRow]
    races: list[RaceRow]
    presets: list[PresetRow]
    controls: Controls
    caps: dict[str, float]
