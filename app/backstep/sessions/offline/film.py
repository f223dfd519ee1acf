"""Replays a run operation by operation and records it for a page without a server.

docs/embedding.md, *Offline copy*, describes the format.
"""

from collections.abc import Callable, Collection, Iterator
from typing import Any

import numpy as np

from backstep.engine.nn.layers.layer import Use
from backstep.engine.nn.network import Architecture
from backstep.engine.nn.steps import Kind, Quantity
from backstep.engine.training.evaluation import quiet
from backstep.engine.training.operations import GRANULARITIES, Position
from backstep.protocol.codec import safetensors
from backstep.protocol.codec.finite import to_json
from backstep.protocol.facts.inspector import Question, inspect
from backstep.protocol.facts.narration import narrate
from backstep.protocol.facts.scene import Scene, factors
from backstep.protocol.facts.selection import Selection, find, of_parameter
from backstep.protocol.stream.frames import Tensors, Watch, narrowed
from backstep.sessions.offline.columns import Columns
from backstep.sessions.offline.slots import Slot, Strings
from backstep.sessions.offline.tracks import Tracks
from backstep.sessions.session import Session
from backstep.sessions.view.curve import curve
from backstep.sessions.view.describe import state

# Limits on the targets (parameters and neurons) recorded one by one, and on targets × steps.
MOST_TARGETS, MOST_TOLD = 120, 14_000
MAPS, OUTPUT = 16, 32  # points per side

Progress = Callable[[int], None]


class Film:
    """Records `session`, which must be at its start and unused by anything else.

    `panels` are those of the page. The target `select` is recorded even if there are too many
    targets to record each.
    """

    def __init__(
        self, session: Session, steps: int, panels: Collection[str], select: str | None = None
    ) -> None:
        self.session, self.panels = session, panels
        self._run, self._frames = session.run, session.frames
        self._wanted = steps
        self._strings = Strings()
        architecture = self._run.trainer.architecture
        chosen = find(architecture, select)
        count = sum(architecture.sizes) + architecture.layout.size
        self.targets = [] if chosen is None else [chosen]
        if count <= MOST_TARGETS and count * steps <= MOST_TOLD:
            self.targets = list(_everything(architecture))
        operations = range(len(self._run.operations))
        self._meta = [Slot(self._strings) for _ in operations]
        self._tensors: list[list[Tensors]] = [[] for _ in operations]
        self._narrations: list[dict[str, Slot]] = [{} for _ in operations]
        self._inspections: dict[str, dict[int, Slot]] = {}
        self._moments: list[tuple[dict[str, Any], Tensors]] = []
        self._epochs: list[int] = []
        self._edited: list[tuple[int, dict[str, Any]]] = []
        self._welcome = {"type": "welcome", "id": None, "role": "driver", "restarted": True}
        self._welcome |= state(session) | {"recorded": True}
        self._tracks = Tracks(session, steps, panels, self.targets, self._strings)

    def take(self, progress: Progress = lambda done: None) -> int:
        """Replay the steps, or up to a failure; return the number of recorded steps."""
        run, update = self._run, self._run.operations.update
        self._moment()
        with np.errstate(all="ignore"):
            for step in range(self._wanted):
                self._spec(step)
                for op in range(update + 1):
                    run.seek(Position(step, op))
                    if run.failure:
                        return step
                    self._frame(op)
                if run.trainer.batches.at_epoch_end:
                    self._epochs.append(step)
                self._moment()
                progress(step + 1)
        return self._wanted

    @property
    def steps(self) -> int:
        """The number of recorded steps."""
        return len(self._moments) - 1

    def _spec(self, step: int) -> None:
        """Note the settings if they change at this step."""
        spec = self.session.spec.model_dump(exclude_none=True)
        if spec != (self._edited[-1][1] if self._edited else self._welcome["spec"]):
            self._edited.append((step, spec))

    def _frame(self, op: int) -> None:
        frames = self._frames
        panels: dict[str, dict[str, Any]] = {"network": {"maps": 0}, "narration": {}}
        if "health" in self.panels:
            panels["health"] = {}
        meta, tensors = frames.build(Watch(panels), None, None)
        narration = meta.pop("narration")
        del meta["head"]
        self._meta[op].add(meta)
        self._tensors[op].append({name: narrowed(each) for name, each in tensors.items()})
        scene = frames.scenes.at(None)
        self._narrate(op, "", scene, narration)
        kind, layer = self._run.operations[op]
        for target in self.targets:
            if _concerns(kind, layer, target):
                self._narrate(op, str(target), scene, narrate(scene, target))
            if "inspector" in self.panels and op in self._turns(target):
                self._inspect(op, scene, target)

    def _narrate(self, op: int, name: str, scene: Scene, narration: dict[str, Any]) -> None:
        slots = self._narrations[op]
        if narration["kind"] == "gradient":
            narration = _examples(scene, narration) | narration
        slots.setdefault(name, Slot(self._strings)).add(narration)

    def _inspect(self, op: int, scene: Scene, target: Selection) -> None:
        slots = self._inspections.setdefault(str(target), {})
        found = inspect(scene, Question(target))
        if found["contributions"]:
            found["contributions"] = None  # the page takes them from the narration
        slots.setdefault(op, Slot(self._strings)).add(found)

    def _turns(self, target: Selection) -> set[int]:
        """Return the operations at which a target has something new to show."""
        operations, layer = self._run.operations, target.layer
        if layer == 0:
            return {0}
        own: list[Quantity] = ["preactivation", "activation", "delta"]
        made = [operations.made(quantity, layer) for quantity in own]
        if target.parameter is not None:
            made.append(operations.made("gradient", layer))
            if layer > 1:
                made.append(operations.made("activation", layer - 1))
        return {0, operations.update, *(op for op in made if op is not None)}

    def _moment(self) -> None:
        """Record what depends only on the parameters: maps, and the loss around them."""
        watch: dict[str, dict[str, Any]] = {}
        if "network" in self.panels:
            watch["network"] = {"maps": MAPS}
        if "output" in self.panels:
            watch["output"] = {"resolution": OUTPUT}
        meta, tensors = self._frames.build(Watch(watch), None, None)
        drawn = {name: each for name, each in tensors.items() if name.startswith(("maps", "outp"))}
        maps = meta.get("maps", {})
        if not maps and "output" in meta:
            others = self._run.trainer.architecture.depth - 1
            maps = {"scales": [1.0] * others + [meta["output"]["scale"]]}
        self._moments.append((maps, drawn))
        self._tracks.moment(len(self._moments) - 1)

    @quiet
    def encode(self) -> bytes:
        """Return the recording as a safetensors file."""
        steps = self.steps
        columns = Columns(steps)
        tensors = [self._rows(columns, rows[:steps]) for rows in self._tensors]
        operations = self._run.operations
        head = {
            "steps": steps,
            "welcome": self._welcome,
            "edited": self._edited,
            "ends": {by: operations.ends(by) for by in GRANULARITIES},
            "epochs": self._epochs,
            "targets": [str(each) for each in self.targets],
            "tensors": tensors,
            "meta": [slot.template(columns, steps) for slot in self._meta],
            "narrations": [
                {name: slot.template(columns, steps) for name, slot in slots.items()}
                for slots in self._narrations
            ],
            "inspections": {
                name: [[op, slot.template(columns, steps)] for op, slot in sorted(slots.items())]
                for name, slots in self._inspections.items()
            },
            "input_scales": self._moments[0][0].get("input_scales", []),
        }
        tracks, drawn = self._tracks.encode(steps)
        head |= {"tracks": tracks, "strings": list(self._strings.texts)}
        told, points = curve(self._run)
        watch = Watch({"network": {"maps": MAPS}})
        once = self._frames.points(watch) | points
        parts: Tensors = {"numbers": columns.planes(), **self._pictures(), **drawn}
        parts |= {f"once.{name}": np.asarray(each) for name, each in once.items()}
        narrow = {name: narrowed(each) for name, each in parts.items()}
        return safetensors.encode(narrow, {"frame": to_json(head | told)})

    def _rows(self, columns: Columns, rows: list[Tensors]) -> dict[str, Any]:
        """Return each tensor's shape, and the columns of its numbers."""
        found = {}
        for name, first in rows[0].items():
            table = np.stack([np.float64(each[name]).ravel() for each in rows])
            refs = [columns.exact(np.ascontiguousarray(each)) for each in table.T]
            found[name] = {"shape": list(first.shape), "of": refs}
        return found

    def _pictures(self) -> Tensors:
        """Encode the maps of all moments as differences to the moment before; lines unchanged."""
        found: Tensors = {}
        for name in self._moments[0][1]:
            stack = np.stack([tensors[name] for _, tensors in self._moments])
            if stack.dtype == np.uint8:
                stack = np.diff(stack, axis=0, prepend=np.zeros_like(stack[:1]))
            found[name] = stack
        scales = [meta.get("scales", []) for meta, _ in self._moments]
        return found | {"scales": np.array(scales, dtype=np.float64).view(np.uint8)}


def _everything(architecture: Architecture) -> Iterator[Selection]:
    """Yield every neuron and parameter."""
    for layer, units in enumerate(architecture.sizes):
        yield from (Selection(layer, unit, None) for unit in range(units))
    for at in range(architecture.layout.size):
        yield of_parameter(architecture, architecture.layout.at(at))


def _examples(scene: Scene, narration: dict[str, Any]) -> dict[str, Any]:
    """Return each example's δ and signal; their products are its contributions to the gradient."""
    use = Use(narration["unit"], narration["from"])
    told = slice(len(narration["contributions"]))
    errors, signals = factors(scene.trainer.network, narration["layer"], use)
    return {"errors": errors[told].tolist(), "signals": signals[told].tolist()}


def _concerns(kind: Kind, layer: int, target: Selection) -> bool:
    """Whether the narration of the operation differs when `target` is selected."""
    return (kind == "update" and target.layer > 0) or (kind != "loss" and target.layer == layer)
