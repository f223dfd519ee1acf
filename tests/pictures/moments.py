"""Moments of presets to draw."""

from functools import cache

from app.engine.operations import Position
from app.pictures.moments import Camera, Moment
from app.pictures.pictures import PANELS
from app.protocol.presets import PRESETS
from app.protocol.selection import find
from app.protocol.spec import parse
from app.sessions.session import Session
from app.settings import Settings


def camera(preset: str, select: str | None = None) -> Camera:
    """At the start of the preset's run."""
    settings = Settings()
    session = Session(parse(dict(PRESETS[preset].spec), settings.caps), settings)
    return Camera(session, PANELS, find(session.run.trainer.architecture, select))


@cache
def moment(preset: str, step: int, op: int) -> Moment:
    """The preset's run there."""
    found = camera(preset).at(Position(step, op))
    assert found is not None
    return found
