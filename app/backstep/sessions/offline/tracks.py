"""Surfaces and slices of a recording, drawn at every few steps so that they fit a limit."""

import warnings
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from backstep.protocol.facts.selection import Selection
from backstep.protocol.stream.frames import Tensors
from backstep.sessions.offline.columns import Columns
from backstep.sessions.offline.slots import Slot, Strings
from backstep.sessions.session import Session
from backstep.sessions.view.landscape import PANELS, Landscape, moment

MOST_SURFACES, MOST_SLICES = 100, 300  # drawings per recording
SURFACE, SLICE = 31, 41  # points per side
_LEVELS = 4095  # between a slice's lowest and highest loss

Bytes = npt.NDArray[np.uint8]


class Track:
    """Drawings of one panel for some parameters, at every `stride` steps."""

    def __init__(
        self,
        panel: str,
        names: Sequence[str],
        options: dict[str, Any],
        stride: int,
        strings: Strings,
    ) -> None:
        self.panel, self.options, self.stride = panel, options, stride
        self.slots = {name: Slot(strings) for name in names}
        self.tensors: list[Tensors] = []
        self.moments: list[int] = []


class Tracks:
    """All drawings of the loss around the run's parameters."""

    def __init__(
        self,
        session: Session,
        steps: int,
        panels: Collection[str],
        targets: Sequence[Selection],
        strings: Strings,
    ) -> None:
        self._run, self._data = session.run, session.assembly.data
        self._landscape = Landscape()
        self.tracks: list[Track] = []
        layout = self._run.trainer.architecture.layout
        last = [str(layout.at(at)) for at in range(layout.offsets[-2], layout.size)]
        common = {"over": "train", "zoom": 1, "seed": 0}
        if "surface" in panels:
            x, y = last[0], last[1]
            options = {"plane": "parameters", "x": x, "y": y, "resolution": SURFACE, **common}
            stride = -(-steps // MOST_SURFACES)
            self.tracks.append(Track("surface", [x], options, stride, strings))
        if "slice" in panels:
            options = {"resolution": SLICE, **common}
            others = [str(each) for each in targets if each.parameter and str(each) != last[0]]
            self.tracks.append(Track("slice", last[:1], options, 1, strings))
            if others:
                stride = -(-steps * len(others) // MOST_SLICES)
                self.tracks.append(Track("slice", others, options, stride, strings))

    def moment(self, updates: int) -> None:
        """Record the drawings that are due after this number of updates."""
        now = moment(self._run)
        for track in self.tracks:
            if updates % track.stride:
                continue
            track.moments.append(updates)
            for name, slot in track.slots.items():
                options = {**track.options, "parameter": name}
                draw = PANELS[track.panel]
                *_, (meta, tensors) = draw(self._landscape, now, self._data, options, lambda: False)
                slot.add(meta[track.panel])
                track.tensors.append(tensors)

    def encode(self, steps: int) -> tuple[list[dict[str, Any]], Tensors]:
        """Return the metadata and the tensors of all tracks."""
        heads, found = [], {}
        for i, track in enumerate(self.tracks):
            columns = Columns(len(track.moments))
            heads.append(
                {
                    "panel": track.panel,
                    "moments": track.moments,
                    "stride": track.stride,
                    "options": track.options,
                    "of": {
                        name: slot.template(columns, len(track.moments))
                        for name, slot in track.slots.items()
                    },
                }
            )
            found[f"track.{i}.numbers"] = columns.planes()
            if track.panel == "slice":
                found |= {f"track.{i}.{name}": each for name, each in _lines(track).items()}
            else:
                for at, tensors in enumerate(track.tensors):
                    found |= {f"track.{i}.{at}.{name}": each for name, each in tensors.items()}
        return heads, found


def _lines(track: Track) -> Tensors:
    """Encode slices as levels between their lowest and highest loss.

    The levels are (2, slices, points) bytes of second differences; the two losses are
    (slices, 2).
    """
    z = np.stack([each["slice.z"] for each in track.tensors])
    known = np.where(np.isfinite(z), z, np.nan)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        # A line of only non-finite losses has no lowest and highest.
        warnings.simplefilter("ignore")
        ends = np.stack([np.nanmin(known, axis=1), np.nanmax(known, axis=1)], axis=1)
        low, height = ends[:, :1], ends[:, 1:] - ends[:, :1]
        share = (z - low) / np.where(height > 0, height, 1)
        levels = np.where(np.isfinite(z), np.rint(share * _LEVELS), 65535).astype(np.uint16)
    bent = np.diff(np.diff(levels, axis=1, prepend=np.uint16(0)), axis=1, prepend=np.uint16(0))
    planes = bent.astype(">u2").view(np.uint8).reshape(*bent.shape, 2).transpose(2, 0, 1)
    return {"z": np.ascontiguousarray(planes), "ends": ends}
