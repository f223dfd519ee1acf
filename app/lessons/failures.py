"""The failure gallery: each failure as a scene, and the same with its cure."""

from collections.abc import Mapping
from typing import Any

from app.lessons.scenes import Scene, preset

Spec = Mapping[str, Any]


def _hidden(*units: int, activation: str) -> list[dict[str, Any]]:
    return [{"units": each, "activation": activation} for each in units]


def _circle(rate: float = 0.03, **network: Any) -> Spec:
    return preset("circle", network=network, training=_sgd(rate))


def _sgd(rate: float, **training: Any) -> dict[str, Any]:
    return {"optimizer": {"name": "sgd", "learning_rate": rate}, **training}


def _deep(units: int, activation: str, initializer: str, rate: float) -> Spec:
    layers = _hidden(*6 * [units], activation=activation)
    return _circle(rate, hidden=layers, initializer=initializer)


def _sure(loss: str) -> Spec:
    start = [{"weight": [[-6.0, -6.0]], "bias": [0.0]}]
    return preset("gauss", network={"parameters": start}, training=_sgd(0.1, loss=loss))


def _moons(**network: Any) -> Spec:
    hidden = _hidden(6, activation="relu")
    spec = preset("moons", network={"hidden": hidden}, training=_sgd(0.1))
    spec["network"] = {"hidden": hidden, **network}
    return spec


def _start(bias: float) -> list[dict[str, Any]]:
    weights = [[0.35, 0.8], [0.35, -1.3], [0.9, 0.45], [-0.5, 0.6], [0.4, 0.3], [0.0, 0.5]]
    last = {"weight": [[-0.7, -0.2, -0.5, 0.6, 0.1, -0.3]], "bias": [0.0]}
    return [{"weight": weights, "bias": 6 * [bias]}, last]


def _noise(batch: int) -> Spec:
    return {
        "data": {"name": "plane", "noise": 0.5},
        "network": {"hidden": []},
        "training": _sgd(0.1, batch_size=batch),
    }


def _moons_by_heart(samples: int) -> Spec:
    return {
        "data": {"name": "moons", "samples": samples, "noise": 0.4},
        "network": {"hidden": _hidden(16, 16, activation="tanh")},
        "training": {"optimizer": {"name": "adam", "learning_rate": 0.03}},
    }


# Name, updates to look at, then the failure and the cure, each with its captions.
_PAIRS: list[tuple[str, int, Spec, tuple[str, str], Spec, tuple[str, str]]] = [
    (
        "vanishing",
        1000,
        _deep(4, "sigmoid", "xavier_uniform", 0.1),
        ("Six layers of sigmoids.", "Шесть слоёв сигмоид."),
        _deep(4, "tanh", "xavier_uniform", 0.1),
        ("Six layers of tanh.", "Шесть слоёв tanh."),
    ),
    (
        "exploding",
        4,
        _deep(24, "relu", "normal", 0.03),
        ("Weights of deviation one.", "Веса с отклонением единица."),
        _deep(24, "relu", "he_normal", 0.03),
        ("Weights as He et al. draw them.", "Веса по Хе и соавторам."),
    ),
    (
        "saturation",
        400,
        _sure("mse"),
        ("Sure and wrong, with squared errors.", "Уверенно и неверно, квадрат ошибки."),
        _sure("bce"),
        ("The same start, with cross-entropy.", "То же начало, перекрёстная энтропия."),
    ),
    (
        "dead",
        1000,
        _moons(parameters=_start(-4.0)),
        ("ReLU neurons, all far below zero.", "Нейроны ReLU, все далеко ниже нуля."),
        _moons(parameters=_start(0.0)),
        ("The same weights, biases at zero.", "Те же веса, смещения — нули."),
    ),
    (
        "zeros",
        1000,
        _circle(initializer="zeros"),
        ("Every weight begins at zero.", "Каждый вес начинает с нуля."),
        _circle(initializer="xavier_uniform"),
        ("Every weight begins at random.", "Каждый вес начинает со случайного."),
    ),
    (
        "too-large",
        500,
        _circle(10),
        ("A learning rate of ten.", "Скорость обучения десять."),
        _circle(0.3),
        ("A learning rate of three tenths.", "Скорость обучения три десятых."),
    ),
    (
        "noise",
        300,
        _noise(1),
        ("Batches of a single example.", "Батчи из одного примера."),
        _noise(32),
        ("Batches of thirty-two.", "Батчи из тридцати двух."),
    ),
    (
        "overfitting",
        600,
        _moons_by_heart(40),
        ("Twenty examples to learn from.", "Двадцать примеров для обучения."),
        _moons_by_heart(1000),
        ("Five hundred examples to learn from.", "Пятьсот примеров для обучения."),
    ),
]


def _scene(name: str, spec: Spec, caption: tuple[str, str], steps: int) -> Scene:
    return Scene(
        name,
        caption,
        spec,
        ("network", "curve", "transport"),
        by="step",
        rate=None,
        still="curve",
        steps=steps,
        ask=False,
    )


FAILURES = tuple(
    scene
    for name, steps, failing, said, cured, told in _PAIRS
    for scene in (
        _scene(f"fail-{name}", failing, said, steps),
        _scene(f"cure-{name}", cured, told, steps),
    )
)
