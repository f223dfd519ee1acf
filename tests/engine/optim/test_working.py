"""Updates line by line for one parameter, compared with the programs for all."""

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.engine.optim.optimizers import OPTIMIZERS
from backstep.engine.optim.updates import Memory
from backstep.engine.optim.working import Line, Scalars
from backstep.engine.program import Array, execute
from tests.examples import examples

SIZE = 6
DECAYS = np.array([1.0, 1.0, 1.0, 0.0, 0.0, 1.0])


def memory_of(name: str, seed: int, updates: int) -> Memory:
    """Return random parameters, gradients and memory; squares are not negative."""
    rng = np.random.default_rng(seed)
    slots = {slot: rng.normal(size=SIZE) for slot in OPTIMIZERS[name].slots}
    slots |= {slot: np.square(each) for slot, each in slots.items() if slot == "squares"}
    count = np.array(float(updates))
    return Memory(rng.normal(size=SIZE), rng.normal(size=SIZE), DECAYS, slots, count)


def hyperparameters(name: str, seed: int) -> dict[str, float]:
    """Return the defaults, or values within the bounds."""
    rng, row = np.random.default_rng(seed), OPTIMIZERS[name]
    if seed % 2:
        return row.defaults()
    return {each.name: rng.uniform(each.min, min(each.max, 0.999)) for each in row.hyperparameters}


def scalars(memory: Memory, at: int) -> Scalars:
    return Scalars(
        float(memory.parameters[at]),
        float(memory.gradients[at]),
        {slot: float(each[at]) for slot, each in memory.slots.items()},
        int(memory.count) + 1,
        bool(memory.decays[at]),
    )


def evaluate(line: Line) -> float:
    """Evaluate a formula with numbers in place of the names."""
    numbers = re.sub(r"\{(.+?)\}", lambda name: f"({line.values[name[1]]!r})", line.formula)
    plain = numbers.replace("×", "*").replace("−", "-").replace("^", "**")
    found: float = eval(re.sub(r"√(\(.+?\))", r"\1**0.5", plain))
    return found


names = pytest.mark.parametrize("name", OPTIMIZERS)


@names
@given(seed=st.integers(0, 9999), updates=st.integers(0, 500))
@examples(50)
def test_the_last_line_is_what_the_program_gives(name: str, seed: int, updates: int) -> None:
    row, h = OPTIMIZERS[name], hyperparameters(name, seed)
    memory = memory_of(name, seed, updates)
    worked = [row.work(scalars(memory, at), h) for at in range(SIZE)]
    execute(row.update(memory, h))
    last = [lines[-1] for lines in worked]
    assert {line.symbol for line in last} == {"w"}
    np.testing.assert_allclose([x.result for x in last], memory.parameters, rtol=1e-12, atol=1e-14)
    for slot, symbol in row.slots.items():
        found = [{x.symbol: x.result for x in lines}[symbol] for lines in worked]
        np.testing.assert_allclose(found, memory.slots[slot], rtol=1e-12, atol=1e-14)


@names
@given(seed=st.integers(0, 9999), updates=st.integers(0, 500), at=st.integers(0, SIZE - 1))
@examples(50)
def test_every_formula_gives_its_result(name: str, seed: int, updates: int, at: int) -> None:
    h = hyperparameters(name, seed)
    for line in OPTIMIZERS[name].work(scalars(memory_of(name, seed, updates), at), h):
        assert set(re.findall(r"\{(.+?)\}", line.formula)) == set(line.values)
        assert evaluate(line) == pytest.approx(line.result, rel=1e-12, abs=1e-14)


@names
@given(seed=st.integers(0, 9999), updates=st.integers(0, 500))
@examples(30)
def test_the_lines_of_numpy_do_what_the_program_does(name: str, seed: int, updates: int) -> None:
    row, h = OPTIMIZERS[name], hyperparameters(name, seed)
    memory, weights = memory_of(name, seed, updates), DECAYS == 1
    scope: dict[str, Any] = {each.symbol: h[each.name] for each in row.hyperparameters}
    scope |= {row.slots[key]: each[weights].copy() for key, each in memory.slots.items()}
    scope |= {"np": np, "w": memory.parameters[weights].copy(), "t": updates}
    scope |= {"g": memory.gradients[weights].copy()}
    execute(row.update(memory, h))
    exec("\n".join(row.code), scope)
    found: Array = scope["w"]
    np.testing.assert_allclose(found, memory.parameters[weights], rtol=1e-12, atol=1e-14)


def test_what_is_taken_off_a_bias_is_no_decay() -> None:
    h = OPTIMIZERS["adamw"].defaults()
    slots = {"mean": 0.1, "squares": 0.2}
    weight = OPTIMIZERS["adamw"].work(Scalars(2.0, 0.5, slots, 3, decays=True), h)
    bias = OPTIMIZERS["adamw"].work(Scalars(2.0, 0.5, slots, 3, decays=False), h)
    assert [line.symbol for line in weight] == ["w", "m", "s", "m̂", "ŝ", "w"]
    assert weight[0].formula == "{w} − {eta} × {lam} × {w}"
    assert bias == OPTIMIZERS["adam"].work(Scalars(2.0, 0.5, slots, 3, decays=False), h)
