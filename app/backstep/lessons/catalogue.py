"""The scenes of the lessons."""

from backstep.lessons import networks
from backstep.lessons.failures import FAILURES
from backstep.lessons.scenes import Scene, preset, scenes
from backstep.lessons.valleys import VALLEYS

_WEIGHT = "layers.0.weight.0.0"

SCENES = scenes(
    Scene(
        "digit",
        preset("digits"),
        still="image",
    ),
    Scene(
        "review",
        preset("reviews"),
    ),
    Scene(
        "review-learned",
        preset("reviews"),
        ("words", "network", "transport"),
        step=400,
        op=None,
        by="step",
        ask=False,
    ),
    Scene(
        "neuron",
        networks.NEURON,
    ),
    Scene(
        "layers",
        networks.LAYERS,
        op=4,
    ),
    Scene(
        "by-hand",
        networks.BY_HAND,
    ),
    Scene(
        "bent-plane",
        preset("circle"),
        ("network", "output", "transport"),
        step=400,
        by="step",
        rate=None,
        ask=False,
    ),
    Scene(
        "clouds",
        preset("gauss"),
        ("ribbon", "network", "output", "transport"),
        op=0,
        ask=False,
    ),
    Scene(
        "clouds-learned",
        preset("gauss"),
        ("output", "curve", "transport"),
        step=150,
        by="step",
        rate=30,
        still="curve",
        steps=400,
        ask=False,
    ),
    Scene(
        "chain",
        preset("chain"),
        ("network", "inspector", "transport"),
        op=13,
        select=_WEIGHT,
        ask=False,
    ),
    Scene(
        "chain-back",
        preset("chain"),
        op=7,
        select=_WEIGHT,
    ),
    Scene(
        "errors",
        networks.LAYERS,
        op=5,
    ),
    Scene(
        "two-two-one",
        networks.TWO_TWO_ONE,
        op=5,
    ),
    Scene(
        "fan-out",
        networks.FAN_OUT,
        op=12,
        select=_WEIGHT,
    ),
    Scene(
        "batch",
        preset("circle"),
        ("network", "inspector", "transport"),
        op=9,
        select="layers.2.weight.0.0",
        ask=False,
    ),
    Scene(
        "learning-start",
        preset("circle"),
        ("ribbon", "network", "explanation", "transport"),
        op=0,
    ),
    Scene(
        "learning-curve",
        preset("circle"),
        ("network", "output", "curve", "transport"),
        by="step",
        rate=60,
        still="curve",
        steps=2000,
        ask=False,
    ),
    Scene(
        "learning-surface",
        preset("circle"),
        ("surface", "curve", "transport"),
        step=800,
        op=None,
        by="step",
        rate=30,
        still="slice",
        select="layers.2.weight.0.0",
        window=(-4.0, 8.0),
        ask=False,
    ),
    Scene(
        "myth-adam",
        preset("circle", training={"optimizer": {"name": "adam", "learning_rate": 0.03}}),
        op=13,
        select=_WEIGHT,
    ),
    Scene(
        "myth-order",
        preset("chain"),
        op=None,
        ask=False,
    ),
    Scene(
        "myth-layer",
        preset("chain"),
        op=10,
    ),
    Scene(
        "chain-bce",
        preset("chain", training={"loss": "bce"}),
        op=7,
    ),
    Scene(
        "sure",
        networks.sigmoid(6.0),
        op=5,
        select=_WEIGHT,
    ),
    Scene("unsure", networks.sigmoid(0.0)),
    Scene(
        "ravine",
        networks.ravine(4.0, 0.1),
        ("network", "surface", "transport"),
        by="step",
        ask=False,
    ),
    *VALLEYS,
    *FAILURES,
)
