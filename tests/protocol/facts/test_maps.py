"""Neuron maps: what each byte says of which point."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.data import build
from backstep.data.build import Data
from backstep.engine.nn.network import Architecture
from backstep.engine.program import Array
from backstep.protocol.facts.maps import Bytes, Plane, to_bytes
from tests.examples import examples


def data(name: str = "circle", features: tuple[str, ...] = ("x1", "x2")) -> Data:
    rng = np.random.default_rng(1)
    return build.generated(name, rng=rng, samples=20, noise=0.0, test_share=0.5, features=features)


def values(drawn: Bytes, scale: float) -> Array:
    return (drawn.astype(float) - 128) / 127 * scale


def forward(architecture: Architecture, parameters: Array, x: Array) -> list[Array]:
    """Every layer's tanh of `x` (n, in), (n, units) each."""
    found = []
    for matrix in architecture.layout.matrices(parameters):
        x = np.tanh(x @ matrix[:, :-1].T + matrix[:, -1])
        found.append(x)
    return found


@given(st.lists(st.floats(-4, 4), min_size=1, max_size=20), st.sampled_from([0.5, 1.0, 4.0]))
@examples(60)
def test_bytes_are_within_half_a_step_of_the_value(given: list[float], scale: float) -> None:
    drawn = to_bytes(np.array(given), scale)
    expected = np.clip(given, -scale, scale)
    np.testing.assert_allclose(values(drawn, scale), expected, atol=0.5 * scale / 127 + 1e-12)


def test_zero_is_128_and_the_ends_are_1_and_255() -> None:
    given = np.array([0.0, -0.0, 2.0, -2.0, 9.0, -9.0, np.nan, np.inf, -np.inf])
    expected = [128, 128, 255, 1, 255, 1, 128, 255, 1]
    assert to_bytes(given, 2.0).tolist() == expected


def test_columns_run_along_x1_and_the_first_row_is_the_top() -> None:
    grid = Plane(data(), 5)
    first, second = grid.inputs.T.reshape(2, 5, 5) * 3
    side = [-6.0, -3.0, 0.0, 3.0, 6.0]
    np.testing.assert_allclose(first, np.tile(side, (5, 1)))
    np.testing.assert_allclose(second, np.tile(side[::-1], (5, 1)).T)


def test_the_maps_of_the_inputs_are_the_features() -> None:
    grid = Plane(data(features=("x1", "x2_squared")), 7)
    maps = grid.input_maps()
    assert maps.scales == pytest.approx([2.0, 3.6])
    x1, squared = (values(*each) for each in zip(maps.layers, maps.scales, strict=True))
    np.testing.assert_allclose(x1[3], np.linspace(-2, 2, 7), atol=0.01)
    np.testing.assert_allclose(squared[:, 0], np.linspace(-6, 6, 7) ** 2 / 10, atol=0.02)


def test_every_neuron_is_drawn_as_the_network_computes_it() -> None:
    architecture = Architecture.dense((2, 3, 1), ("tanh", "tanh"), "mse")
    parameters = np.random.default_rng(2).normal(size=architecture.layout.size)
    grid = Plane(data(), 9)
    maps = grid.draw(architecture, parameters)
    expected = forward(architecture, parameters, grid.inputs)
    assert maps.scales == [1.0, 1.0]
    for drawn, layer in zip(maps.layers, expected, strict=True):
        assert drawn.dtype == np.uint8
        assert drawn.shape == (layer.shape[1], 9, 9)
        found = values(drawn, 1.0).reshape(layer.shape[1], -1)
        np.testing.assert_allclose(found, layer.T, atol=0.5 / 127 + 1e-12)


def test_a_classifiers_probability_is_centred_on_a_half() -> None:
    architecture = Architecture.dense((2, 1), ("sigmoid",), "bce")
    parameters = np.array([100.0, 0.0, 0.0])
    drawn = Plane(data(), 3).draw(architecture, parameters).layers[0]
    assert drawn.tolist() == [[[1, 128, 255]] * 3]
    regression = Plane(data("plane"), 3).draw(architecture, parameters).layers[0]
    assert regression.tolist() == [[[128, 192, 255]] * 3]


@pytest.mark.parametrize("size", [0.0, 0.3, 5.0, 1e6])
def test_the_scale_of_an_unbounded_layer_is_a_power_of_two_that_holds_it(size: float) -> None:
    architecture = Architecture.dense((2, 1), ("linear",), "mse")
    (scale,) = Plane(data(), 5).draw(architecture, np.array([size, 0.0, 0.0])).scales
    largest = 2 * size
    assert np.log2(scale) % 1 == 0
    assert largest <= scale
    assert scale < 2 * largest or largest < 2**-10


def test_a_map_of_a_failed_run_is_drawn_all_the_same() -> None:
    architecture = Architecture.dense((2, 2, 1), ("linear", "linear"), "mse")
    parameters = np.array([np.inf, 0, 0, 1e308, 1e308, 0, np.nan, 1, 0])
    maps = Plane(data(), 3).draw(architecture, parameters)
    assert np.isfinite(maps.scales).all()
    assert maps.layers[1].tolist() == [[[128] * 3] * 3]


def test_a_line_has_a_curve_instead_of_a_map() -> None:
    architecture = Architecture.dense((1, 1), ("linear",), "mse")
    grid = Plane(data("sine", ("x1",)), 5)
    (curve,) = grid.layers(architecture, np.array([3.0, 1.0]))
    np.testing.assert_allclose(curve, [np.linspace(-6, 6, 5) + 1])
