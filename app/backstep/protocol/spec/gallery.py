"""The failure gallery's presets: training that fails in different ways."""

from collections.abc import Mapping
from typing import Any, NamedTuple


class Failure(NamedTuple):
    """A spec that fails; its name is a preset's."""

    name: str
    label: str
    help: str
    spec: Mapping[str, Any]


def hidden(*units: int, activation: str) -> list[dict[str, Any]]:
    """Return hidden layers of these units."""
    return [{"units": each, "activation": activation} for each in units]


def sgd(rate: float, **training: Any) -> dict[str, Any]:
    """Return training settings with plain gradient descent."""
    return {"optimizer": {"name": "sgd", "learning_rate": rate}, **training}


def asleep(bias: float) -> list[dict[str, Any]]:
    """Return parameters of a 2-6-1 network with this bias in the hidden layer."""
    weights = [[0.35, 0.8], [0.35, -1.3], [0.9, 0.45], [-0.5, 0.6], [0.4, 0.3], [0.0, 0.5]]
    last = {"weight": [[-0.7, -0.2, -0.5, 0.6, 0.1, -0.3]], "bias": [0.0]}
    return [{"weight": weights, "bias": 6 * [bias]}, last]


GALLERY = (
    Failure(
        "vanishing",
        "Vanishing gradients",
        "Six layers of sigmoids: next to nothing of the gradient reaches the first.",
        {
            "network": {"hidden": hidden(*6 * [4], activation="sigmoid")},
            "training": sgd(0.1),
        },
    ),
    Failure(
        "exploding",
        "Exploding gradients",
        "Six wide ReLU layers whose weights are too large: after a few steps there is no number.",
        {
            "network": {
                "hidden": hidden(*6 * [24], activation="relu"),
                "initializer": "normal",
            },
            "training": sgd(0.03),
        },
    ),
    Failure(
        "saturation",
        "Saturation",
        "One neuron, sure and wrong: with squared errors it has no slope to learn by.",
        {
            "data": {"name": "gauss"},
            "network": {"hidden": [], "parameters": [{"weight": [[-6.0, -6.0]], "bias": [0.0]}]},
            "training": sgd(0.1, loss="mse"),
        },
    ),
    Failure(
        "dead-relu",
        "Dead ReLUs",
        "Biases far below zero: no example wakes a neuron, so none can learn.",
        {
            "data": {"name": "moons", "noise": 0.1},
            "network": {"hidden": hidden(6, activation="relu"), "parameters": asleep(-4.0)},
            "training": sgd(0.1),
        },
    ),
    Failure(
        "zeros",
        "Beginning with zeros",
        "Every weight is zero: no signal goes forward, no error comes back.",
        {"network": {"initializer": "zeros"}},
    ),
    Failure(
        "too-large",
        "Learning rate too large",
        "Each step leaps across the valley, until the neurons are stuck where they are flat.",
        {"training": sgd(10)},
    ),
    Failure(
        "noisy",
        "Noise of small batches",
        "Batches of one example: each points where that one would like to go.",
        {
            "data": {"name": "plane", "noise": 0.5},
            "network": {"hidden": []},
            "training": sgd(0.1, batch_size=1),
        },
    ),
    Failure(
        "overfitting",
        "Overfitting",
        "Twenty noisy examples, learned by heart: the test loss rises while the other falls.",
        {
            "data": {"name": "moons", "samples": 40, "noise": 0.4},
            "network": {"hidden": hidden(16, 16, activation="tanh")},
            "training": {"optimizer": {"name": "adam", "learning_rate": 0.03}},
        },
    ),
)
