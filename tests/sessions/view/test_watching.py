"""What a client may ask to watch."""

from typing import Any

import pytest

from backstep.protocol.spec.schema import SpecError
from backstep.sessions.view.watching import read_panels
from backstep.settings import Caps

CAPS = Caps(grid=50)


def test_options_that_are_not_given_are_filled_in() -> None:
    panels = read_panels({"network": {"maps": 50}, "output": {}}, CAPS)
    assert panels["network"]["maps"] == 50
    assert set(panels["output"]) >= {"resolution"}


@pytest.mark.parametrize(
    ("panels", "field", "message"),
    [
        ({"kitchen": {}}, "panels.kitchen", "allowed: "),
        ({"network": {"maps": 51}}, "panels.network.maps", "is at most 50"),
        ({"output": {"resolution": 51}}, "panels.output.resolution", "is at most 50"),
        ({"network": {"maps": "many"}}, "panels.network.maps", "integer"),
    ],
)
def test_what_cannot_be_watched_is_refused_by_name(
    panels: dict[str, dict[str, Any]], field: str, message: str
) -> None:
    with pytest.raises(SpecError) as refused:
        read_panels(panels, CAPS)
    ((named, told),) = refused.value.problems
    assert named == field
    assert message in told
