"""The nginx of docs/deploy/nginx.conf, on ports of this machine."""

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests import packages
from tests.deploy.instructions import DEPLOY
from tests.waiting import PATIENCE, until

# Where it may not write, and what takes their place.
_OWN = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@dataclass(frozen=True)
class Proxy:
    plain: int  # its ports
    secure: int
    folder: Path

    @property
    def process(self) -> int:
        """The id of the process that the others belong to."""
        return int((self.folder / "nginx.pid").read_text())

    @property
    def log(self) -> str:
        return (self.folder / "access.log").read_text()


def program() -> str | None:
    """The path of nginx, installed first where that starts no service; None where there is none."""
    if _found() is None and os.geteuid() == 0 and not Path("/run/systemd/system").exists():
        packages.install("nginx-light")
    return _found()


def _found() -> str | None:
    # Debian has it where only root looks.
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def ports(count: int) -> list[int]:
    """Ports that are free."""
    opened = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    found = [each.getsockname()[1] for each in opened]
    for each in opened:
        each.close()
    return found


@contextmanager
def proxy(path: str, folder: Path, servers: Sequence[str]) -> Iterator[Proxy]:
    """Runs while in the block, before `servers`. The file is as it is but for ports and places."""
    plain, secure = ports(2)
    made = Proxy(plain, secure, folder)
    text = (DEPLOY / "nginx.conf").read_text()
    known = sorted(set(re.findall(r"server (\S+:8000) ", text)))
    for one, other in zip(known, servers, strict=False):
        text = text.replace(one, other)
    # Fewer servers than the file has.
    for one in known[len(servers) :]:
        text = re.sub(rf"\n *server {one} .*;", "", text)
    temporary = "".join(f"{name}_temp_path {folder}/{name};" for name in _OWN)
    for one, other in {
        "http {": f"http {{ {temporary}",
        "listen 80 ": f"listen 127.0.0.1:{made.plain} ",
        "listen 443 ": f"listen 127.0.0.1:{made.secure} ",
        "/etc/nginx/tls/": f"{folder}/",
        "/run/nginx.pid": f"{folder}/nginx.pid",
        "/var/log/nginx/": f"{folder}/",
        "/var/www/acme": f"{folder}/acme",
    }.items():
        assert one in text
        text = text.replace(one, other)
    (folder / "nginx.conf").write_text(text)
    _certify(folder)
    command = [path, "-p", str(folder), "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"]
    subprocess.run([*command, "-t", "-q"], check=True)
    with subprocess.Popen([*command, "-g", "daemon off;"]) as process:
        try:
            _wait(made.secure)
            yield made
        finally:
            process.terminate()


def _certify(folder: Path) -> None:
    """A certificate for this machine, by nobody."""
    files = ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    command = ["openssl", "req", "-x509", *kind, *names, *files]
    subprocess.run(command, check=True, capture_output=True)


def _wait(port: int) -> None:
    def listens() -> bool:
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=PATIENCE).close()
            return True
        return False

    until(listens)
