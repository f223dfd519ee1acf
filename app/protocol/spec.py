"""The spec: what to train. Built from the registries, so a new row is accepted without a change."""

from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from app.data.registry import DATASETS, FEATURES
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


_HIDDEN = [name for name, row in ACTIVATIONS.items() if row.hidden]
_OUTPUTS = [name for name, row in ACTIVATIONS.items() if row.output]

HiddenActivation = Annotated[str, one_of(*_HIDDEN)]
OutputActivation = Annotated[str, one_of("auto", *_OUTPUTS)]
InitializerName = Annotated[str, one_of(*INITIALIZERS)]
LossName = Annotated[str, one_of("auto", *LOSSES)]
OptimizerName = Annotated[str, one_of(*OPTIMIZERS)]
DatasetName = Annotated[str, one_of(*DATASETS, "table")]
FeatureName = Annotated[str, one_of(*FEATURES)]


class Model(BaseModel):
    """Unknown fields are refused by name; NaN and infinity are not numbers here."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class DataSpec(Model):
    """Which examples. `x` and `y` belong to the name `table` only."""

    name: DatasetName = "circle"
    samples: int = Field(500, ge=2)
    noise: float = Field(0.0, ge=0, le=0.5)
    test_share: float = Field(0.5, ge=0, le=0.9)
    features: list[FeatureName] | None = Field(None, min_length=1)
    x: list[list[float]] | None = None
    y: list[list[float]] | list[int] | list[float] | None = None

    @model_validator(mode="after")
    def _fits(self) -> "DataSpec":
        if self.name == "table":
            if self.x is None or self.y is None:
                raise ValueError("a table needs x and y")
            if self.features is not None:
                raise ValueError("a table is used as given: features do not apply")
            return self
        if self.x is not None or self.y is not None:
            raise ValueError("x and y belong to the data set “table” only")
        allowed = DATASETS[self.name].features
        if self.features is None:
            self.features = list(DATASETS[self.name].default_features)
        for feature in self.features:
            if feature not in allowed:
                raise ValueError(f"{self.name} has no {feature}; allowed: {', '.join(allowed)}")
        if len(set(self.features)) != len(self.features):
            raise ValueError("features may be listed once each")
        return self


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
        if not isinstance(given, dict) or given.get("name", "sgd") not in OPTIMIZERS:
            return given
        row = OPTIMIZERS[given.get("name", "sgd")]
        filled: dict[str, Any] = {"name": row.name}
        known = {each.name: each for each in row.hyperparameters}
        for name, value in given.items():
            if name == "name":
                continue
            if name not in known:
                allowed = ", ".join(known)
                raise ValueError(f"{row.name} has no {name}; allowed: {allowed}")
            low, high = known[name].min, known[name].max
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise ValueError(f"{name} is not a number")
            if not low <= value <= high:
                raise ValueError(f"{name} is {value}; allowed: {low:g} to {high:g}")
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

    @field_validator("network")
    @classmethod
    def _layers(cls, network: NetworkSpec) -> NetworkSpec:
        given = network.parameters
        if given is not None and len(given) != len(network.hidden) + 1:
            layers = len(network.hidden) + 1
            raise ValueError(f"parameters has {len(given)} layers; the network has {layers}")
        return network


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
        field = ".".join(str(part) for part in each["loc"]) or "spec"
        message = each["msg"].removeprefix("Value error, ")
        if each["type"] == "extra_forbidden":
            message = "there is no such field"
        found.append((field, message))
    return found


def merge(spec: Spec, changes: Any, caps: Caps) -> Spec:
    """`spec` with a partial spec laid over it; lists are replaced.

    Another data set or optimizer starts from its own defaults; changed layers drop explicit
    parameters that no longer fit.
    """
    if not isinstance(changes, dict):
        raise SpecError([("changes", "is not an object")])
    merged = _laid_over(spec.model_dump(exclude_none=True), changes)
    optimizer = _at(changes, "training", "optimizer")
    if isinstance(optimizer, dict) and "name" in optimizer:
        merged["training"]["optimizer"] = optimizer
    data = _at(changes, "data", "name")
    if data is not None and data != spec.data.name:
        kept = {key: value for key, value in merged["data"].items() if key not in ("x", "y")}
        kept.pop("features", None)
        merged["data"] = kept | changes["data"]
    touched = changes.get("network")
    reshaped = data is not None or "features" in (changes.get("data") or {})
    if reshaped or (isinstance(touched, dict) and "parameters" not in touched):
        merged["network"].pop("parameters", None)
    return parse(merged, caps)


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
    hidden = spec.network.hidden
    samples = len(spec.data.x) if spec.data.x is not None else spec.data.samples
    inputs = len(spec.data.x[0]) if spec.data.x else len(spec.data.features or [1])
    outputs = _outputs(spec)
    sizes = [inputs, *(layer.units for layer in hidden), outputs]
    parameters = sum((a + 1) * b for a, b in pairwise(sizes))
    if len(hidden) > caps.hidden_layers:
        found.append(("network.hidden", f"{len(hidden)} layers; at most {caps.hidden_layers}"))
    for number, layer in enumerate(hidden):
        if layer.units > caps.units:
            field = f"network.hidden.{number}.units"
            found.append((field, f"{layer.units} units; at most {caps.units}"))
    if max(inputs, outputs) > caps.units:
        found.append(("data.x", f"{max(inputs, outputs)} columns; at most {caps.units}"))
    if parameters > caps.parameters:
        found.append(("network", f"{parameters} parameters; at most {caps.parameters}"))
    if samples > caps.samples:
        found.append(("data.samples", f"{samples} examples; at most {caps.samples}"))
    if samples * sum(sizes) > caps.activations:
        found.append(("data.samples", f"examples × units exceed {caps.activations}"))
    if found:
        raise SpecError(found)


def _outputs(spec: Spec) -> int:
    y = spec.data.y
    if not y:
        return 1
    first = y[0]
    if isinstance(first, list):
        return len(first)
    if all(isinstance(each, int) for each in y):
        return max(1, max(int(each) for each in y if isinstance(each, int)) + 1)
    return 1
