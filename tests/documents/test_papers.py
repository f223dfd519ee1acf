"""The papers for contributors agree with the project."""

import json
import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import yaml

from backstep import __version__

ROOT = Path(__file__).parents[2]
# Root keys of the Citation File Format 1.2 that the project may use, and those that it must.
KEYS = {
    *("abstract", "authors", "cff-version", "commit", "contact", "date-released", "doi"),
    *("identifiers", "keywords", "license", "license-url", "message", "preferred-citation"),
    *("references", "repository", "repository-artifact", "repository-code", "title", "type"),
    *("url", "version"),
}
REQUIRED = {"authors", "cff-version", "message", "title"}


@cache
def tracked() -> list[str]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in done.stdout.split("\n") if name and (ROOT / name).is_file()]


def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def read_yaml(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text())


def test_the_citation_agrees_with_the_package() -> None:
    found = read_yaml("CITATION.cff")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert REQUIRED <= set(found) <= KEYS
    assert (found["cff-version"], found["type"]) == ("1.2.0", "software")
    assert str(found["version"]) == __version__
    for key, value in (("title", "name"), ("abstract", "description")):
        assert found[key] == project[value]
    assert found["license"] == project["license"]
    assert found["keywords"] == project["keywords"]
    (author,) = found["authors"]
    holder = re.search(r"Copyright \(c\) \d+ (.+)", (ROOT / "LICENSE").read_text())
    assert holder
    assert author["name"].casefold() == holder[1].casefold()


def test_hooks_are_local_and_are_targets_of_make() -> None:
    for repository in read_yaml(".pre-commit-config.yaml")["repos"]:
        assert repository["repo"] == "local"
        for hook in repository["hooks"]:
            command, target = hook["entry"].split()
            assert (command, hook["language"]) == ("make", "system")
            assert target in targets()


def test_the_container_installs_what_make_installs() -> None:
    found = json.loads((ROOT / ".devcontainer/devcontainer.json").read_text())
    command, *made = found["postCreateCommand"].split()
    assert command == "make"
    makefile = (ROOT / "Makefile").read_text()
    assert ".venv/.dev:" in makefile
    assert made == [".venv/.dev", "tests/node/node_modules/.installed"]


def test_a_contributor_is_told_of_targets_and_folders_that_exist() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text()
    assert set(re.findall(r"(?:`|^    )make ([a-z]+)", text, re.MULTILINE)) <= targets()
    for folder in re.findall(r"`((?:tests|app|docs|static|templates|benchmarks)[a-z/]*)`", text):
        assert (ROOT / folder).is_dir(), folder
    suites = {path.parent.name for path in ROOT.glob("tests/*/test_*.py")}
    assert suites <= set(re.findall(r"`tests/([a-z]+)`", text))


DOCUMENTS = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", *(
    f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md"))
))  # fmt: skip


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_of_documents_lead_to_files(name: str) -> None:
    for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", (ROOT / name).read_text()):
        if not urlsplit(link).scheme:
            assert (ROOT / name).parent.joinpath(unquote(link)).exists(), link


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_name_tests_and_settings_that_exist(name: str) -> None:
    text = (ROOT / name).read_text()
    for path in re.findall(r"`((?:tests/)?[\w/]*test_\w+\.py)`", text):
        assert (ROOT / path).is_file(), path
    settings = (ROOT / "docs/settings.md").read_text()
    for variable in re.findall(r"BACKSTEP_[A-Z_]*[A-Z]", text):
        assert variable in settings or variable == "BACKSTEP_CHROMIUM", variable


def test_the_readme_leads_to_every_paper() -> None:
    text = (ROOT / "README.md").read_text()
    papers = {"CONTRIBUTING.md", "SECURITY.md", "CITATION.cff", "CHANGELOG.md"}
    for name in papers | {name for name in DOCUMENTS if name.startswith("docs/")}:
        assert f"]({name})" in text, name


def test_files_are_as_the_editor_would_write_them() -> None:
    for name in tracked():
        if name.endswith((".py", ".js", ".css", ".html", ".md", ".toml", ".yaml", ".cff")):
            content = (ROOT / name).read_bytes()
            assert b"\r" not in content, name
            assert content.endswith(b"\n") or not content, name
            assert not re.search(rb"[ \t]+$", content, re.MULTILINE), name
