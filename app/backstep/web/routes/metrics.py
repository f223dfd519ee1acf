"""Metrics for Prometheus."""

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4

from backstep.web.http.services import Shared

router = APIRouter()


@router.get("/metrics", response_class=PlainTextResponse)
async def get_metrics(services: Shared) -> PlainTextResponse:
    """Return all metrics."""
    return PlainTextResponse(services.metrics.exposition(), media_type=CONTENT_TYPE_PLAIN_0_0_4)
