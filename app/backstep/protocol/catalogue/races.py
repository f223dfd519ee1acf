"""Presets for races of learning rates or of optimizers, one row each."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class RacePreset:
    """A race: either `factors` of the run's learning rate, or `optimizers` with their defaults."""

    name: str
    label: str
    help: str
    factors: tuple[float, ...] = ()
    optimizers: tuple[str, ...] = ()


def _races(*rows: RacePreset) -> Mapping[str, RacePreset]:
    return MappingProxyType({row.name: row for row in rows})


RACES = _races(
    RacePreset(
        "rates",
        "η × 0.1 1 10 100",
        "Four learning rates: the run's own, a tenth, ten times and a hundred times of it.",
        factors=(0.1, 1.0, 10.0, 100.0),
    ),
    RacePreset(
        "optimizers",
        "four optimizers",
        "SGD, momentum, RMSprop and Adam, each with its own defaults.",
        optimizers=("sgd", "momentum", "rmsprop", "adam"),
    ),
)
