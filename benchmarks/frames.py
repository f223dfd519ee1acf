"""What a frame costs: made of a moment and encoded; and the largest paths through a deep network.

    python -m benchmarks.frames [--seconds 2]

Times are the processor's, in turns of which the median counts, on one thread.
"""

import os

for library in ("OPENBLAS", "OMP", "MKL"):
    os.environ[f"{library}_NUM_THREADS"] = "1"  # read when numpy is imported

import argparse
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from statistics import median
from time import process_time
from typing import Any

import numpy as np

from backstep.engine.insight.paths import Chain, largest
from backstep.engine.training.operations import Position
from backstep.protocol.spec.schema import parse
from backstep.protocol.stream.frames import FrameBuilder, Watch, encode
from backstep.sessions.run.assemble import assemble
from backstep.settings import Caps

_TURN = 0.05  # seconds
SPECS: dict[str, dict[str, Any]] = {
    "2-4-2-1": {},
    "64-32-10": {
        "data": {"name": "digits"},
        "network": {"hidden": [{"units": 32, "activation": "relu"}]},
    },
}
WATCHES = {
    "the network alone": Watch({"network": {}}),
    "what the lab shows at first": Watch({"network": {}, "narration": {}, "output": {}}),
}


def cost(work: Callable[[], object], seconds: float) -> float:
    """µs each time, for so long."""
    work()
    times, end = [], process_time() + seconds
    while process_time() < end:
        began, count = process_time(), 0
        while process_time() - began < _TURN:
            work()
            count += 1
        times.append((process_time() - began) / count)
    return 1e6 * median(times)


def frames(seconds: float) -> None:
    print(f"{'µs per frame':44}{'built':>9}{'encoded':>9}{'bytes':>9}")
    for name, spec in SPECS.items():
        assembly = assemble(parse(spec, Caps()), memory=2**24)
        run = assembly.run
        builder = FrameBuilder(run, assembly.data)
        run.seek(Position(20, run.operations.update))
        for what, watch in WATCHES.items():
            made = builder.build(watch, None, None)
            built = cost(partial(builder.build, watch, None, None), seconds)
            encoded = cost(partial(encode, *made), seconds)
            print(f"{name}, {what}".ljust(44) + f"{built:9.0f}{encoded:9.0f}{len(encode(*made)):9}")


def paths(seconds: float, widths: tuple[int, ...] = (*[64] * 8, 1), most: int = 24) -> None:
    rng = np.random.default_rng(3)
    chain = Chain(
        [rng.normal(size=width) for width in widths[:-1]],
        [rng.normal(size=(there, here)) for here, there in pairwise(widths)],
        rng.normal(size=widths[-1]),
        [None] * (len(widths) - 1),
    )
    took = cost(lambda: largest(chain, 5, most), seconds)
    print(f"\nthe {most} largest paths through eight layers of 64: {took:.0f} µs")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="What a frame costs, and the largest paths.")
    parser.add_argument("--seconds", type=float, default=2, help="for each figure; default 2")
    budget = parser.parse_args().seconds
    print(f"numpy {np.__version__}, one thread, medians of turns\n")
    frames(budget)
    paths(budget)
