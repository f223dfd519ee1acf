"""Cases with the results that Python and the page must both have; `make shared` writes them.

A table is a list of [given, result]. Numbers that JSON does not know, and −0, are strings.
"""

import json
import random
import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from math import nextafter
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args

import numpy as np
import numpy.typing as npt

from backstep.engine.nn.layers.dense import Dense
from backstep.engine.nn.network import Architecture
from backstep.engine.nn.steps import Kind
from backstep.engine.training.operations import GRANULARITIES, Position
from backstep.pictures.geometry import edge, place, strongest, thickness
from backstep.pictures.moments import Moment
from backstep.pictures.network import touches
from backstep.pictures.shapes import Box
from backstep.pictures.themes import theme
from backstep.pictures.wording import neuron_name, symbol
from backstep.protocol.facts.links import link_numbers, network_layout
from backstep.protocol.facts.links import links as links_into
from backstep.protocol.facts.selection import find_selection
from backstep.protocol.spec.schema import parse_spec
from backstep.sessions.run.assemble import assemble
from backstep.settings import Caps
from backstep.shared.numbers import percent, plain, signed, sub, sup
from tests.kinds import Mean, Scale

FOLDER = Path(__file__).parent / "cases"

Case = tuple[Any, Any]

# Ends of ranges, halves to round, zeros, subnormals, and NaN.
_NUMBERS = (
    *("0", "-0", "5e-324", "-5e-324", "2.2250738585072014e-308", "1.7976931348623157e308"),
    *("NaN", "Infinity", "-Infinity", "3.4e38", "3.5e38", "-1e100", "1e21", "1e22", "-1e21"),
    *("0.5", "-0.5", "0.125", "0.375", "2.5", "-2.5", "0.25", "112500", "-113500", "1.5", "0.0625"),
    *("0.0001", "0.00009999", "99999", "99999.5", "100000", "-100000", "1", "-1", "9.9996"),
    *("0.99995", "0.99996", "9.99995", "99.9995", "999.95", "9999.5", "10", "100", "1000", "10000"),
)
_NETWORKS: Sequence[tuple[list[int], float, float, list[int] | None]] = (
    ([2, 4, 2, 1], 628, 420, None),
    ([2, 4, 2, 1], 300, 200, None),
    ([1, 8, 8, 1], 640, 360, None),
    ([2, 30, 30, 30, 1], 800, 500, None),
    ([64, 32, 10], 628, 420, [8, 8]),
    ([64, 10], 300, 240, [8, 8]),
    ([12, 7, 3], 500, 300, [3, 4]),
    ([350, 2, 4, 1], 628, 420, None),
    ([2, 1], 160, 120, None),
    ([2, 3, 3, 3, 3, 3, 3, 3, 3, 1], 500, 300, None),
)


def numbers() -> Iterator[Case]:
    """A number, and how it is printed in several ways."""
    for text in _texts():
        value = float(text)
        ways = [plain(value), plain(value, 2), plain(value, 6), signed(value), signed(value, 3)]
        # The page writes every share above 1e19 percent with an exponent.
        yield text, [*ways, percent(value) if abs(value) < 1e19 else None]


def _texts() -> Iterator[str]:
    chance = random.Random(1)
    yield from _NUMBERS
    for power in range(-6, 7):
        for end in (nextafter(10.0**power, 0), 10.0**power, nextafter(10.0**power, 1e9)):
            yield repr(end)
    for _ in range(60):  # ties that float64 holds exactly
        yield repr(chance.randrange(-400_000, 400_000) / 2 ** chance.randrange(1, 9))
    for _ in range(100):  # any bits
        (value,) = struct.unpack("<d", chance.randbytes(8))
        yield repr(value) if value == value else "NaN"
    for _ in range(280):
        yield repr(chance.choice((-1, 1)) * 10 ** chance.uniform(-9, 9))


def names() -> Iterator[Case]:
    """Layer and units, and their superscripts and subscripts."""
    for given in ([0, 1], [1, 1, 3], [12, 9, 10], [8, 256], [3, 10, 4]):
        layer, *units = given
        yield given, [sup(layer), sub(*units)]


def symbols() -> Iterator[Case]:
    """Kind, layer and depth of an operation, and its symbol."""
    for kind in get_args(Kind):
        for layer, depth in ((1, 1), (1, 2), (12, 12)):
            yield [kind, layer, depth], symbol(kind, layer, depth)


def touched() -> Iterator[Case]:
    """Kind and layer of an operation, a layer and the depth, and whether it touches the weights."""
    for kind, depth in product(get_args(Kind), (1, 3)):
        for at, layer in product(range(depth + 1), range(1, depth + 1)):
            meta = {"kind": kind, "layer": at}
            moment = Moment({"activations": ["tanh"] * depth}, meta, {}, "")
            yield [kind, at, layer, depth], touches(moment, layer)


def called() -> Iterator[Case]:
    """A network, a layer and a unit, and the neuron's name."""
    for sizes, classes in (([2, 3, 1], None), ([2, 12, 3], None), ([2, 3], ["a", "b", "c"])):
        layout = {"sizes": sizes, "inputs": ["x₁", "x₂²"], "classes": classes}
        for layer, size in enumerate(sizes):
            yield [layout, layer, size - 1], neuron_name(layout, layer, size - 1)


def places() -> Iterator[Case]:
    """A network, and the places of its neurons.

    For each layer: side, lines, x, y, port and entry of the first and the last neuron, and their
    sums. An edge comes last.
    """
    chance = random.Random(2)
    for sizes, width, height, image in (*_NETWORKS, *(_network(chance) for _ in range(20))):
        found = place(sizes, Box(0, 0, width, height), (image[0], image[1]) if image else None)
        rows = []
        for nodes in found.layers:
            stands = np.array([(node.x, node.y, node.port, node.entry) for node in nodes])
            ends = [*stands[0], *stands[-1], *stands.sum(axis=0)]
            rows.append([nodes[0].side, nodes[0].lines, *ends])
        points = edge(found.layers[0][0], found.layers[1][0], -6)
        told = [found.column, found.tall, found.foot]
        layers = [[round(float(each), 6) for each in row] for row in rows]
        curve = [round(each, 6) for point in points for each in point]
        yield [sizes, width, height, image], {"frame": told, "layers": layers, "curve": curve}


def _network(chance: random.Random) -> tuple[list[int], float, float, list[int] | None]:
    image = [chance.randint(2, 9), chance.randint(2, 9)] if chance.random() < 0.3 else None
    first = image[0] * image[1] if image else chance.randint(1, 12)
    hidden = [chance.choice((1, 2, 3, 5, 8, 16, 40)) for _ in range(chance.randint(1, 6))]
    sizes = [first, *hidden, chance.randint(1, 10)]
    return sizes, chance.randint(200, 1200), chance.randint(150, 800), image


def edges() -> Iterator[Case]:
    """Weights, how many may be drawn, edges that must and that may be; and those drawn."""
    chance = random.Random(3)
    for weights, most, wanted in (
        (["1", "NaN", "-3", "Infinity", "0"], 3, []),
        (["1", "NaN", "-3", "2"], 2, [1]),
    ):
        yield [weights, most, wanted, None], strongest(_array(weights), most, wanted)
    for _ in range(30):
        weights = [repr(round(chance.gauss(0, 1), 1)) for _ in range(chance.randint(1, 30))]
        indices = range(len(weights))
        wanted = chance.sample(indices, min(len(weights), chance.randint(0, 3)))
        among = sorted(chance.sample(indices, (len(weights) + 1) // 2))
        most, only = chance.randint(3, 25), chance.choice((None, among))
        found = strongest(_array(weights), most, wanted, only)
        yield [weights, most, wanted, only], found


def _array(weights: Sequence[str]) -> npt.NDArray[np.float64]:
    return np.array(weights, dtype=np.float64)


def widths() -> Iterator[Case]:
    """A weight and the side of a neuron, and the width of the edge."""
    for weight in ("0", "0.3", "-1.7", "3.2", "-40", "NaN", "Infinity"):
        for side in (4, 14, 52):
            yield [weight, side], round(thickness(float(weight), side), 9)


def mixtures() -> Iterator[Case]:
    """A value, and its color between white, red for −1 and blue for 1."""
    white, red, blue = (255, 255, 255), (200, 101, 0), (0, 100, 201)
    colors = replace(theme("light"), middle=white, negative=red, positive=blue)
    for step in range(-12, 13):
        yield step / 10, list(colors.of_value(step / 10))


def _networks() -> Iterator[Architecture]:
    """Dense layers, and made-up ones without parameters or with other links."""
    yield Architecture.dense([2, 3, 1], ["tanh", "sigmoid"], "mse")
    yield Architecture(
        (
            Dense((3,), "tanh", 4),
            Mean((4,), None, 2),
            Scale((2,), "sigmoid"),
            Dense((2,), "sigmoid", 1),
        ),
        "mse",
    )


def links() -> Iterator[Case]:
    """A layout, a frame's tensors and a layer; each link into the layer as unit · inputs + source,
    the name of its parameter, and the number on it, 0 where there is no link."""
    for network in _networks():
        layout, named = network_layout(network), network.layout.named
        values = np.arange(1.0, network.layout.size + 1)
        tensors = {f"parameters.{name}": value for name, value in named(values)}
        told = {name: [list(each.shape), each.ravel().tolist()] for name, each in tensors.items()}
        for layer in range(1, network.depth + 1):
            numbers = link_numbers(layout, layer, tensors, "parameters")
            assert numbers is not None
            yield (
                [layout, told, layer],
                {
                    "links": links_into(layout, layer),
                    "names": list(_parameters_of(network, layer)),
                    "numbers": numbers.ravel().tolist(),
                },
            )


def _parameters_of(network: Architecture, layer: int) -> Iterator[str | None]:
    """The parameter of each link into a layer; None of one that has a fixed weight."""
    kind, offset = network.layers[layer - 1], network.layout.offsets[layer - 1]
    for unit in range(kind.units):
        for source in kind.sources(unit):
            place = int(kind.places[unit, source])
            yield str(network.layout.at(offset + place)) if place >= 0 else None


_NO_NAMES = (
    *("", "x", "neurons.1", "neurons.9.0", "neurons.1.-1", "neurons.1.0.0", "neurons.1.a"),
    *("layers.0.weight", "layers.0.weight.0", "layers.0.weight.0.9", "layers.0.bias.9"),
    *("layers.9.bias.0", "layers.1.scale.0", "layers.0.weight.0.0.0", "layers.0.x.0"),
    *("layers.0.bias.0 ", "layers.0.bias.1e0", "layers.0.bias.0.0", "neurons.1.0x"),
)


def selected() -> Iterator[Case]:
    """A layout and names; which of them are parameters or neurons of the network."""
    for network in _networks():
        names = [str(network.layout.at(at)) for at in range(network.layout.size)]
        for layer, units in enumerate(network.sizes):
            names += [f"neurons.{layer}.{unit}" for unit in range(units + 1)]
        names += _NO_NAMES
        found = [name for name in names if find_selection(network, name)]
        yield [network_layout(network), names], found


def boundaries() -> Iterator[Case]:
    """Ends of parts of a step by granularity, the last steps of the epochs, a granularity, whether
    to go back, and positions; the boundary that comes next from each."""
    spec = {"data": {"samples": 8, "test_share": 0}, "training": {"batch_size": 3}}
    network = {"hidden": [{"units": 2}]}
    run = assemble(parse_spec({**spec, "network": network}, Caps()), memory=2**20).run
    ends = {by: run.operations.ends(by) for by in GRANULARITIES}
    positions = [Position(*each) for each in product((0, 2, 3), range(len(run.operations)))]
    for by, back in product(GRANULARITIES, (False, True)):
        found = []
        for position in positions:
            run.seek(position)
            found.append(run.previous(by) if back else run.next(by))
        yield [ends, [2, 5, 8], by, back, positions], found


TABLES: Mapping[str, Callable[[], Iterator[Case]]] = MappingProxyType(
    {
        each.__name__: each
        for each in (
            *(numbers, names, symbols, touched, called, places, edges, widths, mixtures),
            *(links, selected, boundaries),
        )
    }
)


def text(name: str) -> str:
    """Return a table as JSON, one case per line."""
    rows = (json.dumps(case, ensure_ascii=False) for case in TABLES[name]())
    return "[\n" + ",\n".join(rows) + "\n]\n"


def known(name: str) -> list[Case]:
    """Return the table as it was written."""
    found: list[Case] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found
