"""Scripts that train the same on their own: run, and their losses compared with a recording's."""

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import load

from backstep.engine.nn.activations import ACTIVATIONS
from backstep.engine.nn.initializers import INITIALIZERS
from backstep.engine.nn.losses import LOSSES
from backstep.engine.optim.optimizers import OPTIMIZERS
from backstep.protocol.scripts import FRAMEWORKS
from backstep.protocol.spec.presets import PRESETS
from backstep.protocol.spec.schema import parse
from backstep.sessions.files.export import code
from backstep.sessions.files.recording import recorder
from backstep.sessions.session import Session
from backstep.settings import Caps, Settings
from tests.waiting import PATIENCE

STEPS = 25
# PyTorch is no part of the project: this one's, or that of another Python.
_OTHER = os.environ.get("BACKSTEP_TORCH_PYTHON", "")
TORCH = sys.executable if importlib.util.find_spec("torch") else _OTHER
CLASSES = {
    "name": "table",
    "x": [[0.1, 0.2], [0.3, -0.4], [0.5, 0.6], [1.0, 2.0], [-1.0, 0.5]],
    "y": [0, 1, 2, 1, 0],
    "test_share": 0.2,
}


def _hidden(name: str) -> dict[str, Any]:
    layers = [{"units": 4, "activation": name}, {"units": 3, "activation": name}]
    return {"network": {"hidden": layers}, "training": {"batch_size": 64}}


def _optimizer(name: str) -> dict[str, Any]:
    training = {"optimizer": {"name": name}, "batch_size": 7, "l1": 0.01, "l2": 0.02}
    return {"data": {"samples": 60}, "training": training}


def _steep(name: str) -> dict[str, Any]:
    """Sums of ±800 and ±1e4, where a careless exponential overflows."""
    layers = [{"weight": [[-800.0], [1e4]], "bias": [0.0, 0.0]}, {"weight": [[1, 1]], "bias": [0]}]
    return {
        "data": {"name": "table", "x": [[1], [-1]], "y": [[1.0], [0.0]], "test_share": 0},
        "network": {"hidden": [{"units": 2, "activation": name}], "parameters": layers},
        "training": {"optimizer": {"name": "sgd", "learning_rate": 0}, "batch_size": 2},
    }


CASES: dict[str, dict[str, Any]] = {
    **{f"preset {name}": dict(row.spec) for name, row in PRESETS.items()},
    **{name: _hidden(name) for name, row in ACTIVATIONS.items() if row.hidden},
    **{f"steep {name}": _steep(name) for name, row in ACTIVATIONS.items() if row.hidden},
    **{name: _optimizer(name) for name in OPTIMIZERS},
    **{name: {"network": {"initializer": name}} for name in INITIALIZERS},
    **{
        f"{loss} of {output}": {
            "data": CLASSES,
            "network": {"output_activation": output},
            "training": {"loss": loss, "batch_size": 2},
        }
        for loss, row in LOSSES.items()
        for output in row.outputs
    },
    "in order": {"data": CLASSES, "training": {"shuffle": False, "batch_size": 3}},
    "nesterov of no momentum": {"training": {"optimizer": {"name": "nesterov", "momentum": 0}}},
    "many numbers": {"data": {"samples": 5000, "features": ["x1", "x2", "x1x2"]}},
    "saturated": {"network": {"initializer": "normal"},
                  "training": {"optimizer": {"name": "sgd", "learning_rate": 30}}},
}  # fmt: skip


def run_all(python: str, framework: str, folder: Path) -> dict[str, str]:
    """What each script says, all run by one interpreter, each as a program of its own."""
    paths = {}
    for number, (name, spec) in enumerate(CASES.items()):
        paths[name] = folder / f"script_{number}.py"
        session = Session(parse(spec, Caps()), Settings())
        paths[name].write_text(code(session, framework, STEPS), encoding="utf-8")
    program = "import runpy, sys\nfor path in sys.argv[1:]:\n  print('##')\n  runpy.run_path(path)"
    done = subprocess.run(
        [python, "-I", "-W", "error", "-c", program, *map(str, paths.values())],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stderr
    return dict(zip(paths, done.stdout.split("##\n")[1:], strict=True))


def compare(said: str, spec: dict[str, Any]) -> None:
    written = recorder(parse(spec, Caps()))
    done = all(written.step() for _ in range(STEPS))
    recording = load(written.encode())
    losses = [float(each) for each in re.findall(r"batch loss (\S+)", said)]
    if not done:  # what overflows here does so there
        assert "too large" in said
        assert not np.isfinite(losses.pop())
        np.testing.assert_allclose(losses, recording["loss.batch"], rtol=1e-6)
        return
    np.testing.assert_allclose(losses, recording["loss.batch"], rtol=1e-6, atol=1e-6)
    for name in ("train", "test"):
        found = re.search(rf"{name}(?:ing)? loss (\S+)", said)
        expected = recording[f"loss.{name}"][-1]
        assert (found is None) == bool(np.isnan(expected))
        if found:
            np.testing.assert_allclose(float(found[1]), expected, rtol=1e-6, atol=1e-6)


@pytest.fixture(scope="module")
def numpy_says(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return run_all(sys.executable, "numpy", tmp_path_factory.mktemp("numpy"))


@pytest.fixture(scope="module")
def torch_says(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    if not TORCH:
        pytest.skip("there is no PyTorch; BACKSTEP_TORCH_PYTHON names a Python that has it")
    return run_all(TORCH, "pytorch", tmp_path_factory.mktemp("torch"))


@pytest.mark.parametrize("name", CASES)
def test_the_numpy_script_has_the_losses_of_the_run(name: str, numpy_says: dict[str, str]) -> None:
    compare(numpy_says[name], CASES[name])


@pytest.mark.parametrize("name", CASES)
def test_the_pytorch_script_has_the_losses_of_the_run(
    name: str, torch_says: dict[str, str]
) -> None:
    compare(torch_says[name], CASES[name])


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_script_is_of_the_settings_as_they_are_now(framework: str) -> None:
    session = Session(parse({}, Caps()), Settings())
    before = code(session, framework, STEPS)
    assert "0.03" in before
    after = code(Session(parse({"training": {"batch_size": 77}}, Caps()), Settings()), framework, 1)
    assert "BATCH_SIZE = 77" in after
    compile(after, "script", "exec")


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_script_holds_what_is_not_zero(framework: str) -> None:
    """Of a text's 350 words most are not there."""
    session = Session(
        parse({"data": {"name": "reviews", "encoding": "one_hot"}}, Caps()), Settings()
    )
    assert len(code(session, framework, 1)) < 500_000
