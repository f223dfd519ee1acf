"""Loss functions of one weight: the scenes on gradient descent."""

from typing import Any

from backstep.lessons.networks import ravine
from backstep.lessons.scenes import Scene, table

_WEIGHT = "layers.0.weight.0.0"
_MIRROR = table([[-1.0], [1.0]], [[-2.0], [2.0]], [([[-1.0]], [0.0])], "tanh", "linear", rate=0.2)
# Two mirrored pairs of points: the gradient of the bias is 0, so it stays where it is.
_TWO_VALLEYS = {
    "x": [[4.0], [0.5], [-4.0], [-0.5]],
    "y": [[-0.5], [0.9], [0.5], [-0.9]],
}


def _valley(rate: float) -> dict[str, Any]:
    x = [[-2.0], [-1.0], [0.0], [1.0], [2.0]]
    return table(x, x, [([[0.0]], [0.0])], "tanh", "linear", rate=rate)


def _two_valleys(start: float) -> dict[str, Any]:
    return table(
        _TWO_VALLEYS["x"], _TWO_VALLEYS["y"], [([[start]], [0.0])], "tanh", "tanh", rate=0.1,
        loss="mse",
    )  # fmt: skip


def _slice(
    name: str,
    spec: dict[str, Any],
    window: tuple[float, float],
    step: int = 0,
    op: int | None = 0,
) -> Scene:
    return Scene(
        name,
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
        _valley(0.1),
        window=(-1.5, 3.5),
    ),
    _slice(
        "valley-slow",
        _valley(0.005),
        step=9,
        op=None,
        window=(-1.5, 3.5),
    ),
    _slice(
        "valley-zigzag",
        _valley(0.45),
        op=None,
        window=(-1.5, 3.5),
    ),
    _slice(
        "valley-diverging",
        _valley(0.55),
        op=None,
        window=(-2.0, 4.0),
    ),
    _slice(
        "two-valleys",
        _two_valleys(1.2),
        window=(-2.0, 5.0),
    ),
    _slice(
        "two-valleys-left",
        _two_valleys(0.3),
        window=(-2.0, 5.0),
    ),
    _slice(
        "mirror",
        _MIRROR,
        window=(-2.0, 6.0),
    ),
    _slice(
        "two-weights",
        ravine(1.0, 0.2),
        window=(-2.0, 4.0),
    ),
)
