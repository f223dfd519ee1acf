"""Parameters from a file as the start of a run."""

from typing import Any

import numpy as np

from backstep.protocol.codec import safetensors
from backstep.protocol.spec.schema import SpecError
from backstep.sessions.session import Session

_FIELD = "checkpoint"


def read(session: Session, data: bytes) -> list[dict[str, Any] | None]:
    """Return the parameters in a safetensors file in the form of a spec.

    Raises SpecError that names each tensor that does not fit the run's network.
    """
    try:
        tensors, _ = safetensors.decode(data)
    except ValueError as error:
        raise SpecError([(_FIELD, str(error))]) from None
    layout = session.run.trainer.architecture.layout
    wanted = {name: view.shape for name, view in layout.named(np.empty(layout.size))}
    problems = [(f"{_FIELD}.{name}", _misfit(tensors.get(name), wanted[name])) for name in wanted]
    problems += [
        (f"{_FIELD}.{name}", "this network has no such tensor")
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
        return f"is missing; this network needs it with shape {shape}"
    if tensor.shape != shape:
        return f"has shape {tensor.shape}; this network needs {shape}"
    if not np.isfinite(tensor).all():
        return "has numbers that are not finite"
    return ""
