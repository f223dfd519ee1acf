"""Presets: a spec, the panels that show it best, and a sentence about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from backstep.protocol.spec.gallery import GALLERY


@dataclass(frozen=True)
class Preset:
    """A spec to start from; `spec` contains what differs from the defaults."""

    name: str
    label: str
    help: str
    spec: Mapping[str, Any]
    panels: tuple[str, ...] = (
        "ribbon",
        "network",
        "slice",
        "explanation",
        "transport",
        "curve",
    )
    moment: Mapping[str, int] = field(default_factory=lambda: {"step": 0, "op": 0})


def _hidden(*units: int, activation: str = "tanh") -> list[dict[str, Any]]:
    return [{"units": each, "activation": activation} for each in units]


def _presets(*rows: Preset) -> Mapping[str, Preset]:
    return MappingProxyType({row.name: row for row in rows})


def _training(name: str, rate: float, **changes: Any) -> dict[str, Any]:
    return {"optimizer": {"name": name, "learning_rate": rate}, **changes}


PRESETS = _presets(
    Preset(
        "circle",
        "Circle",
        "A 2-4-2-1 network learns to tell a disc from the ring about it.",
        {},
    ),
    Preset(
        "xor",
        "Exclusive or",
        "No single line parts these classes: the hidden layer has to bend the plane.",
        {"data": {"name": "xor"}, "network": {"hidden": _hidden(4, 2)}},
    ),
    Preset(
        "gauss",
        "Two clouds",
        "One neuron is enough: a single line parts them.",
        {"data": {"name": "gauss"}, "network": {"hidden": []}},
    ),
    Preset(
        "spiral",
        "Spiral",
        "Two arms wound about each other: 2-8-8-1 and Adam get there.",
        {
            "data": {"name": "spiral"},
            "network": {"hidden": _hidden(8, 8)},
            "training": _training("adam", 0.01, batch_size=32),
        },
    ),
    Preset(
        "moons",
        "Moons",
        "Two half moons, learned by ReLU neurons: the border is made of straight pieces.",
        {
            "data": {"name": "moons", "noise": 0.1},
            "network": {"hidden": _hidden(6, activation="relu"), "initializer": "he_uniform"},
        },
    ),
    Preset(
        "plane",
        "Plane",
        "Regression with no hidden layer: three parameters, and a loss like a bowl.",
        {"data": {"name": "plane"}, "network": {"hidden": []}},
    ),
    Preset(
        "hills",
        "Hills",
        "Six cones, up and down in turn: regression over the plane.",
        {
            "data": {"name": "hills"},
            "network": {"hidden": _hidden(8, 8)},
            "training": _training("adam", 0.01, batch_size=32),
        },
    ),
    Preset(
        "sine",
        "Sine",
        "One input, one output: watch the curve bend to the points.",
        {
            "data": {"name": "sine", "samples": 200, "noise": 0.05},
            "network": {"hidden": _hidden(8, 8)},
            "training": _training("adam", 0.01),
        },
    ),
    Preset(
        "arms",
        "Three arms",
        "Three classes, three outputs and softmax: each class gets its part of the plane.",
        {
            "data": {"name": "arms", "noise": 0.02},
            "network": {"hidden": _hidden(8, 8)},
            "training": _training("adam", 0.01, batch_size=32),
        },
    ),
    Preset(
        "digits",
        "Digits",
        "64 pixels, 32 neurons, 10 classes: handwritten digits, learned within a minute.",
        {
            "data": {"name": "digits"},
            "network": {"hidden": _hidden(32)},
            "training": _training("adam", 0.003, batch_size=32),
        },
    ),
    Preset(
        "reviews",
        "Reviews",
        "Words become points in a plane, and part as the network learns to judge reviews.",
        {
            "data": {"name": "reviews"},
            "network": {"hidden": _hidden(4)},
            "training": _training("adam", 0.01, batch_size=32, l2=0.003),
        },
    ),
    Preset(
        "one-weight",
        "One weight",
        "A single weight on a single slope: the whole loss is one curve.",
        {
            "data": {
                "name": "table",
                "x": [[-2.0], [-1.0], [0.0], [1.0], [2.0]],
                "y": [[-3.0], [-1.5], [0.0], [1.5], [3.0]],
                "test_share": 0,
            },
            "network": {"hidden": [], "parameters": [{"weight": [[-0.5]], "bias": [0.0]}]},
            "training": _training("sgd", 0.1, batch_size=5, shuffle=False),
        },
    ),
    Preset(
        "chain",
        "Chain",
        "One neuron a layer, 1-1-1-1: the chain rule with nothing else in the way.",
        {
            "data": {"name": "table", "x": [[1.0]], "y": [[0.2]], "test_share": 0},
            "network": {
                "hidden": _hidden(1, 1, activation="sigmoid"),
                "output_activation": "sigmoid",
                "parameters": [
                    {"weight": [[0.8]], "bias": [0.1]},
                    {"weight": [[-1.2]], "bias": [0.3]},
                    {"weight": [[1.5]], "bias": [-0.2]},
                ],
            },
            "training": _training("sgd", 0.5, batch_size=1, shuffle=False),
        },
    ),
    Preset(
        "mazur",
        "Mazur's example",
        "The 2-2-2 network worked through by hand on Matt Mazur's well-known page.",
        {
            "data": {"name": "table", "x": [[0.05, 0.10]], "y": [[0.01, 0.99]], "test_share": 0},
            "network": {
                "hidden": _hidden(2, activation="sigmoid"),
                "output_activation": "sigmoid",
                "parameters": [
                    {"weight": [[0.15, 0.20], [0.25, 0.30]], "bias": [0.35, 0.35]},
                    {"weight": [[0.40, 0.45], [0.50, 0.55]], "bias": [0.60, 0.60]},
                ],
            },
            "training": _training("sgd", 0.5, batch_size=1, shuffle=False),
        },
    ),
    *(Preset(*row) for row in GALLERY),
)
