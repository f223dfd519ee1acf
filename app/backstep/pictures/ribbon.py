"""The operations of a step: finished ones tinted by phase, the last one marked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from backstep.pictures.lettering import advance
from backstep.pictures.moments import Moment
from backstep.pictures.shapes import Box, Color, Rect, Shape, Text
from backstep.pictures.themes import Theme, mix
from backstep.pictures.wording import symbol
from backstep.shared.operations import OPERATIONS, Phase

TALL, SHORT = 44.0, 24.0  # height with the names of the phases, and without
_GAP, _BETWEEN = 4.0, 12.0
_LONGEST = 50.0  # width of a phase's name
_WIDER = 1.05  # other typefaces may be wider than ours


@dataclass(frozen=True)
class _Chip:
    op: int
    phase: Phase
    text: str
    box: Box


def ribbon(moment: Moment, box: Box, theme: Theme) -> Iterator[Shape]:
    """Draw the ribbon within `box`."""
    chips = list(_chips(moment, box))
    size = min(
        12 * min(1.0, (chip.box.width - 2) / advance(chip.text, 12 * _WIDER)) for chip in chips
    )
    for phase, group in groupby(chips, lambda chip: chip.phase):
        first = next(group)
        if box.height >= TALL:
            yield _name(phase, first.box, box, theme)
        for chip in (first, *group):
            yield from _chip(chip, moment.meta["op"], size, theme)


def tint(phase: Phase, theme: Theme) -> Color:
    """Return the background of a phase."""
    colors: Mapping[Phase, Color] = {"forward": theme.positive, "backward": theme.uphill}
    share = 0.22 if phase in colors else 0.3
    return mix(theme.card, colors.get(phase, theme.third), share)


def _chips(moment: Moment, box: Box) -> Iterator[_Chip]:
    """Yield the operations side by side, with gaps between phases."""
    rows = moment.layout["operations"]
    room = box.width - _BETWEEN * 3 - _GAP * (len(rows) - 4)
    # A phase of one operation has a name that is wider than its share.
    width, x = room / (len(rows) + 1), box.x
    for op, row in enumerate(rows):
        phase = OPERATIONS.phases[row["kind"]]
        wide = width * (1.5 if phase in ("update", "loss") else 1)
        text = symbol(row["kind"], row["layer"], moment.depth)
        yield _Chip(op, phase, text, Box(x, box.bottom - SHORT, wide, SHORT))
        last = op + 1 == len(rows) or OPERATIONS.phases[rows[op + 1]["kind"]] != phase
        x += wide + (_BETWEEN if last else _GAP)


def _name(phase: Phase, chip: Box, box: Box, theme: Theme) -> Text:
    """Write a phase's name above its first chip."""
    if chip.right > box.right - 1 and chip.width < _LONGEST:
        return Text(chip.right, box.y + 9, phase.upper(), 10.5, theme.second, "end")
    return Text(chip.x, box.y + 9, phase.upper(), 10.5, theme.second)


def _chip(chip: _Chip, at: int, size: float, theme: Theme) -> Iterator[Shape]:
    """Draw an operation that is finished, last, or to come."""
    fill, ink = tint(chip.phase, theme), theme.ink
    if chip.op > at:
        fill, ink = theme.track, theme.third
    if chip.op == at:
        fill, ink = theme.now, theme.on_now
        yield Rect(chip.box.inset(-2, -2), 9, mix(theme.ground, theme.now, 0.3))
    yield Rect(chip.box, 7, fill, name=f"operation {chip.op}")
    x, y = chip.box.x + chip.box.width / 2, chip.box.y + 16
    yield Text(x, y, chip.text, size, ink, "middle", bold=chip.op == at)
