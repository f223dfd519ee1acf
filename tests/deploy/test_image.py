"""The Dockerfile: what it may not say, and its steps carried out with this Python."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import distribution
from pathlib import Path
from urllib.request import urlopen

import pytest

from backstep.settings import Settings
from tests import ports
from tests.deploy.instructions import ROOT, Instruction, dockerfile
from tests.waiting import PATIENCE, until

SAID = dockerfile()
LAST = [each for each in SAID if each.stage == SAID[-1].stage]
PORT = 8000


def last(name: str) -> Instruction:
    """The one that counts."""
    return [each for each in LAST if each.name == name][-1]


def copied() -> list[str]:
    """What is copied from the checkout."""
    found = [each for each in SAID if each.name == "COPY" and "--from=" not in each.text]
    return [path for each in found for path in each.words[:-1]]


def test_no_registry_is_named() -> None:
    stages = {each.stage for each in SAID}
    for each in (each for each in SAID if each.name == "FROM"):
        image = each.words[0]
        assert image in stages or not re.search(r"[.:]", image.partition("/")[0].split(":")[0])
        assert image in stages or re.search(r":\d", image)
    assert not re.search(r"https?://|--(extra-)?index-url", (ROOT / "Dockerfile").read_text())


def test_what_is_installed_is_pinned_by_its_hash() -> None:
    commands = [part for each in SAID if each.name == "RUN" for part in each.text.split("&&")]
    installs = [part for part in commands if "pip install" in part]
    assert installs
    assert all("--require-hashes" in part or "--no-index" in part for part in installs)
    assert all("--no-build-isolation" in part for part in commands if "pip wheel" in part)


def test_it_serves_as_nobody_and_hears_that_it_is_to_stop() -> None:
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", last("USER").text)
    assert LAST.index(last("USER")) < LAST.index(last("CMD"))
    assert last("CMD").command[:2] == ["backstep", "serve"]
    assert last("HEALTHCHECK").command
    assert str(PORT) == last("EXPOSE").text


def test_what_is_set_are_settings_and_runs_are_kept_where_there_is_a_volume() -> None:
    words = [word for each in SAID if each.name == "ENV" for word in each.words]
    given = dict(word.split("=", 1) for word in words)
    own = {name[9:].lower(): value for name, value in given.items() if name[:9] == "BACKSTEP_"}
    assert own.keys() <= Settings.model_fields.keys()
    volume = last("VOLUME").text
    assert own["store"].startswith(f"sqlite:{volume}/")
    assert last("WORKDIR").text == volume


def test_the_builder_is_sent_what_is_copied_and_nothing_else() -> None:
    let = (ROOT / ".dockerignore").read_text().split()
    assert let[0] == "*"
    assert {line[1:].rstrip("/") for line in let if line.startswith("!")} == set(copied())
    assert all((ROOT / path).exists() for path in copied())


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder that everybody may go through."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture(scope="module")
def installed(folder: Path) -> Path:
    """The package as the image has it: made of what is copied only, beside nothing but what
    .ci/image.lock has."""
    source, packages = folder / "source", folder / "packages"
    for path in copied():
        target = source / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / path).is_dir():
            shutil.copytree(ROOT / path, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / path, target)
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    build = ["--no-deps", "--no-build-isolation", "--wheel-dir", str(folder / "wheels")]
    subprocess.run([*pip, "wheel", *build, "."], cwd=source, check=True)
    (wheel,) = (folder / "wheels").iterdir()
    place = ["--no-deps", "--no-index", "--target", str(packages)]
    subprocess.run([*pip, "install", *place, str(wheel)], check=True)
    shutil.rmtree(source)
    for name in re.findall(r"^([\w-]+)==", (ROOT / ".ci/image.lock").read_text(), re.MULTILINE):
        with suppress(ModuleNotFoundError):  # one that this system or this Python does not need
            _lend(name, packages)
    return packages


def _lend(name: str, packages: Path) -> None:
    """Make an installed package be found in `packages` too."""
    found = distribution(name)
    for top in {file.parts[0] for file in found.files or () if file.parts[0] != ".."}:
        if not (packages / top).exists():
            (packages / top).symlink_to(Path(str(found.locate_file(top))))


def confined(data: Path) -> list[str]:
    """What goes before a command to run it as the image's user, with nothing to write to but
    `data`: as much of that as this system allows."""
    user, _, group = last("USER").text.partition(":")
    only = 'mount --bind "$1" "$1" && mount -o remount,bind,ro / && shift && exec "$@"'
    sealed = ["unshare", "--mount", "sh", "-c", only, "sh", str(data)]
    nobody = ["setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups"]
    nobody += ["--no-new-privs", "--inh-caps=-all", "--bounding-set=-all"]
    # The same Python: where only root can reach it, another user may find another one.
    same = f"import sys; assert sys.version == {sys.version!r}"
    write = [sys.executable, "-c", f"{same}; open({str(data / 'probe')!r}, 'w').close()"]
    for way in ([*sealed, *nobody], sealed, nobody):
        if os.geteuid() == 0 and shutil.which(way[0]) and shutil.which("setpriv"):
            if "setpriv" in way:
                os.chown(data, int(user), int(group))
            done = subprocess.run([*way, *write], capture_output=True, check=False)
            (data / "probe").unlink(missing_ok=True)
            if done.returncode == 0:
                return way
            os.chown(data, 0, 0)
    return []


def healthy(check: list[str]) -> bool:
    return not subprocess.run(check, stderr=subprocess.DEVNULL, check=False).returncode


def test_its_command_serves_its_check_agrees_and_it_stops(installed: Path, folder: Path) -> None:
    port = ports.free()
    data = folder / "data"
    data.mkdir()
    environment = {"PYTHONPATH": str(installed), "PYTHONDONTWRITEBYTECODE": "1", "HOME": "/"}
    environment |= {"BACKSTEP_STORE": f"sqlite:{data}/runs.sqlite", "PATH": os.environ["PATH"]}
    # Without what is installed for tests.
    command = last("CMD").command
    serve = [sys.executable, "-S", str(installed / "bin" / command[0]), *command[1:]]
    check = last("HEALTHCHECK").command
    assert check[-1].count(str(PORT)) == 1
    check = [sys.executable, "-S", *check[1:-1], check[-1].replace(str(PORT), str(port))]
    before = confined(data)
    with subprocess.Popen([*before, *serve, "--port", str(port)], cwd=data, env=environment) as run:
        try:
            until(lambda: healthy(check) or run.poll() is not None)
            assert run.returncode is None
            address = f"http://127.0.0.1:{port}"
            with urlopen(f"{address}/readyz", timeout=PATIENCE) as answer:
                assert b'"store":"ok"' in answer.read()
            with urlopen(f"{address}/", timeout=PATIENCE) as answer:
                page = answer.read().decode()
            with urlopen(f"{address}/lessons", timeout=PATIENCE) as answer:
                assert answer.status == 200
            for path in re.findall(r'(?:src|href)="(/static/[^"]+)"', page):
                with urlopen(address + path, timeout=PATIENCE) as answer:
                    assert answer.read()
            with urlopen(f"{address}/vendor/plotly.min.js", timeout=PATIENCE) as answer:
                assert len(answer.read()) > 1e6
        finally:
            run.send_signal(signal.SIGTERM)
        assert run.wait(20) in (0, -signal.SIGTERM)
    assert not healthy(check)
