"""The identity of a follower: a key that the server issues, so that it counts once when it returns.

The server does not store keys. A key is a random name and a seal that depends on the run's secret,
so it is valid after a restart and in every process.
"""

import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256
from hmac import compare_digest, digest

_NAME = 12  # characters; 72 bits


def issue(secret: bytes) -> str:
    """Return a new key."""
    name = secrets.token_urlsafe(_NAME * 3 // 4)
    return name + _seal(secret, name)


def issued(secret: bytes, key: str) -> bool:
    """Whether `key` was issued with `secret`; takes constant time."""
    name, seal = key[:_NAME], key[_NAME:]
    return compare_digest(_seal(secret, name).encode(), seal.encode())


def _seal(secret: bytes, name: str) -> str:
    # The prefix keeps other uses of the secret from producing a valid key.
    sealed = digest(secret, b"follower " + name.encode(), sha256)[:16]
    return urlsafe_b64encode(sealed).rstrip(b"=").decode()
