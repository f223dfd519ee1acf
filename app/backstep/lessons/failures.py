"""The failure gallery: each failing preset as a scene, and the same with its remedy."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backstep.lessons.scenes import Scene, preset
from backstep.protocol.spec.gallery import asleep, hidden, sgd


@dataclass(frozen=True)
class Pair:
    """A failing preset and its remedy, as changes of its spec, both shown after `steps` updates."""

    preset: str
    steps: int
    cure: Mapping[str, Mapping[str, Any]]


PAIRS = (
    Pair("vanishing", 1000, {"network": {"hidden": hidden(*6 * [4], activation="tanh")}}),
    Pair("exploding", 4, {"network": {"initializer": "he_normal"}}),
    Pair("saturation", 400, {"training": sgd(0.1, loss="bce")}),
    Pair("dead-relu", 1000, {"network": {"parameters": asleep(0.0)}}),
    Pair("zeros", 1000, {"network": {"initializer": "xavier_uniform"}}),
    Pair("too-large", 500, {"training": sgd(0.3)}),
    Pair("noisy", 300, {"training": sgd(0.1, batch_size=32)}),
    Pair("overfitting", 600, {"data": {"samples": 1000}}),
)


def _scene(name: str, spec: Mapping[str, Any], steps: int) -> Scene:
    return Scene(
        name,
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
        _scene(f"fail-{row.preset}", preset(row.preset), row.steps),
        _scene(f"cure-{row.preset}", preset(row.preset, **row.cure), row.steps),
    )
)
