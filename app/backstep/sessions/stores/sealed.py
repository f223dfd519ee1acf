"""Bytes under a seal: what was damaged where it lay is found out, and not believed."""

from hashlib import blake2b

_MARK = b"sealed.1"
_SIZE = 16  # bytes of a seal


def seal(data: bytes) -> bytes:
    return _MARK + _digest(data) + data


def unseal(data: bytes) -> bytes:
    """What was sealed; what never was, as of older versions, as it is. Raises ValueError."""
    if not data.startswith(_MARK):
        return data
    start = len(_MARK) + _SIZE
    told, found = data[len(_MARK) : start], data[start:]
    if told != _digest(found):
        raise ValueError("was damaged where it lay")
    return found


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=_SIZE).digest()
