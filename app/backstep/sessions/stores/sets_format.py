"""An uploaded set as bytes."""

import json
from dataclasses import asdict
from typing import Any

import numpy as np

from backstep.data.description import Description
from backstep.data.own.own_set import OwnSet
from backstep.data.words import TextEncoder
from backstep.protocol.codec import safetensors
from backstep.sessions.stores.sealed import seal, unseal


def encode(own: OwnSet) -> bytes:
    """Return the set as a sealed safetensors file."""
    told = {
        "task": own.task,
        "classes": own.classes,
        "inputs": own.inputs,
        "plane": own.plane,
        "texts": own.texts,
        "encoding": own.reader.encoding.name if own.reader else None,
        "negation": own.reader.negation if own.reader else None,
        "description": asdict(own.description) if own.description else None,
    }
    tensors = {"x": own.x, "y": own.y, "amounts": own.amounts.astype(np.float64)}
    if own.held is not None:
        tensors["held"] = own.held.astype(np.float64)
    return seal(safetensors.encode(tensors, {"set": json.dumps(told)}))


def decode(data: bytes) -> OwnSet:
    """Return the set in `data`. Raises ValueError that says what is wrong with the bytes."""
    tensors, metadata = safetensors.decode(unseal(data))
    try:
        return _own(tensors, json.loads(metadata["set"]))
    except (KeyError, TypeError, AttributeError, RecursionError):
        raise ValueError("is no data set") from None


def _own(tensors: dict[str, Any], told: dict[str, Any]) -> OwnSet:
    """Return the set; its text encoder is learned again from the texts."""
    texts = tuple(told["texts"])
    reader = None
    if told["encoding"] is not None:
        reader = TextEncoder.learn(texts, told["encoding"], negation=told["negation"])
    x, y, amounts = (np.array(tensors[name], dtype=np.float64) for name in ("x", "y", "amounts"))
    classes = None if told["classes"] is None else tuple(told["classes"])
    inputs = tuple(told["inputs"])
    plane = told["plane"]
    held = np.array(tensors["held"]) > 0 if "held" in tensors else None
    about = _description(told.get("description"))
    return OwnSet(
        told["task"], classes, inputs, x, y, amounts > 0, plane, reader, texts, held, about
    )


def _description(told: dict[str, Any] | None) -> Description | None:
    """Return the description; None for a set saved before sets had one."""
    if told is None:
        return None
    return Description(told["file"], told["target"], told["unit"], tuple(told["units"]))
