"""Feeds decoders with inputs that atheris finds by code coverage.

python -m tests.faults.fuzz [DECODER …] [--seconds 180]

Needs `pip install atheris`, which is not a development dependency because few systems have it. Ends
with the first input that makes a decoder fail, and shows it.
"""

import argparse
import importlib
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any

_SLOW = 10  # seconds that one input may take
_LONGEST = 4096  # bytes of an input


def _atheris() -> Any:
    try:
        return importlib.import_module("atheris")
    except ImportError:
        sys.exit("This needs atheris: pip install atheris (https://pypi.org/project/atheris)")


def fuzz(name: str, seconds: int) -> None:
    """Try one decoder; this ends the process."""
    atheris = _atheris()
    with atheris.instrument_imports(include=["backstep"]):
        rows: ModuleType = importlib.import_module("tests.faults.decoders")
    decoder = rows.DECODERS[name]

    def once(data: bytes) -> None:
        with suppress(*decoder.refuses):
            decoder.read(data)

    with tempfile.TemporaryDirectory() as folder:
        for i, seed in enumerate((*decoder.seeds, *rows.CHANGES)):
            (Path(folder) / f"seed{i}").write_bytes(seed)
        options = [f"-max_total_time={seconds}", f"-max_len={_LONGEST}", f"-timeout={_SLOW}"]
        options += ["-rss_limit_mb=2048", f"-artifact_prefix={tempfile.gettempdir()}/"]
        atheris.Setup([sys.argv[0], *options, folder], once)
        atheris.Fuzz()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="DECODER")
    parser.add_argument("--seconds", type=int, default=180, help="for each")
    parser.add_argument("--one", help=argparse.SUPPRESS)  # in a separate process
    given = parser.parse_args()
    if given.one:
        fuzz(given.one, given.seconds)
        return 0
    _atheris()
    known = importlib.import_module("tests.faults.decoders").DECODERS
    if unknown := set(given.names) - set(known):
        parser.error(f"no such decoder: {', '.join(unknown)}; there are {', '.join(known)}")
    failed = []
    for name in given.names or known:
        command = [sys.executable, "-m", "tests.faults.fuzz", "--one", name]
        print(f"— {name}", flush=True)
        if subprocess.run([*command, "--seconds", str(given.seconds)]).returncode:
            failed.append(name)
    print(f"failed: {', '.join(failed)}" if failed else "none failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
