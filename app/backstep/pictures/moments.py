"""The numbers of a moment, as in the stream's frames."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from backstep.engine.training.evaluation import quiet
from backstep.engine.training.operations import Position
from backstep.protocol.facts.selection import Selection
from backstep.protocol.stream.frames import Tensors, Watch
from backstep.sessions.session import Session
from backstep.sessions.view.curve import curve
from backstep.sessions.view.describe import layout
from backstep.texts.languages import Texts, languages

_MAPS, _OUTPUT = 32, 64  # points per side

Layout = Mapping[str, Any]


@dataclass(frozen=True)
class Moment:
    """A run at a position.

    `layout` and `meta` are as in docs/protocol.md. `tensors` are those of the frame, of the data,
    and of the curve up to the position. `data` is the data set's name, `texts` are those of the
    picture's language.
    """

    layout: Layout
    meta: Mapping[str, Any]
    tensors: Tensors
    data: str
    selected: Selection | None = None
    texts: Texts = field(default_factory=lambda: languages().default)

    @property
    def depth(self) -> int:
        return len(self.layout["activations"])

    @property
    def weight(self) -> tuple[int, int, int] | None:
        """Layer, unit and source of the selected weight, or None."""
        parameter = self.selected.parameter if self.selected else None
        if self.selected is None or parameter is None or self.selected.source is None:
            return None
        return self.selected.layer, self.selected.unit, self.selected.source

    def number(self, name: str, unit: int) -> float | None:
        """Return an entry of a vector; None if the vector does not exist yet."""
        found = self.tensors.get(name)
        return None if found is None else float(found[unit])


class Camera:
    """Takes moments of a session that nothing else uses.

    They contain what `panels` show, with a parameter or neuron `selected`, in the language of
    `texts`, by default English.
    """

    def __init__(
        self,
        session: Session,
        panels: Collection[str],
        selected: Selection | None = None,
        texts: Texts | None = None,
    ) -> None:
        self.session, self._selected = session, selected
        self._texts = texts or languages().default
        watch: dict[str, dict[str, Any]] = {"network": {"maps": _MAPS}}
        if "network" in panels:
            watch["health"] = {}
        if "output" in panels:
            watch["output"] = {"resolution": min(_OUTPUT, session.settings.caps.grid)}
        self._watch = Watch(watch)

    @cached_property
    def layout(self) -> Layout:
        return layout(self.session)

    @cached_property
    def _points(self) -> Tensors:
        return self.session.frames.points(self._watch)

    def at(self, position: Position) -> Moment | None:
        """Return the moment at a position; None if training failed before it."""
        run = self.session.run
        run.seek(position)
        if run.failure:
            return None
        return self._moment()

    @quiet
    def _moment(self) -> Moment:
        meta, tensors = self.session.frames.build(self._watch, None, None)
        _, points = curve(self.session.run)
        tensors |= _until(points, meta["updates"])
        name = self.session.spec.data.name
        tensors |= self._points
        return Moment(self.layout, meta, tensors, name, self._selected, self._texts)


def _until(points: Tensors, updates: int) -> Tensors:
    """Return the part of the curve up to this number of updates."""
    whole = points["curve.steps"] <= updates
    batches = points["curve.batch.starts"] < updates
    return {
        name: values[batches if name.startswith("curve.batch") else whole]
        for name, values in points.items()
    }
