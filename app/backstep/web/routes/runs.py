"""Runs over HTTP: create, read, end, download."""

from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response

from backstep import __version__
from backstep.protocol.codec import safetensors
from backstep.protocol.codec.finite import finite
from backstep.protocol.spec.edits import parse_edits
from backstep.protocol.spec.presets import PRESETS
from backstep.protocol.spec.schema import SpecError, parse
from backstep.sessions.files.recording import record
from backstep.sessions.run.log import logged_entry
from backstep.web.http.access import session_of
from backstep.web.http.bodies import read_body
from backstep.web.http.services import Shared

router = APIRouter(prefix="/api")
_BINARY = "application/octet-stream"
_MAX_RECORDED = 20_000_000  # numbers in a recording over HTTP


@router.get("/catalogue")
async def get_catalogue(services: Shared) -> Response:
    """Return the catalogue: every choice that the controls offer."""
    return Response(services.catalogue, media_type="application/json")


@router.post("/runs", status_code=201)
async def create_run(request: Request, services: Shared) -> dict[str, Any]:
    """Create a run from `{"spec": …}`, `{"preset": NAME}` or a bare spec.

    `edits` beside the first are replayed.
    """
    settings = services.settings
    body = await read_body(request, settings.body_bytes)
    spec = parse(_spec_in(body), settings.caps)
    edits = parse_edits(body.get("edits", []) if "spec" in body else [])
    session = await services.store.open(spec, edits)
    return {
        "id": session.id,
        "token": session.credentials.token,
        "watch_code": session.credentials.watch_code,
        "spec": spec.model_dump(exclude_none=True),
        "position": {"step": 0, "op": 0},
    }


def _spec_in(body: Any) -> Any:
    if not isinstance(body, dict):
        raise SpecError([("body", "is not an object")])
    if "preset" in body:
        name = body["preset"]
        if not isinstance(name, str) or name not in PRESETS:
            raise SpecError([("preset", f"is not one of {', '.join(PRESETS)}")])
        unknown = sorted(set(body) - {"preset"})
        if unknown:
            raise SpecError([(each, "there is no such field beside preset") for each in unknown])
        return dict(PRESETS[name].spec)
    return body.get("spec", body)


@router.get("/runs/{run_id}")
async def get_run(request: Request, run_id: str) -> dict[str, Any]:
    """Return spec, position, metrics and edits of a run."""
    session = session_of(request)
    scores, (step, op) = session.run.score(), session.run.position
    metrics = {
        "train_loss": scores.train.loss,
        "train_accuracy": scores.train.accuracy,
        "test_loss": scores.test.loss if scores.test else None,
        "test_accuracy": scores.test.accuracy if scores.test else None,
        "penalty": scores.penalty,
    }
    answer: dict[str, Any] = finite(
        {
            "id": session.id,
            "spec": session.spec.model_dump(exclude_none=True),
            "position": {"step": step, "op": op},
            "metrics": metrics,
            "edits": [logged_entry(entry) for entry in session.run.log],
        }
    )
    return answer


@router.delete("/runs/{run_id}", status_code=204)
async def end_run(services: Shared, run_id: str) -> Response:
    """End a run and delete its record."""
    await services.store.end(run_id)
    return Response(status_code=204)


@router.get("/runs/{run_id}/checkpoint")
async def get_checkpoint(request: Request, run_id: str) -> Response:
    """Return the parameters at the position, under PyTorch's names."""
    session = session_of(request)
    trainer = session.run.trainer
    tensors = dict(trainer.architecture.layout.named(trainer.parameters))
    metadata = {"spec": session.spec.model_dump_json(exclude_none=True)}
    metadata |= {"updates": str(trainer.updates), "backstep_version": __version__}
    return _download(safetensors.encode(tensors, metadata), f"backstep-{trainer.updates}")


@router.get("/runs/{run_id}/recording")
async def get_recording(request: Request, run_id: str) -> Response:
    """Return every step of the run so far as a recording."""
    session = session_of(request)
    run = session.run
    updates = run.trainer.updates
    if updates * run.parameters.size * 2 > _MAX_RECORDED:
        raise HTTPException(413, f"{updates} steps are too many for a recording of this network")
    done = [entry for entry in run.log if entry.at <= run.position]
    data = await record(session.assembly.spec, updates, log=done, sets=session.sets)
    return _download(data, "backstep-recording")


def _download(data: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}.safetensors"'}
    return Response(data, media_type=_BINARY, headers=headers)
