"""The training as a numpy program, made from the lines in the registries."""

from collections.abc import Iterable
from itertools import pairwise

from backstep.engine.nn.activations import Activation
from backstep.engine.nn.network import Architecture
from backstep.engine.optim.optimizers import OPTIMIZERS, Optimizer
from backstep.protocol.scripts import material as parts
from backstep.protocol.scripts.material import Material


def numpy_program(material: Material) -> str:
    """Return the program's text."""
    return (
        "\n\n\n".join(
            [
                _beginning(material),
                *_activations(material.architecture),
                *_kinds(material.architecture),
                _network(material.architecture),
                _loss(material),
                _gradient(material.architecture),
                _update(material),
                parts.order_function(material, "rng.permutation(len(train_x))"),
                parts.loop("train_on(rows)", "loss_on({})", "penalty()"),
            ]
        )
        + "\n"
    )


def _beginning(material: Material) -> str:
    symbols = {each.name: each.symbol for each in _optimizer(material).hyperparameters}
    imports = ["import base64", "import math"] if _needs_math(material) else ["import base64"]
    lines = [
        parts.introduction(material, "numpy"),
        "",
        *imports,
        "",
        "import numpy as np",
        "",
        "# The exponential of a large number is infinity here, and its reciprocal the right 0.",
        "# What diverges is told of by its loss.",
        'np.seterr(over="ignore", invalid="ignore")',
        "",
        f"STEPS = {material.steps}",
        f"BATCH_SIZE = {material.settings.batch_size}",
        f"l1, l2 = {material.settings.l1!r}, {material.settings.l2!r}  # penalties on the weights",
        *(f"{symbols[name]} = {value!r}" for name, value in material.hyperparameters.items()),
        "rng = np.random.default_rng(0)",
        "",
        "",
        "def array(values):",
        "    return np.array(values, dtype=np.float64)",
        "",
        "",
        "def array_from_bytes(text):",
        '    return np.frombuffer(base64.b64decode(text), dtype="<f8")',
        "",
        "",
        "def array_with(places, values, size):",
        '    """Zeros, but for the values at their places."""',
        "    zeros = np.zeros(size)",
        '    where = np.frombuffer(base64.b64decode(places), dtype="<i4")',
        "    zeros[where] = array_from_bytes(values)",
        "    return zeros",
        "",
        "",
        parts.data(material, "array"),
        "",
        "# The parameters, layer by layer; of a dense one each neuron's weights, then its bias.",
        f"w = {parts.numbers(material.start, 'array')}.copy()",
        "g = np.zeros_like(w)",
        "is_weight = np.ones_like(w)",
        *_views(material.architecture),
        *(f"{symbol} = np.zeros_like(w)" for symbol in _optimizer(material).slots.values()),
        "t = 0",
    ]
    return "\n".join(lines)


def _needs_math(material: Material) -> bool:
    return any("math." in row.code + row.code_derivative for row in _rows(material.architecture))


def _rows(architecture: Architecture) -> list[Activation]:
    """Return the activation functions, each once."""
    return [row for row in dict.fromkeys(architecture.activation_rows) if row is not None]


def _optimizer(material: Material) -> Optimizer:
    return OPTIMIZERS[material.settings.optimizer]


def _views(architecture: Architecture) -> list[str]:
    layout = architecture.layout
    shapes = [layer.numpy.shape for layer in layout.layers]
    lines = []
    for name, vector in (("layers", "w"), ("slopes", "g"), ("marks", "is_weight")):
        views = [
            f"{vector}[{start}:{stop}].reshape{shape}"
            for (start, stop), shape in zip(pairwise(layout.offsets), shapes, strict=True)
        ]
        lines.append(f"{name} = [{', '.join(views)}]")
    for number, layer in enumerate(layout.layers):
        still = [part for name, part in layer.numpy.tensors.items() if name not in layer.decaying]
        lines += [f"marks[{number}]{part} = 0" for part in still]
    return lines


def _activations(architecture: Architecture) -> list[str]:
    found = []
    for row in _rows(architecture):
        found.append(f"def {row.name}(z):\n    return {row.code}")
        if row.slope is not None:
            found.append(f"def {row.name}_slope(z, a):\n    return {row.code_derivative}")
    return found


def _kinds(architecture: Architecture) -> list[str]:
    """Return the functions of the layer kinds."""
    found = []
    for code in {layer.numpy.name: layer.numpy for layer in architecture.layers}.values():
        gradient = "\n    ".join(code.gradient or ("pass",))
        found += [
            f"def {code.name}(layer, x):\n    return {code.forward}",
            f'def {code.name}_back(layer, x, y, delta):\n    """The slope along x."""\n'
            f"    return {code.back}",
            f'def {code.name}_gradient(layer, x, delta, slope):\n    """Fills the slope along the'
            f' parameters."""\n    {gradient}',
        ]
    return found


def _list(names: Iterable[str]) -> str:
    return f"[{', '.join(names)}]"


def _network(architecture: Architecture) -> str:
    kinds = [layer.numpy.name for layer in architecture.layers]
    activations = (str(name) for name in architecture.activations)
    return f'''kinds = {_list(kinds)}
activations = {_list(activations)}


def forward(x):
    """z and a of every layer; those of the inputs are the first."""
    zs, values = [x], [x]
    for kind, layer, activation in zip(kinds, layers, activations):
        zs.append(kind(layer, values[-1]))
        values.append(activation(zs[-1]) if activation else zs[-1])
    return zs, values'''


def _loss(material: Material) -> str:
    row = material.architecture.loss_row
    divisor = "y.size" if row.mean_over_outputs else "len(y)"
    return f"""def data_loss(z, a, y):
    return ({row.code}).sum() / {divisor}


def loss_on(x, y):
    zs, values = forward(x)
    return data_loss(zs[-1], values[-1], y)


def penalty():
    return (is_weight * (l1 * np.abs(w) + l2 / 2 * w**2)).sum()"""


def _gradient(architecture: Architecture) -> str:
    row, output = architecture.loss_row, architecture.output
    divisor = "y.size" if row.mean_over_outputs else "len(y)"
    lines = [f"delta = ({row.code_slope}) / {divisor}"]
    if not row.fused and output.slope is None:
        lines.append("delta = a * (delta - (delta * a).sum(axis=1, keepdims=True))")
    elif not row.fused:
        lines.append(f"delta = delta * {output.name}_slope(z, a)")
    slopes = [f"{row.name}_slope" if row else "None" for row in architecture.activation_rows[:-1]]
    backs = [f"{layer.numpy.name}_back" for layer in architecture.layers]
    gradients = [f"{layer.numpy.name}_gradient" for layer in architecture.layers]
    body = "\n    ".join(lines)
    return f'''hidden_slopes = {_list(slopes)}
backs = {_list(backs)}
gradients = {_list(gradients)}


def find_gradient(zs, values, y):
    """Fills g by backpropagation: the slope of the loss along every parameter."""
    z, a = zs[-1], values[-1]
    {body}
    for l in reversed(range(len(layers))):
        gradients[l](layers[l], values[l], delta, slopes[l])
        if l:
            delta = backs[l](layers[l], values[l], zs[l + 1], delta)
            if hidden_slopes[l - 1]:
                delta = delta * hidden_slopes[l - 1](zs[l], values[l])
    g[:] += is_weight * (l1 * np.sign(w) + l2 * w)'''


def _update(material: Material) -> str:
    row = _optimizer(material)
    names = ["w", "t", *row.slots.values()]
    # The vector holds biases too, which do not decay.
    lines = [line.replace("w  # weights only", "w * is_weight") for line in row.code]
    body = "\n    ".join(lines)
    return f'''def train_on(rows):
    """One update, on one batch; the batch's loss before it."""
    global {", ".join(names)}
    x, y = train_x[rows], train_y[rows]
    zs, values = forward(x)
    find_gradient(zs, values, y)
    loss = data_loss(zs[-1], values[-1], y)
    {body}
    return loss'''
