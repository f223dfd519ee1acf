"""Every number, color and width in a drawing is the frame's."""

import math
import re
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from backstep.engine.training.operations import Position
from backstep.pictures.pictures import PANELS, Frame, draw
from backstep.pictures.shapes import Circle, Curve, Drawing, Polyline, Rect, Text
from backstep.pictures.themes import THEMES, ThemeName, theme
from backstep.protocol.spec.presets import PRESETS
from backstep.shared.numbers import percent, plain, signed, sub, sup
from tests.pictures.moments import camera, moment

SIZES = [(960, 540), (1920, 1080), (480, 270), (320, 180)]
UPDATE, GRADIENT = 14, 11  # operations of the circle's network


def drawn(
    preset: str = "circle",
    step: int = 12,
    op: int = UPDATE,
    panels: tuple[str, ...] = PANELS,
    name: ThemeName = "light",
    size: tuple[int, int] = (960, 540),
) -> Drawing:
    return draw(moment(preset, step, op), Frame(*size, panels, theme(name)))


def texts(drawing: Drawing) -> list[str]:
    return [shape.text for shape in drawing.shapes if isinstance(shape, Text)]


def edges(drawing: Drawing) -> dict[str, Curve]:
    """Return the lines of weights by name."""
    named = (shape for shape in drawing.shapes if isinstance(shape, Curve) and shape.name)
    return {shape.name.split(" = ")[0]: shape for shape in named}


@pytest.mark.parametrize("name", THEMES)
def test_an_edge_has_its_sign_its_size_and_its_number(name: ThemeName) -> None:
    frame, lines = moment("circle", 12, UPDATE), edges(drawn(name=name))
    colors = theme(name)
    widths: dict[int, list[tuple[float, float]]] = {}
    for layer in range(3):
        weights = frame.tensors[f"parameters.layers.{layer}.weight"]
        slopes = frame.tensors[f"gradients.layers.{layer}.weight"]
        for j, i in product(*map(range, weights.shape)):
            line, weight = lines.pop(f"w{sup(layer + 1)}{sub(j + 1, i + 1)}"), float(weights[j, i])
            assert line.color == (colors.negative if weight < 0 else colors.positive)
            assert f"= {signed(weight)}, gradient {signed(float(slopes[j, i]))}" in line.name
            widths.setdefault(layer, []).append((abs(weight), line.width))
    assert not lines
    for pairs in widths.values():
        assert [width for _, width in sorted(pairs)] == sorted(width for _, width in pairs)


def test_there_is_no_gradient_before_it_is_computed() -> None:
    def dotted(op: int) -> int:
        shapes = drawn(op=op, panels=("network",)).shapes
        return sum(isinstance(each, Curve) and each.dash is not None for each in shapes)

    assert [dotted(op) for op in (7, 9, 11, 13, 14)] == [0, 2, 10, 18, 18]


def test_a_gradients_line_has_its_sign() -> None:
    frame, colors = moment("circle", 12, 9), theme("light")
    shapes = drawn(op=9, panels=("network",)).shapes
    found = [each.color for each in shapes if isinstance(each, Curve) and each.dash is not None]
    slopes = frame.tensors["gradients.layers.2.weight"][0]
    assert found == [colors.downhill if slope < 0 else colors.uphill for slope in slopes]


def test_the_update_leaves_ghosts_of_the_old_weights() -> None:
    def ghosts(op: int) -> int:
        shapes = drawn(op=op).shapes
        return sum(isinstance(each, Curve) and each.opacity == 0.28 for each in shapes)

    assert [ghosts(GRADIENT), ghosts(UPDATE)] == [0, 18]


def test_the_neurons_and_weights_at_hand_are_marked() -> None:
    marked = [
        shape.name.split(" = ")[0]
        for shape in drawn(op=GRADIENT, panels=("network",)).shapes
        if isinstance(shape, Rect) and shape.stroke == theme("light").now
    ]
    assert marked == ["a⁽²⁾₁", "a⁽²⁾₂"]
    bright = {name for name, line in edges(drawn(op=GRADIENT)).items() if line.opacity == 1}
    assert bright == {f"w⁽²⁾{sub(j, i)}" for j in (1, 2) for i in (1, 2, 3, 4)}


def test_numbers_on_neurons_are_the_frames() -> None:
    found = texts(drawn(op=GRADIENT))
    tensors = moment("circle", 12, GRADIENT).tensors
    assert f"a⁽¹⁾₃ = {signed(float(tensors['activations.0'][2]), 3)}" in found
    assert f"ŷ = {signed(float(tensors['activations.2'][0]), 3)}" in found
    assert f"δ {signed(float(tensors['deltas.1'][1]), 3)}" in found
    assert f"x₁ = {signed(float(tensors['input'][0]), 3)}" in found
    # Layer 2 has a preactivation, but no activation yet.
    early = texts(drawn(op=3))
    sums = moment("circle", 12, 3).tensors["preactivations.1"]
    assert f"z⁽²⁾₁ = {signed(float(sums[0]), 3)}" in early
    assert "ŷ = –" in early


def test_the_caption_tells_where_the_run_is_and_how_it_does() -> None:
    meta, found = moment("circle", 12, GRADIENT).meta, texts(drawn(op=GRADIENT))
    assert {"step 12", "backward", "layer 2: the gradients of its weights and biases"} <= set(found)
    losses, accuracy = meta["losses"], percent(meta["accuracies"]["test"])
    told = f"train {plain(losses['train'])} · test {plain(losses['test'])} · accuracy {accuracy}"
    assert told in found
    assert {"13 updates", "update"} <= set(texts(drawn(op=UPDATE)))


def test_the_alt_text_has_the_moments_numbers() -> None:
    drawing, losses = drawn(op=GRADIENT), moment("circle", 12, GRADIENT).meta["losses"]
    assert drawing.description.startswith(
        'A 2-4-2-1 network learns the data set "Circle". Step 12, operation 11 of 14, backward: '
        f"layer 2: the gradients of its weights and biases. Training loss {plain(losses['train'])}."
    )
    assert drawing.description.isascii()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (
            "layers.1.weight.0.2",
            "w⁽²⁾₁₃ = {parameters.layers.1.weight}, gradient {gradients.layers.1.weight}",
        ),
        (
            "layers.1.bias.0",
            "b⁽²⁾₁ = {parameters.layers.1.bias}, gradient {gradients.layers.1.bias}",
        ),
        ("neurons.2.0", "a⁽²⁾₁ = {activations.1}, δ {deltas.1}"),
        ("neurons.0.1", "x₂ = {input}"),
    ],
)
def test_what_is_selected_is_marked_and_told(name: str, told: str) -> None:
    found = camera("circle", name).at(Position(12, GRADIENT))
    assert found is not None
    told = told.replace("*", "layers.1")
    index = tuple(int(each) for each in name.split(".")[2 if name[0] == "n" else 3 :])
    told = re.sub(r"\{([^}]+)\}", lambda each: signed(float(found.tensors[each[1]][index])), told)
    drawing = draw(found, Frame(960, 540, PANELS, theme("dark")))
    assert told in texts(drawing)
    assert drawing.description.endswith(f" Selected: {told}.")
    plain_shapes = set(map(repr, drawn(op=GRADIENT, name="dark").shapes))
    added = [each for each in drawing.shapes if repr(each) not in plain_shapes]
    (mark,) = [each for each in added if not isinstance(each, Text)]
    assert theme("dark").now in (getattr(mark, "stroke", None), getattr(mark, "color", None))


def test_a_weak_weight_is_drawn_when_it_is_selected() -> None:
    weights = moment("digits", 3, 9).tensors["parameters.layers.0.weight"]
    j, i = (int(each) for each in np.unravel_index(np.abs(weights).argmin(), weights.shape))
    name = f"w⁽¹⁾{sub(j + 1, i + 1)}"
    assert name not in edges(drawn("digits", 3, 9))
    found = camera("digits", f"layers.0.weight.{j}.{i}").at(Position(3, 9))
    assert found is not None
    assert name in edges(draw(found, Frame(960, 540, PANELS, theme("light"))))


def test_the_ribbon_marks_the_operation() -> None:
    colors = theme("light")
    chips = {
        shape.name: shape.fill
        for shape in drawn(op=GRADIENT).shapes
        if isinstance(shape, Rect) and shape.name.startswith("operation")
    }
    assert len(chips) == 15
    assert [name for name, fill in chips.items() if fill == colors.now] == ["operation 11"]


def test_the_curve_is_the_loss_so_far() -> None:
    shapes = drawn(panels=("curve",)).shapes
    train = next(
        each for each in shapes
        if isinstance(each, Polyline) and each.color == theme("light").ink and len(each.points) > 2
    )  # fmt: skip
    losses = moment("circle", 12, UPDATE).tensors["curve.train"]
    heights = [train.points[0][1] - y for _, y in train.points]
    falls = [float(losses[0] - loss) for loss in losses]
    share = heights[1] / falls[1]
    assert share < 0
    assert heights == pytest.approx([share * fall for fall in falls], abs=1e-6)
    marker = next(each for each in shapes if isinstance(each, Circle))
    assert (marker.x, marker.y) == pytest.approx(train.points[-1])


def test_the_past_is_drawn_without_what_came_after() -> None:
    seen = camera("circle")
    seen.at(Position(30, UPDATE))
    again = seen.at(Position(12, UPDATE))
    assert again is not None
    frame = Frame(960, 540, PANELS, theme("light"))
    assert texts(draw(again, frame)) == texts(drawn())
    assert again.tensors["curve.steps"].max() == 13


def test_a_wide_layer_shows_its_strongest_weights() -> None:
    drawing = drawn("digits", 3, 9)
    assert sum(name.startswith("w⁽¹⁾") for name in edges(drawing)) == 150
    assert f"+ {64 * 32 - 150} weaker" in texts(drawing)


def test_a_text_is_drawn_word_by_word() -> None:
    frame, drawing = moment("reviews", 3, 9), drawn("reviews", 3, 9)
    inputs = frame.tensors["input"]
    words = [frame.layout["inputs"][unit] for unit in inputs.nonzero()[0]]
    assert set(words) <= set(texts(drawing))
    assert f"{len(inputs) - len(words)} other words: 0" in texts(drawing)
    spoken = [word for word in frame.meta["focus"]["text"]["tokens"] if word in words]
    shown = [text for text in texts(drawing) if text in words]
    assert shown == sorted(shown, key=spoken.index)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("name", ["light", "projector"])
def test_every_preset_can_be_drawn_at_every_size(preset: str, name: ThemeName) -> None:
    moments = [(0, 0), (2, 3)]
    for (step, op), size in product(moments, SIZES):
        drawing = drawn(preset, step, min(op, 6), name=name, size=size)
        assert drawing.width / drawing.height == pytest.approx(size[0] / size[1])
        for shape in drawing.shapes:
            told = re.findall(r"nan|inf", repr(shape).replace(getattr(shape, "text", ""), ""))
            assert not told, shape
            for x, y in _places(shape):
                assert -1 <= x <= drawing.width + 1, shape
                assert -1 <= y <= drawing.height + 1, shape


def _places(shape: object) -> list[tuple[float, float]]:
    match shape:
        case Curve(points=points) | Polyline(points=points):
            return list(points)
        case Circle(x=x, y=y) | Text(x=x, y=y):
            return [(x, y)]
        case Rect(box=box):
            assert box.width > 0
            assert box.height > 0
            return [(box.x, box.y), (box.right, box.bottom)]
    return []


@pytest.mark.parametrize(
    "panels", [("network",), ("curve",), ("output",), ("network", "curve"), ("output", "curve")]
)
def test_panels_share_the_room_and_never_overlap(panels: tuple[str, ...]) -> None:
    drawing = drawn(panels=panels)
    cards = [
        shape.box for shape in drawing.shapes
        if isinstance(shape, Rect) and shape.radius == 12 and shape.stroke == theme("light").line
    ]  # fmt: skip
    assert len(cards) == len(panels)
    area = sum(card.width * card.height for card in cards)
    assert area > 0.7 * drawing.width * drawing.height
    for at, card in enumerate(cards):
        for other in cards[at + 1 :]:
            across = min(card.right, other.right) - max(card.x, other.x)
            down = min(card.bottom, other.bottom) - max(card.y, other.y)
            assert min(across, down) <= 0
    assert not math.isnan(area)


def test_the_bar_of_an_output_that_is_no_probability_ends_with_its_track() -> None:
    found = moment("digits", 0, 0)
    answered = np.array([-2.0, 0.25, 3e8, *[0.0] * 7])
    last = f"activations.{found.depth - 1}"
    shown = replace(found, tensors=found.tensors | {last: answered})
    shapes = draw(shown, Frame(640, 360, ("output",), theme("light"))).shapes
    bars = [each for each in shapes if isinstance(each, Rect) and each.name]
    assert [bar.name for bar in bars] == ["1: 25.0 %", "2: 3.00e8"]
    assert bars[1].box.width == 4 * bars[0].box.width
