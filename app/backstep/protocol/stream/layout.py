"""The network and its data, as the events `welcome` and `edited` describe them."""

from typing import Literal

from pydantic import Field

from backstep.protocol.stream.wire import OperationKind, Pair, Wire


class OperationRow(Wire):
    """An operation of a step."""

    kind: OperationKind
    layer: int


class LayerLayout(Wire):
    """A layer above the inputs."""

    kind: str
    shape: list[int] = Field(description="of what it gives")
    tensors: dict[str, list[int]] = Field(description="the shapes of its parameters")
    links: list[tuple[int, int, str | None, int | None]] | None = Field(
        description="[neuron, input, tensor, place in the tensor]; null: all to all, by `weight`"
    )


class WordsLayout(Wire):
    """The encoding of texts."""

    encoding: str
    vectors: bool
    positions: int | None
    vocabulary: list[str]
    counts: list[int]


class Standardized(Wire):
    """How columns were standardized: column = number · `deviations` + `means`."""

    means: list[float]
    deviations: list[float]
    units: list[str | None]


class OwnLayout(Wire):
    """An uploaded file: its name, the column to predict, and what its numbers mean."""

    file: str | None
    target: str
    inputs: Standardized
    targets: Standardized | None = Field(description="null for classes")


class Layout(Wire):
    """Shapes and names of the network and its data."""

    sizes: list[int] = Field(description="units per layer, inputs first")
    activations: list[str | None] = Field(description="one per layer; null where it has none")
    layers: list[LayerLayout]
    loss: str
    task: Literal["classification", "regression"]
    inputs: list[str] = Field(description="names of the input features")
    classes: list[str] | None
    input_kind: Literal["points", "columns", "image", "words"]
    image: tuple[int, int] | None = Field(description="rows and columns: the inputs are its pixels")
    words: WordsLayout | None
    plane: Literal[0, 1, 2] = Field(description="raw inputs that the data can be drawn over")
    domain: list[Pair] = Field(description="range of each raw input")
    own: OwnLayout | None = Field(description="null unless the data are an uploaded file")
    train_size: int
    test_size: int
    batches: int = Field(description="per epoch")
    check_every: int = Field(
        description="updates between two checks of a limit over a data set, at most"
    )
    operations: list[OperationRow]
