"""The client of docs/client.md, run against a server."""

import re
import subprocess
import sys

from backstep.settings import Settings
from tests.browser.server import serving
from tests.documents import DOCS

LINES = 20  # of code, without blank lines


def program() -> str:
    found: list[str] = re.findall(
        "```python\n(.*?)```", (DOCS / "client.md").read_text(), re.DOTALL
    )
    assert len(found) == 1
    return found[0]


def test_the_client_trains_a_run() -> None:
    source = program()
    assert sum(bool(line.strip()) for line in source.splitlines()) <= LINES
    assert source.count("127.0.0.1:8000") == 1
    with serving() as address:
        own = source.replace("127.0.0.1:8000", address.removeprefix("http://"))
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", own], capture_output=True, text=True, check=False
        )
    assert done.returncode == 0, done.stderr
    first, *frames = done.stdout.splitlines()
    assert first == "layers: [2, 4, 2, 1]"
    found = [re.fullmatch(r"updates: (\d+), loss: (\d\.\d{4})", line) for line in frames]
    numbers = [(int(each[1]), float(each[2])) for each in found if each]
    assert len(numbers) == len(frames) >= 2
    assert numbers[0][0] < numbers[-1][0]
    assert numbers[0][1] > numbers[-1][1]


def test_the_limits_it_names_are_the_settings() -> None:
    text, settings = (DOCS / "client.md").read_text(), Settings()
    assert (settings.hello_seconds, settings.window) == (10, 2)
    assert "within ten seconds" in text
    assert "at most two frames" in text
