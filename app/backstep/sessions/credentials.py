"""By what a session is found, and who may drive it."""

import secrets
from dataclasses import dataclass
from hashlib import sha256

from backstep.sessions import codes


@dataclass(frozen=True)
class Credentials:
    """The id and the watch code find a session; the token, whose hash alone is kept, drives it.

    `token` is empty where it is not known, because the session was restored from a record.
    """

    id: str
    watch_code: str
    token_hash: bytes
    token: str = ""

    @classmethod
    def new(cls) -> "Credentials":
        token = secrets.token_urlsafe(16)  # 128 bits
        return cls(secrets.token_urlsafe(12), codes.new(), _digest(token), token)

    def holds(self, token: str) -> bool:
        """Whether `token` is the session's; takes as long whatever it is."""
        return secrets.compare_digest(_digest(token), self.token_hash)


def _digest(token: str) -> bytes:
    return sha256(token.encode(errors="replace")).digest()
