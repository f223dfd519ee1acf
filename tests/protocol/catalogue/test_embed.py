"""The query of an embedded scene."""

import pytest

from backstep.protocol.catalogue.embed import CONTROLS, KEYS, THEMES, Embed, read_embed
from backstep.protocol.catalogue.panels import PANELS
from backstep.protocol.spec.presets import PRESETS


def test_without_a_word_the_preset_chooses_the_panels() -> None:
    assert read_embed({}) == (Embed(PRESETS["circle"].panels), [])
    assert set(PRESETS["circle"].panels) <= set(PANELS)


def test_every_field_is_read() -> None:
    query = {
        "panels": "network, slice,network",
        "theme": "projector",
        "controls": "0",
        "autoplay": "1",
        "rate": "2.5",
        "by": "layer",
        "keys": "sim",
        "hide": "reset,link",
    }
    found, problems = read_embed(query)
    panels, hide = ("network", "slice"), ("reset", "link")
    assert found == Embed(panels, "projector", False, True, 2.5, "layer", "sim", hide)
    assert not problems


@pytest.mark.parametrize(
    ("field", "value", "allowed"),
    [
        ("panels", "network,nothing", PANELS),
        ("theme", "pink", THEMES),
        ("controls", "yes", ("0", "1")),
        ("autoplay", "true", ("0", "1")),
        ("by", "year", ("operation", "epoch")),
        ("keys", "mine", KEYS),
        ("hide", "everything", CONTROLS),
        ("rate", "0", ("1000",)),
        ("rate", "nan", ("max",)),
        ("rate", "fast", ("max",)),
    ],
)
def test_what_is_wrong_is_told_and_the_default_holds(
    field: str, value: str, allowed: tuple[str, ...]
) -> None:
    found, [(named, message)] = read_embed({field: value})
    assert (found, named) == (read_embed({})[0], field)
    assert all(each in message for each in allowed)
