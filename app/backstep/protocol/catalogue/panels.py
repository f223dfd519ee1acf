"""The page's panels, one row each; those that the stream feeds have options."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from backstep.protocol.facts.examples import MOST as MOST_LISTED
from backstep.protocol.facts.inspector import MOST_PATHS
from backstep.protocol.facts.wordplane import MOST as MOST_WORDS


@dataclass(frozen=True)
class Option:
    """A whole number that tunes a panel; `name` is its name in the stream.

    Without a maximum of its own it is limited by the cap on grids. The page offers `choices`, if
    there are any.
    """

    name: str
    label: str
    help: str
    min: int
    max: int | None = None
    choices: tuple[int, ...] = ()


@dataclass(frozen=True)
class Panel:
    """A panel; `stream` is the name under which it is watched, if the stream feeds it."""

    name: str
    label: str
    help: str
    stream: str | None = None
    options: tuple[Option, ...] = ()


def _panels(*rows: Panel) -> Mapping[str, Panel]:
    return MappingProxyType({row.name: row for row in rows})


def _resolution(help: str, *choices: int) -> tuple[Option, ...]:
    return (Option("resolution", "Resolution", help, 2, choices=choices),)


PANELS = _panels(
    Panel(
        "network", "Network", "Neurons, weights and biases, with the numbers on them.", "network",
        (Option("maps", "Neuron maps", "Points a side of each neuron's map; 0 draws none.", 0),),
    ),
    Panel(
        "explanation", "Explanation", "What the operation at hand does, with its very numbers.",
        "narration",
    ),
    Panel(
        "inspector", "Inspector", "One weight, bias or neuron: why its gradient is what it is.",
        "inspector",
        (Option("paths", "Paths", "How many paths to the loss are listed.", 1, MOST_PATHS),),
    ),
    Panel(
        "output", "Output", "The network's answer over the inputs, the data, and the losses.",
        "output", _resolution("Points a side of the map."),
    ),
    Panel(
        "health", "Gradient health", "Each layer's gradient and units, and what ails them.",
        "health",
    ),
    Panel(
        "confusion", "Confusion", "How many of each class are taken for each other, and which.",
        "confusion",
    ),
    Panel(
        "hardest", "Hardest examples", "The examples of the largest losses.", "hardest",
        (Option("count", "Examples", "How many are listed.", 1, MOST_LISTED),),
    ),
    Panel("encode", "Encoding", "How an image or a text becomes numbers; draw or write your own."),
    Panel(
        "words", "Words", "What the network has learned of each word, in a plane.", "words",
        (Option("count", "Words", "How many are drawn, the most frequent first.", 1, MOST_WORDS),),
    ),
    Panel("curve", "Loss curve", "The loss after every update; drag to any moment.", "curve"),
    Panel(
        "surface", "Loss surface", "The loss over two parameters, all else fixed, and the path.",
        "surface", _resolution("Points a side of the grid.", 21, 41, 61, 101),
    ),
    Panel(
        "slice", "Loss slice", "The loss along one parameter, with its tangent and the next step.",
        "slice", _resolution("Points along the slice."),
    ),
    Panel("race", "Race", "Other optimizers or learning rates, from the same start.", "race"),
    Panel("ribbon", "Operations", "The operations of a step, and the one just done."),
    Panel("transport", "Transport", "Play, pause, and step forward and back."),
    Panel("controls", "Controls", "Data, network and training, to be changed."),
    Panel("legend", "Legend", "What the colours mean."),
)  # fmt: skip
