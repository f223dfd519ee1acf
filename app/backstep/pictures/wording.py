"""Names and sentences of pictures."""

from collections.abc import Iterator, Mapping
from typing import Any

from backstep.engine.nn.steps import Kind
from backstep.pictures.moments import Moment
from backstep.protocol.facts.selection import Selection
from backstep.shared.numbers import percent, plain, signed, sub, sup
from backstep.shared.operations import OPERATIONS, Phase
from backstep.texts.languages import Texts


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


def selected(selection: Selection, moment: Moment) -> str:
    """What is selected, its value, and its gradient or error term if there is one."""
    layer, unit, parameter = selection.layer, selection.unit, selection.parameter
    index: tuple[int, ...] = (unit,)
    if parameter is None:
        name, gradients = f"activations.{layer - 1}" if layer else "input", f"deltas.{layer - 1}"
        called = neuron_name(moment.layout, layer, unit)
    else:
        part, index = parameter.name, parameter.index
        name, gradients = f"parameters.{part}", f"gradients.{part}"
        called = f"b{sup(layer)}{sub(unit + 1)}"
        if selection.source is not None:
            called = weight_name(layer, unit, selection.source)
    value, gradient = moment.tensors.get(name), moment.tensors.get(gradients)
    text = f"{called} = {signed(None if value is None else float(value[index]))}"
    if gradient is None:
        return text
    slope = float(gradient[index])
    return f"{text}, δ {signed(slope)}" if parameter is None else with_gradient(text, slope, moment)


def with_gradient(text: str, gradient: float, moment: Moment) -> str:
    """A parameter's value with its gradient."""
    return moment.texts.say("pictures.with_gradient", value=text, gradient=signed(gradient))


def sentence(moment: Moment) -> str:
    """What the operation does."""
    kind, layer = moment.meta["kind"], moment.meta["layer"]
    return moment.texts.say(f"pictures.operations.{kind}", layer=layer)


def phase_name(phase: Phase, texts: Texts) -> str:
    """A phase's name."""
    return texts.say(f"pictures.phases.{phase}")


def symbol(kind: Kind, layer: int, depth: int) -> str:
    """Return an operation's symbol in the ribbon."""
    row = OPERATIONS.symbols[kind]
    if row.output and layer == depth:
        return "ŷ"
    return row.before + ", ".join(row.letters) + (sup(layer) if row.layer else "")


def title(moment: Moment) -> str:
    """The picture's title."""
    return moment.texts.say("pictures.title", shape=_shape(moment), step=moment.meta["step"])


def description(moment: Moment) -> str:
    """The picture in words, for those who do not see it."""
    return " ".join(_sentences(moment))


def _sentences(moment: Moment) -> Iterator[str]:
    texts, meta = moment.texts, moment.meta
    yield subject(moment)
    yield texts.say(
        "pictures.description.moment",
        step=meta["step"],
        op=meta["op"],
        last=len(moment.layout["operations"]) - 1,
        phase=phase_name(OPERATIONS.phases[meta["kind"]], texts),
        does=sentence(moment).removesuffix(" δ"),
    )
    for name in ("train", "test"):
        if meta["losses"][name] is not None:
            yield texts.say(f"pictures.description.{name}", loss=plain(meta["losses"][name]))
    if meta["losses"]["penalty"]:
        penalty = plain(meta["losses"]["penalty"])
        yield texts.say("pictures.description.penalty", penalty=penalty)
    if meta["accuracies"]:
        yield texts.say("pictures.description.accuracy", share=percent(_accuracy(meta)))
    if moment.selected is not None:
        found = selected(moment.selected, moment)
        yield texts.say("pictures.description.selected", selected=found)


def subject(moment: Moment) -> str:
    """Which network learns what."""
    say, shape = moment.texts.say, _shape(moment)
    own = moment.layout.get("own")
    if own is not None:
        named = {"shape": shape, "target": own["target"]}
        if own["file"]:
            return say("pictures.description.learns_file", **named, file=own["file"])
        return say("pictures.description.learns_own", **named)
    data = say(f"catalogue.datasets.{moment.data}.label")
    return say("pictures.description.learns", shape=shape, data=data)


def _shape(moment: Moment) -> str:
    return "-".join(map(str, moment.layout["sizes"]))


def _accuracy(meta: Mapping[str, Any]) -> float:
    """On the test set, if there is one."""
    accuracies = meta["accuracies"]
    known: float = accuracies["train"] if accuracies["test"] is None else accuracies["test"]
    return known


def least_score(moment: Moment) -> str:
    """The training loss alone."""
    loss = moment.meta["losses"]["train"]
    return moment.texts.say("pictures.scores.loss", value=plain(loss))


def loss_labels(moment: Moment) -> str:
    """Training loss, and test loss if there is one."""
    found = moment.meta["losses"]
    if found["test"] is None:
        return least_score(moment)
    say = moment.texts.say
    parts = [say(f"pictures.scores.{name}", value=plain(found[name])) for name in ("train", "test")]
    return " · ".join(parts)


def scores(moment: Moment) -> str:
    """Data losses, the penalty if there is one, and the accuracy of a classification."""
    say, parts, penalty = moment.texts.say, [loss_labels(moment)], moment.meta["losses"]["penalty"]
    if penalty:
        parts.append(say("pictures.scores.penalty", value=plain(penalty)))
    if moment.meta["accuracies"]:
        share = percent(_accuracy(moment.meta))
        parts.append(say("pictures.scores.accuracy", share=share))
    return " · ".join(parts)
