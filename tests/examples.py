"""How many examples a property is tried on."""

from hypothesis import settings

USUAL = 100


def examples(most: int) -> settings:
    """So many where 100 would be too few or take too long. A profile with fewer than 100 takes its
    share of them, but at least 2: the first is always the simplest."""
    return settings(max_examples=max(2, most * settings().max_examples // USUAL))
