"""The part of a spec that describes the data."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    Field,
    ValidationError,
    ValidatorFunctionWrapHandler,
    field_validator,
    model_validator,
)

from backstep.data.own.names import shape_of
from backstep.data.registry import DATASETS, FEATURES, POINT_SETTINGS
from backstep.data.reviews import encoder
from backstep.data.words import ENCODINGS
from backstep.protocol.spec.model import Model, one_of, wrong


def _dataset_name(value: str) -> str:
    """Accept a row of the registry, a table given in place, or an uploaded set's id."""
    allowed = (*DATASETS, "table")
    if value not in allowed and shape_of(value) is None:
        names = ", ".join(allowed)
        raise ValueError(f"{value!r} is not one of {names}, nor the id of an uploaded set")
    return value


DatasetName = Annotated[str, AfterValidator(_dataset_name)]
FeatureName = Annotated[str, one_of(*FEATURES)]
EncodingName = Annotated[str, one_of(*ENCODINGS)]


def _check_once(features: list[str] | None) -> None:
    if features and len(set(features)) != len(features):
        raise wrong("features", "may be listed once each")


class DataSpec(Model):
    """Which examples to train on.

    `x` and `y` belong to the name `table` only. A setting that the data set does not have is None.
    """

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
                raise wrong(field, "belongs to the data set “table” only")
            if not given and self.name == "table":
                raise wrong(field, "is needed by a table")
        self._settle()
        if self.name == "table":
            self._check_table()
            return self
        if shape_of(self.name):
            if self.features is not None:
                raise wrong("features", "do not apply to a set of one's own")
            return self
        row = DATASETS[self.name]
        if not row.features and self.features is not None:
            raise wrong("features", f"do not apply to {self.name}")
        if self.features is None:
            self.features = list(row.default_features) or None
        for feature in self.features or []:
            if feature not in row.features:
                message = f"{self.name} has no {feature}; allowed: {', '.join(row.features)}"
                raise wrong("features", message)
        _check_once(self.features)
        return self

    def _check_table(self) -> None:
        """Check a table: with features its rows are points, without them they are inputs."""
        columns = {len(row) for row in self.x or []}
        for feature in self.features or []:
            if (
                not columns <= {1, 2}
                or len(columns) != 1
                or max(columns) < FEATURES[feature].inputs
            ):
                raise wrong("features", f"{feature} needs rows of points to be computed of")
        _check_once(self.features)

    def _settle(self) -> None:
        """Fill in the defaults of the data set's settings, and refuse settings that it lacks."""
        own = data_settings(self.name)
        for field in DATA_SETTINGS:
            given = getattr(self, field)
            if given is None:
                setattr(self, field, own.get(field))
            elif field not in own:
                raise wrong(field, f"{self.name} has none; it has {', '.join(own)}")
        if self.encoding is not None and not ENCODINGS[self.encoding].vectors:
            self.dimensions = None

    @property
    def inputs(self) -> int:
        """The number of inputs per example."""
        if own := shape_of(self.name):
            return own.inputs
        if self.x is not None and not self.features:
            return len(self.x[0]) if self.x else 0
        if self.encoding is not None:
            return len(encoder(self.encoding, bool(self.negation)).inputs)
        return len(self.features) if self.features else DATASETS[self.name].inputs

    @property
    def outputs(self) -> int:
        """The number of outputs: one for two classes, else one per class or target."""
        if own := shape_of(self.name):
            return own.outputs
        if self.y is None:
            return DATASETS[self.name].outputs
        if not self.y:
            return 1
        first = self.y[0]
        if isinstance(first, list):
            return len(first)
        if not all(isinstance(each, int) for each in self.y):
            return 1
        classes = 1 + max(int(each) for each in self.y if isinstance(each, int))
        return classes if classes > 2 else 1


OWN_SETTINGS: Mapping[str, Any] = MappingProxyType({"test_share": 0.2})
DATA_SETTINGS = ("samples", "noise", "test_share", "encoding", "dimensions", "negation")


def data_settings(name: str) -> Mapping[str, Any]:
    """Return the settings of a data set with their defaults."""
    if own := shape_of(name):
        # A file with its own test rows keeps them apart until the spec asks for another share.
        share = own.test_share
        return OWN_SETTINGS if share is None or share > 0.9 else {"test_share": share}
    row = DATASETS.get(name)
    return row.settings if row else POINT_SETTINGS  # a table has the settings of points
