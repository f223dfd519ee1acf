"""How fast the engine trains and travels, compared with ordinary code.

python benchmarks/engine.py [--seconds 5]

Every contestant does the same work: shuffle once per epoch, slice a mini-batch, forward, backward,
plain gradient descent. They take short turns, and the median of the ratios of neighboring turns is
reported, because machines differ and drift. All use one thread. PyTorch takes part if it is
installed, in its default float32; numpy and the engine compute in float64.
"""

import os

for library in ("OPENBLAS", "OMP", "MKL"):
    os.environ[f"{library}_NUM_THREADS"] = "1"  # read when numpy is imported

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from statistics import median
from time import process_time
from typing import Any

import numpy as np

from backstep.engine.nn.network import Architecture
from backstep.engine.optim.optimizers import OPTIMIZERS
from backstep.engine.program import Array, execute
from backstep.engine.training.batches import Batches
from backstep.engine.training.evaluation import Scorer
from backstep.engine.training.operations import Position
from backstep.engine.training.run import Run
from backstep.engine.training.trainer import Trainer, TrainingSettings

RATE = 0.03
Train = Callable[[int], object]  # performs the given number of updates


@dataclass(frozen=True)
class Case:
    """A network, its data and its batches. One output is a sigmoid, more are a softmax."""

    sizes: tuple[int, ...]
    batch: int
    examples: int
    hidden: str

    @property
    def name(self) -> str:
        return "-".join(map(str, self.sizes))

    def data(self) -> tuple[Array, Array]:
        """Return points (n, in), and (n, out): whether they are in a circle, or one-hot classes."""
        rng = np.random.default_rng(1)
        x = rng.normal(size=(self.examples, self.sizes[0]))
        if self.sizes[-1] == 1:
            return x, (np.square(x).sum(axis=1, keepdims=True) < 1.4).astype(float)
        return x, np.eye(self.sizes[-1])[rng.integers(self.sizes[-1], size=self.examples)]

    def weights(self) -> list[Array]:
        """Weight matrices (out, in), Xavier."""
        rng = np.random.default_rng(2)
        pairs = zip(self.sizes[:-1], self.sizes[1:], strict=True)
        return [rng.normal(size=(o, i)) * np.sqrt(2 / (i + o)) for i, o in pairs]


CASES = (
    Case((2, 4, 2, 1), 10, 300, "tanh"),
    Case((2, 8, 8, 1), 32, 300, "tanh"),
    Case((64, 32, 10), 32, 1797, "relu"),
    Case((784, 128, 64, 10), 64, 1797, "relu"),
)


def build(case: Case) -> Run:
    """Return the engine's run of `case`."""
    x, y = case.data()
    output, loss = ("sigmoid", "bce") if y.shape[1] == 1 else ("softmax", "cross_entropy")
    hidden = [case.hidden] * (len(case.sizes) - 2)
    architecture = Architecture.dense(case.sizes, (*hidden, output), loss)
    start = np.zeros(architecture.layout.size)
    for view, weight in zip(architecture.layout.weights(start), case.weights(), strict=True):
        view[:] = weight
    hyper = tuple((OPTIMIZERS["sgd"].defaults() | {"learning_rate": RATE}).items())
    settings = TrainingSettings(loss, "sgd", hyper, case.batch)
    batches = Batches(x, y, np.random.default_rng(3), batch_size=case.batch, shuffle=True)
    trainer = Trainer(architecture, batches, settings, start)
    return Run(trainer, Scorer((x, y), None, classify=True))


def engine(case: Case) -> Train:
    """A run at full speed, with its history and its curve."""
    run = build(case)
    last = run.operations.update

    def train(updates: int) -> None:
        run.seek(Position(run.position.step + updates, last))

    return train


def calls(case: Case) -> Train:
    """Only the numpy calls of the engine's step, on the same batch."""
    trainer = build(case).trainer
    step = [*trainer.network.forward, *trainer.network.backward, *trainer.update_program]

    def train(updates: int) -> None:
        for _ in range(updates):
            execute(step)

    return train


def plain(case: Case) -> Train:
    """A handwritten loop."""
    rng = np.random.default_rng(3)
    x, y = case.data()
    weights = case.weights()
    biases = [np.zeros(len(weight)) for weight in weights]
    layers = range(len(weights))
    relu, binary = case.hidden == "relu", y.shape[1] == 1

    def update(inputs: Array, targets: Array) -> None:
        signals = [inputs]
        for l in layers[:-1]:
            z = signals[-1] @ weights[l].T + biases[l]
            signals.append(np.maximum(z, 0) if relu else np.tanh(z))
        z = signals[-1] @ weights[-1].T + biases[-1]
        if binary:
            output = 1 / (1 + np.exp(-z))
        else:
            exponentials = np.exp(z - z.max(axis=1, keepdims=True))
            output = exponentials / exponentials.sum(axis=1, keepdims=True)
        delta = (output - targets) / len(inputs)
        for l in reversed(layers):
            weight_gradient, bias_gradient = delta.T @ signals[l], delta.sum(axis=0)
            if l:
                slope = signals[l] > 0 if relu else 1 - signals[l] ** 2
                delta = delta @ weights[l] * slope
            weights[l] -= RATE * weight_gradient
            biases[l] -= RATE * bias_gradient

    return in_batches(x, y, case.batch, rng.permutation, update)


def in_batches(
    x: Any,
    y: Any,
    batch: int,
    permutation: Callable[[int], Any],
    update: Callable[[Any, Any], None],
) -> Train:
    """Yield batches, epoch after epoch, each in a new order."""
    at = len(x)

    def train(updates: int) -> None:
        nonlocal x, y, at
        for _ in range(updates):
            if at >= len(x):
                order, at = permutation(len(x)), 0
                x, y = x[order], y[order]
            update(x[at : at + batch], y[at : at + batch])
            at += batch

    return train


def pytorch(case: Case) -> Train | None:
    """Return PyTorch in eager mode, or None if it is not installed."""
    try:
        torch = import_module("torch")
    except ImportError:
        return None
    torch.set_num_threads(1)
    nn = torch.nn
    x, y = (torch.tensor(each, dtype=torch.float32) for each in case.data())
    parts: list[Any] = []
    for weight in case.weights():
        linear = nn.Linear(weight.shape[1], weight.shape[0])
        linear.weight.data[:] = torch.tensor(weight)
        parts += [linear, nn.ReLU() if case.hidden == "relu" else nn.Tanh()]
    model = nn.Sequential(*parts[:-1])
    loss = nn.BCEWithLogitsLoss() if y.shape[1] == 1 else nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=RATE)

    def update(inputs: Any, targets: Any) -> None:
        optimizer.zero_grad()
        loss(model(inputs), targets).backward()
        optimizer.step()

    return in_batches(x, y, case.batch, torch.randperm, update)


def seconds(work: Callable[..., object], *given: object) -> float:
    """Return the processor time of this process, to ignore other work on the machine."""
    began = process_time()
    work(*given)
    return process_time() - began


def turn(train: Train) -> int:
    """Return the updates that take 20 ms, after a second in which a run thins out its history."""
    began, updates = process_time(), 0
    while process_time() - began < 1:
        train(100)
        updates += 100
    return updates // 50


def compare(contestants: dict[str, Train], budget: float) -> dict[str, Array]:
    """Return µs per update of each, turn by turn, for `budget` seconds."""
    updates = {name: turn(train) for name, train in contestants.items()}
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(int(budget / 0.02 / len(contestants))):
        for name, train in contestants.items():
            times[name].append(seconds(train, updates[name]) / updates[name] * 1e6)
    return {name: np.array(each) for name, each in times.items()}


def speed(budget: float) -> None:
    """Compare engine, plain numpy and PyTorch."""
    print(f"{'µs per update':32}{'engine':>9}{'plain numpy':>17}{'PyTorch eager':>17}{'kept':>8}")
    for case in CASES:
        contestants = {"engine": engine(case), "calls": calls(case), "plain": plain(case)}
        torch = pytorch(case)
        if torch is not None:
            contestants["torch"] = torch
        times = compare(contestants, budget)
        row = f"{case.name}, batches of {case.batch}".ljust(32)
        row += f"{median(times['engine']):9.1f}"
        for name in ("plain", "torch"):
            if name in times:
                ratio = f"{median(times[name] / times['engine']):.1f}×"
                row += f"{median(times[name]):9.1f}{ratio:>8}"
            else:
                row += f"{'–':>17}"
        print(f"{row}{1 - median(times['calls'] / times['engine']):8.0%}", flush=True)
    print(
        "kept: the share of the engine's time that is not its numpy calls (batches, the watch for"
    )
    print("overflow, checkpoints, the curve)\n")


def travel(case: Case, steps: int = 20_000, seeks: int = 200) -> None:
    """Measure the time to move to any position of a long run."""
    run, alone = build(case), calls(case)
    alone(500)
    whole = seconds(run.seek, Position(steps, run.operations.update))
    share = 1 - seconds(alone, steps) / whole
    rng = np.random.default_rng(4)
    targets = rng.integers([steps, len(run.operations)], size=(seeks, 2)).tolist()
    took = [seconds(run.seek, Position(*target)) * 1e3 for target in targets]
    middle, high, most = np.percentile(took, [50, 95, 100])
    print(f"{case.name}, {steps:,} steps from the start in {whole:.2f} s, {share:.0%} of it kept;")
    print(f"{run.held:,} bytes of checkpoints; {seeks} seeks to any operation of the past:")
    print(f"{middle:.2f} ms (median), {high:.2f} ms (95 %), {most:.2f} ms (longest)")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="How fast the engine trains and travels.")
    parser.add_argument("--seconds", type=float, default=5, help="for each network; default 5")
    budget = parser.parse_args().seconds
    print(f"numpy {np.__version__}, one thread, medians of turns\n")
    speed(budget)
    travel(CASES[1])
