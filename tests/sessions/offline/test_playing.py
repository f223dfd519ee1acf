"""A recording, played as a page plays it, sends what a server would."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from backstep.protocol.spec.edits import parse_edits
from backstep.protocol.spec.schema import Spec
from backstep.protocol.stream.frame_meta import FrameMeta
from backstep.sessions.offline.film import Film
from backstep.sessions.session import Session
from backstep.settings import Settings
from tests.received import event_of

PANELS = ("network", "explanation", "inspector", "surface", "slice", "output", "health", "curve")
HIDDEN = [{"units": 2, "activation": "relu"}]
SPECS: list[dict[str, Any]] = [
    {"network": {"hidden": HIDDEN}},
    {"data": {"name": "sine"}, "network": {"hidden": HIDDEN}},
]
EDITS = [{"at": {"step": 1, "op": 0}, "training": {"optimizer": {"name": "adam"}}}]


def played(recording: Path) -> list[str]:
    """All messages to the page, one a line."""
    node = Path(sys.executable).parent / "node"
    script = Path(__file__).parents[2] / "node/play_recording.js"
    done = subprocess.run([node, script, recording], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


@pytest.mark.parametrize("spec", SPECS)
def test_every_message_is_as_its_model_says(spec: dict[str, Any], tmp_path: Path) -> None:
    session = Session(Spec.model_validate(spec), Settings(), parse_edits(EDITS))
    film = Film(session, 2, PANELS)
    film.take()
    recording = tmp_path / "recording"
    recording.write_bytes(film.encode())
    kinds = set()
    for line in played(recording):
        message = json.loads(line)
        kinds.add(message.get("type", "frame"))
        if "type" in message:
            event_of(line)
        else:
            FrameMeta.model_validate(message)
    assert kinds == {"welcome", "edited", "frame"}
