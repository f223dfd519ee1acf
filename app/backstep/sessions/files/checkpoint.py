"""Parameters from a file as the start of a run."""

from typing import Any

import numpy as np

from backstep.protocol.codec import safetensors
from backstep.protocol.spec.schema import SpecError
from backstep.sessions.session import Session
from backstep.texts.message import Message, message_of

_FIELD = "checkpoint"


def read_checkpoint(session: Session, data: bytes) -> list[dict[str, Any] | None]:
    """Return the parameters in a safetensors file in the form of a spec.

    Raises SpecError that names each tensor that does not fit the run's network.
    """
    try:
        tensors, _ = safetensors.decode(data)
    except ValueError as error:
        raise SpecError([(_FIELD, message_of(error))]) from None
    layout = session.run.trainer.architecture.layout
    wanted = {name: view.shape for name, view in layout.named(np.empty(layout.size))}
    problems = [(f"{_FIELD}.{name}", _misfit(tensors.get(name), wanted[name])) for name in wanted]
    problems += [
        (f"{_FIELD}.{name}", Message("refusals.checkpoint.extra"))
        for name in sorted(set(tensors) - set(wanted))
    ]
    found = [(field, message) for field, message in problems if message]
    if found:
        raise SpecError(found)
    return [
        {name: tensors[f"layers.{at}.{name}"].tolist() for name in layer.tensors} or None
        for at, layer in enumerate(layout.layers)
    ]


def _misfit(tensor: Any, shape: tuple[int, ...]) -> str:
    if tensor is None:
        return Message("refusals.checkpoint.missing", shape=str(shape))
    if tensor.shape != shape:
        return Message("refusals.checkpoint.shape", found=str(tensor.shape), needed=str(shape))
    if not np.isfinite(tensor).all():
        return Message("refusals.checkpoint.finite")
    return ""
