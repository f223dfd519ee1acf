"""Programs of the system that tests need, installed where that can be done unasked."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence


def rights() -> Sequence[str] | None:
    """What goes before a command to run it as root; None when that cannot be."""
    if os.geteuid() == 0:
        return []
    return ["sudo", "-n"] if shutil.which("sudo") and run(["sudo", "-n", "true"]) else None


def install(package: str) -> None:
    """Have apt-get install a package, if there are apt-get and the right to."""
    may = rights()
    if may is None or not shutil.which("apt-get"):
        return
    apt = [*may, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
    apt += ["-o", "DPkg::Lock::Timeout=120"]
    run([*apt, "update"])  # one source out of reach is no reason to give up
    run([*apt, "install", "--no-install-recommends", package])


def run(command: Sequence[str]) -> bool:
    """Whether a command succeeds; what it says goes to stderr, for stdout is for paths."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False)
    return done.returncode == 0
