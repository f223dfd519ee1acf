"""Races worth a click: a row each, of learning rates or of optimizers."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class RacePreset:
    """Either `factors`, of the run's own learning rate, or `optimizers` with their defaults."""

    name: str
    factors: tuple[float, ...] = ()
    optimizers: tuple[str, ...] = ()


def _races(*rows: RacePreset) -> Mapping[str, RacePreset]:
    return MappingProxyType({row.name: row for row in rows})


RACES = _races(
    RacePreset(
        "rates",
        factors=(0.1, 1.0, 10.0, 100.0),
    ),
    RacePreset(
        "optimizers",
        optimizers=("sgd", "momentum", "rmsprop", "adam"),
    ),
)
