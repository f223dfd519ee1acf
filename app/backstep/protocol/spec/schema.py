"""The spec: what to train. It accepts all rows of the registries, so also new ones."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from backstep.data.own.names import shape_of
from backstep.data.reviews import reviews
from backstep.engine.errors import InvalidValue
from backstep.engine.nn.activations import ACTIVATIONS
from backstep.engine.nn.initializers import INITIALIZERS
from backstep.engine.nn.layers.dense import Dense
from backstep.engine.nn.layers.layer import Layer, Shape
from backstep.engine.nn.losses import LOSSES
from backstep.engine.optim.optimizers import OPTIMIZERS
from backstep.protocol.spec.data import DataSpec, data_settings
from backstep.protocol.spec.layers import LayerParameters, LayerSpec, dense
from backstep.protocol.spec.model import Model, one_of, wrong
from backstep.settings import Caps


class SpecError(ValueError):
    """A spec that cannot be trained; `problems` are (field, message), the field a dotted path."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{field}: {message}" for field, message in problems))
        self.problems = problems


_OUTPUTS = [name for name, row in ACTIVATIONS.items() if row.output]

OutputActivation = Annotated[str, one_of("auto", *_OUTPUTS)]
InitializerName = Annotated[str, one_of(*INITIALIZERS)]
LossName = Annotated[str, one_of("auto", *LOSSES)]
OptimizerName = Annotated[str, one_of(*OPTIMIZERS)]


class NetworkSpec(Model):
    """The network between features and outputs."""

    hidden: list[LayerSpec] = Field(default_factory=lambda: [dense(4), dense(2)])
    output_activation: OutputActivation = "auto"
    initializer: InitializerName = "xavier_uniform"
    parameters: list[LayerParameters | None] | None = None


class OptimizerSpec(BaseModel):
    """A row of the optimizers' registry with all of its hyperparameters."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, float]

    name: OptimizerName = "sgd"

    @model_validator(mode="before")
    @classmethod
    def _fill(cls, given: Any) -> Any:
        name = given.get("name", "sgd") if isinstance(given, dict) else None
        if not isinstance(name, str) or name not in OPTIMIZERS:
            return given
        row = OPTIMIZERS[name]
        filled: dict[str, Any] = {"name": row.name}
        known = {each.name: each for each in row.hyperparameters}
        for name, value in given.items():
            if name == "name":
                continue
            if name not in known:
                raise wrong(name, f"{row.name} has none; allowed: {', '.join(known)}")
            low, high = known[name].min, known[name].max
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise wrong(name, "is not a number")
            if not low <= value <= high:
                raise wrong(name, f"is {value}; allowed: {low:g} to {high:g}")
        for name, each in known.items():
            filled[name] = float(given.get(name, each.default))
        return filled

    @property
    def hyperparameters(self) -> dict[str, float]:
        return dict(self.__pydantic_extra__)


class TrainingSpec(Model):
    """How to train. A `batch_size` above the training set's size means the whole set."""

    loss: LossName = "auto"
    optimizer: OptimizerSpec = Field(default_factory=OptimizerSpec)
    batch_size: int = Field(10, ge=1)
    shuffle: bool = True
    l1: float = Field(0.0, ge=0, le=10)
    l2: float = Field(0.0, ge=0, le=10)


class Spec(Model):
    """What to train; every field has a default."""

    version: Literal[1] = 1
    seed: int = Field(42, ge=0, lt=2**32)
    data: DataSpec = Field(default_factory=lambda: DataSpec())
    network: NetworkSpec = Field(default_factory=NetworkSpec)
    training: TrainingSpec = Field(default_factory=TrainingSpec)

    @model_validator(mode="after")
    def _parameters(self) -> "Spec":
        given = self.network.parameters
        if given is None:
            return self
        try:
            layers = outline(self)
        except SpecError as error:
            raise wrong(*error.problems[0]) from None
        for number, (layer, values) in enumerate(zip(layers, given, strict=False)):
            _check_names(f"network.parameters.{number}", layer, values or {})
        if len(given) != len(layers):
            message = f"has {len(given)} layers; the network has {len(layers)}"
            raise wrong("network.parameters", message)
        return self


def _check_names(field: str, layer: Layer, given: Mapping[str, Any]) -> None:
    """Check that explicit parameters are those that the layer has."""
    for name in dict.fromkeys([*layer.tensors, *given]):
        if name not in layer.tensors:
            raise wrong(f"{field}.{name}", "there is no such field")
        if name not in given:
            raise wrong(f"{field}.{name}", "Field required")


def parse(given: Any, caps: Caps) -> Spec:
    """Return a spec from JSON.

    Raises SpecError with every problem found, before anything is allocated.
    """
    try:
        spec = Spec.model_validate(given)
    except ValidationError as error:
        raise SpecError(problems(error)) from None
    _check_caps(spec, caps)
    return spec


def problems(error: ValidationError) -> list[tuple[str, str]]:
    """Return (dotted field, what is wrong and what is allowed) of each error."""
    found = []
    for each in error.errors():
        below = [each["ctx"]["field"]] if each["type"] == "wrong" else []
        field = ".".join(str(part) for part in (*each["loc"], *below)) or "spec"
        message = each["msg"].removeprefix("Value error, ")
        if each["type"] == "extra_forbidden":
            message = "there is no such field"
        found.append((field, message))
    return found


def merge(spec: Spec, changes: Any, caps: Caps) -> Spec:
    """Return `spec` with the changes of a partial spec; lists are replaced.

    Another data set or optimizer starts from its own defaults; sets of points share their settings.
    Explicit parameters stay if they fit, unless the changes choose an initializer.
    """
    if not isinstance(changes, dict):
        raise SpecError([("changes", "is not an object")])
    base = spec.model_dump(exclude_none=True)
    base["network"].pop("parameters", None)
    name = _at(changes, "data", "name")
    if name not in (None, spec.data.name):
        kept = set(data_settings(spec.data.name)) if _alike(name, spec.data.name) else set()
        base["data"] = {key: value for key, value in base["data"].items() if key in kept}
    if _at(changes, "data", "encoding") not in (None, spec.data.encoding):
        base["data"].pop("dimensions", None)
    if _at(changes, "training", "optimizer", "name") not in (None, spec.training.optimizer.name):
        del base["training"]["optimizer"]
    merged = parse(_laid_over(base, changes), caps)
    own = spec.network.parameters
    chosen = changes.get("network", {})  # an object: other types have been refused
    stays = own is not None and not {"parameters", "initializer"} & set(chosen)
    if stays and _tensors(merged) == _tensors(spec):
        merged.network.parameters = own
    return merged


def _tensors(spec: Spec) -> list[Mapping[str, Shape]]:
    """Return the shapes of every layer's parameters."""
    return [layer.tensors for layer in outline(spec)]


def _alike(one: Any, other: str) -> bool:
    """Whether two data sets have the same settings with the same meaning."""
    return isinstance(one, str) and data_settings(one) == data_settings(other)


def _at(tree: Any, *path: str) -> Any:
    for key in path:
        tree = tree.get(key) if isinstance(tree, dict) else None
    return tree


def _laid_over(base: Any, changes: Any) -> Any:
    if not (isinstance(base, dict) and isinstance(changes, dict)):
        return changes
    return base | {key: _laid_over(base.get(key), value) for key, value in changes.items()}


def _check_caps(spec: Spec, caps: Caps) -> None:
    found = []
    hidden, rows = spec.network.hidden, "data.samples"
    samples = spec.data.samples or 0
    if spec.data.x is not None:
        samples, rows = len(spec.data.x), "data.x"
    shipped = spec.data.encoding is not None  # never sampled: only the network can be too large
    if shipped:
        samples, rows = sum(len(part.texts) for part in reviews()), "network"
    if own := shape_of(spec.data.name):
        samples, rows = own.rows, "data.name"
    network = outline(spec)
    units = [spec.data.inputs, *(layer.units for layer in network)]
    parameters = sum(layer.size for layer in network)
    kinds = [layer.row for layer in hidden]
    count = sum(row.counts for row in kinds)
    if count > caps.hidden_layers:
        found.append(("network.hidden", f"{count} layers; at most {caps.hidden_layers}"))
    for number, (layer, row) in enumerate(zip(hidden, kinds, strict=True)):
        for each in row.settings:
            value = layer.settings[each.name]
            if each.max is None and value > caps.units:
                field = f"network.hidden.{number}.{each.name}"
                found.append((field, f"{value} {each.name}; at most {caps.units}"))
    table = spec.data.x is not None
    for field, columns in (("data.x", units[0]), ("data.y", units[-1])):
        if table and columns > caps.units:
            found.append((field, f"{columns} columns; at most {caps.units}"))
    if parameters > caps.parameters:
        found.append(("network", f"{parameters} parameters; at most {caps.parameters}"))
    if samples > caps.samples and not shipped:
        found.append((rows, f"{samples} examples; at most {caps.samples}"))
    if samples * sum(units) > caps.activations:
        found.append((rows, f"examples × units exceed {caps.activations}"))
    batch = min(spec.training.batch_size, samples)
    if batch * parameters > caps.update:
        most = max(1, caps.update // parameters)
        message = f"a batch of {batch} is at most {most} of a network with {parameters} parameters"
        found.append(("training.batch_size", message))
    if found:
        raise SpecError(found)


def hidden_layers(spec: Spec) -> list[LayerSpec]:
    """Return the layers between inputs and output; word vectors, if any, are the first."""
    vectors = spec.data.dimensions
    first = [dense(vectors, "linear")] if vectors else []
    return [*first, *spec.network.hidden]


def layers(spec: Spec, inputs: Shape, outputs: int, output: str) -> tuple[Layer, ...]:
    """Return the network's layers over inputs of that shape, the output's last.

    Raises SpecError that names the setting that does not fit.
    """
    found: list[Layer] = []
    own = len(hidden_layers(spec)) - len(spec.network.hidden)
    for number, layer in enumerate(hidden_layers(spec), start=-own):
        try:
            found.append(layer.row.make(inputs, layer.settings, layer.activation))
        except InvalidValue as error:
            field = f"network.hidden.{number}.{error.field or 'kind'}"
            raise SpecError([(field, str(error))]) from None
        inputs = found[-1].shape
    return *found, Dense(inputs, output, outputs)


def outline(spec: Spec) -> tuple[Layer, ...]:
    """Return the network's layers, ignoring the output's activation function."""
    return layers(spec, (spec.data.inputs,), spec.data.outputs, "linear")
