"""Surfaces and slices of a run's loss, computed off the event loop from a copy of its numbers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any

import numpy as np
import numpy.typing as npt

from backstep.data.build import Data
from backstep.engine.nn.network import Architecture
from backstep.engine.optim.optimizers import OPTIMIZERS
from backstep.engine.optim.updates import Memory
from backstep.engine.program import Array, execute
from backstep.engine.surface import planes
from backstep.engine.surface.grid import Surface
from backstep.engine.surface.planes import Plane
from backstep.engine.training.evaluation import Evaluator
from backstep.engine.training.run import Run
from backstep.engine.training.trainer import Settings
from backstep.sessions.view.paths import PathLosses, Trail, path

Drawn = tuple[dict[str, Any], dict[str, npt.NDArray[Any]]]
Stop = Callable[[], bool]

_PATIENCE = 0.1  # seconds; if the fine surface takes longer, a coarse one is shown first
_LOST = 2  # points whose loss exceeds this multiple of the racer's first loss do not widen the view


@dataclass(frozen=True)
class Moment:
    """The input of a surface; taken on the event loop, read in a thread."""

    architecture: Architecture
    parameters: Array
    updates: int
    settings: Settings
    slots: dict[str, Array]
    count: Array
    rows: list[int]
    past: Trail  # flat parameters and training losses up to the position
    ahead: Trail  # the same beyond the position
    length: int  # updates of the whole path
    racers: list[Trail]  # the same of each racer, up to its position

    @property
    def learning_rate(self) -> float:
        return dict(self.settings.hyperparameters)["learning_rate"]

    def stepped(self, gradient: Array) -> Array:
        """Return the flat parameters after an update of the optimizer with `gradient`."""
        slots = {name: slot.copy() for name, slot in self.slots.items()}
        is_weight = self.architecture.layout.is_weight()
        memory = Memory(self.parameters.copy(), gradient, is_weight, slots, self.count.copy())
        row = OPTIMIZERS[self.settings.optimizer]
        execute(row.update(memory, dict(self.settings.hyperparameters)))
        return memory.parameters


def moment(run: Run, racers: Sequence[Trail] = ()) -> Moment:
    """Copy the run's current numbers; `racers` are the paths of its racers."""
    trainer, points = run.trainer, path(run)
    # The optimizer's memory is valid only if the next settings keep the optimizer.
    same = run.settings.optimizer == trainer.settings.optimizer
    slots = trainer.slots if same else {}
    row = OPTIMIZERS[run.settings.optimizer]
    return Moment(
        trainer.architecture,
        trainer.parameters.copy(),
        trainer.updates,
        run.settings,
        {name: slots.get(name, np.zeros_like(trainer.parameters)).copy() for name in row.slots},
        trainer.count.copy() if same else np.zeros(()),
        trainer.batches.rows,
        # The position is a point of its own, at the end of the past.
        [(each, loss) for at, each, loss in points if at < trainer.updates],
        [(each, loss) for at, each, loss in points if at > trainer.updates],
        max(trainer.updates, run.head.step + (run.head.op == run.operations.update)),
        list(racers),
    )


def _range(values: Array) -> tuple[float, float]:
    """Return a range around the values, rounded to halves so that it changes rarely."""
    low, high = float(values.min()), float(values.max())
    margin = max(2.0, 0.35 * (high - low))
    return float(np.floor(2 * (low - margin)) / 2), float(np.ceil(2 * (high + margin)) / 2)


def _held(span: tuple[float, float], values: Array) -> tuple[float, float]:
    """Return the span, widened by tenths if needed, so that it contains the values."""
    low, high = span
    room = (high - low) / 10
    if len(values) and values.min() < low:
        low -= room * float(np.ceil((low - values.min()) / room + 0.5))
    if len(values) and values.max() > high:
        high += room * float(np.ceil((values.max() - high) / room + 0.5))
    return low, high


class Landscape:
    """Draws surfaces and slices for one client, and reuses the memory for their computation."""

    def __init__(self) -> None:
        self._key: object = None
        self._surface: Surface | None = None
        self._losses = PathLosses()

    def _over(self, now: Moment, data: Data, over: str) -> tuple[Surface, Evaluator]:
        """Return the loss over the training set, or over the current batch."""
        rows = now.rows if over == "batch" else slice(None)
        x, y = data.train_x[rows], data.train_y[rows]
        key = (now.architecture, id(data), tuple(now.rows) if over == "batch" else None)
        if self._surface is None or key != self._key:
            self._key, self._surface = key, Surface(now.architecture, x, y)
        return self._surface, Evaluator(now.architecture, x, y, classify=False)

    def surface(
        self, now: Moment, data: Data, options: Mapping[str, Any], stop: Stop
    ) -> Iterator[Drawn]:
        """Yield the loss over a plane with the run's path: metadata and tensors of a frame.

        A coarse surface comes first if the fine one takes long.
        """
        began = monotonic()
        surface, evaluator = self._over(now, data, options["over"])
        here, gradient = evaluator.loss(now.parameters), evaluator.gradient(now.parameters)
        # In the plane of its own path, show the whole run; the position is one point of it.
        ahead = now.ahead if options["plane"] == "pca" else []
        at = len(now.past)
        trail = [*now.past, (now.parameters, here), *ahead]
        past = np.stack([each for each, _ in trail])
        close = [each for trail in now.racers for each in _close(trail)]
        plane, more = _plane(now, gradient, np.stack([*close, *past]), options)
        seen = plane.project(past)
        ranges = _ranges(plane, seen.coordinates, at, options, close)
        a, b = (np.linspace(low, high, options["resolution"]) for low, high in ranges)
        along = self._losses.fill(trail, now.architecture, data)
        known = np.isfinite(along) | (np.arange(len(along)) == at)
        targets = np.stack([now.parameters - gradient, now.stepped(gradient)])
        moves = plane.project(targets).coordinates - seen.coordinates[at]
        meta = {
            "plane": options["plane"],
            **{
                name: {
                    "parameter": each.name if options["plane"] == "parameters" else None,
                    "name": each.name,
                    "min": span[0],
                    "max": span[1],
                    "value": float(seen.coordinates[at, i]),
                }
                for i, (name, each, span) in enumerate(
                    zip(("x", "y"), plane.directions, ranges, strict=True)
                )
            },
            "loss": here,
            "updates": now.updates,
            "over": options["over"],
            "examples": len(surface.examples[0]),
            "descent": moves[0].tolist(),
            "step": moves[1].tolist(),
            "distance": float(seen.distances.max()),
            **more,
        }
        paths = {"surface.path": np.column_stack([seen.coordinates, along])[known]}
        meta["racers"] = []
        for number, trail in enumerate(now.racers):
            raced = plane.project(np.stack([each for each, _ in trail]))
            meta["racers"].append(float(raced.distances.max()))
            losses = [loss for _, loss in trail]
            paths[f"race.{number}.path"] = np.column_stack([raced.coordinates, losses])
        for stage in surface.stages(plane, a, b):
            if stop():
                return
            if stage is None:
                continue
            expected = (monotonic() - began) * stage.stride**2
            if stage.stride == 1 or expected > _PATIENCE:
                told = {"surface": meta | {"coarse": stage.stride > 1}}
                # A coarse grid includes its last points, so its spacing may be uneven.
                axes = {"surface.a": stage.a, "surface.b": stage.b}
                yield told, {"surface.z": stage.losses, **paths, **axes}

    def slice(
        self, now: Moment, data: Data, options: Mapping[str, Any], stop: Stop
    ) -> Iterator[Drawn]:
        """Yield the loss along one parameter: metadata and tensors of a frame."""
        surface, evaluator = self._over(now, data, options["over"])
        layout = now.architecture.layout
        parameter = layout.find(options["parameter"])
        at = layout.index(parameter)
        here = float(now.parameters[at])
        low, high = _range(np.array([here, *(each[at] for each, _ in now.past)]))
        values = np.linspace(low, high, options["resolution"])
        line = planes.along(layout, now.parameters, [parameter])
        z = surface.losses(line, values, stop=stop)
        gradient = evaluator.gradient(now.parameters)
        slope = float(gradient[at])
        meta = {
            "parameter": str(parameter),
            "min": low,
            "max": high,
            "value": here,
            "loss": evaluator.loss(now.parameters),
            "slope": slope,
            "landing": here - now.learning_rate * slope,
            "next": float(now.stepped(gradient)[at]),
            "minima": [[each.at, each.loss] for each in planes.minima(values, z)],
            "over": options["over"],
            "examples": len(surface.examples[0]),
            "updates": now.updates,
            "learning_rate": now.learning_rate,
        }
        yield {"slice": meta}, {"slice.z": z}


def _plane(
    now: Moment, gradient: Array, past: Array, options: Mapping[str, Any]
) -> tuple[Plane, dict[str, Any]]:
    """Return the requested plane, and metadata about it."""
    layout, seed = now.architecture.layout, options["seed"]
    match options["plane"]:
        case "random":
            return planes.random(layout, now.parameters, seed=seed), {}
        case "gradient":
            return planes.descent(now.parameters, gradient, seed=seed), {}
        case "pca":
            found = planes.principal(past)
            whole = len(past) - len(now.past) - 1 - len(now.ahead) + now.length + 1
            shares = {"explained": list(found.explained), "points": found.points, "of": whole}
            return found.plane, shares
    chosen = [layout.find(options[name], field=f"panels.surface.{name}") for name in ("x", "y")]
    return planes.along(layout, now.parameters, chosen), {}


def _close(trail: Trail) -> list[Array]:
    """Return the points of a racer's path that the view includes.

    Points with a much larger loss than its first one are left out.
    """
    return [each for each, loss in trail if loss <= _LOST * trail[0][1]]


def _ranges(
    plane: Plane, path: Array, at: int, options: Mapping[str, Any], close: Sequence[Array]
) -> list[tuple[float, float]]:
    """Return the range to show in each direction.

    It contains the path and the points of `close`, with a margin, scaled by `zoom`.
    """
    ranges = []
    others = plane.project(np.stack(close)).coordinates if close else path[:0]
    for i, direction in enumerate(plane.directions):
        if options["plane"] == "parameters":
            low, high = _range(np.concatenate([path[:, i], others[:, i]]))
        else:
            low, high = _held(direction.range, others[:, i])
        here, zoom = float(path[at, i]), options["zoom"]
        if zoom != 1:
            low, high = here + (low - here) / zoom, here + (high - here) / zoom
        ranges.append((low, high))
    return ranges


PANELS: dict[str, Callable[..., Iterator[Drawn]]] = {
    "surface": Landscape.surface,
    "slice": Landscape.slice,
}
