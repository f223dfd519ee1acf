"""Whatever is trained, at whatever moment: it is drawn, and what is drawn can be written."""

import re
from typing import Any
from xml.etree import ElementTree

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backstep.engine.training.operations import Position
from backstep.pictures.moments import Camera
from backstep.pictures.pictures import PANELS, Frame, draw
from backstep.pictures.raster import raster
from backstep.pictures.svg import svg
from backstep.pictures.themes import THEMES, theme
from backstep.protocol.spec.schema import SpecError, parse
from backstep.sessions.session import Session
from backstep.settings import Settings
from tests.examples import examples
from tests.protocol.strategies import specs

NO_NUMBER = re.compile(r'"[^"]*\b(?:nan|inf)\b[^"]*"')


@settings(examples(40), suppress_health_check=list(HealthCheck))
@given(specs(), st.integers(0, 3), st.floats(0, 1), st.sampled_from(THEMES))
def test_any_moment_can_be_drawn(spec: dict[str, Any], step: int, share: float, name: Any) -> None:
    chosen = Settings()
    try:
        session = Session(parse(spec, chosen.caps), chosen)
    except SpecError:
        return
    seen = Camera(session, PANELS)
    moment = seen.at(Position(step, round(share * session.run.operations.update)))
    if moment is None:
        return
    drawing = draw(moment, Frame(320, 180, PANELS, theme(name)))
    text = svg(drawing, 320, 180)
    ElementTree.fromstring(text)
    assert not NO_NUMBER.search(text)
    assert raster(drawing, 320, 180).size == (320, 180)
