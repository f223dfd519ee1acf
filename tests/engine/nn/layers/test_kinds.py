"""Networks of several kinds of layers: their operations, gradients, and their past."""

from bisect import bisect_left, bisect_right
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.engine.errors import InvalidValue
from backstep.engine.insight.gradient_paths import Chain, largest
from backstep.engine.nn.layers.dense import Dense
from backstep.engine.nn.layers.kinds import BUILT_IN, LayerKind, Setting, layer_kinds, offering
from backstep.engine.nn.layers.layer import Layer
from backstep.engine.nn.network import Architecture
from backstep.engine.nn.steps import Steps
from backstep.engine.surface import planes
from backstep.engine.surface.grid import Surface
from backstep.engine.training.batches import Batches
from backstep.engine.training.evaluation import Evaluator, Scorer
from backstep.engine.training.operations import GRANULARITIES, Operation, Operations, Position
from backstep.engine.training.run import ParameterEdit, Run
from backstep.engine.training.trainer import Trainer
from tests.engine.helpers import settings
from tests.examples import examples
from tests.kinds import MEAN, SCALE

ACTIVATIONS = ["tanh", "sigmoid", "silu", "softplus"]  # without a kink
LOSSES = ["mse", "bce", "cross_entropy"]
KINDS = {row.name: row for row in (*BUILT_IN.values(), SCALE, MEAN)}
STEPS = [row.steps for row in KINDS.values()]
hidden = st.lists(
    st.tuples(st.sampled_from(list(KINDS)), st.integers(1, 5), st.sampled_from(ACTIVATIONS)),
    max_size=5,
)


def layer_of(kind: str, size: int, activation: str, shape: tuple[int, ...]) -> Layer:
    """Return a layer whose settings are all `size`, or the smallest ones where that is too many."""
    row = KINDS[kind]
    chosen = activation if row.activated else None
    try:
        return row.make(shape, {each.name: size for each in row.settings}, chosen)
    except InvalidValue:
        return row.make(shape, {each.name: each.min for each in row.settings}, chosen)


def network(kinds: list[tuple[str, int, str]], output: str, loss: str) -> Architecture:
    """Return hidden layers of these kinds over three inputs, and two outputs."""
    layers: list[Layer] = []
    shape: tuple[int, ...] = (3,)
    for kind, units, activation in kinds:
        layers.append(layer_of(kind, units, activation, shape))
        shape = layers[-1].shape
    return Architecture((*layers, Dense(shape, output, 2)), loss, l1=0.01, l2=0.02)


def data_of(seed: int, count: int = 7) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(count, 3)), np.eye(2)[rng.integers(2, size=count)]


@given(depth=st.integers(1, 9))
def test_dense_layers_make_the_operations_of_the_specification(depth: int) -> None:
    operations = Operations((Dense.steps,) * depth)
    assert len(operations) == 4 * depth + 3
    assert operations.rows[0] == Operation("input", 0)
    for layer in range(1, depth + 1):
        assert operations.rows[2 * layer - 1 : 2 * layer + 1] == (
            Operation("linear", layer), Operation("activation", layer)
        )  # fmt: skip
        down = 2 * depth + 2 * (depth - layer + 1)
        assert operations.rows[down : down + 2] == (
            Operation("delta", layer), Operation("gradient", layer)
        )  # fmt: skip
    assert operations.loss == 2 * depth + 1
    assert operations.update == 4 * depth + 2


def boundaries(operations: Operations, by: str, steps: int) -> list[Position]:
    """Return every boundary of the first steps, from the definition of the granularities."""
    rows, found = operations.rows, [Position(0, 0)]
    for step in range(steps):
        for op, (here, after) in enumerate(pairwise([*rows, Operation("input", 0)])):
            changes = here.layer != after.layer or (here.kind == "loss") != (after.kind == "loss")
            ends = {
                "operation": True,
                "layer": changes or here.kind in ("input", "loss", "update")
                or after.kind in ("loss", "update"),
                "pass": here.kind in ("loss", "update") or after.kind == "update",
                "step": here.kind == "update",
                "epoch": here.kind == "update",
            }  # fmt: skip
            if ends[by]:
                found.append(Position(step, op))
    return sorted(set(found))


@given(steps=st.lists(st.sampled_from(STEPS), min_size=1, max_size=8), data=st.data())
def test_boundaries_are_those_of_brute_force(steps: list[Steps], data: st.DataObject) -> None:
    operations = Operations(tuple(steps))
    at = Position(data.draw(st.integers(0, 3)), data.draw(st.integers(0, len(operations) - 1)))
    count = data.draw(st.integers(1, 9))
    for by in GRANULARITIES:
        every = boundaries(operations, by, 20)
        assert operations.next(at, by, count) == every[bisect_right(every, at) + count - 1]
        back = bisect_left(every, at) - count
        assert operations.previous(at, by, count) == every[max(back, 0)]


@given(kinds=hidden, seed=st.integers(0, 99), loss=st.sampled_from(LOSSES))
@examples(150)
def test_gradients_are_those_of_central_differences(
    kinds: list[tuple[str, int, str]], seed: int, loss: str
) -> None:
    output = {"mse": "linear", "bce": "sigmoid", "cross_entropy": "softmax"}[loss]
    architecture = network(kinds, output, loss)
    parameters = np.random.default_rng(seed).normal(size=architecture.layout.size)
    evaluator = Evaluator(architecture, *data_of(seed), classify=False)
    computed, h = evaluator.gradient(parameters), 1e-6
    for at in range(len(parameters)):
        if abs(parameters[at]) < 10 * h:
            continue  # the kink of the l1 penalty
        moved = parameters.copy()
        moved[at] += h
        above = evaluator.loss(moved)
        moved[at] -= 2 * h
        slope = (above - evaluator.loss(moved)) / (2 * h)
        assert computed[at] == pytest.approx(slope, rel=1e-5, abs=1e-7)


def run_of(kinds: list[tuple[str, int, str]], seed: int) -> Run:
    architecture, (x, y) = network(kinds, "sigmoid", "bce"), data_of(seed)
    chosen = settings(batch_size=3, optimizer="adam", l2=0.02)
    start = np.random.default_rng(seed).normal(size=architecture.layout.size)
    batches = Batches(x, y, np.random.default_rng(seed), batch_size=3, shuffle=True)
    trainer = Trainer(architecture, batches, chosen, start)
    return Run(trainer, Scorer((x, y), None, classify=True), memory=20_000)


def held(run: Run) -> list[bytes]:
    """Return what a run holds of the current step."""
    return [
        run.trainer.save().numbers.tobytes(),
        *(
            numbers.tobytes()
            for op in range(run.position.op + 1)
            for quantity, numbers in run.trainer.results(op).items()
            if quantity not in ("parameter", "optimizer state")
        ),
    ]


@given(kinds=hidden, seed=st.integers(0, 99), data=st.data())
@examples(60)
def test_the_past_is_the_same_bit_for_bit(
    kinds: list[tuple[str, int, str]], seed: int, data: st.DataObject
) -> None:
    run = run_of(kinds, seed)
    last = len(run.operations) - 1
    if data.draw(st.booleans()):
        run.seek(Position(1, last))
        at = data.draw(st.integers(0, run.trainer.parameters.size - 1))
        run.edit(ParameterEdit(run.trainer.architecture.layout.at(at), 0.5))
    place = st.builds(Position, st.integers(0, 9), st.integers(0, last))
    seen: dict[Position, list[bytes]] = {}
    for position in data.draw(st.lists(place, min_size=2, max_size=6)):
        run.seek(Position(12, 0))
        run.seek(position)
        assert seen.setdefault(position, held(run)) == held(run)
        slow = run_of(kinds, seed)
        slow.adopt(run.log)
        while slow.position < position:
            slow.forward()
        assert held(slow) == seen[position]


@given(kinds=hidden, seed=st.integers(0, 99))
@examples(60)
def test_names_and_places_belong_to_each_other(
    kinds: list[tuple[str, int, str]], seed: int
) -> None:
    layout = network(kinds, "linear", "mse").layout
    flat = np.arange(layout.size, dtype=float)
    named = dict(layout.named(flat))
    for at in range(layout.size):
        parameter = layout.at(at)
        assert layout.index(parameter) == at == named[parameter.name][parameter.index]
        assert layout.find(str(parameter)) == parameter
        layer = layout.layers[parameter.layer]
        for unit, source in layout.uses(parameter):
            assert source is None or source in layer.sources(unit)
            assert source is None or unit in layer.fed(source)
            assert source is None or layout.link(parameter.layer, unit, source) == parameter


def test_a_surface_is_exact_with_any_kinds() -> None:
    architecture = network([("scale", 3, "tanh"), ("mean", 2, ""), ("dense", 4, "tanh")],
                           "softmax", "cross_entropy")  # fmt: skip
    x, y = data_of(4)
    layout = architecture.layout
    parameters = np.random.default_rng(3).normal(size=layout.size)
    evaluator, surface = Evaluator(architecture, x, y, classify=False), Surface(architecture, x, y)
    a, b = np.linspace(-1, 2, 9), np.linspace(0, 1, 6)
    chosen = [layout.find("layers.0.scale.1"), layout.find("layers.2.weight.0.0")]
    for plane in (
        planes.along(layout, parameters, chosen),
        planes.random(layout, parameters, seed=1),
    ):
        expected = [[evaluator.loss(plane.point(i, j)) for i in a] for j in b]
        np.testing.assert_array_equal(surface.losses(plane, a, b), expected)
        *_, stage = (each for each in surface.stages(plane, a, b) if each)
        np.testing.assert_array_equal(stage.losses, expected)


@given(seed=st.integers(0, 99), most=st.integers(1, 12))
def test_paths_go_along_links_only(seed: int, most: int) -> None:
    rng = np.random.default_rng(seed)
    links = [rng.uniform(size=(4, 3)) < 0.6, None, rng.uniform(size=(2, 5)) < 0.6]
    weights = [rng.normal(size=shape) for shape in ((4, 3), (5, 4), (2, 5))]
    for weight, known in zip(weights, links, strict=True):
        weight *= 1 if known is None else known
    chain = Chain([rng.normal(size=n) for n in (3, 4, 5)], weights, rng.normal(size=2), links)
    ways = [
        (1, i, j, k) for i in range(4) for j in range(5) for k in range(2)
        if chain.exists((1, i, j, k))
    ]  # fmt: skip
    sizes = sorted((abs(np.prod(chain.factors(way))) for way in ways), reverse=True)
    found = largest(chain, 1, most)
    assert chain.count(1) == len(ways)
    assert len(found) == min(most, len(ways))
    assert set(found) <= set(ways)
    np.testing.assert_allclose(
        [abs(np.prod(chain.factors(way))) for way in found], sizes[: len(found)]
    )


def test_more_kinds_are_offered_within_a_block_only() -> None:
    with offering(SCALE, MEAN) as kinds:
        assert list(kinds) == [*BUILT_IN, "scale", "mean"]
        assert layer_kinds() is kinds
    assert layer_kinds() is BUILT_IN


def test_an_address_leaves_out_what_is_the_default() -> None:
    kind = LayerKind(
        "pool", MEAN.make, MEAN.steps, MEAN.lines,
        (
            Setting("size", default=2),
            Setting("stride", default="size", letter="s", always=False),
        ),
        word="pool",
    )  # fmt: skip
    for text, full in (("pool3", (3, 3)), ("pool3s1", (3, 1))):
        read = kind.read(text)
        assert read is not None
        filled = kind.fill(read)
        assert (filled["size"], filled["stride"]) == full
        assert kind.write(filled) == text
    assert kind.read("pools1") is None
    assert kind.read("3") is None
