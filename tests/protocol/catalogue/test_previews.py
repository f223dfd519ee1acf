"""The thumbnails of the data sets."""

import pytest

from backstep.data.registry import DATASETS
from backstep.protocol.catalogue.previews import preview


@pytest.mark.parametrize("name", DATASETS)
def test_every_data_set_has_a_picture_of_some_of_its_own(name: str) -> None:
    points = preview(DATASETS[name])
    classes = DATASETS[name].classes
    assert 60 <= len(points) <= 400
    assert all(-1 <= x <= 1 and -1.2 <= y <= 1.2 for x, y, _ in points)
    if classes:
        seen = {target for *_, target in points}
        assert len(seen) >= 2
        assert seen <= set(range(len(classes)))
