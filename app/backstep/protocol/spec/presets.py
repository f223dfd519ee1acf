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
        {},
    ),
    Preset(
        "xor",
        {"data": {"name": "xor"}, "network": {"hidden": _hidden(4, 2)}},
    ),
    Preset(
        "gauss",
        {"data": {"name": "gauss"}, "network": {"hidden": []}},
    ),
    Preset(
        "spiral",
        {
            "data": {"name": "spiral"},
            "network": {"hidden": _hidden(8, 8)},
            "training": _training("adam", 0.01, batch_size=32),
        },
    ),
    Preset(
        "moons",
        {
            "data": {"name": "moons", "noise": 0.1},
            "network": {"hidden": _hidden(6, activation="relu"), "initializer": "he_uniform"},
        },
    ),
    Preset(
        "plane",
        {"data": {"name": "plane"}, "network": {"hidden": []}},
    ),
    Preset(
        "hills",
        {
            "data": {"name": "hills"},
            "network": {"hidden": _hidden(8, 8)},
            "training": _training("adam", 0.01, batch_size=32),
        },
    ),
    Preset(
        "sine",
        {
            "data": {"name": "sine", "samples": 200, "noise": 0.05},
            "network": {"hidden": _hidden(8, 8)},
            "training": _training("adam", 0.01),
        },
    ),
    Preset(
        "arms",
        {
            "data": {"name": "arms", "noise": 0.02},
            "network": {"hidden": _hidden(8, 8)},
            "training": _training("adam", 0.01, batch_size=32),
        },
    ),
    Preset(
        "digits",
        {
            "data": {"name": "digits"},
            "network": {"hidden": _hidden(32)},
            "training": _training("adam", 0.003, batch_size=32),
        },
    ),
    Preset(
        "reviews",
        {
            "data": {"name": "reviews"},
            "network": {"hidden": _hidden(4)},
            "training": _training("adam", 0.01, batch_size=32, l2=0.003),
        },
    ),
    Preset(
        "one-weight",
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
