"""The digits, and drawings made like them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.data import build, digits
from backstep.data.errors import DataError
from backstep.data.points import Array


def test_the_set_is_whole_and_scaled_to_one() -> None:
    images, labels = digits.digits()
    assert images.shape == (1797, 64)
    assert (images.min(), images.max()) == (0, 1)
    np.testing.assert_array_equal(images * 16, np.rint(images * 16))
    assert np.bincount(labels).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert not images.flags.writeable


def data(samples: int = 1797, noise: float = 0.0, seed: int = 1) -> build.Data:
    rng = np.random.default_rng(seed)
    return build.generated(
        "digits", rng=rng, samples=samples, noise=noise, test_share=0.2, features=[]
    )


def test_digits_are_given_pixel_by_pixel() -> None:
    found = data()
    assert (found.kind, found.image, found.plane) == ("image", (8, 8), 0)
    assert (found.inputs[0], found.inputs[8], found.inputs[63]) == ("x₁₁", "x₂₁", "x₈₈")
    assert found.train_x.shape == (1438, 64)
    assert found.test_y.shape == (359, 10)
    assert found.train_points.shape == (1438, 0)


def test_every_image_keeps_its_class() -> None:
    images, labels = digits.digits()
    known = {image.tobytes(): label for image, label in zip(images, labels, strict=True)}
    found = data()
    for x, y in ((found.train_x, found.train_y), (found.test_x, found.test_y)):
        assert [known[row.tobytes()] for row in x] == y.argmax(axis=1).tolist()
        assert y.sum(axis=1).tolist() == [1] * len(y)


def test_samples_cap_how_many_are_used() -> None:
    assert len(data(samples=100)) == 100
    assert len(data(samples=5000)) == 1797


def test_noise_moves_pixels_and_no_further_than_paper_and_ink() -> None:
    calm, shaken = data(), data(noise=0.25)
    assert 0.2 < np.abs(shaken.train_x - calm.train_x).max() <= 0.25
    assert (shaken.train_x.min(), shaken.train_x.max()) == (0, 1)
    np.testing.assert_array_equal(shaken.train_y, calm.train_y)


def test_a_drawing_fills_the_height_and_stands_in_the_middle() -> None:
    drawing = np.zeros((50, 40))
    drawing[3:43, 2:12] = 1  # four times as high as wide, in a corner
    image = digits.prepare(drawing).reshape(8, 8)
    np.testing.assert_allclose(image, np.tile([0, 0, 0, 1, 1, 0, 0, 0], (8, 1)), atol=1e-12)


def test_a_wide_drawing_fills_the_width() -> None:
    drawing = np.zeros((9, 64))
    drawing[4:6, 10:18] = 1
    image = digits.prepare(drawing).reshape(8, 8)
    np.testing.assert_allclose(image, np.repeat([[0, 0, 0, 1, 1, 0, 0, 0]], 8, 0).T, atol=1e-12)


@given(st.integers(8, 64), st.integers(8, 64), st.integers(0, 10_000))
def test_prepared_pixels_are_ink_wherever_and_however_large_it_is_drawn(
    rows: int, columns: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    drawing: Array = (rng.random((rows, columns)) < 0.2).astype(np.float64)
    drawing[rng.integers(rows), rng.integers(columns)] = 1
    image = digits.prepare(drawing)
    assert image.shape == (64,)
    assert image.min() >= 0
    assert image.max() <= 1 + 1e-12
    np.testing.assert_allclose(digits.prepare(np.pad(drawing, 3)), image)
    twice: Array = drawing.repeat(2, axis=0).repeat(2, axis=1)
    np.testing.assert_allclose(digits.prepare(twice), image)


@pytest.mark.parametrize("drawing", [np.zeros((8, 8)), np.full((20, 30), 0.4)])
def test_an_empty_drawing_is_refused(drawing: Array) -> None:
    with pytest.raises(DataError, match="nothing") as refused:
        digits.prepare(drawing)
    assert refused.value.field == "image"
