"""The pictures and films of `backstep export`."""

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backstep.cli import inputs
from backstep.engine.training.operations import GRANULARITIES, Position
from backstep.pictures.films import MOST_FRAMES, MOST_PIXELS, MOST_RATE, film, positions
from backstep.pictures.moments import Camera
from backstep.pictures.pictures import PANELS, Frame, draw
from backstep.pictures.raster import png
from backstep.pictures.svg import svg
from backstep.pictures.themes import THEMES, theme
from backstep.protocol.facts.selection import Selection, find
from backstep.protocol.spec.schema import SpecError, parse
from backstep.sessions.session import Session
from backstep.settings import Settings

LEAST, MOST = (320, 180), (3840, 2160)  # size in pixels
LEAST_SCALE, MOST_SCALE = 0.25, 8.0
LEAST_RATE = 0.1
_BOTH = ("size", "theme", "select")
_STILL = ("svg", "png", "step", "op", "scale")
_FILM = ("gif", "from", "to", "by", "every", "fps")
_DEFAULTS: dict[str, Any] = {
    "size": "960x540", "theme": "light", "scale": 1.0, "step": 0,
    "from": 0, "by": "step", "every": 1, "fps": 12.0,
}  # fmt: skip


def add(export: argparse.ArgumentParser) -> None:
    """Add the options. Their defaults are above, so that options that were given can be told."""
    both = export.add_argument_group("what is shown")
    both.add_argument(
        "--panels",
        help="joined by commas; of a page by default the preset's, and inspector; of pictures "
        f"any of {', '.join(PANELS)}, by default all, of films by step or epoch all but ribbon",
    )
    both.add_argument("--size", metavar="WxH", help="of pictures, in pixels; default: 960x540")
    both.add_argument("--theme", help=f"of pictures: {', '.join(THEMES)}; default: light")
    both.add_argument("--select", metavar="NAME", help="marked in pictures: layers.1.weight.0.2")
    still = export.add_argument_group("a picture of a moment")
    still.add_argument("--svg", type=Path, metavar="FILE.svg")
    still.add_argument("--png", type=Path, metavar="FILE.png")
    still.add_argument("--step", type=int, help="default: 0")
    still.add_argument("--op", type=int, help="operation of the step; default: its last")
    still.add_argument("--scale", type=float, help="pixels of the PNG to one of --size; default: 1")
    moving = export.add_argument_group("a film")
    moving.add_argument("--gif", type=Path, metavar="FILE.gif")
    begin = "begin where N updates are done; default: 0"
    moving.add_argument("--from", type=int, metavar="N", help=begin)
    moving.add_argument("--to", type=int, metavar="N", help="end where N are")
    moving.add_argument("--by", help=f"{', '.join(GRANULARITIES)}; default: step")
    every = "a picture for N of them; default: 1"
    moving.add_argument("--every", type=int, metavar="N", help=every)
    rate = f"pictures a second, at most {MOST_RATE}; default: 12"
    moving.add_argument("--fps", type=float, help=rate)


def options(given: argparse.Namespace) -> Iterator[str]:
    """Yield the given options that have no meaning for an offline copy."""
    for name in (*_BOTH, *_STILL, *_FILM):
        if getattr(given, name) is not None:
            yield f"--{name}"


def export(given: argparse.Namespace) -> int:
    """Make the requested pictures; everything is checked before anything is drawn."""
    _check_kinds(given)
    session = _session(given)
    moment = _moment(given, session) if given.svg or given.png else None
    stretch = _stretch(given, session) if given.gif else None
    if moment:
        _still(given, session, moment)
    if stretch:
        _film(given, session, stretch)
    return 0


def _check_kinds(given: argparse.Namespace) -> None:
    """Check that there is something to make, a place for it, and no option without a meaning."""
    if given.steps is not None:
        raise SpecError([("--steps", "is for a page; allowed with --output")])
    still = given.svg or given.png
    if not still and not given.gif:
        raise SpecError([("--output, --svg, --png, --gif", "one of them is needed")])
    needs = dict.fromkeys(_STILL, (still, "--svg or --png"))
    needs |= dict.fromkeys(_FILM, (given.gif, "--gif")) | {"scale": (given.png, "--png")}
    for name, (made, by) in needs.items():
        if getattr(given, name) is not None and not made:
            raise SpecError([(f"--{name}", f"needs {by}")])
    for name in ("svg", "png", "gif"):
        if getattr(given, name) is not None:
            inputs.check_folder(getattr(given, name), f"--{name}")


def _session(given: argparse.Namespace) -> Session:
    settings = Settings()
    if given.recording is None:
        return Session(parse(inputs.spec(given), settings.caps), settings)
    raw, edits, _ = inputs.recorded(given.recording)
    return Session(parse(raw, settings.caps), settings, edits)


def _value(given: argparse.Namespace, name: str) -> Any:
    found = getattr(given, name)
    return _DEFAULTS[name] if found is None else found


def _number(given: argparse.Namespace, name: str, least: float, most: float, note: str = "") -> Any:
    value = _value(given, name)
    if not least <= value <= most:
        message = f"is {value:.12g}; allowed: {least:.12g} to {most:.12g}{note}"
        raise SpecError([(f"--{name}", message)])
    return value


def _choice(given: argparse.Namespace, name: str, allowed: tuple[Any, ...]) -> Any:
    value = _value(given, name)
    if value not in allowed:
        raise SpecError([(f"--{name}", f"is {value!r}; allowed: {', '.join(allowed)}")])
    return value


def _frame(given: argparse.Namespace, default: tuple[str, ...]) -> Frame:
    """Return size, panels and colors."""
    text = _value(given, "size")
    size = re.fullmatch(r"(\d{1,5})[x×](\d{1,5})", text)
    width, height = (int(size[1]), int(size[2])) if size else (0, 0)
    if not (LEAST[0] <= width <= MOST[0] and LEAST[1] <= height <= MOST[1]):
        allowed = "{}x{} to {}x{}".format(*LEAST, *MOST)
        raise SpecError([("--size", f"is {text!r}; allowed: {allowed}")])
    names = default
    if given.panels is not None:
        names = tuple(dict.fromkeys(name.strip() for name in given.panels.split(",")))
    wrong = [name for name in names if name not in PANELS]
    if wrong:
        message = f"{wrong[0]!r} is not drawn in pictures; allowed: {', '.join(PANELS)}"
        raise SpecError([("--panels", message)])
    if names == ("ribbon",):
        raise SpecError([("--panels", "the ribbon alone is no picture: name another with it")])
    return Frame(width, height, names, theme(_choice(given, "theme", THEMES)))


def _selection(given: argparse.Namespace, session: Session) -> Selection | None:
    found = find(session.run.trainer.architecture, given.select)
    if found is None and given.select is not None:
        message = (
            f"this network has no {given.select!r}; allowed: layers.0.weight.0.0 (from 0: layer, "
            "to, from), layers.0.bias.0, neurons.1.0"
        )
        raise SpecError([("--select", message)])
    return found


@dataclass(frozen=True)
class _Moment:
    """What a still shows; `width` and `height` are those of the PNG."""

    camera: Camera
    frame: Frame
    at: Position
    width: int
    height: int


def _moment(given: argparse.Namespace, session: Session) -> _Moment:
    frame = _frame(given, PANELS)
    last = session.run.operations.update
    step = _number(given, "step", 0, session.settings.caps.steps_ahead)
    op = last if given.op is None else _number(given, "op", 0, last)
    scale = _number(given, "scale", LEAST_SCALE, MOST_SCALE)
    width, height = round(frame.width * scale), round(frame.height * scale)
    if width * height > MOST[0] * MOST[1]:
        message = f"{width} × {height} pixels are too many; allowed: {MOST[0]} × {MOST[1]}"
        raise SpecError([("--scale", message)])
    camera = Camera(session, frame.panels, _selection(given, session))
    return _Moment(camera, frame, Position(step, op), width, height)


def _still(given: argparse.Namespace, session: Session, order: _Moment) -> None:
    moment = order.camera.at(order.at)
    if moment is None:
        raise SpecError([("--step", f"training fails before: {_failure(session)}")])
    drawing = draw(moment, order.frame)
    if given.svg:
        width, height = order.frame.width, order.frame.height
        inputs.write(given.svg, svg(drawing, width, height).encode(), "--svg")
        print(f"{given.svg}: {width} × {height}")
    if given.png:
        inputs.write(given.png, png(drawing, order.width, order.height), "--png")
        print(f"{given.png}: {order.width} × {order.height} pixels")
    print(drawing.description)


def _failure(session: Session) -> str:
    failure = session.run.failure
    assert failure is not None
    return f"step {failure.position.step}, {failure.message}"


@dataclass(frozen=True)
class _Stretch:
    """What a film shows, at `rate` frames per second."""

    camera: Camera
    frame: Frame
    places: list[Position]
    rate: float


def _stretch(given: argparse.Namespace, session: Session) -> _Stretch:
    ahead = session.settings.caps.steps_ahead
    by = _choice(given, "by", GRANULARITIES)
    fine = by not in ("step", "epoch")
    frame = _frame(given, PANELS if fine else tuple(name for name in PANELS if name != "ribbon"))
    start = _number(given, "from", 0, ahead - 1)
    if given.to is None:
        raise SpecError([("--to", "is needed: how many updates are done at the film's end")])
    stop = _number(given, "to", start + 1, ahead, ", more than --from")
    every = _number(given, "every", 1, ahead)
    rate = _number(given, "fps", LEAST_RATE, MOST_RATE)
    camera = Camera(session, frame.panels, _selection(given, session))
    most = min(MOST_FRAMES, MOST_PIXELS // (frame.width * frame.height))
    places = positions(session.run, start, stop, by, every, most)
    if places is None:
        message = f"more than {most} pictures of {frame.width}x{frame.height}: take fewer"
        raise SpecError([("--to, --every, --size", f"{message}, or smaller ones")])
    session.run.seek(places[0])
    if session.run.failure:
        raise SpecError([("--from", f"training fails before: {_failure(session)}")])
    return _Stretch(camera, frame, places, rate)


def _film(given: argparse.Namespace, session: Session, order: _Stretch) -> None:
    with inputs.progress_bar("filming", len(order.places)) as progress:

        def tell(done: int) -> None:
            progress.update(done - progress.n)

        try:
            count, told = film(order.camera, order.places, order.frame, order.rate, given.gif, tell)
        except OSError as error:
            raise SpecError([("--gif", f"{given.gif}: {error.strerror}")]) from None
    if count < len(order.places):
        print("backstep: training failed; filmed up to there", file=sys.stderr)
    print(f"{given.gif}: {count} pictures, {given.gif.stat().st_size / 1e6:.2f} MB")
    print(told)
