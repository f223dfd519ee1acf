"""The safetensors format: a JSON header, then the tensors' bytes.

The layout is that of Hugging Face: the header's length as little-endian u64, the header, padded
with spaces to a multiple of 8, then the data at the offsets that the header names.
"""

import json
from collections.abc import Mapping
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from backstep.protocol.codec.reading import read_json

# Keyed by the type, not its name: numpy computes the name on each access.
_TYPES = {
    np.dtype(np.float32): "F32",
    np.dtype(np.float64): "F64",
    np.dtype(np.uint8): "U8",
    np.dtype(np.int64): "I64",
}
_READ = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "U8": "u1", "I64": "<i8"}

_LARGEST = 2**63  # limit of a dimension or an offset


def encode(tensors: Mapping[str, npt.NDArray[Any]], metadata: Mapping[str, str]) -> bytes:
    """Return a safetensors file of float32, float64, uint8 and int64 tensors.

    Tensors are written in order of falling alignment, so that each can be read in place.
    """
    header: dict[str, Any] = {"__metadata__": dict(metadata)}
    ordered = sorted(tensors.items(), key=lambda item: -item[1].dtype.itemsize)
    parts, end = [], 0
    for name, tensor in ordered:
        data = np.ascontiguousarray(tensor).tobytes()
        header[name] = {
            "dtype": _TYPES[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [end, end + len(data)],
        }
        parts.append(data)
        end += len(data)
    text = json.dumps(header, separators=(",", ":"), allow_nan=False).encode()
    text += b" " * (-len(text) % 8)
    return b"".join([len(text).to_bytes(8, "little"), text, *parts])


def decode(data: bytes) -> tuple[dict[str, npt.NDArray[Any]], dict[str, str]]:
    """Return tensors and metadata of a safetensors file.

    It may hold floats of 16, 32 and 64 bits, and integers of 8 and 64. Raises ValueError that says
    what is wrong with the file.
    """
    length = int.from_bytes(data[:8], "little")
    if len(data) < 8 or length > len(data) - 8:
        raise ValueError("is not a safetensors file")
    try:
        header = read_json(data[8 : 8 + length])
        metadata = dict(header.pop("__metadata__", {}))
        entries = {
            name: (each["dtype"], tuple(each["shape"]), *each["data_offsets"])
            for name, each in header.items()
        }
    except (ValueError, TypeError, KeyError, AttributeError):
        raise ValueError("is not a safetensors file: its header cannot be read") from None
    body = data[8 + length :]
    return {name: _tensor(name, body, *entry) for name, entry in entries.items()}, metadata


def _tensor(name: str, body: bytes, kind: Any, shape: tuple[Any, ...], *span: Any) -> Any:
    if not isinstance(kind, str) or kind not in _READ:
        raise ValueError(f"has {name} as {kind}; allowed: {', '.join(_READ)}")
    whole = all(type(each) is int and 0 <= each < _LARGEST for each in (*shape, *span))
    if not whole or len(span) != 2 or not span[0] <= span[1] <= len(body):
        raise ValueError(f"has no data for {name}: the file is cut short, or damaged")
    kind = np.dtype(_READ[kind])
    if span[1] - span[0] != prod(shape) * kind.itemsize:
        raise ValueError(f"has another number of bytes for {name} than its shape {shape} needs")
    try:
        return np.frombuffer(body[span[0] : span[1]], kind).reshape(shape)
    except ValueError:
        raise ValueError(f"has {name} with the shape {shape}, which no array can have") from None
