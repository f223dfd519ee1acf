"""The safetensors format: a JSON header, then the tensors' bytes.

Layout as published by Hugging Face: u64 little-endian header length, the header padded with
spaces to a multiple of 8, then the data at the offsets it names.
"""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

_TYPES = {"float32": "F32", "float64": "F64", "uint8": "U8", "int64": "I64"}


def encode(tensors: Mapping[str, npt.NDArray[Any]], metadata: Mapping[str, str]) -> bytes:
    """Bytes of a safetensors file. float32, float64, uint8 and int64 tensors.

    Tensors are written in order of falling alignment, so that each can be read in place.
    """
    header: dict[str, Any] = {"__metadata__": dict(metadata)}
    ordered = sorted(tensors.items(), key=lambda item: -item[1].dtype.itemsize)
    parts, end = [], 0
    for name, tensor in ordered:
        data = np.ascontiguousarray(tensor).tobytes()
        header[name] = {
            "dtype": _TYPES[tensor.dtype.name],
            "shape": list(tensor.shape),
            "data_offsets": [end, end + len(data)],
        }
        parts.append(data)
        end += len(data)
    text = json.dumps(header, separators=(",", ":"), allow_nan=False).encode()
    text += b" " * (-len(text) % 8)
    return b"".join([len(text).to_bytes(8, "little"), text, *parts])
