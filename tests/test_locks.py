"""The lock files: complete, consistent, and without the host of any registry."""

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NPM = "tests/node/package-lock.json"
LOCKS = ("requirements.lock", "tests/requirements.lock", ".ci/image.lock", ".ci/build.lock", NPM)
REQUIREMENT = re.compile(r"^([a-z0-9-]+)==\S+.*?(?= \\$)", re.MULTILINE)


def pins(path: str) -> dict[str, set[str]]:
    """Return the lines that pin each package; several if they depend on the system."""
    found: dict[str, set[str]] = {}
    for line in REQUIREMENT.finditer((ROOT / path).read_text()):
        found.setdefault(line[1], set()).add(line[0])
    return found


@pytest.mark.parametrize("path", ["requirements.lock", ".ci/image.lock", ".ci/build.lock"])
def test_what_is_shipped_is_what_is_tested(path: str) -> None:
    shipped, tested = pins(path), pins("tests/requirements.lock")
    assert shipped
    assert {name: tested.get(name) for name in shipped} == shipped


@pytest.mark.parametrize(
    ("path", "extras"),
    [
        ("requirements.lock", ()),
        (".ci/image.lock", ("redis",)),
        ("tests/requirements.lock", ("dev", "redis")),
    ],
)
def test_lock_has_what_pyproject_asks_for(path: str, extras: tuple[str, ...]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = set(project["dependencies"])
    for extra in extras:
        asked |= set(project["optional-dependencies"][extra])
    assert asked <= pins(path).keys()


def test_npm_lock_has_what_package_json_asks_for() -> None:
    asked = json.loads((ROOT / "tests/node/package.json").read_text())["devDependencies"]
    packages = json.loads((ROOT / NPM).read_text())["packages"]
    assert asked == {name: packages[f"node_modules/{name}"]["version"] for name in asked}
    assert all(package["integrity"] for path, package in packages.items() if path)


@pytest.mark.parametrize("path", LOCKS)
def test_no_lock_records_an_address(path: str) -> None:
    text = (ROOT / path).read_text()
    assert "://" not in text
    assert '"resolved"' not in text
