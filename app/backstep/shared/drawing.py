"""Distances, limits and widths of drawings, as in static/js/panels, in CSS pixels."""

from backstep.shared.reading import Shared, read


class Heads(Shared):
    """Text above a layer. Heights: `flat` in drawings lower than `flat_below`, `stacked` in
    columns narrower than `stacked_below`, where the activation has its own line. Heads lower
    than `short_below` have one line; columns narrower than `tiny_below` have room for a number
    only. The rest are baselines."""

    flat: float
    wide: float
    stacked: float
    flat_below: float
    stacked_below: float
    short_below: float
    tiny_below: float
    name: float
    activation: float
    norm: float
    norm_stacked: float


class Neuron(Shared):
    """A neuron's square. Its side is at most `largest` and `across` of its column, and
    `crowded` of its share of the height where no text fits below. `line` and `gap` are what a
    line of text and the space between two neurons need, `loose` is the most space below.
    `…_from` are the least widths: of a column with lines below, of squares with two lines and
    one, of a square with a picture and a bias, of a square with its number inside, of a column
    with names. `label`, `error` and `beside` are where the texts stand."""

    largest: float
    smallest: float
    across: float
    crowded: float
    line: float
    gap: float
    loose: float
    lines_from: float
    two_lines_from: float
    one_line_from: float
    radius: float
    pictured_from: float
    inside_from: float
    named_from: float
    label: float
    error: float
    beside: float


class Beside(Shared):
    """A number that stands beside its neuron: its width, and the least pitch and column for
    it."""

    width: float
    pitch_from: float
    column_from: float


class Dot(Shared):
    """A dot's radius: a share of its neuron's side, at least `least`."""

    least: float
    share: float


class Bias(Dot):
    """The dot of a bias, at most `most`."""

    most: float


class Image(Shared):
    """Inputs that are an image's pixels, and the layer that shows its weights as images:
    largest and least side of a pixel, shares of the column and the height that the image may
    fill, largest side of a picture, space between two, share of the column for their ranks,
    pitch in sides."""

    pixel: float
    least: float
    across: float
    down: float
    picture: float
    apart: float
    ranks_across: float
    pitch: float


class Hidden(Shared):
    """Where the words that are not drawn lie: above the foot, with a side, and a share of the
    column to the start of their edges."""

    up: float
    side: float
    port: float


class Words(Shared):
    """Inputs drawn as words: height of a line and of its frame, width of a letter and around
    the word, most words, share of the column that a word may fill."""

    line: float
    inner: float
    letter: float
    padding: float
    most: int
    across: float
    hidden: Hidden


class Edges(Shared):
    """Weights as curves. `most` are drawn between two layers; from `crowd` on only steep slopes
    are, and no old weights. Columns from `told_from` have room for a sentence about the rest.
    `bend` is the control points' share of the way. A width is `thinnest` and `by_weight` for
    each 1 of the weight, at most `thickest`, times `of_dots` and the smaller neuron's side over
    `by_side`, at most 1. An old weight is `ghost` wider."""

    most: int
    crowd: int
    told_from: float
    bend: float
    thinnest: float
    thickest: float
    by_weight: float
    of_dots: float
    by_side: float
    ghost: float


class Slopes(Shared):
    """Gradients beside their weights, so far `up`; in a crowd only those from `steep` of the
    steepest on. Width and opacity, and how much the steepest has more."""

    up: float
    steep: float
    width: float
    wider: float
    opacity: float
    denser: float


class Curve(Shared):
    """The loss curve: height of the flag, the fewest updates that it spans, how far beyond the
    last it reaches, the least range of losses, dashes of the test loss, and how far right the
    moment must be for the highest loss to be written."""

    flag: float
    fewest: int
    beyond: float
    least: float
    dash: float
    highest_from: float


class Answer(Shared):
    """The network's answer over the inputs: radii of training and test points, margin around
    targets as a share of their range and at least, opacity of classes."""

    data: float
    test: float
    margin: float
    classes: float


class Drawing(Shared):
    """The contents of drawing.json; `margin` is left and right of the network, `foot` below
    it."""

    margin: float
    foot: float
    heads: Heads
    neuron: Neuron
    beside: Beside
    bias: Bias
    spark: Dot
    image: Image
    words: Words
    edges: Edges
    slopes: Slopes
    curve: Curve
    answer: Answer


DRAWING = read(Drawing, "drawing")
