"""The layout of the panels of a scene."""

from typing import Any

from backstep.protocol.catalogue.embed import Embed

# Panels of full width: the ribbon at the top, the others at the bottom.
_FOOT = ("transport", "curve")
_STRIP = ("ribbon", *_FOOT)
# Panels that are tabs of an element: the element, and the tab.
_TABS = {
    "confusion": ("output", "confusion"),
    "hardest": ("output", "hardest"),
    "words": ("encode", "map"),
}


def tabs(scene: Embed) -> dict[str, str]:
    """Return the first tab of each element that has several."""
    return dict(_TABS[name] for name in reversed(scene.panels) if name in _TABS)


def arranged(scene: Embed) -> dict[str, Any]:
    """Return what the template draws."""
    shown = scene.panels
    kept = [name for name in shown if name not in _STRIP and not _inside(name, shown)]
    main = list(dict.fromkeys(_TABS.get(name, (name, ""))[0] for name in kept))
    main.sort(key=lambda name: name != "network")
    foot = [name for name in _FOOT if name in shown and scene.controls]
    return {"scene": scene, "main": main, "foot": foot}


def _inside(name: str, shown: tuple[str, ...]) -> bool:
    """Whether a panel is a tab of another panel's element."""
    return name == "health" and "network" in shown
