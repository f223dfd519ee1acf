"""The operations of a step, those done tinted by their phase, the one just done marked."""

from collections.abc import Iterator
from itertools import groupby

from app.pictures.moments import Moment
from app.pictures.shapes import Box, Color, Rect, Shape, Text
from app.pictures.themes import Theme, mix
from app.pictures.wording import PHASES, symbol

TALL, SHORT = 44.0, 24.0  # with the names of the phases, and without
_GAP, _BETWEEN = 4.0, 12.0


def ribbon(moment: Moment, box: Box, theme: Theme) -> Iterator[Shape]:
    rows = [(each["kind"], each["layer"]) for each in moment.layout["operations"]]
    groups = [list(group) for _, group in groupby(enumerate(rows), lambda row: PHASES[row[1][0]])]
    room = box.width - _BETWEEN * (len(groups) - 1) - _GAP * (len(rows) - len(groups))
    # The update is one operation, and its name longer than its share.
    width, x = room / (len(rows) + 1), box.x
    named = box.height >= TALL
    for group in groups:
        phase = PHASES[group[0][1][0]]
        if named:
            yield Text(x, box.y + 9, phase.upper(), 10.5, theme.second)
        for op, (kind, layer) in group:
            wide = width * (1.5 if phase in ("update", "loss") else 1)
            chip = Box(x, box.bottom - SHORT, wide, SHORT)
            yield from _chip(moment, op, chip, symbol(kind, layer, moment.depth), phase, theme)
            x += wide + _GAP
        x += _BETWEEN - _GAP


def tint(phase: str, theme: Theme) -> Color:
    """The ground of what belongs to a phase."""
    colors = {"forward": theme.positive, "backward": theme.uphill}
    share = 0.22 if phase in colors else 0.3
    return mix(theme.card, colors.get(phase, theme.third), share)


def _chip(
    moment: Moment, op: int, box: Box, text: str, phase: str, theme: Theme
) -> Iterator[Shape]:
    at = moment.meta["op"]
    fill = theme.track if op > at else tint(phase, theme)
    ink = theme.third if op > at else theme.ink
    if op == at:
        yield Rect(
            Box(box.x - 2, box.y - 2, box.width + 4, box.height + 4),
            9,
            mix(theme.ground, theme.now, 0.3),
        )
        fill, ink = theme.now, theme.on_now
    yield Rect(box, 7, fill, name=f"operation {op}")
    size = 12 if box.width >= 34 else 9.5
    yield Text(box.x + box.width / 2, box.y + 16, text, size, ink, "middle", bold=op == at)
