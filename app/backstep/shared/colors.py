"""Colors that are not in the style sheets."""

from backstep.shared.reading import Shared, read


class Values(Shared):
    """Color depth of a value v in −1…1: a share times |v| to a power.

    `cell` is the largest share in a neuron's cell, where a number must stay readable; `map` is that
    in a map.
    """

    power: float
    cell: float
    map: float


class Colors(Shared):
    """Colors of more than two classes, and the depth of values.

    No class has a hue that stands for a sign; all have a contrast of at least 3:1 on the cards of
    both themes.
    """

    classes: tuple[str, ...]
    values: Values


COLORS = read(Colors, "colors")
