"""Builds frames: the numbers at a run's position that a client watches."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from backstep.data.build import Data
from backstep.engine.nn.steps import Quantity
from backstep.engine.program import Array
from backstep.engine.training.evaluation import THRESHOLD, Evaluator, Score, quiet
from backstep.engine.training.run import Run
from backstep.protocol.codec import safetensors
from backstep.protocol.codec.finite import to_json
from backstep.protocol.facts import health
from backstep.protocol.facts.examples import Scored, confusion, hardest
from backstep.protocol.facts.inspector import Question, inspect
from backstep.protocol.facts.maps import Plane, to_bytes
from backstep.protocol.facts.narration import narrate
from backstep.protocol.facts.numbers import Numbers, numbers_of
from backstep.protocol.facts.scene import Scene
from backstep.protocol.facts.selection import Selection, find
from backstep.protocol.facts.wordplane import WordPlane, told

MAP_NUMBERS = 100_000  # in the maps of all neurons of one frame
OUTPUT_NUMBERS = 250_000  # activations computed for the map of the output

Tensors = dict[str, npt.NDArray[Any]]
Focus = int | Literal["mean"] | None


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
        self._words = WordPlane(data)
        self._single: Evaluator | None = None
        self._batch: Evaluator | None = None

    def plane(self, resolution: int) -> Plane:
        """Return the grid of that resolution."""
        if resolution not in self._planes:
            self._planes[resolution] = Plane(self.data, resolution)
        return self._planes[resolution]

    @property
    def step_parameters(self) -> Array:
        """The parameters that the current step computes with; at `update`, the old ones."""
        trainer = self.run.trainer
        at_update = self.run.position.op == self.run.operations.update
        return trainer.previous if at_update else trainer.parameters

    def batch_evaluator(self) -> Evaluator:
        """Return an evaluator of the current batch."""
        trainer = self.run.trainer
        rows = trainer.batches.rows
        x, y = self.data.train_x[rows], self.data.train_y[rows]
        known = self._batch
        if (
            known is None
            or known.architecture != trainer.architecture
            or known.examples != len(rows)
        ):
            known = self._batch = Evaluator(trainer.architecture, x, y, classify=False)
        known.load(x, y)
        return known

    def train_evaluator(self) -> Evaluator:
        """Return an evaluator of the training set."""
        return self.run.scorer.evaluators(self.run.trainer.architecture)[0]

    def example(self, focus: Focus) -> int | None:
        """Return the example in focus, by default the batch's first; None for the mean.

        Examples of the training set are numbered first, then those of the test set.
        """
        if focus == "mean":
            return None
        if focus is None or focus >= len(self.data):
            return self.run.trainer.batches.rows[0]
        return focus

    @quiet
    def numbers(self, focus: Focus) -> Numbers:
        """Return the numbers on the neurons."""
        trainer, row = self.run.trainer, self.example(focus)
        if row is None:
            return numbers_of(trainer.network, True, None)
        network = self.single_evaluator(row).trace(self.step_parameters)
        return numbers_of(network, False, network.data_loss())

    def single_evaluator(self, row: int) -> Evaluator:
        """Return an evaluator of one example's own loss, without penalties."""
        architecture = replace(self.run.trainer.architecture, l1=0.0, l2=0.0)
        x, y = self.data.rows(row)
        if self._single is None or self._single.architecture != architecture:
            self._single = Evaluator(architecture, x, y, classify=False)
        self._single.load(x, y)
        return self._single

    def scene(self, row: int | None, numbers: Numbers) -> Scene:
        """Return the run at its position with the numbers of training row `row`, or of the mean."""
        single = partial(self.single_evaluator, row or 0)
        return Scene(
            self.run, self.data, numbers, row, self.step_parameters, self.batch_evaluator, single
        )

    @quiet
    def inspect(self, question: Question, focus: Focus) -> dict[str, Any]:
        """Return the inspection of a parameter or neuron for one example.

        If the focus is the mean, that is the batch's first example.
        """
        row = self.example(None if focus == "mean" else focus)
        return inspect(self.scene(row, self.numbers(row)), question)

    @quiet
    def metadata(self, focus: Focus, numbers: Numbers) -> dict[str, Any]:
        """Return the run's position and scores."""
        run = self.run
        trainer, batches = run.trainer, run.trainer.batches
        step, op = run.position
        kind, layer = run.operations[op]
        scores = run.score()
        row, rows = self.example(focus), batches.rows
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
                "x": numbers.input.tolist(),
                "y": numbers.target.tolist(),
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
        numbers = self.numbers(focus)
        meta = self.metadata(focus, numbers)
        yield self._scored(meta, watch)
        if "network" in watch:
            yield {}, self._network(numbers)
            resolution = self._fineness(watch.option("network", "maps", 32), MAP_NUMBERS)
            if self.data.plane == 2 and resolution:
                yield self._maps(resolution)
        if "words" in watch:
            yield self._words.draw(self.run.trainer, watch.option("words", "count", 60))
        if "output" in watch and self.data.plane:
            asked = watch.option("output", "resolution", 48)
            yield {}, self._output(self._fineness(asked, OUTPUT_NUMBERS))
        yield self._told(meta, watch, self.scene(self.example(focus), numbers), selection), {}

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
            told["health"] = health.tell(scene, self.train_evaluator(), total)
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
        gradients = layout.tensors(trainer.gradients)
        for at in range(operations.depth):
            known: dict[Quantity, Tensors] = {
                "preactivation": {f"preactivations.{at}": numbers.preactivations[at]},
                "activation": {f"activations.{at}": numbers.activations[at]},
                "delta": {f"deltas.{at}": numbers.deltas[at]},
                "gradient": {
                    f"gradients.layers.{at}.{name}": value for name, value in gradients[at].items()
                },
            }
            for quantity, made in known.items():
                by = operations.made(quantity, at + 1)
                if by is not None and op >= by:
                    tensors |= made
        return tensors

    @quiet
    def _maps(self, resolution: int) -> tuple[dict[str, Any], Tensors]:
        """Return the activation of every neuron over the plane."""
        trainer, plane = self.run.trainer, self.plane(resolution)
        maps = plane.draw(trainer.architecture, trainer.parameters)
        scales = {"scales": maps.scales, "input_scales": plane.input_maps().scales}
        return {"maps": scales}, {f"maps.{i}": drawn for i, drawn in enumerate(maps.layers)}

    def _fineness(self, asked: int, numbers: int) -> int:
        """Return the resolution of a map, lower than requested for very many neurons.

        Otherwise, computing it would block everything else for too long.
        """
        units = sum(self.run.trainer.architecture.sizes)
        return min(asked, max(2, math.isqrt(numbers // units)))

    @quiet
    def _output(self, resolution: int) -> Tensors:
        """Return the network's output over the plane or the line."""
        trainer, plane = self.run.trainer, self.plane(resolution)
        outputs = plane.layers(trainer.architecture, trainer.parameters)[-1]
        if self.data.plane == 1:
            return {"output.curve": outputs}
        centred = plane.centred(trainer.architecture, outputs)
        return {"output.map": to_bytes(centred, 1.0)}

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
    narrow = {
        name: tensor.astype(np.float32) if tensor.dtype == np.float64 else tensor
        for name, tensor in tensors.items()
    }
    return safetensors.encode(narrow, {"frame": to_json(meta)})
