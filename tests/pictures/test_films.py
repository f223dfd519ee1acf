"""Films: their moments, number of frames and durations, and that they show the run."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from backstep.engine.training.operations import Granularity, Position
from backstep.pictures.curves import Reach
from backstep.pictures.films import durations, film, positions
from backstep.pictures.pictures import Frame, draw
from backstep.pictures.raster import raster
from backstep.pictures.themes import theme
from tests.pictures.moments import camera

SMALL = Frame(320, 180, ("network", "curve"), theme("dark"))


def places(by: Granularity, start: int, stop: int, every: int = 1) -> list[Position]:
    found = positions(camera("circle").session.run, start, stop, by, every, 999)
    assert found is not None
    return found


def test_a_film_goes_from_where_updates_are_done_to_where_others_are() -> None:
    assert places("step", 0, 4) == [(0, 0), (0, 14), (1, 14), (2, 14), (3, 14)]
    assert places("step", 2, 4) == [(1, 14), (2, 14), (3, 14)]
    assert places("step", 0, 12, every=5) == [(0, 0), (4, 14), (9, 14), (11, 14)]
    assert places("operation", 3, 4) == [(3, op) for op in range(15)]
    assert places("pass", 3, 4) == [(3, 0), (3, 7), (3, 13), (3, 14)]
    assert places("layer", 3, 4, every=3) == [(3, 0), (3, 6), (3, 11), (3, 14)]
    # 250 examples in batches of 10.
    assert places("epoch", 0, 60) == [(0, 0), (24, 14), (49, 14), (59, 14)]
    assert places("epoch", 25, 50) == [(24, 14), (49, 14)]


def test_too_many_pictures_are_found_at_once() -> None:
    run = camera("circle").session.run
    assert positions(run, 0, 1_000_000, "operation", 1, 50) is None
    assert positions(run, 0, 49, "step", 1, 50) is not None
    assert positions(run, 0, 50, "step", 1, 50) is None


@given(st.integers(1, 60), st.floats(0.1, 50))
def test_pictures_last_as_long_together_as_the_rate_says(count: int, rate: float) -> None:
    found = durations(count, rate)
    assert len(found) == count
    assert all(each % 10 == 0 for each in found)
    assert min(found) >= 20
    assert sum(found) - 1500 == pytest.approx(1000 * count / rate, abs=6)


def test_a_film_can_be_read_back(tmp_path: Path) -> None:
    path, seen = tmp_path / "film.gif", camera("circle")
    chosen = positions(seen.session.run, 0, 20, "step", 4, 100)
    assert chosen is not None
    told: list[int] = []
    count, text = film(seen, chosen, SMALL, 12, path, told.append)
    assert (count, told) == (6, [1, 2, 3, 4, 5, 6])
    with Image.open(path) as image:
        assert (getattr(image, "n_frames", 1), image.size, image.info["loop"]) == (6, (320, 180), 0)
        assert image.info["comment"].decode() == text
        lasted = []
        for at in range(6):
            image.seek(at)
            lasted.append(image.info["duration"])
        assert lasted == durations(6, 12)
        shown = np.asarray(image.convert("RGB")).astype(int)
    end = camera("circle").at(chosen[-1])
    first = camera("circle").at(chosen[0])
    assert end is not None
    assert first is not None
    # A palette's colors are near, not equal.
    picture = raster(draw(end, SMALL, Reach.of(end).over(20)), 320, 180)
    assert np.abs(np.asarray(picture).astype(int) - shown).mean() < 2
    for moment in (first, end):
        assert f"{moment.meta['losses']['train']:.4f}" in text


def test_a_run_that_fails_is_filmed_up_to_there(tmp_path: Path) -> None:
    seen = camera("exploding")
    run = seen.session.run
    chosen = positions(run, 0, 200, "step", 1, 999)
    assert chosen is not None
    frame = Frame(320, 180, ("curve",), theme("light"))
    count, _ = film(seen, chosen, frame, 12, tmp_path / "film.gif")
    assert 1 < count < len(chosen)
