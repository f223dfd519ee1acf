"""Random specs that can be trained."""

from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from backstep.data.registry import DATASETS
from backstep.data.words import ENCODINGS
from backstep.engine.nn.activations import ACTIVATIONS
from backstep.engine.nn.initializers import INITIALIZERS
from backstep.engine.nn.losses import LOSSES
from backstep.engine.optim.optimizers import OPTIMIZERS
from backstep.protocol.spec.schema import Spec, outline, parse
from backstep.settings import Caps

HIDDEN = [name for name, row in ACTIVATIONS.items() if row.hidden]
OUTPUTS = [name for name, row in ACTIVATIONS.items() if row.output]

numbers = st.floats(-1e6, 1e6)


def sizes(spec: Spec) -> list[int]:
    """The units of each layer, inputs first."""
    return [spec.data.inputs, *(layer.units for layer in outline(spec))]


@st.composite
def optimizers(draw: st.DrawFn) -> dict[str, Any]:
    row = OPTIMIZERS[draw(st.sampled_from(list(OPTIMIZERS)))]
    chosen = {
        each.name: draw(st.floats(each.min, each.max))
        for each in row.hyperparameters
        if draw(st.booleans())
    }
    return {"name": row.name, **chosen}


@st.composite
def tables(draw: st.DrawFn) -> dict[str, Any]:
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    row = st.lists(numbers, min_size=columns, max_size=columns)
    pair = st.lists(numbers, min_size=2, max_size=2)
    each = draw(st.sampled_from([st.integers(0, 4), numbers, pair]))
    return {
        "name": "table",
        "x": draw(st.lists(row, min_size=rows, max_size=rows)),
        "y": draw(st.lists(each, min_size=rows, max_size=rows)),
        "test_share": draw(st.floats(0, 0.9)),
    }


@st.composite
def generated(draw: st.DrawFn) -> dict[str, Any]:
    row = DATASETS[draw(st.sampled_from(list(DATASETS)))]
    chosen: dict[str, Any] = {
        "samples": st.integers(2, 9_000),
        "noise": st.floats(0, 0.5),
        "test_share": st.floats(0, 0.9),
        "encoding": st.sampled_from(list(ENCODINGS)),
        "dimensions": st.integers(1, 16),
        "negation": st.booleans(),
    }
    settings = {name: draw(chosen[name]) for name in row.settings}
    features: Any = st.none()
    if row.features:
        features |= st.lists(st.sampled_from(row.features), min_size=1, unique=True)
    return {"name": row.name, "features": draw(features), **settings}


@st.composite
def networks(draw: st.DrawFn, start: list[int]) -> dict[str, Any]:
    """Networks that have more layers before the last of `start`'s."""
    units = draw(st.lists(st.integers(1, 9), max_size=3))
    hidden = [{"units": each, "activation": draw(st.sampled_from(HIDDEN))} for each in units]
    *first, outputs = start
    parameters = [
        {"weight": [[draw(numbers)] * i for _ in range(o)], "bias": [0.5] * o}
        for i, o in pairwise([*first, *units, outputs])
    ]
    return {
        "hidden": hidden,
        "output_activation": draw(st.sampled_from(["auto", *OUTPUTS])),
        "initializer": draw(st.sampled_from(list(INITIALIZERS))),
        "parameters": draw(st.sampled_from([None, None, parameters])),
    }


@st.composite
def specs(draw: st.DrawFn) -> dict[str, Any]:
    """Any spec within the caps; whether its loss suits its data is not asked."""
    data = draw(generated() | tables())
    start: Any = {"data": data, "network": {"hidden": []}}
    return {
        "seed": draw(st.integers(0, 2**32 - 1)),
        "data": data,
        "network": draw(networks(sizes(parse(start, Caps())))),
        "training": {
            "loss": draw(st.sampled_from(["auto", *LOSSES])),
            "optimizer": draw(optimizers()),
            "batch_size": draw(st.integers(1, 1000)),
            "shuffle": draw(st.booleans()),
            "l1": draw(st.floats(0, 10)),
            "l2": draw(st.floats(0, 10)),
        },
    }
