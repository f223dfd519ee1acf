"""The pictures and films of `backstep export`."""

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.cli import inputs
from app.engine.operations import GRANULARITIES, Granularity, Position
from app.pictures.films import MOST_FRAMES, MOST_PIXELS, MOST_RATE, film, positions
from app.pictures.moments import Camera
from app.pictures.pictures import PANELS, Frame, draw
from app.pictures.raster import png
from app.pictures.svg import svg
from app.pictures.themes import THEMES, theme
from app.protocol.spec import SpecError, parse
from app.sessions.session import Session
from app.settings import Settings

LEAST, MOST = (320, 180), (3840, 2160)  # size in pixels
MOST_SCALE = 8.0
_STILL = ("svg", "png", "step", "op")
_FILM = ("gif", "from", "to", "by", "every", "fps")
_BOTH = ("size", "theme")
_DEFAULTS: dict[str, Any] = {
    "size": "960x540", "theme": "light", "scale": 1.0, "step": 0, "op": None,
    "from": 0, "to": None, "by": "step", "every": 1, "fps": 12.0,
}  # fmt: skip


def add(export: argparse.ArgumentParser) -> None:
    """The options, none of which has a default here, so that one may see which were given."""
    both = export.add_argument_group("what is shown")
    both.add_argument(
        "--panels",
        help="joined by commas; of a page by default the preset's, and inspector; of pictures "
        f"any of {', '.join(PANELS)}, by default all, of films by step or epoch all but ribbon",
    )
    both.add_argument("--size", metavar="WxH", help="of pictures, in pixels; default: 960x540")
    both.add_argument("--theme", help=f"of pictures: {', '.join(THEMES)}; default: light")
    still = export.add_argument_group("a picture of a moment")
    still.add_argument("--svg", type=Path, metavar="FILE.svg")
    still.add_argument("--png", type=Path, metavar="FILE.png")
    still.add_argument("--step", type=int, help="default: 0")
    still.add_argument("--op", type=int, help="operation of the step; default: its last")
    still.add_argument("--scale", type=float, help="pixels of the PNG to one of --size; default: 1")
    moving = export.add_argument_group("a film")
    moving.add_argument("--gif", type=Path, metavar="FILE.gif")
    start = "begin where N updates are done; default: 0"
    moving.add_argument("--from", type=int, metavar="N", help=start)
    moving.add_argument("--to", type=int, metavar="N", help="end where N are")
    moving.add_argument("--by", help=f"{', '.join(GRANULARITIES)}; default: step")
    moving.add_argument(
        "--every", type=int, metavar="N", help="a picture for N of them; default: 1"
    )
    rate = f"pictures a second, at most {MOST_RATE}; default: 12"
    moving.add_argument("--fps", type=float, help=rate)


def options(given: argparse.Namespace) -> Iterator[str]:
    """Those that were given and mean nothing to a page."""
    for name in (*_STILL, "scale", *_FILM, *_BOTH):
        if getattr(given, name) is not None:
            yield f"--{name}"


def export(given: argparse.Namespace) -> int:
    """Make what was asked for."""
    if given.steps is not None:
        raise SpecError([("--steps", "is for a page; allowed with --output")])
    still, moving = given.svg or given.png, given.gif is not None
    if not still and not moving:
        raise SpecError([("--output, --svg, --png, --gif", "one of them is needed")])
    sorts = (
        (still, _STILL, "--svg or --png"),
        (given.png, ("scale",), "--png"),
        (moving, _FILM, "--gif"),
    )
    for needed, names, kinds in sorts:
        wrong = [name for name in names if getattr(given, name) is not None]
        if wrong and not needed:
            raise SpecError([(f"--{wrong[0]}", f"needs {kinds}")])
    for name in ("svg", "png", "gif"):
        if getattr(given, name) is not None:
            inputs.check_folder(getattr(given, name), f"--{name}")
    session = _session(given)
    if still:
        _still(given, session)
    return _film(given, session) if moving else 0


def _session(given: argparse.Namespace) -> Session:
    settings = Settings()
    if given.recording is None:
        return Session(parse(inputs.spec(given), settings.caps), settings)
    raw, edits, _ = inputs.recorded(given.recording)
    return Session(parse(raw, settings.caps), settings, edits)


def _value(given: argparse.Namespace, name: str) -> Any:
    found = getattr(given, name)
    return _DEFAULTS[name] if found is None else found


def _whole(given: argparse.Namespace, name: str, least: int, most: int, note: str = "") -> int:
    value = int(_value(given, name))
    if not least <= value <= most:
        raise SpecError([(f"--{name}", f"is {value}; allowed: {least} to {most}{note}")])
    return value


def _frame(given: argparse.Namespace, default: tuple[str, ...]) -> Frame:
    """Size, panels and colours."""
    text = _value(given, "size")
    size = re.fullmatch(r"(\d{1,5})[x×](\d{1,5})", text)
    width, height = (int(size[1]), int(size[2])) if size else (0, 0)
    fits = LEAST[0] <= width <= MOST[0] and LEAST[1] <= height <= MOST[1]
    if not fits:
        allowed = "{}x{} to {}x{}".format(*LEAST, *MOST)
        raise SpecError([("--size", f"is {text!r}; allowed: {allowed}")])
    names = default
    if given.panels is not None:
        names = tuple(dict.fromkeys(name.strip() for name in given.panels.split(",")))
    wrong = [name for name in names if name not in PANELS]
    if wrong:
        message = f"{wrong[0]!r} is not drawn in pictures; allowed: {', '.join(PANELS)}"
        raise SpecError([("--panels", message)])
    if set(names) == {"ribbon"}:
        raise SpecError([("--panels", "the ribbon alone is no picture: name another with it")])
    chosen = _value(given, "theme")
    if chosen not in THEMES:
        raise SpecError([("--theme", f"is {chosen!r}; allowed: {', '.join(THEMES)}")])
    return Frame(width, height, names, theme(chosen))


def _still(given: argparse.Namespace, session: Session) -> None:
    frame = _frame(given, PANELS)
    ahead, last = session.settings.caps.steps_ahead, session.run.operations.update
    step = _whole(given, "step", 0, ahead)
    op = last if given.op is None else _whole(given, "op", 0, last)
    scale = float(_value(given, "scale"))
    if not 0.25 <= scale <= MOST_SCALE:
        raise SpecError([("--scale", f"is {scale:g}; allowed: 0.25 to {MOST_SCALE:g}")])
    width, height = round(frame.width * scale), round(frame.height * scale)
    if given.png is not None and width * height > MOST[0] * MOST[1]:
        message = f"{width} × {height} pixels are too many; allowed: {MOST[0]} × {MOST[1]}"
        raise SpecError([("--scale", message)])
    moment = Camera(session, frame.panels).at(Position(step, op))
    if moment is None:
        raise SpecError([("--step", f"training fails before: {_failure(session)}")])
    drawing = draw(moment, frame)
    if given.svg is not None:
        inputs.write(given.svg, svg(drawing, frame.width, frame.height).encode(), "--svg")
        print(f"{given.svg}: {frame.width} × {frame.height}")
    if given.png is not None:
        inputs.write(given.png, png(drawing, width, height), "--png")
        print(f"{given.png}: {width} × {height} pixels")
    print(drawing.description)


def _failure(session: Session) -> str:
    failure = session.run.failure
    assert failure is not None
    return f"step {failure.position.step}, {failure.message}"


@dataclass(frozen=True)
class _Stretch:
    """What a film goes through."""

    start: int
    stop: int
    by: Granularity
    every: int


def _stretch(given: argparse.Namespace, session: Session) -> _Stretch:
    ahead = session.settings.caps.steps_ahead
    by = _value(given, "by")
    if by not in GRANULARITIES:
        raise SpecError([("--by", f"is {by!r}; allowed: {', '.join(GRANULARITIES)}")])
    start = _whole(given, "from", 0, ahead - 1)
    if given.to is None:
        raise SpecError([("--to", "is needed: how many updates are done at the film's end")])
    stop = _whole(given, "to", start + 1, ahead, ", and more than --from")
    return _Stretch(start, stop, by, _whole(given, "every", 1, ahead))


def _film(given: argparse.Namespace, session: Session) -> int:
    stretch = _stretch(given, session)
    fine = stretch.by not in ("step", "epoch")
    frame = _frame(given, PANELS if fine else tuple(name for name in PANELS if name != "ribbon"))
    rate = float(_value(given, "fps"))
    if not 0.1 <= rate <= MOST_RATE:
        raise SpecError([("--fps", f"is {rate:g}; allowed: 0.1 to {MOST_RATE}")])
    most = min(MOST_FRAMES, MOST_PIXELS // (frame.width * frame.height))
    places = positions(session.run, stretch.start, stretch.stop, stretch.by, stretch.every, most)
    if places is None:
        message = (
            f"the film would have more than {most} pictures, "
            f"all that is allowed at {frame.width}x{frame.height}"
        )
        raise SpecError([("--to, --every, --size", message)])
    session.run.seek(places[0])
    if session.run.failure:
        raise SpecError([("--from", f"training fails before: {_failure(session)}")])
    with inputs.progress_bar() as progress:
        task = progress.add_task("filming", total=len(places))

        def tell(done: int) -> None:
            progress.update(task, completed=done)

        camera = Camera(session, frame.panels)
        try:
            count, told = film(camera, places, frame, rate, given.gif, tell)
        except OSError as error:
            raise SpecError([("--gif", f"{given.gif}: {error.strerror}")]) from None
    if count < len(places):
        print("backstep: training failed; filmed up to there", file=sys.stderr)
    print(f"{given.gif}: {count} pictures, {given.gif.stat().st_size / 1e6:.2f} MB")
    print(told)
    return 0
