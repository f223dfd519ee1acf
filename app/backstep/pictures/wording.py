"""Numbers, names and sentences of pictures, as the page writes them."""

import math
from collections.abc import Mapping
from typing import Any

from backstep.engine.nn.steps import Kind
from backstep.protocol.facts.selection import Selection
from backstep.protocol.stream.frames import Tensors

_UP = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_DOWN = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_LARGEST = 3.4e38  # beyond it the page's numbers have no place

PHASES: Mapping[Kind, str] = {
    "input": "forward",
    "linear": "forward",
    "activation": "forward",
    "pool": "forward",
    "loss": "loss",
    "delta": "backward",
    "gradient": "backward",
    "update": "update",
}
_SENTENCES: Mapping[Kind, str] = {
    "input": "the next mini-batch is loaded",
    "linear": "layer {}: multiply by the weights, add the bias",
    "activation": "layer {}: activation",
    "pool": "layer {}: pooling",
    "loss": "how wrong the prediction is",
    "delta": "layer {}: the error δ",
    "gradient": "layer {}: slopes of its weights and biases",
    "update": "every parameter moves against its slope",
}
_SYMBOLS: Mapping[Kind, str] = {
    "input": "x",
    "linear": "z{}",
    "activation": "a{}",
    "pool": "a{}",
    "loss": "L",
    "delta": "δ{}",
    "gradient": "∂W{}",
    "update": "W, b",
}


def plain(value: float | None, digits: int = 4) -> str:
    """A number in a width that stays the same, without a plus sign."""
    if value is None:
        return "–"
    if math.isnan(value):
        return "NaN"
    if abs(value) > _LARGEST:
        return "< −3e38" if value < 0 else "> 3e38"
    size = abs(value)
    if size != 0 and (size < 1e-4 or size >= 1e5):
        mantissa, power = f"{value:.{max(digits - 2, 1)}e}".split("e")
        return f"{mantissa}e{int(power)}".replace("-", "−")
    whole = 1 if size < 1 else math.floor(math.log10(size)) + 1
    places = max(digits - whole + (size < 1), 0)
    return f"{value:.{places}f}".replace("-", "−")


def signed(value: float | None, digits: int = 4) -> str:
    """The same with its sign: +0.0123, −12.30, +1.2e−7."""
    if value is None or not abs(value) <= _LARGEST:
        return plain(value)
    text = plain(abs(value), digits)
    return ("−" if value < 0 and float(text.replace("−", "-")) else "+") + text


def percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f} %"


def sup(number: int) -> str:
    """⁽²⁾"""
    return f"⁽{str(number).translate(_UP)}⁾"


def sub(*numbers: int) -> str:
    """₂, ₁₃, or ₁₂,₃ where one has two digits."""
    between = "," if max(numbers) > 9 else ""
    return between.join(str(number).translate(_DOWN) for number in numbers)


def weight_name(layer: int, unit: int, source: int) -> str:
    return f"w{sup(layer)}{sub(unit + 1, source + 1)}"


def neuron_name(layout: Mapping[str, Any], layer: int, unit: int) -> str:
    """A neuron as it is called on paper."""
    if layer == 0:
        return str(layout["inputs"][unit])
    if layer < len(layout["sizes"]) - 1:
        return f"a{sup(layer)}{sub(unit + 1)}"
    return f"ŷ{sub(unit + 1)}" if layout["sizes"][layer] > 1 else "ŷ"


def selected(selection: Selection, layout: Mapping[str, Any], tensors: Tensors) -> str:
    """What is selected, its value, and its slope or error where there is one."""
    layer, unit, parameter = selection.layer, selection.unit, selection.parameter
    index: tuple[int, ...] = (unit,)
    if parameter is None:
        name = f"activations.{layer - 1}" if layer else "input"
        slopes, sign, called = f"deltas.{layer - 1}", "δ", neuron_name(layout, layer, unit)
    else:
        part, index = parameter.name, parameter.index
        name, slopes, sign = f"parameters.{part}", f"gradients.{part}", "slope"
        called = f"b{sup(layer)}{sub(unit + 1)}"
        if selection.source is not None:
            called = weight_name(layer, unit, selection.source)
    value, slope = tensors.get(name), tensors.get(slopes)
    told = f"{called} = {signed(None if value is None else float(value[index]))}"
    return told if slope is None else f"{told}, {sign} {signed(float(slope[index]))}"


def sentence(kind: Kind, layer: int) -> str:
    """What an operation does."""
    return _SENTENCES[kind].format(layer)


def symbol(kind: Kind, layer: int, depth: int) -> str:
    """An operation's sign in the ribbon."""
    if kind == "activation" and layer == depth:
        return "ŷ"
    return _SYMBOLS[kind].format(sup(layer))


def description(layout: Mapping[str, Any], meta: Mapping[str, Any], data: str) -> str:
    """The moment for those who do not see it."""
    kind, layer, last = meta["kind"], meta["layer"], len(layout["operations"]) - 1
    shape = "-".join(map(str, layout["sizes"]))
    told = sentence(kind, layer).replace(" δ", "")
    phase = PHASES[kind]
    return (
        f"A {shape} network learns {data}. Step {meta['step']}, operation {meta['op']} of {last}, "
        f"{phase}: {told}. {scores(meta, 'Loss {} on the training set', '{} on the test set')}."
    )


def scores(meta: Mapping[str, Any], train: str = "train {}", test: str = "test {}") -> str:
    """Losses, and the accuracy where there are classes."""
    losses, accuracies = meta["losses"], meta["accuracies"]
    alone = losses["test"] is None and train == "train {}"
    parts = [("loss {}" if alone else train).format(plain(losses["train"]))]
    if losses["test"] is not None:
        parts.append(test.format(plain(losses["test"])))
    if accuracies:
        known = accuracies["train"] if accuracies["test"] is None else accuracies["test"]
        parts.append(f"accuracy {percent(known)}")
    return (" · " if train == "train {}" else ", ").join(parts)
