"""The spec: what to train. Built from the registries, so a new row is accepted without a change."""

from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidatorFunctionWrapHandler,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from app.data.own.names import shape_of
from app.data.registry import DATASETS, FEATURES, POINT_SETTINGS
from app.data.reviews import encoder, reviews
from app.data.words import ENCODINGS
from app.engine.activations import ACTIVATIONS
from app.engine.initializers import INITIALIZERS
from app.engine.losses import LOSSES
from app.engine.optimizers import OPTIMIZERS
from app.settings import Caps


class SpecError(ValueError):
    """A spec that cannot be trained; `problems` are (field, message), the field a dotted path."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{field}: {message}" for field, message in problems))
        self.problems = problems


def one_of(*names: str) -> AfterValidator:
    """A validator that lists what is allowed."""

    def check(value: str) -> str:
        if value not in names:
            raise ValueError(f"{value!r} is not one of {', '.join(names)}")
        return value

    return AfterValidator(check)


def _wrong(field: str, message: str) -> PydanticCustomError:
    """A validator's error about a field below the object it validates."""
    return PydanticCustomError("wrong", "{message}", {"field": field, "message": message})


def _dataset_name(value: str) -> str:
    """A row of the registry, a table given in place, or an uploaded set's id."""
    allowed = (*DATASETS, "table")
    if value not in allowed and shape_of(value) is None:
        names = ", ".join(allowed)
        raise ValueError(f"{value!r} is not one of {names}, nor the id of an uploaded set")
    return value


_HIDDEN = [name for name, row in ACTIVATIONS.items() if row.hidden]
_OUTPUTS = [name for name, row in ACTIVATIONS.items() if row.output]

HiddenActivation = Annotated[str, one_of(*_HIDDEN)]
OutputActivation = Annotated[str, one_of("auto", *_OUTPUTS)]
InitializerName = Annotated[str, one_of(*INITIALIZERS)]
LossName = Annotated[str, one_of("auto", *LOSSES)]
OptimizerName = Annotated[str, one_of(*OPTIMIZERS)]
DatasetName = Annotated[str, AfterValidator(_dataset_name)]
FeatureName = Annotated[str, one_of(*FEATURES)]
EncodingName = Annotated[str, one_of(*ENCODINGS)]


class Model(BaseModel):
    """Unknown fields are refused by name; NaN and infinity are not numbers here."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


def _check_once(features: list[str] | None) -> None:
    if features and len(set(features)) != len(features):
        raise _wrong("features", "may be listed once each")


class DataSpec(Model):
    """Which examples. `x` and `y` belong to the name `table` only; what a data set has no use for
    is None."""

    name: DatasetName = "circle"
    samples: int | None = Field(None, ge=2)
    noise: float | None = Field(None, ge=0, le=0.5)
    test_share: float | None = Field(None, ge=0, le=0.9)
    features: list[FeatureName] | None = Field(None, min_length=1)
    encoding: EncodingName | None = None
    dimensions: int | None = Field(None, ge=1, le=16)
    negation: bool | None = None
    x: list[list[float]] | None = None
    y: list[list[float]] | list[int] | list[float] | None = None

    @field_validator("y", mode="wrap")
    @classmethod
    def _rows_or_numbers(cls, given: Any, validate: ValidatorFunctionWrapHandler) -> Any:
        try:
            return validate(given)
        except ValidationError:
            message = "is neither rows of numbers, nor class indices, nor numbers"
            raise ValueError(message) from None

    @model_validator(mode="after")
    def _fits(self) -> "DataSpec":
        for field in ("x", "y"):
            given = getattr(self, field) is not None
            if given and self.name != "table":
                raise _wrong(field, "belongs to the data set “table” only")
            if not given and self.name == "table":
                raise _wrong(field, "is needed by a table")
        self._settle()
        if self.name == "table":
            self._check_table()
            return self
        if shape_of(self.name):
            if self.features is not None:
                raise _wrong("features", "do not apply to a set of one's own")
            return self
        row = DATASETS[self.name]
        if not row.features and self.features is not None:
            raise _wrong("features", f"do not apply to {self.name}")
        if self.features is None:
            self.features = list(row.default_features) or None
        for feature in self.features or []:
            if feature not in row.features:
                message = f"{self.name} has no {feature}; allowed: {', '.join(row.features)}"
                raise _wrong("features", message)
        _check_once(self.features)
        return self

    def _check_table(self) -> None:
        """With features the rows of a table are points, without they are used as given."""
        columns = {len(row) for row in self.x or []}
        for feature in self.features or []:
            if (
                not columns <= {1, 2}
                or len(columns) != 1
                or max(columns) < FEATURES[feature].inputs
            ):
                raise _wrong("features", f"{feature} needs rows of points to be computed of")
        _check_once(self.features)

    def _settle(self) -> None:
        """Fill in the defaults of the data set's own settings; refuse what it has not."""
        own = data_settings(self.name)
        for field in DATA_SETTINGS:
            given = getattr(self, field)
            if given is None:
                setattr(self, field, own.get(field))
            elif field not in own:
                raise _wrong(field, f"{self.name} has none; it has {', '.join(own)}")
        if self.encoding is not None and not ENCODINGS[self.encoding].vectors:
            self.dimensions = None


OWN_SETTINGS: Mapping[str, Any] = MappingProxyType({"test_share": 0.2})
DATA_SETTINGS = ("samples", "noise", "test_share", "encoding", "dimensions", "negation")


def data_settings(name: str) -> Mapping[str, Any]:
    """The settings of a data set with their defaults."""
    if shape_of(name):
        return OWN_SETTINGS
    row = DATASETS.get(name)
    return row.settings if row else POINT_SETTINGS  # a table's are those of points


class LayerSpec(Model):
    """One hidden layer."""

    units: int = Field(4, ge=1)
    activation: HiddenActivation = "tanh"


class LayerParameters(Model):
    """Explicit parameters of a layer: weight (out, in), bias (out,)."""

    weight: list[list[float]]
    bias: list[float]


class NetworkSpec(Model):
    """The network between the features and the outputs."""

    hidden: list[LayerSpec] = Field(
        default_factory=lambda: [LayerSpec(units=4), LayerSpec(units=2)]
    )
    output_activation: OutputActivation = "auto"
    initializer: InitializerName = "xavier_uniform"
    parameters: list[LayerParameters] | None = None


class OptimizerSpec(BaseModel):
    """A row of the optimizers' registry with its hyperparameters, all of them filled in."""

    model_config = ConfigDict(extra="allow")

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
                raise _wrong(name, f"{row.name} has none; allowed: {', '.join(known)}")
            low, high = known[name].min, known[name].max
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise _wrong(name, "is not a number")
            if not low <= value <= high:
                raise _wrong(name, f"is {value}; allowed: {low:g} to {high:g}")
        for name, each in known.items():
            filled[name] = float(given.get(name, each.default))
        return filled

    @property
    def hyperparameters(self) -> dict[str, float]:
        return dict(self.__pydantic_extra__ or {})


class TrainingSpec(Model):
    """How it learns. `batch_size` above the training set means the whole of it."""

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
    def _layers(self) -> "Spec":
        given, needed = self.network.parameters, len(hidden_layers(self)) + 1
        if given is not None and len(given) != needed:
            message = f"has {len(given)} layers; the network has {needed}"
            raise _wrong("network.parameters", message)
        return self


def parse(given: Any, caps: Caps) -> Spec:
    """A spec from JSON.

    Raises SpecError with every problem found, before anything is allocated.
    """
    try:
        spec = Spec.model_validate(given)
    except ValidationError as error:
        raise SpecError(problems(error)) from None
    _check_caps(spec, caps)
    return spec


def problems(error: ValidationError) -> list[tuple[str, str]]:
    """(dotted field, what is wrong and allowed) of each error."""
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
    """`spec` with a partial spec laid over it; lists are replaced.

    Another data set or optimizer starts from its own defaults; point sets share their settings.
    Explicit parameters stay while they fit, unless an initializer is chosen instead.
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
    chosen = changes.get("network", {})  # an object: anything else has been refused
    if not {"parameters", "initializer"} & set(chosen) and sizes(merged) == sizes(spec):
        merged.network.parameters = spec.network.parameters
    return merged


def _alike(one: Any, other: str) -> bool:
    """Whether two data sets have the same settings, which mean the same."""
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
    shipped = spec.data.encoding is not None  # always whole: only the network can be too large
    if shipped:
        samples, rows = sum(len(part.texts) for part in reviews()), "network"
    if own := shape_of(spec.data.name):
        samples, rows = own.rows, "data.name"
    units = sizes(spec)
    parameters = sum((a + 1) * b for a, b in pairwise(units))
    if len(hidden) > caps.hidden_layers:
        found.append(("network.hidden", f"{len(hidden)} layers; at most {caps.hidden_layers}"))
    for number, layer in enumerate(hidden):
        if layer.units > caps.units:
            field = f"network.hidden.{number}.units"
            found.append((field, f"{layer.units} units; at most {caps.units}"))
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
    """The layers between inputs and output: word vectors, where there are any, come first."""
    vectors = spec.data.dimensions
    first = [LayerSpec(units=vectors, activation="linear")] if vectors else []
    return [*first, *spec.network.hidden]


def sizes(spec: Spec) -> list[int]:
    """Units per layer, inputs first."""
    return [_inputs(spec.data), *(layer.units for layer in hidden_layers(spec)), _outputs(spec)]


def _inputs(data: DataSpec) -> int:
    if own := shape_of(data.name):
        return own.inputs
    if data.x is not None and not data.features:
        return len(data.x[0]) if data.x else 0
    if data.encoding is not None:
        return len(encoder(data.encoding, bool(data.negation)).inputs)
    return len(data.features) if data.features else DATASETS[data.name].inputs


def _outputs(spec: Spec) -> int:
    if own := shape_of(spec.data.name):
        return own.outputs
    y = spec.data.y
    if y is None:
        return DATASETS[spec.data.name].outputs
    if not y:
        return 1
    first = y[0]
    if isinstance(first, list):
        return len(first)
    if not all(isinstance(each, int) for each in y):
        return 1
    classes = 1 + max(int(each) for each in y if isinstance(each, int))
    return classes if classes > 2 else 1
