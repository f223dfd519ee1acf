"""A copy of the page's files that a test may change."""

import shutil
from collections.abc import Callable
from pathlib import Path

from backstep.paths import folder

Folder = Callable[[str], Path]


def copied(root: Path) -> Folder:
    """Copy `static` and `templates` into a folder; what `create_app` takes."""
    for name in ("static", "templates"):
        shutil.copytree(folder(name), root / name)
    return lambda name: root / name
