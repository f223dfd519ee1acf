"""A surface's points are the losses that a whole forward pass gives."""

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.engine.nn.activations import ACTIVATIONS
from backstep.engine.nn.losses import LOSSES
from backstep.engine.nn.network import Architecture
from backstep.engine.nn.parameters import Parameter
from backstep.engine.program import Array
from backstep.engine.surface import planes
from backstep.engine.surface.grid import COARSE, Axis, Stage, Stopped, Surface, losses
from backstep.engine.surface.planes import Direction, Plane
from backstep.engine.training.evaluation import Evaluator
from tests.engine.helpers import bias, weight
from tests.examples import examples

HIDDEN = [name for name, row in ACTIVATIONS.items() if row.hidden]
PAIRS = [
    (weight(0, 1, 0), weight(0, 1, 1)),  # into one neuron
    (weight(0, 0, 1), bias(0, 2)),  # into two of one layer
    (weight(1, 0, 1), bias(1, 2)),  # into two, right below the output
    (weight(0, 0, 0), weight(1, 1, 0)),  # one above the other
    (weight(2, 1, 2), weight(0, 2, 1)),  # the far one first
    (bias(2, 0), weight(2, 1, 0)),  # at the output
]


class Case:
    """A network with parameters and data."""

    def __init__(
        self, architecture: Architecture, *, examples: int, seed: int, hard: bool = True
    ) -> None:
        rng = np.random.default_rng(seed)
        inputs, *_, outputs = architecture.sizes
        self.architecture = architecture
        self.parameters = rng.normal(size=architecture.layout.size)
        self.inputs = rng.normal(size=(examples, inputs))
        self.targets = rng.random((examples, outputs))
        if hard:
            self.targets = np.eye(outputs)[rng.integers(outputs, size=examples)]
            if outputs == 1:
                self.targets = rng.integers(2, size=(examples, 1)).astype(float)
        self._evaluator = Evaluator(architecture, self.inputs, self.targets, classify=False)

    @property
    def surface(self) -> Surface:
        return Surface(self.architecture, self.inputs, self.targets)

    def along(self, *moved: Parameter) -> Plane:
        return planes.along(self.architecture.layout, self.parameters, moved)

    def directions(self, seed: int, share: float = 1.0) -> Plane:
        """Two random directions of which so large a share of the numbers is not 0."""
        rng = np.random.default_rng(seed)
        vectors = rng.normal(size=(2, self.parameters.size)) * (
            rng.random((2, self.parameters.size)) < share
        )
        return Plane(self.parameters, tuple(Direction("d", each) for each in vectors))

    def direct(self, plane: Plane, *axes: Array) -> Array:
        """The losses over a grid, each by a forward pass."""
        found = [self._evaluator.loss(plane.point(*each[::-1])) for each in product(*axes[::-1])]
        return np.array(found).reshape([len(axis) for axis in axes[::-1]])


def network(loss: str, *hidden: str, sizes: tuple[int, ...], **penalties: float) -> Architecture:
    output = LOSSES[loss].fused or "tanh"
    return Architecture.dense(sizes, (*hidden, output), loss, **penalties)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("examples", [1, 7])
@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_two_parameters(loss: str, examples: int, pair: tuple[Parameter, Parameter]) -> None:
    for i, (first, second) in enumerate(zip(HIDDEN, HIDDEN[1:] + HIDDEN[:1], strict=True)):
        architecture = network(loss, first, second, sizes=(2, 3, 3, 2), l1=0.1, l2=0.2)
        case = Case(architecture, examples=examples, seed=i)
        rng = np.random.default_rng(i)
        x, y = rng.normal(size=4), rng.normal(size=3)
        grid = losses(
            architecture,
            case.parameters,
            case.inputs,
            case.targets,
            [Axis(pair[0], x), Axis(pair[1], y)],
        )
        assert grid.shape == (3, 4)
        np.testing.assert_allclose(grid, case.direct(case.along(*pair), x, y), rtol=1e-10)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Case, Plane]:
    """Any network the registries allow, with hard or soft targets, and any plane or line."""
    loss = draw(st.sampled_from(list(LOSSES)))
    output = draw(st.sampled_from(LOSSES[loss].outputs))
    hidden = draw(st.lists(st.sampled_from([h for h in HIDDEN if h != "step"]), max_size=3))
    sizes = tuple(draw(st.integers(1, 5)) for _ in range(len(hidden) + 2))
    architecture = Architecture.dense(
        sizes,
        (*hidden, output),
        loss,
        l1=draw(st.sampled_from([0.0, 0.1])),
        l2=draw(st.sampled_from([0.0, 0.2])),
    )
    seed = draw(st.integers(0, 2**16))
    case = Case(
        architecture, examples=draw(st.integers(1, 70)), seed=seed, hard=draw(st.booleans())
    )
    kind = draw(st.sampled_from(["parameters", "line", "directions", "sparse", "filters"]))
    layout = architecture.layout
    if kind == "filters":
        return case, planes.random(layout, case.parameters, seed=seed)
    if kind in ("directions", "sparse"):
        return case, case.directions(seed, 1.0 if kind == "directions" else 0.15)
    places = st.integers(0, layout.size - 1)
    count = 1 if kind == "line" or layout.size == 1 else 2
    moved = draw(st.lists(places, min_size=count, max_size=count, unique=True))
    return case, case.along(*map(layout.at, moved))


@examples(150)
@given(cases(), st.integers(1, 6), st.integers(1, 6))
def test_any_plane_of_any_network(given: tuple[Case, Plane], columns: int, rows: int) -> None:
    case, plane = given
    rng = np.random.default_rng(columns * 7 + rows)
    axes = [2 * rng.normal(size=size) for size in (columns, rows)][: len(plane.directions)]
    expected = case.direct(plane, *axes)
    found = case.surface.losses(plane, *axes)
    np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-13)
    # Float32 without the check is off by little too, in proportion to the numbers it adds.
    rough = case.surface.losses(plane, *axes, dtype=np.float32)
    np.testing.assert_allclose(rough, expected, rtol=1e-3, atol=1e-4)


LARGE: dict[str, tuple[Architecture, int]] = {
    "bce": (network("bce", "tanh", "sigmoid", sizes=(2, 8, 8, 1), l2=0.01), 300),
    "classes": (network("cross_entropy", "relu", sizes=(12, 16, 5), l1=0.001), 500),
    "mse": (Architecture.dense((2, 10, 6, 2), ("softplus", "silu", "linear"), "mse"), 300),
    "huber": (Architecture.dense((2, 10, 6, 2), ("elu", "leaky_relu", "sigmoid"), "huber"), 300),
    "gelu": (network("bce", "gelu", "tanh", sizes=(2, 8, 8, 2)), 200),
}


@pytest.mark.parametrize("name", LARGE)
@pytest.mark.parametrize("kind", ["directions", "one neuron", "two neurons", "above", "last"])
def test_large_grids_agree_at_random_points(name: str, kind: str) -> None:
    """Large enough for float32, blocks, tiles and parts."""
    architecture, examples = LARGE[name]
    case = Case(architecture, examples=examples, seed=3)
    last = architecture.depth - 1
    plane = {
        "directions": lambda: planes.random(architecture.layout, case.parameters, seed=1),
        "one neuron": lambda: case.along(weight(0, 1, 0), bias(0, 1)),
        "two neurons": lambda: case.along(weight(0, 1, 0), weight(0, 2, 1)),
        "above": lambda: case.along(weight(last, 0, 3), weight(0, 2, 1)),
        "last": lambda: case.along(weight(last, 0, 3), weight(last, 0, 2)),
    }[kind]()
    a, b = (each.values(41) for each in plane.directions)
    grid = case.surface.losses(plane, a, b)
    rng = np.random.default_rng(0)
    for i, j in rng.integers(41, size=(40, 2)):
        direct = case.direct(plane, a[i : i + 1], b[j : j + 1])[0, 0]
        assert grid[j, i] == pytest.approx(direct, rel=1e-6)


@pytest.mark.parametrize("far", [(1.0, 1.0), (300.0, 1.0), (1.0, 300.0), (300.0, 300.0)])
@pytest.mark.parametrize("dtype", [None, np.float32, np.float64])
def test_tangents_may_be_driven_far_beyond_their_ends(far: tuple[float, float], dtype: Any) -> None:
    """Their exponentials would leave the number line, along one axis or the other."""
    case = Case(LARGE["bce"][0], examples=60, seed=5)
    for plane in (case.directions(1), case.along(weight(0, 1, 0), weight(0, 2, 1))):
        a, b = (np.linspace(-reach, reach, 9) for reach in far)
        found = case.surface.losses(plane, a, b, dtype=dtype)
        np.testing.assert_allclose(found, case.direct(plane, a, b), rtol=1e-5 if dtype else 1e-6)


def test_where_float32_cannot_hold_the_loss_float64_does() -> None:
    """A perfect fit: all that is left of the squared error is what float32 rounds away."""
    architecture = Architecture.dense((3, 40, 1), ("tanh", "linear"), "mse")
    case = Case(architecture, examples=400, seed=1)
    evaluator = Evaluator(architecture, case.inputs, case.targets, classify=False)
    case = _with_targets(case, evaluator.predictions(case.parameters) + 1e-6)
    plane = planes.random(architecture.layout, case.parameters, seed=2)
    axis = np.linspace(-1e-4, 1e-4, 21)
    expected = case.direct(plane, axis, axis)
    rough = case.surface.losses(plane, axis, axis, dtype=np.float32)
    assert np.abs(rough / expected - 1).max() > 1e-4
    np.testing.assert_allclose(case.surface.losses(plane, axis, axis), expected, rtol=1e-6)


def _with_targets(case: Case, targets: Array) -> Case:
    case.targets = targets
    case._evaluator = Evaluator(case.architecture, case.inputs, targets, classify=False)
    return case


@pytest.mark.parametrize("loss", ["bce", "cross_entropy"])
def test_exponentials_may_leave_the_number_line(loss: str) -> None:
    architecture = network(loss, "relu", sizes=(2, 5, 3))
    case = Case(architecture, examples=50, seed=2)
    for plane in (
        case.along(weight(1, 0, 0), weight(1, 1, 2)),
        case.along(weight(0, 0, 0), weight(0, 1, 1)),
        case.directions(1),
    ):
        axis = np.array([-3000.0, -1.0, 0.0, 50.0, 3000.0])
        expected = case.direct(plane, axis, axis)
        np.testing.assert_allclose(case.surface.losses(plane, axis, axis), expected, rtol=1e-9)


def test_parameters_off_the_number_line_give_no_error() -> None:
    case = Case(network("bce", "tanh", sizes=(2, 5, 1)), examples=30, seed=2)
    case.parameters[3] = np.nan
    axis = np.linspace(-1, 1, 5)
    assert np.isnan(case.surface.losses(case.directions(1), axis, axis)).all()
    assert np.isnan(case.surface.losses(case.along(weight(1, 0, 0)), axis)).all()


KINDS: dict[str, Any] = {
    "directions": lambda case: case.directions(1),
    "first layer": lambda case: case.along(weight(0, 0, 0), weight(0, 1, 1)),
    "last layer": lambda case: case.along(weight(1, 0, 0), weight(1, 1, 1)),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("blocks", [1, 3])
def test_a_computation_that_is_told_to_stop_stops(kind: str, blocks: int) -> None:
    case = Case(network("cross_entropy", "tanh", sizes=(20, 32, 10)), examples=1500, seed=1)
    plane, axis = KINDS[kind](case), np.linspace(-1, 1, 41)
    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        return asked == blocks

    with pytest.raises(Stopped):
        case.surface.losses(plane, axis, axis, stop=stop)
    assert asked == blocks
    asked = -1_000_000
    case.surface.losses(plane, axis, axis, stop=stop)
    assert asked + 1_000_000 > 4 * blocks


def test_a_surface_that_was_stopped_can_be_used_again() -> None:
    case = Case(LARGE["bce"][0], examples=300, seed=1)
    surface, axis = case.surface, np.linspace(-1, 1, 41)
    plane = case.directions(2)
    with pytest.raises(Stopped):
        surface.losses(plane, axis, axis, stop=lambda: True)
    again = surface.losses(plane, axis, axis)
    np.testing.assert_array_equal(again, case.surface.losses(plane, axis, axis))


@pytest.mark.parametrize("kind", KINDS)
def test_the_coarse_grid_comes_first_and_is_part_of_the_fine_one(kind: str) -> None:
    case = Case(network("cross_entropy", "tanh", sizes=(6, 12, 4)), examples=300, seed=1)
    plane = KINDS[kind](case)
    a, b = np.linspace(-1, 1, 41), np.linspace(-2, 1, 31)
    steps = list(case.surface.stages(plane, a, b))
    coarse, fine = (step for step in steps if isinstance(step, Stage))
    assert steps.index(coarse) < len(steps) // 2
    assert (coarse.stride, fine.stride) == (COARSE, 1)
    assert coarse.losses.shape == (len(coarse.b), len(coarse.a)) == (9, 11)
    at = np.ix_(np.searchsorted(b, coarse.b), np.searchsorted(a, coarse.a))
    np.testing.assert_array_equal(fine.losses[at], coarse.losses)
    np.testing.assert_allclose(fine.losses, case.direct(plane, a, b), rtol=1e-6)
