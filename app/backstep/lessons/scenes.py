"""Scenes: moments of runs that lessons show, one row each."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal
from urllib.parse import urlencode

from backstep.engine.training.operations import Granularity, Operations
from backstep.protocol.spec.presets import PRESETS
from backstep.protocol.spec.query import write
from backstep.protocol.spec.schema import Spec, outline, parse
from backstep.settings import Caps

Still = Literal["network", "slice", "curve", "image"]


@dataclass(frozen=True)
class Scene:
    """A moment of a run, and how it is shown.

    The moment is `step` and `op` (None: the step's last); `select` is selected in the panels. The
    caption is `scenes.{name}` of each language. `still` is the kind of picture for readers without
    JavaScript: a curve shows `steps` further updates, a slice shows the range `window`.
    """

    name: str
    spec: Mapping[str, Any]
    panels: tuple[str, ...] = ("ribbon", "network", "explanation", "transport")
    step: int = 0
    op: int | None = 0
    select: str | None = None
    by: Granularity = "operation"
    rate: int | None = 2
    still: Still = "network"
    steps: int = 0
    window: tuple[float, float] | None = None
    ask: bool = True

    def parsed(self, caps: Caps) -> Spec:
        return parse(dict(self.spec), caps)

    def query(self, caps: Caps) -> str:
        """Return the moment's query for the lab's address."""
        spec = self.parsed(caps)
        more: dict[str, Any] = {}
        if self.op is None:
            last = Operations.of(outline(spec)).update
            more |= {"step": self.step, "op": last}
        elif self.step or self.op:
            more |= {"step": self.step, "op": self.op}
        if self.select:
            more["select"] = self.select
        if self.ask:
            more["ask"] = 1
        return f"{write(spec, caps)}{'&' if more else ''}{urlencode(more)}"

    def embed(self, caps: Caps) -> str:
        """Return the query with the panels to show."""
        shown = {"panels": ",".join(self.panels), "by": self.by, "rate": self.rate or "max"}
        # The keys control the scene while it is used; the page has a link of its own.
        shown |= {"keys": "sim", "hide": "keys,link"}
        return f"{self.query(caps)}&{urlencode(shown, safe=',')}"


def preset(name: str, **changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return a preset's spec with changes of whole sections."""
    spec = dict(PRESETS[name].spec)
    for section, value in changes.items():
        spec[section] = {**spec.get(section, {}), **value}
    return spec


def table(
    x: list[list[float]],
    y: list[list[float]] | list[int],
    layers: list[tuple[list[list[float]], list[float]]],
    activation: str,
    output: str = "auto",
    rate: float = 0.5,
    **training: Any,
) -> dict[str, Any]:
    """Return a spec of a small network with given parameters and examples, all in one batch."""
    hidden = [{"units": len(bias), "activation": activation} for _, bias in layers[:-1]]
    parameters = [{"weight": weight, "bias": bias} for weight, bias in layers]
    return {
        "data": {"name": "table", "x": x, "y": y, "test_share": 0},
        "network": {"hidden": hidden, "output_activation": output, "parameters": parameters},
        "training": {
            "optimizer": {"name": "sgd", "learning_rate": rate},
            "batch_size": max(1, len(x)),
            "shuffle": False,
            **training,
        },
    }


def scenes(*rows: Scene) -> Mapping[str, Scene]:
    """Return rows by name. Raises ValueError if a name occurs twice."""
    found = {row.name: row for row in rows}
    if len(found) != len(rows):
        raise ValueError("two scenes have the same name")
    return MappingProxyType(found)
