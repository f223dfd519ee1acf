"""Codes by which a class finds a run: short, to be read from a wall and typed on a phone."""

import secrets

# Crockford's: without letters that are taken for others, or make words with vowels.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("OIL", "011", "- ")
_LENGTH = 6  # 30 bits; wrong ones are rationed, see docs/security.md


def new() -> str:
    """A code that nobody has."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


def read(typed: str) -> str:
    """The code that was meant: small letters, and those that look like digits, are understood."""
    return typed[:20].upper().translate(_READ_AS)
