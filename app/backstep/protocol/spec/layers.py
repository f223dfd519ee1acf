"""The layers of a spec, as the registry of layer kinds allows them."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, model_serializer, model_validator
from pydantic_core import PydanticCustomError

from backstep.engine.nn.activations import ACTIVATIONS
from backstep.engine.nn.layers.kinds import LayerKind, layer_kinds
from backstep.protocol.spec.model import wrong

DEFAULT = "dense"
_HIDDEN = [name for name, row in ACTIVATIONS.items() if row.hidden]


class LayerSpec(BaseModel):
    """A hidden layer: a row of the layer kinds' registry with all of its settings.

    The default kind is not written.
    """

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, int]

    kind: str = DEFAULT
    activation: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _fill(cls, given: Any) -> Any:
        if not isinstance(given, Mapping):
            return given
        name, rest = given.get("kind", DEFAULT), {k: v for k, v in given.items() if k != "kind"}
        kinds = layer_kinds()
        if not isinstance(name, str) or name not in kinds:
            raise wrong("kind", f"{name!r} is not one of {', '.join(kinds)}")
        row = kinds[name]
        return {"kind": name, **_activation(row, rest), **_settings(row, rest)}

    @model_serializer
    def _write(self) -> dict[str, Any]:
        written: dict[str, Any] = {} if self.kind == DEFAULT else {"kind": self.kind}
        written |= self.settings
        return written if self.activation is None else written | {"activation": self.activation}

    @property
    def settings(self) -> dict[str, int]:
        return dict(self.__pydantic_extra__)

    @property
    def row(self) -> LayerKind:
        return layer_kinds()[self.kind]


def dense(units: int, activation: str = "tanh") -> LayerSpec:
    """Return a hidden layer of the default kind."""
    return LayerSpec.model_validate({"units": units, "activation": activation})


def _activation(row: LayerKind, given: dict[str, Any]) -> dict[str, Any]:
    """Remove the layer's activation function from `given` and return it, checked."""
    if not row.activated:
        return {}
    name = given.pop("activation", "tanh")
    if name not in _HIDDEN:
        raise wrong("activation", f"{name!r} is not one of {', '.join(_HIDDEN)}")
    return {"activation": name}


def _settings(row: LayerKind, given: dict[str, Any]) -> dict[str, int]:
    """Return the settings of the kind, completed with defaults."""
    known = {each.name: each for each in row.settings}
    for name, value in given.items():
        if name not in known:
            raise wrong(name, _unknown(row))
        low, high = known[name].min, known[name].max
        if isinstance(value, bool) or not isinstance(value, int):
            raise wrong(name, "is not a whole number")
        if value < low or (high is not None and value > high):
            allowed = f"{low} to {high}" if high is not None else f"from {low}"
            raise wrong(name, f"is {value}; allowed: {allowed}")
    return row.fill(given)


def _unknown(row: LayerKind) -> str:
    allowed = [each.name for each in row.settings] + ["activation"] * row.activated
    return f"a layer of kind {row.name} has no such field; allowed: {', '.join(allowed) or 'none'}"


def _numbers(given: Any) -> Any:
    """Check nested lists of numbers. Raises an error that names the first entry that is not one."""
    for place, value in _entries(given, ()):
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise _not_a_number(place, "is not a number")
        if not abs(value) < float("inf"):
            raise _not_a_number(place, "is not a finite number")
    return given


def _entries(given: Any, place: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], Any]]:
    if not isinstance(given, list):
        yield place, given
        return
    for number, each in enumerate(given):
        yield from _entries(each, (*place, number))


def _not_a_number(place: tuple[int, ...], message: str) -> PydanticCustomError:
    return wrong(".".join(map(str, place)), message)


# Explicit parameters of a layer: nested lists by the names of its tensors.
LayerParameters = dict[str, Annotated[Any, AfterValidator(_numbers)]]
