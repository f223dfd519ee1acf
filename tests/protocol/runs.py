"""Small runs of random specs, for checks at every position."""

from typing import Any

import numpy as np
from hypothesis import strategies as st

from backstep.engine.nn.losses import LOSSES
from backstep.protocol.spec.schema import parse_spec
from backstep.protocol.stream.frames import FrameBuilder
from backstep.sessions.run.assemble import assemble
from backstep.settings import Caps
from tests.protocol.strategies import HIDDEN, optimizers

PAIRS = [(loss.name, output) for loss in LOSSES.values() for output in loss.outputs]


def frames_of(spec: dict[str, Any]) -> FrameBuilder:
    """Return a frame builder of a new run of the spec."""
    assembly = assemble(parse_spec(spec, Caps()), memory=2**20)
    return FrameBuilder(assembly.run, assembly.data)


def _table(seed: int, rows: int, loss: str) -> dict[str, Any]:
    """Three columns; targets as the loss needs them."""
    rng = np.random.default_rng(seed)
    targets: Any = rng.uniform(0, 1, (rows, 2))
    if loss == "cross_entropy":
        targets = rng.permutation([0, 1, 2, *rng.integers(3, size=rows - 3)])
    x = rng.normal(size=(rows, 3)).tolist()
    return {"name": "table", "x": x, "y": targets.tolist(), "test_share": 0}


@st.composite
def small_specs(draw: st.DrawFn, *, hidden: str | None, loss: str, output: str) -> dict[str, Any]:
    """Networks of up to three layers over a table of nine rows.

    A given activation function needs at least one hidden layer.
    """
    seed = draw(st.integers(0, 10_000))
    activation = st.sampled_from(HIDDEN) if hidden is None else st.just(hidden)
    layer = st.fixed_dictionaries({"units": st.integers(1, 4), "activation": activation})
    optimizer = draw(optimizers())
    return {
        "seed": seed,
        "data": _table(seed, 9, loss),
        "network": {
            "hidden": draw(st.lists(layer, min_size=hidden is not None, max_size=2)),
            "output_activation": output,
            "initializer": draw(st.sampled_from(["xavier_normal", "uniform", "constant"])),
        },
        "training": {
            "loss": loss,
            "optimizer": optimizer | {"learning_rate": draw(st.floats(1e-3, 0.1))},
            "batch_size": draw(st.sampled_from([1, 4, 9])),
            "shuffle": draw(st.booleans()),
            "l1": draw(st.sampled_from([0, 0.01])),
            "l2": draw(st.sampled_from([0, 0.1])),
        },
    }
