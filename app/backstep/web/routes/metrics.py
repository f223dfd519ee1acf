"""Counts and gauges for Prometheus."""

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse

from backstep.web.http.metrics import exposition, process_values
from backstep.web.http.services import Shared

router = APIRouter()


@router.get("/metrics", response_class=PlainTextResponse)
async def get_metrics(services: Shared) -> PlainTextResponse:
    """All metrics."""
    store, exchange = services.store, services.exchange
    gauges = {
        "backstep_streams": services.streams.count,
        "backstep_runs": len(store),
        "backstep_runs_playing": store.playing,
        "backstep_turns_waiting": store.turns.waiting,
        "backstep_calls": exchange.calls,
        "backstep_guests": exchange.guests,
        "backstep_leases": store.keeper.held,
        "backstep_store_writable": int(store.keeper.trouble is None),
        **process_values(),
    }
    values = [*services.counts.items(), *((name, (), value) for name, value in gauges.items())]
    return PlainTextResponse(exposition(values), media_type="text/plain; version=0.0.4")
