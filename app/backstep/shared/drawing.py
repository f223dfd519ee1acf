"""Distances, limits and widths of drawings, as in static/js/panels, in CSS pixels."""

from backstep.shared.reading import Shared, read_shared


class HeadsRules(Shared):
    """Text above a layer.

    Heights: `flat` in drawings lower than `flat_below`, `stacked` in columns narrower than
    `stacked_below`, where the activation function has its own line. Heads lower than `short_below`
    have one line; columns narrower than `tiny_below` have room for a number only. The rest are
    baselines.
    """

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


class NeuronRules(Shared):
    """A neuron's square.

    Its side is at most `largest` and `across` of its column, and `crowded` of its share of the
    height if no text fits below. `line` and `gap` are the heights of a line of text and of the
    space between two neurons, `loose` is the largest space below. `…_from` are least widths: of a
    column with lines below, of squares with two lines and one, of a square with a picture and a
    bias, of a square with its number inside, of a column with names. `label`, `error` and `beside`
    are places of texts.
    """

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


class BesideRules(Shared):
    """A number beside its neuron: its width, and the least pitch and column for it."""

    width: float
    pitch_from: float
    column_from: float


class DotRules(Shared):
    """A dot's radius: a share of its neuron's side, at least `least`."""

    least: float
    share: float


class BiasRules(DotRules):
    """The dot of a bias, at most `most`."""

    most: float


class ImageRules(Shared):
    """Inputs that are an image's pixels, and the layer that shows its weights as images.

    In order: largest and least side of a pixel, shares of the column and the height that the image
    may fill, largest side of a picture, space between two, share of the column for their ranks,
    pitch in sides.
    """

    pixel: float
    least: float
    across: float
    down: float
    picture: float
    apart: float
    ranks_across: float
    pitch: float


class HiddenRules(Shared):
    """The words that are not drawn: height above the foot, side, and where their edges start.

    The start is a share of the column.
    """

    up: float
    side: float
    port: float


class WordsRules(Shared):
    """Inputs drawn as words.

    In order: height of a line and of its frame, width of a letter and of the padding, largest
    number of words, share of the column that a word may fill.
    """

    line: float
    inner: float
    letter: float
    padding: float
    most: int
    across: float
    hidden: HiddenRules


class EdgesRules(Shared):
    """Weights as curves.

    At most `most` are drawn between two layers; from `crowd` on, only large gradients are drawn and
    no old weights. Columns from `told_from` have room for a sentence about the rest. `bend` is the
    control points' share of the distance. A width is `thinnest` and `by_weight` for each 1 of the
    weight, at most `thickest`, times `of_dots` plus the smaller neuron's side over `by_side`, at
    most 1. An old weight is `ghost` wider.
    """

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


class SlopesRules(Shared):
    """Gradients beside their weights, moved by `up`.

    In a crowd, only gradients of at least `steep` of the largest are drawn. Then width and opacity,
    and what the largest has in addition.
    """

    up: float
    steep: float
    width: float
    wider: float
    opacity: float
    denser: float


class CurveRules(Shared):
    """The loss curve.

    In order: height of the flag, fewest updates of the axis, how far it extends beyond the last
    update, least range of losses, dashes of the test loss, and the least distance of the moment
    from the left for which the highest loss is written.
    """

    flag: float
    fewest: int
    beyond: float
    least: float
    dash: float
    highest_from: float
    band: float
    mean: float
    peak: float


class OutputRules(Shared):
    """The network's output over the inputs.

    In order: radii of training and test points, margin around targets as a share of their range and
    at least, opacity of classes.
    """

    data: float
    test: float
    margin: float
    classes: float


class DrawingRules(Shared):
    """The contents of drawing.json.

    `margin` is the space left and right of the network, `foot` that below it.
    """

    margin: float
    foot: float
    heads: HeadsRules
    neuron: NeuronRules
    beside: BesideRules
    bias: BiasRules
    spark: DotRules
    image: ImageRules
    words: WordsRules
    edges: EdgesRules
    slopes: SlopesRules
    curve: CurveRules
    answer: OutputRules


DRAWING = read_shared(DrawingRules, "drawing")
