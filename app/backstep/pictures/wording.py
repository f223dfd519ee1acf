"""Names and sentences in pictures, as the page writes them."""

from collections.abc import Mapping
from typing import Any

from backstep.engine.nn.steps import Kind
from backstep.protocol.facts.selection import Selection
from backstep.protocol.stream.frames import Tensors
from backstep.shared.numbers import percent, plain, signed, sub, sup
from backstep.shared.operations import OPERATIONS

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


def weight_name(layer: int, unit: int, source: int) -> str:
    """Return a weight's name, such as w⁽¹⁾₂₁."""
    return f"w{sup(layer)}{sub(unit + 1, source + 1)}"


def neuron_name(layout: Mapping[str, Any], layer: int, unit: int) -> str:
    """Return a neuron's name; each of several outputs is called by its class."""
    if layer == 0:
        return str(layout["inputs"][unit])
    if layer < len(layout["sizes"]) - 1:
        return f"a{sup(layer)}{sub(unit + 1)}"
    if layout["sizes"][layer] == 1:
        return "ŷ"
    classes = layout.get("classes") or []
    return f"“{classes[unit]}”" if len(classes) == layout["sizes"][layer] else f"ŷ{sub(unit + 1)}"


def selected(selection: Selection, layout: Mapping[str, Any], tensors: Tensors) -> str:
    """Return the selection's name, value, and derivative or error if there is one."""
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
    """Return what an operation does."""
    return _SENTENCES[kind].format(layer)


def symbol(kind: Kind, layer: int, depth: int) -> str:
    """Return an operation's symbol in the ribbon."""
    row = OPERATIONS.symbols[kind]
    if row.output and layer == depth:
        return "ŷ"
    return row.before + ", ".join(row.letters) + (sup(layer) if row.layer else "")


def description(layout: Mapping[str, Any], meta: Mapping[str, Any], data: str) -> str:
    """Return a description of the moment in words."""
    kind, layer, last = meta["kind"], meta["layer"], len(layout["operations"]) - 1
    shape = "-".join(map(str, layout["sizes"]))
    told = sentence(kind, layer).replace(" δ", "")
    phase = OPERATIONS.phases[kind]
    return (
        f"A {shape} network learns {data}. Step {meta['step']}, operation {meta['op']} of {last}, "
        f"{phase}: {told}. {scores(meta, 'Loss {} on the training set', '{} on the test set')}."
    )


def scores(meta: Mapping[str, Any], train: str = "train {}", test: str = "test {}") -> str:
    """Return the data losses, the penalty if there is one, and the accuracy of a classification."""
    losses, accuracies = meta["losses"], meta["accuracies"]
    alone = losses["test"] is None and train == "train {}"
    parts = [("loss {}" if alone else train).format(plain(losses["train"]))]
    if losses["test"] is not None:
        parts.append(test.format(plain(losses["test"])))
    if losses["penalty"]:
        parts.append(f"penalty {plain(losses['penalty'])}")
    if accuracies:
        known = accuracies["train"] if accuracies["test"] is None else accuracies["test"]
        parts.append(f"accuracy {percent(known)}")
    return (" · " if train == "train {}" else ", ").join(parts)
