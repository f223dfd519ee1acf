"""How a session is found, and who may control it."""

import secrets
from dataclasses import dataclass
from hashlib import sha256

from backstep.sessions import codes


@dataclass(frozen=True)
class Credentials:
    """The id and the watch code find a session; the token controls it.

    Only the token's hash is kept. `token` is empty if the session was restored from a record.
    """

    id: str
    watch_code: str
    token_hash: bytes
    token: str = ""

    @classmethod
    def new(cls) -> "Credentials":
        """Return the credentials of a new session."""
        token = secrets.token_urlsafe(16)  # 128 bits
        return cls(secrets.token_urlsafe(12), codes.new(), _digest(token), token)

    def holds(self, token: str) -> bool:
        """Whether `token` is the session's; takes constant time."""
        return secrets.compare_digest(_digest(token), self.token_hash)


def _digest(token: str) -> bytes:
    return sha256(token.encode(errors="replace")).digest()
