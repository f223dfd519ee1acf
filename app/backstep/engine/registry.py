"""Immutable registries: one row per activation function, loss, optimizer, initializer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar

from backstep.engine.errors import UnknownName


class RegistryRow(Protocol):
    """A row, which has a name."""

    @property
    def name(self) -> str: ...


R = TypeVar("R", bound=RegistryRow)


class Registry(Mapping[str, R]):
    """Rows by name, in the given order.

    Looking up an unknown name raises `UnknownName`, which lists the known ones.
    """

    def __init__(self, kind: str, *rows: R) -> None:
        self.kind = kind
        self._rows = {row.name: row for row in rows}

    def __getitem__(self, name: str) -> R:
        try:
            return self._rows[name]
        except KeyError:
            raise UnknownName(self.kind, name, self._rows) from None

    def __contains__(self, name: object) -> bool:
        return name in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


@dataclass(frozen=True)
class Hyperparameter:
    """A number that tunes a row: its default and its bounds.

    `symbol` is its name in formulas and lines of numpy. On a log `scale` whose `min` is 0, `step`
    is the smallest other value that a slider reaches.
    """

    name: str
    symbol: str
    default: float
    min: float
    max: float
    step: float
    scale: Literal["linear", "log"] = "linear"
