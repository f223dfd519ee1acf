"""The numbers that lessons quote, from the frames that a scene's panels draw."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy.typing as npt

from backstep.engine.formula.graph import Graph
from backstep.engine.training.operations import Position
from backstep.lessons.scenes import Scene
from backstep.protocol.stream.frames import FrameBuilder, Watch
from backstep.sessions.run.assemble import assemble
from backstep.settings import Caps

MEMORY = 2**22  # bytes of checkpoints that a scene's run may keep
PANELS: Mapping[str, Mapping[str, Any]] = {
    "network": {"maps": 0},
    "narration": {"compare": True},
    "health": {},
}

Frame = tuple[Mapping[str, Any], Mapping[str, npt.NDArray[Any]]]
FactsOf = Callable[[Scene, int], "Facts"]


@dataclass(frozen=True)
class Facts:
    """One training step in numbers, from its first and its last frame.

    Numbers on neurons are one example's, gradients the batch's. Layers, units and inputs count from
    1, as on paper.
    """

    first: Frame
    last: Frame

    def x(self, i: int) -> float:
        """Return an input."""
        return self._number("input", i - 1)

    def y(self, j: int = 1) -> float:
        """Return a target."""
        return float(self.last[0]["focus"]["y"][j - 1])

    def w(self, l: int, j: int, i: int) -> float:
        """Return a weight that the step computed with."""
        return self._number(f"previous.layers.{l - 1}.weight", j - 1, i - 1)

    def b(self, l: int, j: int) -> float:
        return self._number(f"previous.layers.{l - 1}.bias", j - 1)

    def new_w(self, l: int, j: int, i: int) -> float:
        """Return a weight after the update."""
        return self._number(f"parameters.layers.{l - 1}.weight", j - 1, i - 1)

    def new_b(self, l: int, j: int) -> float:
        return self._number(f"parameters.layers.{l - 1}.bias", j - 1)

    def z(self, l: int, j: int) -> float:
        return self._number(f"preactivations.{l - 1}", j - 1)

    def a(self, l: int, j: int) -> float:
        return self._number(f"activations.{l - 1}", j - 1)

    def delta(self, l: int, j: int) -> float:
        return self._number(f"deltas.{l - 1}", j - 1)

    def dw(self, l: int, j: int, i: int) -> float:
        """Return ∂L/∂w of the batch."""
        return self._number(f"gradients.layers.{l - 1}.weight", j - 1, i - 1)

    def db(self, l: int, j: int) -> float:
        return self._number(f"gradients.layers.{l - 1}.bias", j - 1)

    @property
    def loss(self) -> float:
        """The loss of the batch, before the update."""
        return float(self.last[0]["losses"]["batch"])

    @property
    def train_loss(self) -> float:
        """The loss of the whole training set, before the update."""
        return float(self.first[0]["losses"]["train"])

    @property
    def new_loss(self) -> float:
        """The loss of the whole training set, after the update."""
        return float(self.last[0]["losses"]["train"])

    @property
    def test_loss(self) -> float:
        return float(self.first[0]["losses"]["test"])

    def accuracy(self, over: str = "train") -> float:
        """Return the share of correctly classified examples, before the update."""
        return float(self.first[0]["accuracies"][over])

    @property
    def rate(self) -> float:
        """The learning rate η."""
        return float(self.last[0]["narration"]["learning_rate"])

    @property
    def updates(self) -> int:
        """The number of updates before this step."""
        return int(self.first[0]["updates"])

    @property
    def parameters(self) -> int:
        """The number of weights and biases."""
        return sum(
            tensor.size for name, tensor in self.last[1].items() if name.startswith("parameters.")
        )

    @property
    def inputs(self) -> int:
        """The number of inputs."""
        return len(self.last[1]["input"])

    @property
    def text(self) -> Mapping[str, Any]:
        """The example's text and its encoding; docs/protocol.md, *Frames*."""
        found: Mapping[str, Any] = self.last[0]["focus"]["text"]
        return found

    def place(self, word: str) -> int:
        """Return the input for a word of the text, from 1."""
        at = self.text["tokens"].index(word)
        return int(self.text["indices"][at]) + 1

    @property
    def wrong(self) -> Mapping[str, Any]:
        """The effect of updating each layer in the backward pass; docs/protocol.md, *Narration*."""
        found: Mapping[str, Any] = self.last[0]["narration"]["wrong"]
        return found

    def layer(self, l: int) -> Mapping[str, Any]:
        """Return the health of layer l; docs/protocol.md, *Health*."""
        found: Mapping[str, Any] = self.last[0]["health"]["layers"][l - 1]
        return found

    @property
    def warnings(self) -> Mapping[str, Mapping[str, Any]]:
        """The network's warnings, by kind."""
        return {each["kind"]: each for each in self.last[0]["health"]["warnings"]}

    def tensor(self, name: str) -> npt.NDArray[Any]:
        """Return a tensor of the step's last frame."""
        return self.last[1][name]

    def _number(self, tensor: str, *index: int) -> float:
        return float(self.last[1][tensor][index])


def facts_from_engine(caps: Caps) -> FactsOf:
    """Return a function that runs scenes; it keeps each run for later requests."""
    builders: dict[str, FrameBuilder] = {}

    def facts(scene: Scene, step: int) -> Facts:
        if scene.name not in builders:
            assembly = assemble(scene.parsed(caps), memory=MEMORY)
            builders[scene.name] = FrameBuilder(assembly.run, assembly.data)
        builder = builders[scene.name]
        first = _frame(builder, Position(step, 0))
        return Facts(first, _frame(builder, Position(step, builder.run.operations.update)))

    return facts


def _frame(builder: FrameBuilder, at: Position) -> Frame:
    builder.run.seek(at)
    meta, tensors = builder.build(Watch(PANELS), None, None)
    return meta, {name: tensor.copy() for name, tensor in tensors.items()}


class FormulaFacts:
    """A formula in numbers; its parts are named by their text, the whole by an empty one."""

    def __init__(self, formula: str, variables: Mapping[str, float]) -> None:
        self._graph = Graph(formula)
        self._numbers = self._graph.numbers(variables)
        self._at = {
            _bare(formula[slice(*node.source)]): at for at, node in enumerate(self._graph.nodes)
        }
        self._whole = _bare(formula)

    def value(self, part: str = "") -> float:
        return self._numbers.values[self._at[_bare(part) or self._whole]]

    def slope(self, part: str) -> float:
        """Return the derivative of the whole by a part."""
        return self._numbers.gradients[self._at[_bare(part)]]

    def local(self, gate: str, part: str) -> float:
        """Return the local derivative of a gate by one of its inputs."""
        start, end = self._at[_bare(part)], self._at[_bare(gate)]
        return next(
            slope
            for edge, slope in zip(self._graph.edges, self._numbers.slopes, strict=True)
            if edge[:2] == (start, end)
        )


def _bare(text: str) -> str:
    """Remove spaces, and brackets around the whole."""
    text = text.replace(" ", "")
    inner = text[1:-1]
    around = text.startswith("(") and text.endswith(")") and "(" not in inner
    return inner if around else text
