"""Recordings read by the safetensors package and worked out again in plain numpy."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors import safe_open
from safetensors.numpy import load_file

Array = npt.NDArray[Any]

# The value from z, and the slope from a.
ACTIVATIONS: dict[str, tuple[Callable[[Array], Array], Callable[[Array], Array]]] = {
    "linear": (lambda z: z, np.ones_like),
    "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda a: a * (1 - a)),
    "tanh": (np.tanh, lambda a: 1 - a * a),
    "relu": (lambda z: np.maximum(z, 0), lambda a: (a > 0) * 1.0),
}


@dataclass
class Recording:
    """What is in a recording's file."""

    metadata: dict[str, str]
    tensors: dict[str, Array]

    @property
    def spec(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.metadata["spec"])
        return found

    @property
    def steps(self) -> int:
        return int(self.metadata["steps"])

    @property
    def depth(self) -> int:
        return len(self.spec["network"]["hidden"]) + 1

    def layers(self, kind: str, step: int) -> list[tuple[Array, Array]]:
        """(weight, bias) of each layer: of `parameters` or `gradients`."""
        names = [f"{kind}.layers.{layer}" for layer in range(self.depth)]
        return [
            (self.tensors[f"{name}.weight"][step], self.tensors[f"{name}.bias"][step])
            for name in names
        ]


def opened(path: Path) -> Recording:
    with safe_open(path, "np") as file:
        metadata: dict[str, str] = file.metadata()
    return Recording(metadata, load_file(path))


def contract(recording: Recording, sizes: list[int], batch: int, sets: tuple[int, int]) -> None:
    """The names, shapes and types that were agreed on, and no others; `sets` are how many
    examples the training and the test set have."""
    steps = recording.steps
    expected: dict[str, tuple[int, ...]] = {"loss.batch": (steps,), "batch.index": (steps, batch)}
    for name in ("loss.train", "loss.test", "loss.penalty"):
        expected[name] = (steps + 1,)
    for name, rows in zip(("data", "test"), sets, strict=True):
        expected |= {f"{name}.x": (rows, sizes[0]), f"{name}.y": (rows, sizes[-1])}
    for kind, rows in (("parameters", steps + 1), ("gradients", steps)):
        for layer, (fan_in, out) in enumerate(pairwise(sizes)):
            expected[f"{kind}.layers.{layer}.weight"] = (rows, out, fan_in)
            expected[f"{kind}.layers.{layer}.bias"] = (rows, out)
    assert {name: tensor.shape for name, tensor in recording.tensors.items()} == expected
    for name, tensor in recording.tensors.items():
        assert tensor.dtype == (np.int64 if name == "batch.index" else np.float64), name
    assert {"spec", "steps", "backstep_version"} <= set(recording.metadata)


def replay(recording: Recording, output: str, *, l1: float = 0.0, l2: float = 0.0) -> None:
    """Every loss and gradient follows from the recording's own parameters and data."""
    data = recording.tensors
    for step in range(recording.steps):
        index = data["batch.index"][step]
        rows = index[index >= 0]
        assert (index[len(rows) :] == -1).all()
        parameters = recording.layers("parameters", step)
        loss, gradients = backpropagate(
            recording, output, parameters, data["data.x"][rows], data["data.y"][rows]
        )
        close(data["loss.batch"][step], loss)
        recorded = recording.layers("gradients", step)
        for (weight, _), found, given in zip(parameters, gradients, recorded, strict=True):
            close(given[0], found[0] + l1 * np.sign(weight) + l2 * weight)
            close(given[1], found[1])
    for step in range(recording.steps + 1):
        parameters = recording.layers("parameters", step)
        for name, x, y in (("train", "data.x", "data.y"), ("test", "test.x", "test.y")):
            if len(data[x]):
                loss, _ = backpropagate(recording, output, parameters, data[x], data[y])
                close(data[f"loss.{name}"][step], loss)
        close(data["loss.penalty"][step], penalty(parameters, l1, l2))


def descends(recording: Recording, rate: float) -> None:
    """Plain gradient descent led from each step's parameters to the next's."""
    for step in range(recording.steps):
        before, after = (recording.layers("parameters", at) for at in (step, step + 1))
        moves = zip(before, recording.layers("gradients", step), after, strict=True)
        for old, slope, new in moves:
            for part in (0, 1):
                close(new[part], old[part] - rate * slope[part])


def penalty(parameters: list[tuple[Array, Array]], l1: float, l2: float) -> float:
    return sum(float(l1 * np.abs(w).sum() + l2 / 2 * (w * w).sum()) for w, _ in parameters)


def backpropagate(
    recording: Recording, output: str, parameters: list[tuple[Array, Array]], x: Array, y: Array
) -> tuple[float, list[tuple[Array, Array]]]:
    """Data loss and gradients; with a linear output mse, with sigmoid bce, with softmax
    cross-entropy."""
    hidden = [layer["activation"] for layer in recording.spec["network"]["hidden"]]
    signals = [x]
    for (weight, bias), name in zip(parameters, [*hidden, "linear"], strict=True):
        signals.append(ACTIVATIONS[name][0](signals[-1] @ weight.T + bias))
    loss, delta = at_the_output(output, signals.pop(), y)
    gradients = []
    for layer in reversed(range(len(parameters))):
        gradients.append((delta.T @ signals[layer], delta.sum(axis=0)))
        if layer:
            slope = ACTIVATIONS[hidden[layer - 1]][1](signals[layer])
            delta = (delta @ parameters[layer][0]) * slope
    return loss, gradients[::-1]


def at_the_output(output: str, z: Array, y: Array) -> tuple[float, Array]:
    """The mean loss, and ∂loss/∂z."""
    if output == "linear":
        return float(np.mean((z - y) ** 2)), 2 * (z - y) / y.size
    if output == "sigmoid":
        a = 1 / (1 + np.exp(-z))
        return float(-np.mean(y * np.log(a) + (1 - y) * np.log(1 - a))), (a - y) / y.size
    shares = np.exp(z)
    shares /= shares.sum(axis=1, keepdims=True)
    return float(-np.sum(y * np.log(shares)) / len(y)), (shares - y) / len(y)


def close(actual: Any, expected: Any) -> None:
    np.testing.assert_allclose(actual, expected, rtol=1e-9, atol=1e-12)
