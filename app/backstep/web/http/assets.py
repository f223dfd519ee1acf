"""The page's own files: their addresses, and the modules that a script needs."""

import re
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from posixpath import join, normpath

from starlette.staticfiles import StaticFiles
from starlette.types import Scope

# A statement at the beginning of a line; imports inside functions are loaded later.
_IMPORT = re.compile(r'^(?:import|export)\b[^";]*"(\.[^"]+)";', re.MULTILINE)
_NAMED = re.compile(r"^[0-9a-f]{12}/")


class Assets:
    """The files of a folder at the start of the process.

    Their addresses contain a digest of the folder, so browsers may cache them forever. Modules
    import each other by relative paths, so under the same digest.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.prefix = f"/static/{_digest(folder)}"
        self._modules: dict[str, list[str]] = {}

    def url(self, path: str) -> str:
        return f"{self.prefix}/{path}"

    def modules(self, script: str) -> list[str]:
        """Return the addresses of all modules that a script needs to start.

        A page preloads them together instead of discovering them one after another.
        """
        if script not in self._modules:
            self._modules[script] = [self.url(path) for path in self._needed(script)]
        return self._modules[script]

    def _needed(self, script: str) -> Iterator[str]:
        seen, waiting = {script}, [script]
        while waiting:
            path = waiting.pop(0)
            for other in _IMPORT.findall((self._folder / path).read_text(encoding="utf-8")):
                found = normpath(join(path, "..", other))
                if found not in seen:
                    seen.add(found)
                    waiting.append(found)
                    yield found


class Files(StaticFiles):
    """The same files, with or without the digest in the address.

    A page loaded before the server was updated finds the current version of its other files.
    """

    def get_path(self, scope: Scope) -> str:
        return _NAMED.sub("", super().get_path(scope))


def _digest(folder: Path) -> str:
    told = blake2b(digest_size=6)
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        told.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        told.update(path.read_bytes())
    return told.hexdigest()
