"""The failure gallery's presets: training that fails in different ways."""

from collections.abc import Mapping
from typing import Any, NamedTuple


class FailurePreset(NamedTuple):
    """A spec that fails; its name is a preset's."""

    name: str
    spec: Mapping[str, Any]


def hidden(*units: int, activation: str) -> list[dict[str, Any]]:
    """Return hidden layers of these units."""
    return [{"units": each, "activation": activation} for each in units]


def sgd_training(rate: float, **training: Any) -> dict[str, Any]:
    """Return training settings with plain gradient descent."""
    return {"optimizer": {"name": "sgd", "learning_rate": rate}, **training}


def asleep(bias: float) -> list[dict[str, Any]]:
    """Return parameters of a 2-6-1 network with this bias in the hidden layer."""
    weights = [[0.35, 0.8], [0.35, -1.3], [0.9, 0.45], [-0.5, 0.6], [0.4, 0.3], [0.0, 0.5]]
    last = {"weight": [[-0.7, -0.2, -0.5, 0.6, 0.1, -0.3]], "bias": [0.0]}
    return [{"weight": weights, "bias": 6 * [bias]}, last]


GALLERY = (
    FailurePreset(
        "vanishing",
        {
            "network": {"hidden": hidden(*6 * [4], activation="sigmoid")},
            "training": sgd_training(0.1),
        },
    ),
    FailurePreset(
        "exploding",
        {
            "network": {
                "hidden": hidden(*6 * [24], activation="relu"),
                "initializer": "normal",
            },
            "training": sgd_training(0.03),
        },
    ),
    FailurePreset(
        "saturation",
        {
            "data": {"name": "gauss"},
            "network": {"hidden": [], "parameters": [{"weight": [[-6.0, -6.0]], "bias": [0.0]}]},
            "training": sgd_training(0.1, loss="mse"),
        },
    ),
    FailurePreset(
        "dead-relu",
        {
            "data": {"name": "moons", "noise": 0.1},
            "network": {"hidden": hidden(6, activation="relu"), "parameters": asleep(-4.0)},
            "training": sgd_training(0.1),
        },
    ),
    FailurePreset(
        "zeros",
        {"network": {"initializer": "zeros"}},
    ),
    FailurePreset(
        "too-large",
        {"training": sgd_training(10)},
    ),
    FailurePreset(
        "noisy",
        {
            "data": {"name": "plane", "noise": 0.5},
            "network": {"hidden": []},
            "training": sgd_training(0.1, batch_size=1),
        },
    ),
    FailurePreset(
        "overfitting",
        {
            "data": {"name": "moons", "samples": 40, "noise": 0.4},
            "network": {"hidden": hidden(16, 16, activation="tanh")},
            "training": {"optimizer": {"name": "adam", "learning_rate": 0.03}},
        },
    ),
)
