"""A session in words: what `welcome` and `edited` tell."""

from typing import TYPE_CHECKING, Any

from app.protocol.query import write

if TYPE_CHECKING:
    from app.sessions.session import Session


def layout(session: "Session") -> dict[str, Any]:
    """Shapes and names of the network and its data; see docs/protocol.md."""
    run, data = session.run, session.assembly.data
    architecture, settings = run.trainer.architecture, run.settings
    return {
        "sizes": architecture.sizes,
        "activations": architecture.activations,
        "loss": settings.loss,
        "task": data.task,
        "inputs": data.inputs,
        "classes": data.classes,
        "plane": data.plane,
        "domain": data.domain.tolist(),
        "train_size": len(data.train_x),
        "test_size": len(data.test_x),
        "batches": -(-len(data.train_x) // settings.batch_size),
        "operations": [{"kind": each.kind, "layer": each.layer} for each in run.operations.rows],
    }


def state(session: "Session") -> dict[str, Any]:
    """The run as it is at its position."""
    step, op = session.run.position
    return {
        "run_epoch": session.run_epoch,
        "spec": session.spec.model_dump(exclude_none=True),
        "query": write(session.spec, session.settings.caps),
        "layout": layout(session),
        "position": {"step": step, "op": op},
        "playing": session.playing,
        "by": session.by,
        "rate": session.rate,
    }
