"""The systemd unit."""

import shutil
import subprocess
from pathlib import Path

import pytest

from backstep.settings import Settings
from backstep.web.http import serving
from tests.deploy.instructions import DEPLOY


def unit() -> dict[str, list[str]]:
    """Its settings; some may occur more than once."""
    found: dict[str, list[str]] = {}
    for line in (DEPLOY / "backstep.service").read_text().splitlines():
        name, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            found.setdefault(name, []).append(value)
    return found


def test_what_it_sets_are_settings_and_runs_are_kept_in_its_folder() -> None:
    words = [word for value in unit()["Environment"] for word in value.split()]
    given = dict(word.split("=", 1) for word in words)
    own = {name[9:].lower(): value for name, value in given.items() if name[:9] == "BACKSTEP_"}
    assert own.keys() <= Settings.model_fields.keys()
    (folder,) = unit()["StateDirectory"]
    assert own["store"] == f"sqlite:%S/{folder}/runs.sqlite"


def test_it_may_have_as_many_streams_as_the_settings_say_and_time_to_stop() -> None:
    (files,) = unit()["LimitNOFILE"]
    assert int(files) > 2 * Settings().connections
    (seconds,) = unit()["TimeoutStopSec"]
    assert int(seconds) > serving.HARD_SECONDS


def test_systemd_knows_what_it_says(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("there is no systemd-analyze")
    # The program that it starts need not be installed here.
    text = (DEPLOY / "backstep.service").read_text()
    path = tmp_path / "backstep.service"
    path.write_text(text.replace("/opt/backstep/bin/backstep", "/bin/true"))
    done = subprocess.run([program, "verify", str(path)], capture_output=True, text=True)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
