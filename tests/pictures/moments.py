"""Moments of presets for tests of pictures."""

from functools import cache

from backstep.engine.training.operations import Position
from backstep.pictures.moments import Camera, Moment
from backstep.pictures.pictures import PANELS
from backstep.protocol.facts.selection import find_selection
from backstep.protocol.spec.presets import PRESETS
from backstep.protocol.spec.schema import parse_spec
from backstep.sessions.session import Session
from backstep.settings import Settings


def camera(preset: str, select: str | None = None) -> Camera:
    """Return the moment at the start of the preset's run."""
    settings = Settings()
    session = Session(parse_spec(dict(PRESETS[preset].spec), settings.caps), settings)
    return Camera(session, PANELS, find_selection(session.run.trainer.architecture, select))


@cache
def moment(preset: str, step: int, op: int) -> Moment:
    """Return the moment at a position of the preset's run."""
    found = camera(preset).at(Position(step, op))
    assert found is not None
    return found
