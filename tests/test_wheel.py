"""The wheel, installed into its own environment and used beside another package `app`."""

import json
import signal
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from urllib.request import urlopen
from zipfile import ZipFile

import pytest

from backstep import __version__

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps"]
    command += ["--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run(command, check=True)
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment with the wheel and this one's dependencies."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, symlinks=True)
    site = sysconfig.get_path("purelib", vars={"base": str(folder)})
    # .pth files in a path that a .pth file adds are ignored, so the editable install is not used.
    (Path(site) / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    command = [sys.executable, "-m", "pip", "--python", str(folder), "install", "--quiet"]
    subprocess.run([*command, "--no-deps", "--no-index", str(wheel)], check=True)
    return folder / "bin"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder that holds an app.py and an app/ package."""
    (tmp_path / "app.py").write_text("raise RuntimeError('not yours')\n")
    (tmp_path / "app").mkdir()
    (tmp_path / "app/__init__.py").write_text("raise RuntimeError('not yours')\n")
    return tmp_path


def output(folder: Path, *command: str | Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_holds_one_package_with_all_its_files(wheel: Path) -> None:
    names = ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names} == {
        "backstep",
        f"backstep-{__version__}.dist-info",
    }
    tracked = output(ROOT, "git", "ls-files", "static", "templates", "app/backstep").split()
    expected = {f"backstep/{name.removeprefix('app/backstep/')}" for name in tracked}
    assert expected <= set(names)


def test_the_commands_work_beside_another_app(installed: Path, elsewhere: Path) -> None:
    module: list[str | Path] = [installed / "python", "-m", "backstep"]
    assert output(elsewhere, installed / "backstep", "--version").strip() == __version__
    assert output(elsewhere, *module, "--version").strip() == __version__
    assert "circle" in output(elsewhere, installed / "backstep", "presets")


def test_a_notebook_shows_a_scene_beside_another_app(installed: Path, elsewhere: Path) -> None:
    code = "from backstep.notebook import show; print(show('xor').address)"
    address = output(elsewhere, installed / "python", "-c", code)
    assert address.strip().endswith("/embed?preset=xor")


def test_it_serves_pages_files_and_data_beside_another_app(
    installed: Path, elsewhere: Path
) -> None:
    command: list[str | Path] = [
        installed / "backstep",
        "serve",
        "--port",
        "0",
        "--store",
        "memory:",
    ]
    with subprocess.Popen(command, cwd=elsewhere, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr
            line = next(line for line in server.stderr if "backstep is at" in line)
            address = line.split()[-1]
            for path in ("/", "/static/icon.svg", "/lessons", "/vendor/plotly.min.js"):
                assert urlopen(address + path).status == 200
            for preset in ("digits", "reviews"):
                body = json.dumps({"preset": preset}).encode()
                assert urlopen(f"{address}/api/runs", body).status == 201
        finally:
            server.terminate()
    assert server.returncode == -signal.SIGTERM


def test_redis_is_imported_only_for_a_store_in_redis(installed: Path, elsewhere: Path) -> None:
    code = """
import sys
from backstep.cli import main
from backstep.settings import Settings
from backstep.web.application import create_app

create_app(Settings())
assert "redis" not in sys.modules
sys.modules["redis"] = None  # as where the extra is not installed
sys.exit(main(["serve", "--store", "redis://127.0.0.1:1/0"]))
"""
    command: list[str | Path] = [installed / "python", "-c", code]
    done = subprocess.run(command, cwd=elsewhere, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.strip().endswith(
        "redis://127.0.0.1:1/0 needs the package redis: pip install 'backstep[redis]'"
    )
    assert len(done.stderr.splitlines()) == 1
