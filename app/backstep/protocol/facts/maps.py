"""The activation of each neuron over the input plane, as bytes."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from backstep.data.build import Data
from backstep.engine.nn.activations import Activation
from backstep.engine.nn.network import Architecture
from backstep.engine.program import Array
from backstep.engine.training.evaluation import Evaluator

Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Maps:
    """Bytes (units, g, g) of each layer and their scales; row 0 is the top of the plane.

    value = (byte − 128) / 127 · scale.
    """

    layers: list[Bytes]
    scales: list[float]


class Plane:
    """A grid of g × g points over the data's plane, or of g points over its line."""

    def __init__(self, data: Data, resolution: int) -> None:
        self.resolution = resolution
        sides = [np.linspace(low, high, resolution) for low, high in data.domain]
        if data.plane == 2:
            # The first row of a map is its top, so x₂ falls from row to row.
            mesh = np.meshgrid(sides[0], sides[1][::-1])
            points = np.column_stack([each.ravel() for each in mesh])
        else:
            points = sides[0][:, None]
        self._shape = (resolution,) * data.plane
        self._classify = data.task == "classification"
        self.inputs = data.encode(points)
        self._outputs = data.train_y.shape[1]
        self._evaluator: Evaluator | None = None

    def layers(self, architecture: Architecture, parameters: Array) -> list[Array]:
        """Return the activations of each layer with weights, (units, g, g) or (units, g)."""
        if self._evaluator is None or self._evaluator.architecture != architecture:
            targets = np.zeros((len(self.inputs), self._outputs))
            self._evaluator = Evaluator(architecture, self.inputs, targets, classify=False)
        return [each.reshape(-1, *self._shape) for each in self._evaluator.layers(parameters)]

    def draw(self, architecture: Architecture, parameters: Array, least: float = 0.0) -> Maps:
        """Return the maps of all neurons; the scale of the outputs is at least `least`."""
        values = self.layers(architecture, parameters)
        values[-1] = self.centred(architecture, values[-1])
        scales = [
            _scale(row, layer)
            for layer, row in zip(values, architecture.activation_rows, strict=True)
        ]
        scales[-1] = max(scales[-1], least)
        drawn = [to_bytes(layer, scale) for layer, scale in zip(values, scales, strict=True)]
        return Maps(drawn, scales)

    def outputs(self, architecture: Architecture, parameters: Array) -> tuple[Array, float]:
        """The network's answers (outputs, g…), those of a classifier centred, and their scale."""
        values = self.centred(architecture, self.layers(architecture, parameters)[-1])
        return values, _scale(architecture.output, values)

    def centred(self, architecture: Architecture, outputs: Array) -> Array:
        """Map a classifier's sigmoid output p to 2p − 1, so that ½ becomes 0."""
        if self._classify and architecture.output.name == "sigmoid":
            return 2 * outputs - 1
        return outputs

    def input_maps(self) -> Maps:
        """Return the maps of the inputs themselves."""
        values = self.inputs.T.reshape(-1, *self._shape)
        scales = [float(np.abs(each).max()) or 1.0 for each in values]
        drawn = [to_bytes(each, scale) for each, scale in zip(values, scales, strict=True)]
        return Maps(drawn, scales)


def to_bytes(values: Array, scale: float) -> Bytes:
    """Return 128 + 127 · value / scale, clipped to 1…255; NaN becomes 128."""
    inside = np.clip(np.nan_to_num(values), -scale, scale)
    return (np.rint(inside * (127 / scale)) + 128).astype(np.uint8)


def _scale(row: Activation | None, values: Array) -> float:
    """What a full byte stands for: 1 where the activation function is bounded."""
    return 1.0 if row is not None and row.bounds else _round_scale(values)


def _round_scale(values: Array) -> float:
    """Return the power of two at or above the largest magnitude: it changes rarely."""
    largest = float(np.abs(np.nan_to_num(values)).max())
    return float(2.0 ** np.ceil(np.log2(np.clip(largest, 2.0**-10, 2.0**1000))))
