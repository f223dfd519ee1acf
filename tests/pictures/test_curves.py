"""The loss curve's axis."""

import pytest

from backstep.pictures.curves import Reach, draw_curve
from backstep.pictures.shapes import Box, Circle, Polyline
from backstep.pictures.themes import theme
from tests.pictures.moments import moment

BOX = Box(10, 20, 300, 140)


@pytest.mark.parametrize(
    ("loss", "share"), [(-5.0, 0.0), (-2.0, 0.0), (0.0, 0.5), (2.0, 1.0), (1e300, 1.0)]
)
def test_a_loss_below_zero_has_its_place_on_the_axis(loss: float, share: float) -> None:
    assert Reach(40, 2.0, -2.0).share(loss) == share


@pytest.mark.parametrize("reach", [Reach(40, 1e-6), Reach(40, 1e300), Reach(40, 1e-6, -1e300)])
def test_no_loss_is_drawn_outside_its_box(reach: Reach) -> None:
    for shape in draw_curve(moment("circle", 12, 0), BOX, reach, theme("light")):
        if isinstance(shape, Polyline):
            assert all(BOX.y <= y <= BOX.bottom for _, y in shape.points)
        if isinstance(shape, Circle):
            assert BOX.y <= shape.y <= BOX.bottom
