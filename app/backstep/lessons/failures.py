"""The failure gallery: each failing preset as a scene, and the same with its remedy."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backstep.lessons.scenes import Scene, Texts, preset
from backstep.protocol.spec.gallery import asleep, hidden, sgd_training


@dataclass(frozen=True)
class Pair:
    """A failing preset and its remedy, as changes of its spec, both shown after `steps` updates."""

    preset: str
    steps: int
    failing: Texts
    cured: Texts
    cure: Mapping[str, Mapping[str, Any]]


PAIRS = (
    Pair(
        "vanishing",
        1000,
        ("Six layers of sigmoids.", "Шесть слоёв сигмоид."),
        ("Six layers of tanh.", "Шесть слоёв tanh."),
        {"network": {"hidden": hidden(*6 * [4], activation="tanh")}},
    ),
    Pair(
        "exploding",
        4,
        ("Weights of deviation one.", "Веса с отклонением единица."),
        ("Weights as He et al. draw them.", "Веса по Хе и соавторам."),
        {"network": {"initializer": "he_normal"}},
    ),
    Pair(
        "saturation",
        400,
        ("Sure and wrong, with squared errors.", "Уверенно и неверно, квадрат ошибки."),
        ("The same start, with cross-entropy.", "То же начало, перекрёстная энтропия."),
        {"training": sgd_training(0.1, loss="bce")},
    ),
    Pair(
        "dead-relu",
        1000,
        ("ReLU neurons, all far below zero.", "Нейроны ReLU, все далеко ниже нуля."),
        ("The same weights, biases at zero.", "Те же веса, смещения — нули."),
        {"network": {"parameters": asleep(0.0)}},
    ),
    Pair(
        "zeros",
        1000,
        ("Every weight begins at zero.", "Каждый вес начинает с нуля."),
        ("Every weight begins at random.", "Каждый вес начинает со случайного."),
        {"network": {"initializer": "xavier_uniform"}},
    ),
    Pair(
        "too-large",
        500,
        ("A learning rate of ten.", "Скорость обучения десять."),
        ("A learning rate of three tenths.", "Скорость обучения три десятых."),
        {"training": sgd_training(0.3)},
    ),
    Pair(
        "noisy",
        300,
        ("Batches of a single example.", "Батчи из одного примера."),
        ("Batches of thirty-two.", "Батчи из тридцати двух."),
        {"training": sgd_training(0.1, batch_size=32)},
    ),
    Pair(
        "overfitting",
        600,
        ("Twenty examples to learn from.", "Двадцать примеров для обучения."),
        ("Five hundred examples to learn from.", "Пятьсот примеров для обучения."),
        {"data": {"samples": 1000}},
    ),
)


def _scene(name: str, spec: Mapping[str, Any], caption: Texts, steps: int) -> Scene:
    return Scene(
        name,
        caption,
        spec,
        ("network", "health", "curve", "transport"),
        by="step",
        rate=None,
        still="curve",
        steps=steps,
        ask=False,
    )


FAILURES = tuple(
    scene
    for row in PAIRS
    for scene in (
        _scene(f"fail-{row.preset}", preset(row.preset), row.failing, row.steps),
        _scene(f"cure-{row.preset}", preset(row.preset, **row.cure), row.cured, row.steps),
    )
)
