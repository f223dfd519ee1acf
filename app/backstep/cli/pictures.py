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
from backstep.pictures.films import MAX_FRAMES, MAX_PIXELS, MAX_RATE, film, positions
from backstep.pictures.lettering import NoTypeface
from backstep.pictures.moments import Camera
from backstep.pictures.pictures import PANELS, Frame, draw
from backstep.pictures.raster import png
from backstep.pictures.svg import svg
from backstep.pictures.themes import THEMES, theme
from backstep.protocol.facts.selection import Selection, find_selection
from backstep.protocol.spec.schema import SpecError, parse_spec
from backstep.sessions.session import Session
from backstep.settings import Settings
from backstep.texts.message import Message, not_one_of

MIN_SIZE, MAX_SIZE = (320, 180), (3840, 2160)  # size in pixels
MIN_SCALE, MAX_SCALE = 0.25, 8.0
MIN_RATE = 0.1
_BOTH = ("size", "theme", "select")
_STILL = ("svg", "png", "step", "op", "scale")
_FILM = ("gif", "from", "to", "by", "every", "fps")
_DEFAULTS: dict[str, Any] = {
    "size": "960x540", "theme": "light", "scale": 1.0, "step": 0,
    "from": 0, "by": "step", "every": 1, "fps": 12.0,
}  # fmt: skip


def add_options(export: argparse.ArgumentParser) -> None:
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
    rate = f"pictures a second, at most {MAX_RATE}; default: 12"
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
        raise SpecError([("--steps", Message("refusals.cli.page_only"))])
    still = given.svg or given.png
    if not still and not given.gif:
        raise SpecError([("--output, --svg, --png, --gif", Message("refusals.cli.one_needed"))])
    needs = dict.fromkeys(_STILL, (still, "--svg or --png"))
    needs |= dict.fromkeys(_FILM, (given.gif, "--gif")) | {"scale": (given.png, "--png")}
    for name, (made, by) in needs.items():
        if getattr(given, name) is not None and not made:
            raise SpecError([(f"--{name}", Message("refusals.cli.needs", option=by))])
    for name in ("svg", "png", "gif"):
        if getattr(given, name) is not None:
            inputs.check_folder(getattr(given, name), f"--{name}")


def _session(given: argparse.Namespace) -> Session:
    settings = Settings()
    if given.recording is None:
        return Session(parse_spec(inputs.spec(given), settings.caps), settings)
    raw, edits, _ = inputs.recorded(given.recording)
    return Session(parse_spec(raw, settings.caps), settings, edits)


def _value(given: argparse.Namespace, name: str) -> Any:
    found = getattr(given, name)
    return _DEFAULTS[name] if found is None else found


def _number(
    given: argparse.Namespace, name: str, minimum: float, limit: float, note: str = ""
) -> Any:
    value = _value(given, name)
    if not minimum <= value <= limit:
        message = Message("refusals.between", value=value, low=minimum, high=limit)
        raise SpecError([(f"--{name}", message)])
    return value


def _choice(given: argparse.Namespace, name: str, allowed: tuple[Any, ...]) -> Any:
    value = _value(given, name)
    if value not in allowed:
        raise SpecError([(f"--{name}", not_one_of(value, allowed))])
    return value


def _frame(given: argparse.Namespace, default: tuple[str, ...]) -> Frame:
    """Return size, panels and colors."""
    text = _value(given, "size")
    size = re.fullmatch(r"(\d{1,5})[x×](\d{1,5})", text)
    width, height = (int(size[1]), int(size[2])) if size else (0, 0)
    if not (MIN_SIZE[0] <= width <= MAX_SIZE[0] and MIN_SIZE[1] <= height <= MAX_SIZE[1]):
        raise SpecError(
            [
                (
                    "--size",
                    Message(
                        "refusals.cli.size",
                        value=text,
                        low="{}x{}".format(*MIN_SIZE),
                        high="{}x{}".format(*MAX_SIZE),
                    ),
                )
            ]
        )
    names = default
    if given.panels is not None:
        names = tuple(dict.fromkeys(name.strip() for name in given.panels.split(",")))
    wrong = [name for name in names if name not in PANELS]
    if wrong:
        message = not_one_of(wrong[0], PANELS)
        raise SpecError([("--panels", message)])
    if names == ("ribbon",):
        raise SpecError([("--panels", Message("refusals.cli.ribbon"))])
    return Frame(width, height, names, theme(_choice(given, "theme", THEMES)))


def _selection(given: argparse.Namespace, session: Session) -> Selection | None:
    found = find_selection(session.run.trainer.architecture, given.select)
    if found is None and given.select is not None:
        allowed = ["layers.0.weight.0.0", "layers.0.bias.0", "neurons.1.0"]
        message = Message("refusals.selection", value=given.select, allowed=allowed)
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
    scale = _number(given, "scale", MIN_SCALE, MAX_SCALE)
    width, height = round(frame.width * scale), round(frame.height * scale)
    if width * height > MAX_SIZE[0] * MAX_SIZE[1]:
        message = Message(
            "refusals.cli.pixels", width=width, height=height, size=f"{MAX_SIZE[0]} × {MAX_SIZE[1]}"
        )
        raise SpecError([("--scale", message)])
    camera = Camera(session, frame.panels, _selection(given, session), inputs.texts(given))
    return _Moment(camera, frame, Position(step, op), width, height)


def _still(given: argparse.Namespace, session: Session, order: _Moment) -> None:
    texts, moment = inputs.texts(given), order.camera.at(order.at)
    if moment is None:
        raise SpecError([("--step", Message("refusals.cli.fails", failure=_failure(session)))])
    drawing = draw(moment, order.frame)
    if given.svg:
        width, height = order.frame.width, order.frame.height
        inputs.write_file(given.svg, svg(drawing, width, height).encode(), "--svg")
        print(f"{given.svg}: {width} × {height}")
    if given.png:
        try:
            data = png(drawing, order.width, order.height)
        except NoTypeface:
            raise SpecError([("--png", Message("refusals.cli.typeface"))]) from None
        inputs.write_file(given.png, data, "--png")
        size = {"width": order.width, "height": order.height}
        print(texts.say("cli.pixels", path=given.png, **size))
    print(drawing.description)


def _failure(session: Session) -> str:
    failure = session.run.failure
    assert failure is not None
    return failure.message


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
        raise SpecError([("--to", Message("refusals.cli.end"))])
    stop = _number(given, "to", start + 1, ahead, ", more than --from")
    every = _number(given, "every", 1, ahead)
    rate = _number(given, "fps", MIN_RATE, MAX_RATE)
    camera = Camera(session, frame.panels, _selection(given, session), inputs.texts(given))
    most = min(MAX_FRAMES, MAX_PIXELS // (frame.width * frame.height))
    places = positions(session.run, start, stop, by, every, most)
    if places is None:
        size = f"{frame.width}x{frame.height}"
        message = Message("refusals.cli.frames", limit=most, size=size)
        raise SpecError([("--to, --every, --size", message)])
    session.run.seek(places[0])
    if session.run.failure:
        raise SpecError([("--from", Message("refusals.cli.fails", failure=_failure(session)))])
    return _Stretch(camera, frame, places, rate)


def _film(given: argparse.Namespace, session: Session, order: _Stretch) -> None:
    texts = inputs.texts(given)
    with inputs.progress_bar(texts.say("cli.filming"), len(order.places)) as progress:

        def report(done: int) -> None:
            progress.update(done - progress.n)

        try:
            count, caption = film(
                order.camera, order.places, order.frame, order.rate, given.gif, report
            )
        except NoTypeface:
            raise SpecError([("--gif", Message("refusals.cli.typeface"))]) from None
        except OSError as error:
            raise SpecError([("--gif", f"{given.gif}: {error.strerror}")]) from None
    if count < len(order.places):
        print(f"backstep: {texts.say('cli.filmed_up_to')}", file=sys.stderr)
    size = f"{given.gif.stat().st_size / 1e6:.2f}"
    print(texts.say("cli.film", path=given.gif, n=count, size=size))
    print(caption)
