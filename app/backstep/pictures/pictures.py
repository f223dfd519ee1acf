"""A moment as a drawing: the requested panels, and a caption with the position."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from backstep.pictures.curves import Reach, draw_curve, key
from backstep.pictures.moments import Moment
from backstep.pictures.network import draw_network
from backstep.pictures.output import draw_output, drawable
from backstep.pictures.ribbon import SHORT, TALL, draw_ribbon, tint
from backstep.pictures.shapes import Box, Drawing, Rect, Shape, Text
from backstep.pictures.themes import Theme
from backstep.pictures.wording import (
    description,
    least_score,
    loss_labels,
    phase_name,
    scores,
    sentence,
    title,
)
from backstep.shared.operations import OPERATIONS

PANELS = ("ribbon", "network", "curve", "output")

_PAGE = (960.0, 540.0)  # the size at which the drawing has the page's scale
_MIN_SCALE = 0.8  # smallest scale; a smaller picture shows less instead
_SMALL = 640.0  # narrower drawings have smaller gaps
_CAPTION = 28.0
_HEAD = 24.0  # height of a card's title
_CURVE = 112.0  # height of a curve below other panels
_BARS = 176.0  # width of names, bars and shares side by side
_LETTER = 6.6


@dataclass(frozen=True)
class Frame:
    """The size in pixels, the panels and the theme of a picture."""

    width: int
    height: int
    panels: tuple[str, ...]
    theme: Theme

    @property
    def scale(self) -> float:
        """Pixels per unit of the drawing."""
        fits = min(self.width / _PAGE[0], self.height / _PAGE[1])
        return max(fits, _MIN_SCALE) * self.theme.zoom

    def box(self) -> Box:
        return Box(0, 0, self.width / self.scale, self.height / self.scale)


def draw(moment: Moment, frame: Frame, reach: Reach | None = None) -> Drawing:
    """Return the moment's drawing; `reach` is that of the curve, by default the moment's own."""
    theme, whole = frame.theme, frame.box()
    return Drawing(
        whole.width,
        whole.height,
        theme.ground,
        title(moment),
        description(moment),
        tuple(_shapes(moment, frame, whole, reach or Reach.of(moment))),
    )


def _shapes(moment: Moment, frame: Frame, whole: Box, reach: Reach) -> Iterator[Shape]:
    theme = frame.theme
    small = whole.width < _SMALL
    margin, gap = (8.0, 6.0) if small else (16.0, 10.0)
    inner = whole.inset(margin, margin)
    top, body = inner.y, set(frame.panels) - {"ribbon"}
    if "ribbon" in frame.panels:
        height = SHORT if small else TALL
        yield from draw_ribbon(moment, Box(inner.x, inner.y, inner.width, height), theme)
        top += height + gap
    low = inner.bottom - _CAPTION + (6 if small else 4)
    yield from _caption(moment, Box(inner.x, low, inner.width, _CAPTION), theme)
    room = Box(inner.x, top, inner.width, low - gap - top)
    for name, box in _arrange(body, room, gap, drawable(moment)).items():
        yield Rect(box, 12, theme.card, theme.line, theme.border)
        yield from _panel(name, moment, box, reach, theme)


def _arrange(panels: Collection[str], room: Box, gap: float, square: bool) -> dict[str, Box]:
    """Return the box of each panel's card; `square`: whether the output is a square picture."""
    beside = [name for name in ("output", "curve") if name in panels]
    if "network" not in panels:
        return dict(zip(beside, _columns(room, len(beside), gap), strict=True))
    if not beside:
        return {"network": room}
    low = min(_CURVE, room.height * 0.42)
    if beside == ["curve"]:
        height = max(low, room.height * 0.26)
        over = room.height - height - gap
        return {
            "network": Box(room.x, room.y, room.width, over),
            "curve": Box(room.x, room.y + over + gap, room.width, height),
        }
    below = low + gap if "curve" in beside else 0.0
    height = room.height - below
    width = 0.34 * room.width
    width = min(width, height - _HEAD + 8) if square else max(width, min(_BARS, room.width / 2))
    if square and "curve" in beside:
        height = min(height, width + _HEAD - 8)
    left, x = room.width - width - gap, room.right - width
    found = {
        "network": Box(room.x, room.y, left, room.height),
        "output": Box(x, room.y, width, height),
    }
    if "curve" in beside:
        found["curve"] = Box(x, room.y + height + gap, width, room.height - height - gap)
    return found


def _columns(room: Box, count: int, gap: float) -> list[Box]:
    width = (room.width - gap * (count - 1)) / max(count, 1)
    return [Box(room.x + at * (width + gap), room.y, width, room.height) for at in range(count)]


def _panel(name: str, moment: Moment, box: Box, reach: Reach, theme: Theme) -> Iterator[Shape]:
    if name == "network":
        yield from draw_network(moment, box, theme)
        return
    inner = Box(box.x + 12, box.y + _HEAD, box.width - 24, box.height - _HEAD - 8)
    head = moment.texts.say(f"pictures.panels.{name}").upper()
    yield Text(inner.x, box.y + 17, head, 11, theme.second)
    if name == "curve":
        yield from key(moment, Box(inner.x, box.y + 4, inner.width, 18), theme)
        yield from draw_curve(moment, inner, reach, theme)
        return
    if drawable(moment):
        side = min(inner.width, inner.height)
        across, down = (inner.width - side) / 2, (inner.height - side) / 2
        inner = inner.inset(across, down)
    yield from draw_output(moment, inner, theme)


def _caption(moment: Moment, box: Box, theme: Theme) -> Iterator[Shape]:
    """Write step, phase, operation and scores."""
    meta = moment.meta
    kind = meta["kind"]
    y, x = box.y + 14, box.x + 2
    step = moment.texts.say("pictures.step", step=meta["step"])
    if kind == "update":
        step = moment.texts.say("pictures.updates", n=meta["updates"])
    yield Text(x, y + 5, step, 15, theme.ink, bold=True)
    x += 9.0 * len(step) + 14
    phase = OPERATIONS.phases[kind]
    name = phase_name(phase, moment.texts)
    width = 18 + 6.8 * len(name)
    yield Rect(Box(x, y - 9, width, 20), 7, tint(phase, theme))
    yield Text(x + width / 2, y + 4.5, name, 12, theme.ink, "middle")
    x += width + 10
    right = box.right - 2
    does, told = _fitting(moment, right - x)
    yield Text(x, y + 4.5, does, 13, theme.second)
    yield Text(right, y + 4.5, told, 13, theme.ink, "end")


def _fitting(moment: Moment, room: float) -> tuple[str, str]:
    """Return operation and scores, shortened to the available room.

    At the end of a step the operation is left out first: it is always the same there.
    """
    does = sentence(moment)
    all_of, some, least = scores(moment), loss_labels(moment), least_score(moment)
    ways = [(does, all_of), (does, some), (does, least), ("", all_of), ("", some), ("", least)]
    if moment.meta["kind"] == "update":
        ways = [(does, all_of), *ways[3:]]
    fits = (way for way in ways if _LETTER * len("".join(way)) + 24 < room)
    return next(fits, ("", ""))
