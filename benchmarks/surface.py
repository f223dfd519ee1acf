# ruff: noqa: E402
"""How fast a loss surface is, beside the loops one would write without the engine.

    python benchmarks/surface.py [--rounds 5] [--resolutions 41 101]

Every contestant computes the same grid of losses: a forward pass over all examples at each point in
plain numpy (float64, and float32), the same loop in PyTorch, its `torch.func.vmap`, and the package
loss-landscapes, where they are installed. They take turns, and what is compared is the median of
the ratios within a round, because machines differ and drift. All use one thread. Losses are
compared too: no contestant may differ from plain numpy by more than its precision.

Set neither OPENBLAS_CORETYPE nor OPENBLAS_L2_SIZE: they keep the matrix products from the machine's
own kernels. The page `docs/surface.md` explains the method and the numbers of operations.
"""

import os

for library in ("OPENBLAS", "OMP", "MKL"):
    os.environ[f"{library}_NUM_THREADS"] = "1"  # read when numpy is imported

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from statistics import median
from time import process_time
from typing import Any

import numpy as np

from backstep.engine.nn.network import Architecture
from backstep.engine.nn.parameters import Parameter
from backstep.engine.program import Array
from backstep.engine.surface import planes
from backstep.engine.surface.grid import Surface
from backstep.engine.surface.planes import Plane

Work = Callable[[], Any]
Dtype = type[np.floating]
PLANES = ("two directions", "two first-layer weights", "two last-layer weights")
# The results of careful numpy code, as multiples of the plain loop.
AIMS = {1: ("12×", "10–15×", "43×"), 10: ("5.7×", "18–23×", "250×")}


def weight(layer: int, unit: int, source: int) -> Parameter:
    return Parameter(layer, "weight", (unit, source))


@dataclass(frozen=True)
class Case:
    """A network of tanh and its data: a sigmoid and points in a circle, or a softmax of classes."""

    sizes: tuple[int, ...]
    examples: int

    @property
    def name(self) -> str:
        return f"{'-'.join(map(str, self.sizes))} on {self.examples:,} points"

    @property
    def architecture(self) -> Architecture:
        output, loss = ("sigmoid", "bce") if self.sizes[-1] == 1 else ("softmax", "cross_entropy")
        return Architecture.dense(self.sizes, (*["tanh"] * (len(self.sizes) - 2), output), loss)

    def data(self) -> tuple[Array, Array]:
        """Inputs (n, in) and targets (n, out) of 0 and 1."""
        rng = np.random.default_rng(1)
        x = rng.normal(size=(self.examples, self.sizes[0]))
        if self.sizes[-1] == 1:
            return x, (np.square(x).sum(axis=1, keepdims=True) < 1.4).astype(float)
        return x, np.eye(self.sizes[-1])[x[:, : self.sizes[-1]].argmax(axis=1)]

    def parameters(self) -> Array:
        """Flat, Xavier."""
        rng, layout = np.random.default_rng(2), self.architecture.layout
        flat = np.zeros(layout.size)
        for each in layout.weights(flat):
            each[:] = rng.normal(size=each.shape) * np.sqrt(2 / sum(each.shape))
        return flat

    def plane(self, kind: str) -> Plane:
        layout, flat, last = self.architecture.layout, self.parameters(), len(self.sizes) - 2
        if kind == PLANES[0]:
            return planes.random(layout, flat, seed=1)
        if kind == PLANES[1]:
            return planes.along(layout, flat, [weight(0, 0, 0), weight(0, 1, 1)])
        other = weight(last, min(1, self.sizes[-1] - 1), 1)
        return planes.along(layout, flat, [weight(last, 0, 0), other])

    def products(self, kind: str) -> tuple[float, float]:
        """Return the floating-point operations in matrix products per grid point.

        Of a forward pass, and of the engine's method.
        """
        passes = [2 * o * (i + 1) for i, o in zip(self.sizes[:-1], self.sizes[1:], strict=True)]
        classes = self.sizes[-1] > 1
        if kind == PLANES[0]:
            if classes:
                passes[-1] -= 2 * (self.sizes[-2] + 1)  # the correct class is subtracted in advance
            ours = sum(passes[1:])  # the first layer's tangents are ratios of two tables
        elif kind == PLANES[1]:
            ours = 2 * self.sizes[-1] if len(passes) == 2 and classes else sum(passes[2:])
        else:
            ours = 4
        everything = sum(2 * o * (i + 1) for i, o in zip(self.sizes, self.sizes[1:], strict=False))
        return self.examples * everything, self.examples * ours


CASES = (Case((2, 8, 8, 1), 300), Case((64, 32, 10), 1797))


def points(plane: Plane, axes: tuple[Array, Array]) -> Iterator[tuple[int, int, Array]]:
    """Yield row, column and flat parameters (valid until the next) of every grid point."""
    (first, second), flat = plane.vectors, plane.origin.copy()
    single = [np.flatnonzero(each) for each in (first, second)]
    few = all(len(each) == 1 for each in single)
    for row, b in enumerate(axes[1]):
        for column, a in enumerate(axes[0]):
            if few:  # parameters themselves: two numbers change
                flat[single[0][0]], flat[single[1][0]] = a, b
            else:
                flat = plane.origin + a * first + b * second
            yield row, column, flat


def plain(case: Case, plane: Plane, axes: tuple[Array, Array], dtype: Dtype) -> Work:
    """A handwritten loop: a forward pass at every point."""
    x, y = (each.astype(dtype) for each in case.data())
    layout, binary = case.architecture.layout, y.shape[1] == 1
    moving = Plane(
        plane.origin.astype(dtype),
        tuple(planes.Direction(d.name, d.vector.astype(dtype)) for d in plane.directions),
    )
    steps: Any = (axes[0].astype(dtype), axes[1].astype(dtype))

    def loss(flat: Any) -> float:
        signal = x
        *hidden, last = layout.matrices(flat)
        for matrix in hidden:
            signal = np.tanh(signal @ matrix[:, :-1].T + matrix[:, -1])
        z = signal @ last[:, :-1].T + last[:, -1]
        if binary:
            return float((np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))).mean())
        z = z - z.max(axis=1, keepdims=True)
        return float((np.log(np.exp(z).sum(axis=1)) - (z * y).sum(axis=1)).mean())

    def work() -> Array:
        grid = np.empty((len(axes[1]), len(axes[0])))
        for row, column, flat in points(moving, steps):
            grid[row, column] = loss(flat)
        return grid

    return work


def engine(case: Case, plane: Plane, axes: tuple[Array, Array], dtype: Dtype | None) -> Work:
    """A surface with its examples cut in advance, as while a run is watched."""
    surface = Surface(case.architecture, *case.data())
    return lambda: surface.losses(plane, *axes, dtype=dtype)


def pytorch(case: Case, plane: Plane, axes: tuple[Array, Array]) -> dict[str, Work]:
    """The loop and `vmap`, in float32; empty if PyTorch is not installed."""
    try:
        torch = import_module("torch")
    except ImportError:
        return {}
    torch.set_num_threads(1)
    x, y = (torch.tensor(each, dtype=torch.float32) for each in case.data())
    layout, functional = case.architecture.layout, torch.nn.functional

    def loss(flat: Any) -> Any:
        signal = x
        for l, layer in enumerate(layout.layers):
            block = flat[layout.offsets[l] : layout.offsets[l + 1]]
            matrix = block.reshape(layer.units, layer.width + 1)
            signal = functional.linear(signal, matrix[:, :-1], matrix[:, -1])
            if l + 1 < len(layout.layers):
                signal = torch.tanh(signal)
        if y.shape[1] == 1:
            return functional.binary_cross_entropy_with_logits(signal, y)
        return functional.cross_entropy(signal, y)

    origin, *vectors = (
        torch.tensor(each, dtype=torch.float32) for each in (plane.origin, *plane.vectors)
    )
    a, b = (torch.tensor(axis, dtype=torch.float32) for axis in axes)

    def loop() -> Array:
        with torch.no_grad():
            grid = [
                [loss(origin + at * vectors[0] + row * vectors[1]).item() for at in a] for row in b
            ]
        return np.array(grid)

    def vmap() -> Array:
        rows, columns = torch.meshgrid(b, a, indexing="ij")
        moves = torch.stack([columns.flatten(), rows.flatten()], dim=1)
        flat = origin + moves @ torch.stack(vectors)
        with torch.no_grad():
            found = torch.func.vmap(loss, chunk_size=16)(flat)
        return np.asarray(found.reshape(rows.shape))

    return {"PyTorch loop": loop, "PyTorch vmap": vmap}


def loss_landscapes(case: Case, resolution: int) -> dict[str, Work]:
    """The package's random plane, filter-normalized: the same work, other directions."""
    try:
        package, torch = import_module("loss_landscapes"), import_module("torch")
        metrics = import_module("loss_landscapes.metrics")
    except ImportError:
        return {}
    x, y = (torch.tensor(each, dtype=torch.float32) for each in case.data())
    parts: list[Any] = []
    for i, o in zip(case.sizes[:-1], case.sizes[1:], strict=True):
        parts += [torch.nn.Linear(i, o), torch.nn.Tanh()]
    model = torch.nn.Sequential(*parts[:-1])
    binary = y.shape[1] == 1
    loss = torch.nn.BCEWithLogitsLoss() if binary else torch.nn.CrossEntropyLoss()
    metric = metrics.Loss(loss, x, y)

    def work() -> None:
        with torch.no_grad():
            package.random_plane(
                model, metric, distance=1, steps=resolution, normalization="filter"
            )

    return {"loss-landscapes": work}


def seconds(work: Work, times: int) -> float:
    """Return the processor time of this process, to ignore other work on the machine."""
    began = process_time()
    for _ in range(times):
        work()
    return (process_time() - began) / times


def compare(contestants: dict[str, Work], rounds: int) -> dict[str, Array]:
    """Return seconds of each, round by round; a turn takes 50 ms, or one run if that is longer."""
    times = {name: max(1, int(0.05 / seconds(work, 1))) for name, work in contestants.items()}
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, work in contestants.items():
            taken[name].append(seconds(work, times[name]))
    return {name: np.array(each) for name, each in taken.items()}


def peak(dtype: Dtype) -> float:
    """Return the floating-point operations per second in a large matrix product."""
    size = 1500
    square = np.random.default_rng(0).normal(size=(size, size)).astype(dtype)
    return 2 * size**3 / min(seconds(lambda: square @ square, 1) for _ in range(5))


def check(contestants: dict[str, Work]) -> None:
    """Raise if a contestant's losses are not those of plain numpy."""
    expected = contestants["plain"]()
    for name, work in contestants.items():
        if name != "loss-landscapes":
            exact = name in ("engine", "engine float64")
            np.testing.assert_allclose(work(), expected, rtol=1e-6 if exact else 1e-4, err_msg=name)


def measure(case: Case, kind: str, resolution: int, rounds: int, peaks: dict[Dtype, float]) -> None:
    """Measure one network, plane and grid with every contestant."""
    plane = case.plane(kind)
    axes = tuple(np.linspace(*each.range, resolution) for each in plane.directions)
    a_b = (axes[0], axes[1])
    contestants: dict[str, Work] = {
        "engine": engine(case, plane, a_b, None),
        "engine float64": engine(case, plane, a_b, np.float64),
        "plain": plain(case, plane, a_b, np.float64),
        "plain float32": plain(case, plane, a_b, np.float32),
        **pytorch(case, plane, a_b),
        **(loss_landscapes(case, resolution) if kind == PLANES[0] else {}),
    }
    if resolution <= 41:
        check(contestants)
    times = compare(contestants, rounds)
    print(f"{kind}, {resolution}×{resolution}")
    for name, each in times.items():
        ratio = median(each / times["engine"])
        print(f"    {name:18}{1e3 * median(each):10.2f} ms{ratio:9.1f}×")
    flops = [each * resolution**2 / median(times["engine"]) for each in case.products(kind)]
    dtype = (
        np.float64 if "last" in kind or ("first" in kind and len(case.sizes) == 3) else np.float32
    )
    aim = AIMS[case.sizes[-1]][PLANES.index(kind)]
    print(f"    aim {aim}; products at {flops[1] / peaks[dtype]:.0%} of the peak in", end=" ")
    print(
        f"{dtype.__name__}; as many as in the plain loop: {flops[0] / peaks[dtype]:.0%}", flush=True
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="How fast a loss surface is.")
    parser.add_argument("--rounds", type=int, default=5, help="of every contestant; default 5")
    parser.add_argument("--resolutions", type=int, nargs="+", default=[41, 101])
    given = parser.parse_args()
    slowed = [name for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE") if name in os.environ]
    print(f"numpy {np.__version__}, one thread, medians of {given.rounds} rounds of CPU time")
    print(f"{' and '.join(slowed)} slow this down\n" if slowed else "")
    peaks: dict[Dtype, float] = {dtype: peak(dtype) for dtype in (np.float32, np.float64)}
    for dtype, best in peaks.items():
        print(f"matrix products in {dtype.__name__}: {best / 1e9:.0f} GFLOP/s at most")
    for case in CASES:
        print(f"\n{case.name}")
        for resolution in given.resolutions:
            for kind in PLANES:
                measure(case, kind, resolution, given.rounds, peaks)
