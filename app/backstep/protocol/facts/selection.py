"""A client's selection: a parameter or a neuron, by its name."""

import re
from dataclasses import dataclass

from backstep.engine.errors import EngineError
from backstep.engine.nn.network import Architecture
from backstep.engine.nn.parameters import Parameter

_NEURON = re.compile(r"neurons\.(\d{1,3})\.(\d{1,4})")


@dataclass(frozen=True)
class Selection:
    """A neuron, or one of its parameters with the neuron below that it weighs.

    The layer counts from 1; 0 is the inputs.
    """

    layer: int
    unit: int
    parameter: Parameter | None
    source: int | None = None

    def __str__(self) -> str:
        return neuron(self.layer, self.unit) if self.parameter is None else str(self.parameter)


def neuron(layer: int, unit: int) -> str:
    """Return a neuron's name."""
    return f"neurons.{layer}.{unit}"


def find(architecture: Architecture, text: str | None) -> Selection | None:
    """Find the parameter or neuron of that name; None if the network has none.

    Names are `layers.{l}.weight.{j}.{i}`, `layers.{l}.bias.{j}` and `neurons.{l}.{j}`.
    """
    if text is None:
        return None
    if match := _NEURON.fullmatch(text):
        layer, unit = int(match[1]), int(match[2])
        fits = layer < len(architecture.sizes) and unit < architecture.sizes[layer]
        return Selection(layer, unit, None) if fits else None
    try:
        parameter = architecture.layout.find(text)
    except EngineError:
        return None
    return of_parameter(architecture, parameter)


def of_parameter(architecture: Architecture, parameter: Parameter) -> Selection:
    """Return a parameter as a selection, at its first use."""
    use = architecture.layout.uses(parameter)[0]
    return Selection(parameter.layer + 1, use.unit, parameter, use.source)
