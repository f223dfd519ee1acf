"""`backstep export`: one page that needs no server."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from backstep import cli
from backstep.protocol.codec import safetensors
from backstep.protocol.spec.presets import PRESETS
from backstep.web.copies import bundle
from tests.cli.test_cli import refused

KB, MB = 1000, 1_000_000


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "run.html"


def exported(output: Path, *arguments: str) -> dict[str, Any]:
    """The description of the recording in the page."""
    assert cli.main(["export", *arguments, "--output", str(output)]) == 0
    packed = re.search(r'id="packed-recording">([^<]+)<', output.read_text())
    assert packed is not None
    _, metadata = safetensors.decode(bundle.unpacked(packed[1]))
    found: dict[str, Any] = json.loads(metadata["frame"])
    return found


def test_200_steps_are_small(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert exported(output, "--preset", "circle")["steps"] == 200
    size = output.stat().st_size
    assert size < 600 * KB
    assert capsys.readouterr().out == f"{output}: 200 steps, {size / MB:.2f} MB\n"
    panels = "ribbon,network,surface,slice,explanation,inspector,output,health,transport,curve"
    exported(output, "--preset", "circle", "--panels", panels)
    assert output.stat().st_size < 6 * MB


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_can_be_exported(output: Path, preset: str) -> None:
    found = exported(output, "--preset", preset, "--steps", "2")
    assert found["steps"] == 2


def test_a_recording_is_exported_as_it_was_trained(tmp_path: Path, output: Path) -> None:
    run = tmp_path / "run.safetensors"
    cli.main(["record", "--preset", "chain", "--steps", "5", "--output", str(run)])
    found = exported(output, "--run", str(run))
    assert found["steps"] == 5
    assert found["welcome"]["layout"]["sizes"] == [1, 1, 1, 1]


def test_a_run_that_fails_is_exported_up_to_there(
    diverging: Path, output: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert 0 < exported(output, "--spec", str(diverging))["steps"] < 200
    assert capsys.readouterr().err == "backstep: training failed; recorded up to there\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--preset", "nope"), "--preset: 'nope' is not one of circle"),
        (("--preset", "circle", "--steps", "0"), "--steps: is 0; allowed for this network: 1 to"),
        (("--preset", "circle", "--panels", "race"), "--panels: 'race' needs a server; allowed"),
        (("--run", "missing.safetensors"), "--run: missing.safetensors: No such file"),
        (("--run", __file__), "is not a recording of backstep"),
    ],
)
def test_what_cannot_be_exported_is_named(
    output: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], says: str
) -> None:
    assert says in refused(capsys, "export", *arguments, "--output", str(output))
    assert not output.exists()
