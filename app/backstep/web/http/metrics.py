"""Counts and gauges, as Prometheus reads them.

Text format 0.0.4: https://prometheus.io/docs/instrumenting/exposition_formats/
"""

import os
import resource
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import process_time
from typing import Literal, NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse

router = APIRouter()

Labels = tuple[tuple[str, str], ...]


class Metric(NamedTuple):
    kind: Literal["counter", "gauge"]
    help: str


METRICS: Mapping[str, Metric] = {
    "backstep_requests_total": Metric("counter", "HTTP requests answered."),
    "backstep_request_seconds_total": Metric("counter", "Time taken by HTTP requests."),
    "backstep_frames_total": Metric("counter", "Frames sent."),
    "backstep_frame_bytes_total": Metric("counter", "Bytes of frames sent."),
    "backstep_commands_total": Metric("counter", "Messages read from streams."),
    "backstep_slowed_total": Metric("counter", "Messages read later than they came."),
    "backstep_closed_total": Metric("counter", "Streams closed by the server, by code."),
    "backstep_streams": Metric("gauge", "Streams open."),
    "backstep_runs": Metric("gauge", "Runs in memory."),
    "backstep_runs_playing": Metric("gauge", "Runs playing."),
    "backstep_turns_waiting": Metric("gauge", "Pieces of engine work waiting for their turn."),
    "backstep_calls": Metric("gauge", "Conversations with runs in other processes."),
    "backstep_guests": Metric("gauge", "Conversations of other processes with runs here."),
    "backstep_leases": Metric("gauge", "Runs in the store that no other process may write."),
    "backstep_store_writable": Metric("gauge", "Whether runs can be written down; 1 is yes."),
    "process_cpu_seconds_total": Metric("counter", "Processor time used."),
    "process_resident_memory_bytes": Metric("gauge", "Memory held."),
    "process_open_fds": Metric("gauge", "File descriptors open."),
}


class Counts:
    """What has been counted since the process began."""

    def __init__(self) -> None:
        self._counts: defaultdict[tuple[str, Labels], float] = defaultdict(float)

    def add(self, name: str, amount: float = 1, **labels: str) -> None:
        self._counts[name, tuple(labels.items())] += amount

    def items(self) -> Iterator[tuple[str, Labels, float]]:
        for (name, labels), value in self._counts.items():
            yield name, labels, value


@router.get("/metrics", response_class=PlainTextResponse)
async def get_metrics(request: Request) -> PlainTextResponse:
    """All metrics."""
    state = request.app.state
    gauges = {
        "backstep_streams": state.streams.count,
        "backstep_runs": len(state.store),
        "backstep_runs_playing": state.store.playing,
        "backstep_turns_waiting": state.store.scheduler.waiting,
        "backstep_calls": state.exchange.calls,
        "backstep_guests": state.exchange.guests,
        "backstep_leases": state.store.persistence.held,
        "backstep_store_writable": int(state.store.persistence.trouble is None),
        **_process(),
    }
    values = [*state.counts.items(), *((name, (), value) for name, value in gauges.items())]
    return PlainTextResponse(exposition(values), media_type="text/plain; version=0.0.4")


def exposition(values: list[tuple[str, Labels, float]]) -> str:
    """Values as text, metric by metric."""
    lines = []
    for name, metric in METRICS.items():
        found = [(labels, value) for each, labels, value in values if each == name]
        if found:
            lines += [f"# HELP {name} {metric.help}", f"# TYPE {name} {metric.kind}"]
            lines += [f"{name}{_written(labels)} {value:.17g}" for labels, value in found]
    return "\n".join(lines) + "\n"


def _written(labels: Labels) -> str:
    escaped = [(name, value.replace("\\", r"\\").replace('"', r"\"")) for name, value in labels]
    inside = ",".join(f'{name}="{value}"' for name, value in escaped)
    return f"{{{inside}}}" if inside else ""


def _process() -> dict[str, float]:
    found: dict[str, float] = {"process_cpu_seconds_total": process_time()}
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        found["process_resident_memory_bytes"] = pages * resource.getpagesize()
        found["process_open_fds"] = len(os.listdir("/proc/self/fd"))
    return found
