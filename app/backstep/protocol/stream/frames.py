"""Builds frames: the numbers at a run's position that a client watches."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from backstep.data.build import Data
from backstep.engine.nn.steps import Quantity
from backstep.engine.program import Array
from backstep.engine.training.evaluation import THRESHOLD, Score, quiet
from backstep.engine.training.run import Run
from backstep.protocol.codec import safetensors
from backstep.protocol.codec.finite import to_json
from backstep.protocol.facts import health
from backstep.protocol.facts.examples import Scored, confusion, hardest
from backstep.protocol.facts.inspector import Question, inspect
from backstep.protocol.facts.maps import Plane, to_bytes
from backstep.protocol.facts.narration import narrate
from backstep.protocol.facts.scene import Numbers, Scene
from backstep.protocol.facts.scenes import Focus, Scenes
from backstep.protocol.facts.selection import Selection, find
from backstep.protocol.facts.wordplane import WordPlane, told

MAP_NUMBERS = 100_000  # in the maps of all neurons of one frame
OUTPUT_NUMBERS = 250_000  # activations computed for the map of the output

Tensors = dict[str, npt.NDArray[Any]]


@dataclass(frozen=True)
class Watch:
    """What a client watches: the options of each panel."""

    panels: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: {"network": {}})

    def __contains__(self, panel: str) -> bool:
        return panel in self.panels

    def option(self, panel: str, name: str, default: Any) -> Any:
        return self.panels[panel].get(name, default)


class FrameBuilder:
    """Builds frames of one run. Caches grids, but nothing about positions."""

    def __init__(self, run: Run, data: Data) -> None:
        self.run = run
        self.data = data
        self._planes: dict[int, Plane] = {}
        self.scenes = Scenes(run, data)
        self._words = WordPlane(data)

    def plane(self, resolution: int) -> Plane:
        """Return the grid of that resolution."""
        if resolution not in self._planes:
            self._planes[resolution] = Plane(self.data, resolution)
        return self._planes[resolution]

    @quiet
    def inspect(self, question: Question, focus: Focus) -> dict[str, Any]:
        """Return the inspection of a parameter or neuron for one example.

        If the focus is the mean, that is the batch's first example.
        """
        return inspect(self.scenes.at(None if focus == "mean" else focus), question)

    @quiet
    def metadata(self, scene: Scene) -> dict[str, Any]:
        """Return the run's position and scores."""
        run = self.run
        trainer, batches = run.trainer, run.trainer.batches
        step, op = run.position
        kind, layer = run.operations[op]
        scores = run.score()
        row, rows = scene.row, batches.rows
        return {
            "step": step,
            "op": op,
            "kind": kind,
            "layer": layer,
            "epoch": batches.epoch,
            "batch": batches.batch,
            "batches": batches.per_epoch,
            "updates": trainer.updates,
            "head": {"step": run.head.step, "op": run.head.op},
            "losses": {
                "batch": trainer.batch_loss if op >= run.operations.loss else None,
                "penalty": scores.penalty,
                "train": scores.train.loss,
                "test": scores.test.loss if scores.test else None,
            },
            "accuracies": _accuracies(scores.train, scores.test, trainer.architecture.sizes[-1]),
            "focus": {
                "example": "mean" if row is None else row,
                "in_batch": row is None or row in rows,
                "position": rows.index(row) if row in rows else None,
                "size": len(rows),
                "x": scene.numbers.input.tolist(),
                "y": scene.numbers.target.tolist(),
                "text": None if row is None else self._text(row),
            },
            "rows": rows,
            "failure": failure(run),
        }

    def _text(self, row: int) -> dict[str, Any] | None:
        """Return an example's text and its encoding."""
        text = self.data.text(row)
        if text is None or self.data.texts is None:
            return None
        return told(self.data.texts.encoder.read(text))

    def build(
        self, watch: Watch, focus: Focus, selection: Selection | None
    ) -> tuple[dict[str, Any], Tensors]:
        """Return the metadata and tensors of all `parts` together."""
        meta: dict[str, Any] = {}
        tensors: Tensors = {}
        for more, arrays in self.parts(watch, focus, selection):
            meta |= more
            tensors |= arrays
        return meta, tensors

    def parts(
        self, watch: Watch, focus: Focus, selection: Selection | None
    ) -> Iterator[tuple[dict[str, Any], Tensors]]:
        """Yield metadata and tensors of the position, part by part.

        The run must stand still until the last part, and no other code may request its numbers.
        Surfaces, slices and curves are added by the session, which knows what it has sent.
        """
        scene = self.scenes.at(focus)
        meta = self.metadata(scene)
        yield self._scored(meta, watch)
        if "network" in watch:
            yield {}, self._network(scene.numbers)
        if "words" in watch:
            yield self._words.draw(self.run.trainer, watch.option("words", "count", 60))
        yield from self._pictures(watch)
        yield self._told(meta, watch, scene, selection), {}

    @quiet
    def _scored(self, meta: dict[str, Any], watch: Watch) -> tuple[dict[str, Any], Tensors]:
        """Return the metadata, and the panels that need the scores of single examples.

        Both in one part, because other code uses the scorer's evaluators too.
        """
        tensors: Tensors = {}
        for panel, tell in (("confusion", confusion), ("hardest", hardest)):
            if panel in watch:
                scored = Scored.of(self.run, self.data, watch.option(panel, "over", "test"))
                meta[panel], drawn = tell(scored, watch.panels[panel])
                tensors |= drawn
        return meta, tensors

    @quiet
    def _told(
        self, meta: dict[str, Any], watch: Watch, scene: Scene, selection: Selection | None
    ) -> dict[str, Any]:
        """Return the metadata of the panels that describe the scene."""
        told: dict[str, Any] = {}
        if "narration" in watch:
            compare = watch.option("narration", "compare", False)
            told["narration"] = narrate(scene, selection, compare=compare)
        if "inspector" in watch:
            told["inspection"] = self._inspection(watch, scene)
        if "health" in watch:
            total = meta["losses"]["train"] + meta["losses"]["penalty"]
            told["health"] = health.tell(scene, self.scenes.train(), total)
        return told

    def _inspection(self, watch: Watch, scene: Scene) -> dict[str, Any] | None:
        """Return the panel's selection, as far as the step has computed it."""
        target = find(scene.architecture, watch.option("inspector", "select", None))
        if target is None:
            return None
        named = (find(scene.architecture, name) for name in watch.option("inspector", "unfold", []))
        unfold = tuple(each for each in named if each and each.parameter is None)
        question = Question(target, unfold, watch.option("inspector", "paths", 6))
        return self.inspect(question, None) if scene.row is None else inspect(scene, question)

    def _network(self, numbers: Numbers) -> Tensors:
        """Return the parameters, and the numbers of the step that exist at the position."""
        tensors: Tensors = {}
        run = self.run
        trainer, op = run.trainer, run.position.op
        layout, operations = trainer.architecture.layout, run.operations
        for name, value in layout.named(trainer.parameters):
            tensors[f"parameters.{name}"] = value
        if op == operations.update:
            for name, value in layout.named(trainer.previous):
                tensors[f"previous.{name}"] = value
        tensors["input"] = numbers.input
        gradients, computed = layout.tensors(trainer.gradients), operations.computed(op)
        for at in range(operations.depth):
            known: dict[Quantity, Tensors] = {
                "preactivation": {f"preactivations.{at}": numbers.preactivations[at]},
                "activation": {f"activations.{at}": numbers.activations[at]},
                "delta": {f"deltas.{at}": numbers.deltas[at]},
                "gradient": {
                    f"gradients.layers.{at}.{name}": value for name, value in gradients[at].items()
                },
            }
            for quantity, arrays in known.items():
                if (quantity, at + 1) in computed:
                    tensors |= arrays
        return tensors

    def _pictures(self, watch: Watch) -> Iterator[tuple[dict[str, Any], Tensors]]:
        """What the neurons and the outputs answer over the data's plane, or line."""
        outputs, scale = None, 0.0
        if "output" in watch and self.data.plane:
            resolution = self._fineness(watch.option("output", "resolution", 48), OUTPUT_NUMBERS)
            outputs, scale = self._outputs(resolution)
            if self.data.plane == 1:
                yield {}, {"output.curve": outputs}
        if self.data.plane != 2:
            return
        resolution = watch.option("network", "maps", 32) if "network" in watch else 0
        if resolution:
            meta, tensors = self._maps(self._fineness(resolution, MAP_NUMBERS), scale)
            scale = meta["maps"]["scales"][-1]
            yield meta, tensors
        if outputs is not None:
            yield {"output": {"scale": scale}}, {"output.map": to_bytes(outputs, scale)}

    @quiet
    def _outputs(self, resolution: int) -> tuple[Array, float]:
        """Return the network's output over the plane or the line, and the scale of its map."""
        trainer = self.run.trainer
        return self.plane(resolution).outputs(trainer.architecture, trainer.parameters)

    @quiet
    def _maps(self, resolution: int, least: float) -> tuple[dict[str, Any], Tensors]:
        """Return the activation of every neuron over the plane."""
        trainer, plane = self.run.trainer, self.plane(resolution)
        maps = plane.draw(trainer.architecture, trainer.parameters, least)
        scales = {"scales": maps.scales, "input_scales": plane.input_maps().scales}
        return {"maps": scales}, {f"maps.{i}": drawn for i, drawn in enumerate(maps.layers)}

    def _fineness(self, asked: int, numbers: int) -> int:
        """Return the resolution of a map, lower than requested for very many neurons.

        Otherwise, computing it would block everything else for too long.
        """
        units = sum(self.run.trainer.architecture.sizes)
        return min(asked, max(2, math.isqrt(numbers // units)))

    def points(self, watch: Watch) -> Tensors:
        """Return what is sent once: the data to draw, and the inputs' maps."""
        data = self.data
        tensors: Tensors = {
            "data.points": data.train_points,
            "data.y": data.train_y,
            "test.points": data.test_points,
            "test.y": data.test_y,
        }
        if "network" in watch and data.plane == 2:
            resolution = self._fineness(watch.option("network", "maps", 32), MAP_NUMBERS)
            if resolution:
                tensors["maps.input"] = np.stack(self.plane(resolution).input_maps().layers)
        return tensors


def _accuracies(train: Score, test: Score | None, outputs: int) -> dict[str, float | None] | None:
    if train.accuracy is None:
        return None
    accuracies = {"train": train.accuracy, "test": test.accuracy if test else None}
    return accuracies | {"threshold": THRESHOLD if outputs == 1 else None}


def failure(run: Run) -> dict[str, Any] | None:
    """Return the failure of a run as it is sent; None without one."""
    found = run.failure
    if found is None:
        return None
    return {
        "kind": found.kind,
        "layer": found.layer,
        "quantity": found.quantity,
        "step": found.position.step,
        "op": found.position.op,
        "message": found.message,
        "hint": found.hint,
    }


@quiet
def encode(meta: Mapping[str, Any], tensors: Tensors) -> bytes:
    """Return a frame's bytes; float64 tensors become float32."""
    narrow = {name: narrowed(tensor) for name, tensor in tensors.items()}
    return safetensors.encode(narrow, {"frame": to_json(meta)})


def narrowed(tensor: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """In float32 what is float64, unless a finite number in it would overflow."""
    if tensor.dtype != np.float64:
        return tensor
    with np.errstate(over="raise", under="ignore"):
        try:
            return tensor.astype(np.float32)
        except FloatingPointError:
            return tensor
