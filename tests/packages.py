"""System packages that tests need, installed if that needs no password."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence


def rights() -> Sequence[str] | None:
    """Return the prefix of a command to run it as root; None if that is impossible."""
    if os.geteuid() == 0:
        return []
    return ["sudo", "-n"] if shutil.which("sudo") and run(["sudo", "-n", "true"]) else None


def install(package: str) -> None:
    """Install a package with apt-get, if possible."""
    may = rights()
    if may is None or not shutil.which("apt-get"):
        return
    apt = [*may, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
    apt += ["-o", "DPkg::Lock::Timeout=120"]
    run([*apt, "update"])  # continue even if one source is unreachable
    run([*apt, "install", "--no-install-recommends", package])


def run(command: Sequence[str]) -> bool:
    """Run a command and return whether it succeeds; its output goes to stderr."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False)
    return done.returncode == 0
