"""The training as a PyTorch program."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from backstep.protocol.scripts import material as parts
from backstep.protocol.scripts.material import Material

_ACTIVATIONS: Mapping[str, str] = MappingProxyType(
    {
        "linear": "z",
        "sigmoid": "torch.sigmoid(z)",
        "tanh": "torch.tanh(z)",
        "relu": "torch.relu(z)",
        "leaky_relu": "F.leaky_relu(z, 0.01)",
        "elu": "F.elu(z)",
        "gelu": "F.gelu(z)",
        "silu": "F.silu(z)",
        "softplus": "torch.logaddexp(z, torch.zeros_like(z))",
        # With derivative 0 instead of none: optimizers skip parameters without a gradient.
        "step": "(z >= 0).to(z) + 0 * z",
        "softmax": "torch.softmax(z, dim=1)",
    }
)
_LOSSES: Mapping[str, str] = MappingProxyType(
    {
        "mse": "F.mse_loss(a, y)",
        "mae": "F.l1_loss(a, y)",
        "huber": "F.huber_loss(a, y)",
        "bce": "F.binary_cross_entropy_with_logits(z, y)",
        "cross_entropy": "F.cross_entropy(z, y)",
    }
)


def _momentum(h: Mapping[str, float]) -> str:
    return f"torch.optim.SGD(model.parameters(), lr={h['learning_rate']}, momentum={h['momentum']})"


def _nesterov(h: Mapping[str, float]) -> str:
    # PyTorch does not accept Nesterov momentum of 0.
    ahead = ", nesterov=True" if h["momentum"] else ""
    return _momentum(h)[:-1] + ahead + ")"


def _adam(h: Mapping[str, float]) -> str:
    betas = f"({h['beta1']}, {h['beta2']})"
    return f"lr={h['learning_rate']}, betas={betas}, eps={h['eps']})"


_OPTIMIZERS: Mapping[str, Callable[[Mapping[str, float]], str]] = MappingProxyType(
    {
        "sgd": lambda h: f"torch.optim.SGD(model.parameters(), lr={h['learning_rate']})",
        "momentum": _momentum,
        "nesterov": _nesterov,
        "adagrad": lambda h: (
            f"torch.optim.Adagrad(model.parameters(), lr={h['learning_rate']}, eps={h['eps']})"
        ),
        "rmsprop": lambda h: (
            f"torch.optim.RMSprop(model.parameters(), lr={h['learning_rate']},"
            f" alpha={h['alpha']}, eps={h['eps']})"
        ),
        "adam": lambda h: f"torch.optim.Adam(model.parameters(), {_adam(h)}",
        # Weights decay, biases do not.
        "adamw": lambda h: (
            "torch.optim.AdamW(\n"
            f'    [{{"params": weights, "weight_decay": {h["weight_decay"]}}},\n'
            '     {"params": biases, "weight_decay": 0.0}],\n'
            f"    {_adam(h)}"
        ),
    }
)


def write(material: Material) -> str:
    """Return the program's text."""
    settings = material.settings
    return (
        "\n\n\n".join(
            [
                _beginning(material),
                *_definitions(material),
                _model(material),
                "model = Network()\n"
                f"weights = {_parameters(material, decaying=True)}\n"
                f"biases = {_parameters(material, decaying=False)}\n"
                "with torch.no_grad():\n"
                "    for layer, start in zip(model.layers, START):\n"
                "        for name, value in start.items():\n"
                "            getattr(layer, name).copy_(value)\n"
                f"optimizer = {_OPTIMIZERS[settings.optimizer](material.hyperparameters)}",
                _training(material),
                parts.order_function(material, "torch.randperm(len(train_x)).tolist()"),
                parts.loop("train_on(rows)", "loss_on({})", "penalty().item()"),
            ]
        )
        + "\n"
    )


def _beginning(material: Material) -> str:
    layout, start = material.architecture.layout, material.start
    layers = [
        line
        for tensors in layout.tensors(start)
        for line in (
            "    {",
            *(f'        "{name}": {parts.numbers(v, "tensor")},' for name, v in tensors.items()),
            "    },",
        )
    ]
    lines = [
        parts.introduction(material, "PyTorch"),
        "",
        "import base64",
        "",
        "import torch",
        "import torch.nn.functional as F",
        "",
        "torch.manual_seed(0)",
        "torch.set_default_dtype(torch.float64)",
        "",
        f"STEPS = {material.steps}",
        f"BATCH_SIZE = {material.settings.batch_size}",
        f"l1, l2 = {material.settings.l1!r}, {material.settings.l2!r}  # penalties on the weights",
        "",
        "",
        "def tensor(values):",
        "    return torch.tensor(values, dtype=torch.float64)",
        "",
        "",
        "def tensor_from_bytes(text):",
        "    return torch.frombuffer(bytearray(base64.b64decode(text)), dtype=torch.float64)",
        "",
        "",
        "def tensor_with(places, values, size):",
        '    """Zeros, but for the values at their places."""',
        "    where = torch.frombuffer(bytearray(base64.b64decode(places)), dtype=torch.int32)",
        "    zeros = torch.zeros(size)",
        "    zeros[where.long()] = tensor_from_bytes(values)",
        "    return zeros",
        "",
        "",
        parts.data(material, "tensor"),
        "",
        "# The initial parameters of every layer.",
        "START = [",
        *layers,
        "]",
    ]
    return "\n".join(lines)


def _parameters(material: Material, *, decaying: bool) -> str:
    """Return the parameters that penalties and weight decay act on, or the others."""
    names = [
        f"model.layers[{number}].{name}"
        for number, layer in enumerate(material.architecture.layers)
        for name in layer.tensors
        if (name in layer.decaying) == decaying
    ]
    return f"[{', '.join(names)}]"


def _definitions(material: Material) -> list[str]:
    """Return the modules that PyTorch does not have, each once."""
    found = (layer.torch.definition for layer in material.architecture.layers)
    return [each for each in dict.fromkeys(found) if each]


def _model(material: Material) -> str:
    modules = ", ".join(layer.torch.module for layer in material.architecture.layers)
    steps = []
    for number, layer in enumerate(material.architecture.layers):
        steps.append(f"layer = self.layers[{number}]")
        steps.append(f"z = {layer.torch.call}")
        steps.append(f"a = {'z' if layer.activation is None else _ACTIVATIONS[layer.activation]}")
    body = "\n        ".join(steps)
    return f'''class Network(torch.nn.Module):
    """Its parameters have the names of a checkpoint: load_state_dict takes one."""

    def __init__(self):
        super().__init__()
        self.layers = torch.nn.ModuleList([{modules}])

    def forward(self, a):
        """The last layer's sum z and its answer a."""
        {body}
        return z, a'''


def _training(material: Material) -> str:
    return f'''def data_loss(x, y):
    z, a = model(x)
    return {_LOSSES[material.settings.loss]}


def penalty():
    return sum(l1 * w.abs().sum() + l2 / 2 * w.square().sum() for w in weights)


def loss_on(x, y):
    with torch.no_grad():
        return data_loss(x, y).item()


def train_on(rows):
    """One update, on one batch; the batch's loss before it."""
    optimizer.zero_grad()
    loss = data_loss(train_x[rows], train_y[rows])
    (loss + penalty()).backward()
    optimizer.step()
    return loss.item()'''
