"""Codes by which a class finds a run: short enough to read from a wall and type on a phone."""

import secrets

# Crockford's alphabet: no letters that look like digits, and no U, so fewer accidental words.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("OIL", "011", "- ")
_LENGTH = 6  # 30 bits; wrong guesses are rate-limited, see docs/security.md


def new() -> str:
    """Return a new code."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


def read(typed: str) -> str:
    """Return the code meant by `typed`: lower case and look-alikes of digits are accepted."""
    return typed[:20].upper().translate(_READ_AS)
