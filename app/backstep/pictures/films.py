"""A part of a run as an animated GIF."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from backstep.engine.training.operations import Granularity, Position
from backstep.engine.training.run import Run
from backstep.pictures.curves import Reach, Trail, followed
from backstep.pictures.moments import Camera, Moment
from backstep.pictures.palettes import palette
from backstep.pictures.pictures import Frame, draw
from backstep.pictures.raster import raster
from backstep.shared.numbers import plain

MOST_FRAMES = 2000
MOST_PIXELS = 250_000_000  # of all frames together
MOST_RATE = 50  # frames per second; browsers slow down anything faster
_HOLD = 1.5  # extra seconds of the last frame
_SAMPLED = 7  # frames that the palette is made from

Progress = Callable[[int], None]


def positions(
    run: Run, start: int, stop: int, by: Granularity, every: int, most: int
) -> list[Position] | None:
    """Return the positions between `start` and `stop` updates, every `every` boundaries.

    The last position is included. Returns None if there are more than `most`.
    """
    operations = run.operations
    between = by in ("step", "epoch") and start > 0
    at = Position(start - 1, operations.update) if between else Position(start, 0)
    end = Position(stop - 1, operations.update)
    found = [at]
    while at < end:
        if len(found) == most:
            return None
        if by == "epoch":
            # The length of an epoch depends on the edits.
            run.seek(at)
            if run.failure:
                break
        at = min(_epochs_on(run, every) if by == "epoch" else operations.next(at, by, every), end)
        found.append(at)
    return found


def _epochs_on(run: Run, count: int) -> Position:
    """Return the end of the `count`-th epoch after the position."""
    batches = run.trainer.batches
    done = batches.at_epoch_end and run.position.op == run.operations.update
    return run.after_epochs(batches.epoch + count + done)


def film(
    camera: Camera,
    places: Sequence[Position],
    frame: Frame,
    rate: float,
    path: Path,
    progress: Progress = lambda done: None,
) -> tuple[int, str]:
    """Write the film of the moments at `places`, up to a failure.

    Returns the number of frames, and a description in words.
    """
    places, reach, samples = _explored(camera, places, frame)
    classes = len(camera.layout["classes"] or ())
    colors = palette(samples, frame.theme, classes)
    first, last = camera.at(places[0]), camera.at(places[-1])
    assert first is not None
    assert last is not None
    told = describe(first, last, len(places))

    def pictures() -> Iterator[Image.Image]:
        trail: Trail = {}
        for done, place in enumerate(places, start=1):
            moment = camera.at(place)
            assert moment is not None, "it was there before"
            moment = followed(moment, trail)
            yield colors.apply(_picture(moment, frame, reach))
            progress(done)

    frames = pictures()
    next(frames).save(
        path,
        "GIF",
        save_all=True,
        append_images=frames,
        duration=durations(len(places), rate),
        loop=0,
        comment=told,
    )
    return len(places), told


def durations(count: int, rate: float) -> list[int]:
    """Return the milliseconds of each frame, as multiples of a GIF's hundredths of a second.

    Together they are as long as `rate` requires, plus the hold of the last frame.
    """
    ends = [round(100 * (at + 1) / rate) for at in range(count)]
    found = [10 * (end - start) for start, end in zip([0, *ends], ends, strict=False)]
    return [*found[:-1], found[-1] + round(1000 * _HOLD)]


def describe(first: Moment, last: Moment, count: int) -> str:
    """Return a description of the film in words."""
    shape = "-".join(map(str, first.layout["sizes"]))
    losses = [plain(each.meta["losses"]["train"]) for each in (first, last)]
    steps = [each.meta["updates"] for each in (first, last)]
    return (
        f"A {shape} network learns {first.data}, in {count} pictures: after {steps[0]} updates "
        f"the loss on the training set is {losses[0]}, after {steps[1]} it is {losses[1]}."
    )


def _explored(
    camera: Camera, places: Sequence[Position], frame: Frame
) -> tuple[list[Position], Reach, list[Image.Image]]:
    """Return the places that exist, the reach of the curve's axes, and some of the frames."""
    end = camera.at(places[-1])
    if end is None:
        failed = camera.session.run.position
        places = [place for place in places if place < failed]
        end = camera.at(places[-1])
    assert end is not None
    reach = Reach.of(end).over(end.meta["updates"])
    chosen = np.unique(np.linspace(0, len(places) - 1, _SAMPLED).round().astype(int))
    moments = [camera.at(places[at]) for at in chosen]
    samples = [_picture(moment, frame, reach) for moment in moments if moment is not None]
    return list(places), reach, samples


def _picture(moment: Moment, frame: Frame, reach: Reach) -> Image.Image:
    return raster(draw(moment, frame, reach), frame.width, frame.height)
