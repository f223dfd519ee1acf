"""What can be undone: the acts that change a run, named by key."""

from collections.abc import Mapping
from typing import Any, Literal

from backstep.protocol.spec.schema import Spec
from backstep.protocol.stream.wire import Wire

ActKind = Literal[
    "parameter", "settings", "layer_added", "layer_removed", "layers", "data", "points", "reset"
]


class Act(Wire):
    """A change of a run that can be undone.

    `number` grows with every act of the run. `fields` are the dotted names of the settings that
    changed, or the name of the parameter. `restarts`: the act began a new run.
    """

    number: int
    kind: ActKind
    fields: list[str]
    restarts: bool


def act_between(number: int, before: Spec, after: Spec, *, restarts: bool) -> Act:
    """The act that turns one spec into another; a reset if they are equal."""
    fields = list(_changed(before.model_dump(), after.model_dump()))
    return Act(number=number, kind=_kind(before, after, fields), fields=fields, restarts=restarts)


def _kind(before: Spec, after: Spec, fields: list[str]) -> ActKind:
    if not fields:
        return "reset"
    if before.data != after.data:
        return "points" if after.data.name == "table" else "data"
    was, now = len(before.network.hidden), len(after.network.hidden)
    if was != now:
        return "layer_added" if now > was else "layer_removed"
    return "layers" if "network.hidden" in fields else "settings"


def _changed(before: Any, after: Any, name: str = "") -> list[str]:
    """The dotted names of the values that differ between two specs as JSON."""
    if before == after:
        return []
    if not (isinstance(before, Mapping) and isinstance(after, Mapping)):
        return [name]
    below = name and f"{name}."
    return [
        field
        for key in {**before, **after}
        for field in _changed(before.get(key), after.get(key), f"{below}{key}")
    ]
