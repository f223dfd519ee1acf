"""What PyTorch computes, in float64, for every row of the registries that it has too."""

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

ROWS = Path(__file__).with_name("rows.json")
# Rows of the registries that PyTorch does not have.
MISSING = frozenset({"step"})
SIZES = (5e-324, 1e-300, 1e-9, 0.3, 1.0, 1.3, 5.0, 12.0, 26.0, 38.0, 40.0, 708.0, 800.0, 1e4)
Z = [-z for z in reversed(SIZES)] + [0.0, *SIZES]
TARGETS = [0.0, 0.25, 1.0]
SCORES = [[0.3, -1.2, 2.5], [800.0, -800.0, 0.0], [1e4, 1e4 - 3, -1e4], [0.0, 0.0, 0.0]]
WEIGHTS, BIASES = [0.4, -1.5, 2.0], [0.1, -0.2]
GRADIENTS = [
    [0.3, -2.0, 0.0, 1.5, -0.1],
    [-0.7, 1e-6, 0.0, 3.0, 0.2],
    [1e3, -2.0, 0.5, -1.5, 0.1],
    [0.0, 0.0, -0.5, 1e-9, 0.4],
]
FORMULAS: Mapping[str, dict[str, float]] = {
    "max(x, y)": {"x": 2, "y": 2},
    "min(x, y)": {"x": 2, "y": 2},
    "max(x, y) - min(x, y)": {"x": 3, "y": 2},
    "abs(x)": {"x": 0},
    "relu(x)": {"x": 0},
    "leaky_relu(x)": {"x": 0},
    "elu(x)": {"x": 0},
    "x**y": {"x": 0, "y": 2},
    "sqrt(x)": {"x": 0},
}
HYPER: Mapping[str, dict[str, float]] = {
    "sgd": {"learning_rate": 0.07},
    "momentum": {"learning_rate": 0.07, "momentum": 0.6},
    "nesterov": {"learning_rate": 0.07, "momentum": 0.6},
    "adagrad": {"learning_rate": 0.07, "eps": 1e-7},
    "rmsprop": {"learning_rate": 0.07, "alpha": 0.8, "eps": 1e-7},
    "adam": {"learning_rate": 0.07, "beta1": 0.6, "beta2": 0.9, "eps": 1e-7},
    "adamw": {
        "learning_rate": 0.07, "beta1": 0.6, "beta2": 0.9, "eps": 1e-7, "weight_decay": 0.3,
    },
}  # fmt: skip


def compute() -> dict[str, Any]:
    """All of it; needs PyTorch."""
    torch: Any = import_module("torch")
    torch.set_default_dtype(torch.float64)
    return {
        "torch": torch.__version__.partition("+")[0],
        "activations": _activations(torch),
        "losses": _losses(torch),
        "optimizers": _optimizers(torch),
        "formulas": _formulas(torch),
    }


def _functions(torch: Any) -> dict[str, Callable[[Any], Any]]:
    F = torch.nn.functional
    return {
        "linear": lambda z: z * 1,
        "sigmoid": torch.sigmoid,
        "tanh": torch.tanh,
        "relu": torch.relu,
        "leaky_relu": lambda z: F.leaky_relu(z, 0.01),
        "elu": F.elu,
        "gelu": F.gelu,
        "silu": F.silu,
        "softplus": lambda z: torch.logaddexp(z, torch.zeros_like(z)),
    }


def _sloped(torch: Any, function: Callable[[Any], Any], at: Any) -> dict[str, Any]:
    """Values, and the derivatives of their sum."""
    given = torch.tensor(at, requires_grad=True)
    value = function(given)
    value.sum().backward()
    return {"value": value.detach().tolist(), "slope": given.grad.tolist()}


def _activations(torch: Any) -> dict[str, Any]:
    found = {name: _sloped(torch, each, Z) for name, each in _functions(torch).items()}
    weights = torch.tensor([1.0, -2.0, 3.0])

    def weighed(z: Any) -> Any:
        return torch.softmax(z, dim=1) * weights

    return found | {"softmax": _sloped(torch, weighed, SCORES)}


def _losses(torch: Any) -> dict[str, Any]:
    F = torch.nn.functional
    pairs = torch.tensor([[z, y] for z in Z for y in TARGETS])
    y = pairs[:, 1]
    of_difference = {"mse": F.mse_loss, "mae": F.l1_loss, "huber": F.huber_loss}
    of_difference["bce"] = F.binary_cross_entropy_with_logits
    found = {
        name: _sloped(torch, partial(loss, target=y, reduction="none"), pairs[:, 0].tolist())
        for name, loss in of_difference.items()
    }
    right = torch.arange(len(SCORES)) % 3
    found["cross_entropy"] = _sloped(
        torch, lambda z: F.cross_entropy(z, right, reduction="none"), SCORES
    )
    return found


def _optimizers(torch: Any) -> dict[str, Any]:
    """Parameters after each update."""
    return {name: _updated(torch, name, h) for name, h in HYPER.items()}


def _updated(torch: Any, name: str, h: Mapping[str, float]) -> list[list[float]]:
    weights = torch.tensor(WEIGHTS, requires_grad=True)
    biases = torch.tensor(BIASES, requires_grad=True)
    optimizer = _optimizer(torch.optim, name, h, weights, biases)
    after = []
    for gradient in GRADIENTS:
        weights.grad = torch.tensor(gradient[: len(WEIGHTS)])
        biases.grad = torch.tensor(gradient[len(WEIGHTS) :])
        optimizer.step()
        after.append(weights.tolist() + biases.tolist())
    return after


def _optimizer(optim: Any, name: str, h: Mapping[str, float], weights: Any, biases: Any) -> Any:
    """Weights decay, biases do not."""
    both, rate = [weights, biases], h["learning_rate"]
    match name:
        case "sgd":
            return optim.SGD(both, lr=rate)
        case "momentum" | "nesterov":
            ahead = name == "nesterov"
            return optim.SGD(both, lr=rate, momentum=h["momentum"], nesterov=ahead)
        case "adagrad":
            return optim.Adagrad(both, lr=rate, eps=h["eps"])
        case "rmsprop":
            return optim.RMSprop(both, lr=rate, alpha=h["alpha"], eps=h["eps"])
    betas = (h["beta1"], h["beta2"])
    if name == "adam":
        return optim.Adam(both, lr=rate, betas=betas, eps=h["eps"])
    decaying = {"params": [weights], "weight_decay": h["weight_decay"]}
    still = {"params": [biases], "weight_decay": 0.0}
    return optim.AdamW([decaying, still], lr=rate, betas=betas, eps=h["eps"])


def _formulas(torch: Any) -> dict[str, Any]:
    functions = _functions(torch) | {"abs": torch.abs, "sqrt": torch.sqrt}
    functions |= {"max": torch.maximum, "min": torch.minimum}
    found = {}
    for formula, point in FORMULAS.items():
        given = {
            name: torch.tensor(float(each), requires_grad=True) for name, each in point.items()
        }
        eval(formula, functions | given).backward()
        found[formula] = {name: each.grad.item() for name, each in given.items()}
    return found
