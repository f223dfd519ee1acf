"""A test that hangs ends the run, and is named; also in its fixtures, and after it has failed."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.waiting import PATIENCE

HANGING = """
from threading import Event
import pytest

@pytest.fixture{scope}
def stuck():
    {before}
    yield
    {after}

def test_of_the_fixture(stuck):
    {test}

def test_besides():
    pass
"""
LEAVING = """
from threading import Event, Thread

def test_leaves():
    Thread(target=Event().wait).start()
"""
WAIT = "Event().wait()"


def run(folder: Path, text: str, *options: str) -> tuple[int, str]:
    (folder / "test_hanging.py").write_text(text)
    (folder / "pytest.ini").write_text("[pytest]\nphase_seconds = 1\n")
    command = [sys.executable, "-m", "pytest", "-p", "tests.limits", *options, str(folder)]
    root = Path(__file__).parents[1]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=PATIENCE)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("workers", "phase", "parts"),
    [
        ("0", "set-up of ", {"before": WAIT}),
        ("0", "", {"test": WAIT}),
        ("0", "teardown of ", {"after": WAIT, "test": "assert False"}),
        ("2", "teardown of ", {"after": WAIT, "test": "assert False"}),
        ("2", "teardown of ", {"after": WAIT, "scope": "(scope='session')"}),
    ],
)
def test_what_hangs_is_named(
    tmp_path: Path, workers: str, phase: str, parts: dict[str, str]
) -> None:
    text = HANGING.format(**{"scope": "", "before": "", "after": "", "test": "pass"} | parts)
    code, told = run(tmp_path, text, "-n", workers)
    assert code != 0
    assert re.search(f"TOO LONG: {phase}\\S+::test_\\w+ took", told)
    assert ("crashed while running" in told) == (workers == "2")


def test_a_thread_that_is_left_does_not_keep_the_run(tmp_path: Path) -> None:
    code, told = run(tmp_path, LEAVING)
    assert code != 0
    assert "TOO LONG: the end of the run" in told


def test_a_run_in_which_nothing_hangs_passes(tmp_path: Path) -> None:
    text = HANGING.format(scope="", before="", after="", test="pass")
    assert run(tmp_path, text)[0] == 0
