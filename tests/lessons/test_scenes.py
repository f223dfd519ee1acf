"""Every scene is a moment that the lab can open."""

from urllib.parse import parse_qsl

import pytest

from backstep.engine.training.operations import Position
from backstep.lessons.catalogue import SCENES
from backstep.lessons.scenes import Scene, scenes
from backstep.lessons.stills import drawing, still
from backstep.protocol.catalogue.panels import PANELS
from backstep.protocol.facts.selection import find
from backstep.protocol.spec.edits import read_edits
from backstep.protocol.spec.query import read
from backstep.sessions.run.assemble import assemble
from backstep.settings import Caps
from backstep.texts.languages import languages

CAPS = Caps()


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_a_scene_can_be_opened(scene: Scene) -> None:
    query = dict(parse_qsl(scene.query(CAPS)))
    assert read(query, CAPS) == scene.parsed(CAPS)
    assert read_edits(query.get("edits", "")) == []
    run = assemble(scene.parsed(CAPS), memory=2**20).run
    if scene.step or scene.op:
        at = Position(int(query["step"]), int(query["op"]))
        assert run.seek(at) == at
        assert not run.failure
    assert scene.select is None or find(run.trainer.architecture, scene.select)


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_a_scene_has_panels_and_words_and_a_picture(scene: Scene) -> None:
    assert set(scene.panels) <= set(PANELS)
    assert "explanation" in scene.panels or not scene.ask  # the question stands in its place
    captions = {texts.say(f"scenes.{scene.name}") for texts in languages().values()}
    assert len(captions) == len(languages())
    drawn = still(drawing(scene, CAPS), "A & B")
    assert 'aria-label="A &amp; B"' in drawn
    assert "nan" not in drawn


def test_no_two_scenes_have_the_same_name() -> None:
    with pytest.raises(ValueError, match="same name"):
        scenes(*2 * [SCENES["chain"]])
