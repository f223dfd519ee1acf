"""Loss functions of one weight: the scenes on gradient descent."""

from typing import Any

from backstep.lessons.networks import ravine
from backstep.lessons.scenes import Scene, network_spec

_WEIGHT = "layers.0.weight.0.0"
_MIRROR = network_spec(
    [[-1.0], [1.0]], [[-2.0], [2.0]], [([[-1.0]], [0.0])], "tanh", "linear", rate=0.2
)
# Two mirrored pairs of points: the gradient of the bias is 0, so it stays where it is.
_TWO_VALLEYS = {
    "x": [[4.0], [0.5], [-4.0], [-0.5]],
    "y": [[-0.5], [0.9], [0.5], [-0.9]],
}


def _valley(rate: float) -> dict[str, Any]:
    x = [[-2.0], [-1.0], [0.0], [1.0], [2.0]]
    return network_spec(x, x, [([[0.0]], [0.0])], "tanh", "linear", rate=rate)


def _two_valleys(start: float) -> dict[str, Any]:
    return network_spec(
        _TWO_VALLEYS["x"], _TWO_VALLEYS["y"], [([[start]], [0.0])], "tanh", "tanh", rate=0.1,
        loss="mse",
    )  # fmt: skip


def _slice(
    name: str,
    caption: tuple[str, str],
    spec: dict[str, Any],
    window: tuple[float, float],
    step: int = 0,
    op: int | None = 0,
) -> Scene:
    return Scene(
        name,
        caption,
        spec,
        ("slice", "transport"),
        step=step,
        op=op,
        select=_WEIGHT,
        by="step",
        still="slice",
        window=window,
        ask=False,
    )


VALLEYS = (
    _slice(
        "valley",
        (
            "The loss along the only weight. The arrow is the step that the slope asks for.",
            "Потери вдоль единственного веса. Стрелка — шаг, о котором просит наклон.",
        ),
        _valley(0.1),
        window=(-1.5, 3.5),
    ),
    _slice(
        "valley-slow",
        (
            "A learning rate twenty times smaller: right, but in no hurry.",
            "Скорость обучения в двадцать раз меньше: верно, но без спешки.",
        ),
        _valley(0.005),
        step=9,
        op=None,
        window=(-1.5, 3.5),
    ),
    _slice(
        "valley-zigzag",
        (
            "A larger one: each step goes past the bottom, but lands lower than it started.",
            "Побольше: каждый шаг проскакивает дно, но оказывается ниже, чем начинал.",
        ),
        _valley(0.45),
        op=None,
        window=(-1.5, 3.5),
    ),
    _slice(
        "valley-diverging",
        (
            "Larger still: each step lands higher than it started, and the next is longer.",
            "Ещё больше: каждый шаг оказывается выше, чем начинал, а следующий ещё длиннее.",
        ),
        _valley(0.55),
        op=None,
        window=(-2.0, 4.0),
    ),
    _slice(
        "two-valleys",
        (
            "Two valleys. From here the slope leads down to the right one, the shallower.",
            "Две долины. Отсюда наклон ведёт вниз, в правую — ту, что мельче.",
        ),
        _two_valleys(1.2),
        window=(-2.0, 5.0),
    ),
    _slice(
        "two-valleys-left",
        (
            "The same landscape from another start: now the slope leads to the deeper valley.",
            "Та же местность, другое начало: теперь наклон ведёт в долину поглубже.",
        ),
        _two_valleys(0.3),
        window=(-2.0, 5.0),
    ),
    _slice(
        "mirror",
        (
            "One weight, two examples: the exercise as a picture.",
            "Один вес, два примера: упражнение в виде картинки.",
        ),
        _MIRROR,
        window=(-2.0, 6.0),
    ),
    _slice(
        "two-weights",
        (
            "The loss along the first of two weights. Step, and see its lowest point sink.",
            "Потери вдоль первого из двух весов. Шагайте: самая низкая точка опускается.",
        ),
        ravine(1.0, 0.2),
        window=(-2.0, 4.0),
    ),
)
