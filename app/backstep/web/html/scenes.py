"""How the panels of a scene lie on its page."""

from typing import Any

from backstep.protocol.catalogue.embed import Embed

# Panels that stand beside or below one another; the ribbon lies above them, the rest in the foot.
_FOOT = ("transport", "curve")
_STRIP = ("ribbon", *_FOOT)
# Panels that are a tab of an element of the page.
_TABS = {
    "confusion": ("output", "confusion"),
    "hardest": ("output", "hardest"),
    "words": ("encode", "map"),
}


def tabs(scene: Embed) -> dict[str, str]:
    """The first tab of each panel that has several."""
    return dict(_TABS[name] for name in reversed(scene.panels) if name in _TABS)


def arranged(scene: Embed) -> dict[str, Any]:
    """What the template draws."""
    shown = scene.panels
    kept = [name for name in shown if name not in _STRIP and not _inside(name, shown)]
    main = list(dict.fromkeys(_TABS.get(name, (name, ""))[0] for name in kept))
    main.sort(key=lambda name: name != "network")
    foot = [name for name in _FOOT if name in shown and scene.controls]
    return {"scene": scene, "main": main, "foot": foot}


def _inside(name: str, shown: tuple[str, ...]) -> bool:
    """Whether a panel lies within another's."""
    return name == "health" and "network" in shown
