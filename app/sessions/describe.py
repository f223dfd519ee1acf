"""A session in words: what `welcome` tells."""

from typing import TYPE_CHECKING, Any

from app.protocol.query import write

if TYPE_CHECKING:
    from app.sessions.session import Session


def layout(session: "Session") -> dict[str, Any]:
    """Shapes and names of the network and its data; see docs/protocol.md."""
    run, data = session.run, session.assembly.data
    architecture = run.trainer.architecture
    return {
        "sizes": architecture.sizes,
        "activations": architecture.activations,
        "loss": architecture.loss,
        "task": data.task,
        "inputs": data.inputs,
        "classes": data.classes,
        "plane": data.plane,
        "domain": data.domain.tolist(),
        "train_size": len(data.train_x),
        "test_size": len(data.test_x),
        "batches": run.trainer.batches.per_epoch,
        "operations": [{"kind": each.kind, "layer": each.layer} for each in run.operations.rows],
    }


def welcome(session: "Session", role: str) -> dict[str, Any]:
    """The first event of a stream."""
    step, op = session.run.position
    return {
        "type": "welcome",
        "run_epoch": session.run_epoch,
        "role": role,
        "spec": session.spec.model_dump(exclude_none=True),
        "query": write(session.spec, session.settings.caps),
        "layout": layout(session),
        "position": {"step": step, "op": op},
        "restarted": True,
        "playing": session.playing,
        "by": session.by,
        "rate": session.rate,
    }
