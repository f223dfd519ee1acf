"""Who a follower is: a key that the server gives it, by which it counts once when it comes again.

The server remembers none of them. A key is a random name and a seal over it that only who knows
the run's secret can make, so it is known again after a restart and by every replica.
"""

import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256
from hmac import compare_digest, digest

_NAME = 12  # characters; 72 bits


def issue(secret: bytes) -> str:
    """A key that nobody has."""
    name = secrets.token_urlsafe(_NAME * 3 // 4)
    return name + _seal(secret, name)


def issued(secret: bytes, key: str) -> bool:
    """Whether it was given with that secret; in constant time."""
    name, seal = key[:_NAME], key[_NAME:]
    return compare_digest(_seal(secret, name).encode(), seal.encode())


def _seal(secret: bytes, name: str) -> str:
    # What the secret seals for anything else is not taken for a follower's name.
    sealed = digest(secret, b"follower " + name.encode(), sha256)[:16]
    return urlsafe_b64encode(sealed).rstrip(b"=").decode()
