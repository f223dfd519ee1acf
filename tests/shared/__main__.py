"""Write the files that are generated from static/shared: `python -m tests.shared`.

`make shared` runs it. With `--check` it writes nothing, and fails if a file is stale.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

from tests.shared import module, tables

ROOT = Path(__file__).parents[2]


def texts() -> Mapping[Path, str]:
    """Return the contents of each file."""
    cases = {tables.FOLDER / f"{name}.json": tables.text(name) for name in tables.TABLES}
    return {module.MODULE: module.source(), **cases}


def main(arguments: list[str]) -> int:
    """Write or check the files; return the exit code."""
    check, stale = arguments == ["--check"], False
    for path, text in texts().items():
        if not check:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            print(f"{path.relative_to(ROOT)} is stale: run `make shared`", file=sys.stderr)
            stale = True
    return int(stale)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
