"""The description of a session in `welcome` and `edited` events."""

from collections.abc import Sequence
from typing import Any

from backstep.data.build import Data
from backstep.data.scale import Scale
from backstep.engine.training.run import updates_between_checks
from backstep.protocol.facts.links import network_layout
from backstep.protocol.spec.edits import write_edits
from backstep.protocol.spec.query import write_query
from backstep.protocol.stream.acts import Act
from backstep.sessions.roles import Described


def layout(session: Described) -> dict[str, Any]:
    """Return shapes and names of the network and its data; see docs/protocol.md."""
    run, data = session.run, session.assembly.data
    architecture, settings = run.trainer.architecture, run.settings
    batches = -(-len(data.train_x) // settings.batch_size)
    return {
        **network_layout(architecture),
        "loss": settings.loss,
        "task": data.task,
        "inputs": data.inputs,
        "classes": data.classes,
        "input_kind": data.kind,
        "image": data.image,
        "words": _words(data),
        "plane": data.plane,
        "domain": data.domain.tolist(),
        "own": _own(data),
        "train_size": len(data.train_x),
        "test_size": len(data.test_x),
        "batches": batches,
        "check_every": updates_between_checks(batches),
        "operations": [{"kind": each.kind, "layer": each.layer} for each in run.operations.rows],
    }


def _own(data: Data) -> dict[str, Any] | None:
    """Return the names and units of an uploaded file."""
    about, scales = data.description, data.scales
    if about is None or scales is None:
        return None
    inputs, targets = scales
    return {
        "file": about.file,
        "target": about.target,
        "inputs": _standardized(inputs, about.units),
        "targets": _standardized(targets, [about.unit]) if data.task == "regression" else None,
    }


def _standardized(scale: Scale, units: Sequence[str | None]) -> dict[str, Any]:
    return {
        "means": scale.mean.tolist(),
        "deviations": scale.deviation.tolist(),
        "units": list(units),
    }


def _words(data: Data) -> dict[str, Any] | None:
    """Return how texts are encoded."""
    if data.texts is None:
        return None
    encoding, vocabulary = data.texts.encoder.encoding, data.texts.encoder.vocabulary
    return {
        "encoding": encoding.name,
        "vectors": encoding.vectors,
        "positions": encoding.positions,
        "vocabulary": vocabulary.words,
        "counts": vocabulary.counts,
    }


def _query(session: Described) -> str:
    """Return the query of the run's address: its start and its edits."""
    query = write_query(session.start, session.settings.caps)
    edits = write_edits(session.edits)
    return f"{query}&edits={edits}" if edits else query


def run_state(session: Described) -> dict[str, Any]:
    """Return the state of the run at its position."""
    step, op = session.run.position
    return {
        "run_epoch": session.run_epoch,
        "spec": session.spec.model_dump(exclude_none=True),
        "start": session.start.model_dump(exclude_none=True),
        "edits": [edit.model_dump(exclude_none=True) for edit in session.edits],
        "query": _query(session),
        "layout": layout(session),
        "position": {"step": step, "op": op},
        "playing": session.state.playing,
        "by": session.state.playback.by,
        "rate": session.state.playback.rate,
        "undo": _act(session.history.next_undo),
        "redo": _act(session.history.next_redo),
    }


def _act(act: Act | None) -> dict[str, Any] | None:
    return None if act is None else act.model_dump()
