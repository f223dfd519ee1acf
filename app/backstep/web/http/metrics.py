"""The metrics of the process, for Prometheus."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import cast

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

# Creation times would double the series; the library has no type annotation for this call.
cast(Callable[[], None], disable_created_metrics)()

# A static file takes about a millisecond, an offline copy some seconds.
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
GAUGES: Mapping[str, str] = {
    "backstep_streams": "Streams open.",
    "backstep_runs": "Runs in memory.",
    "backstep_runs_playing": "Runs playing.",
    "backstep_turns_waiting": "Pieces of engine work waiting for their turn.",
    "backstep_calls": "Conversations with runs in other processes.",
    "backstep_guests": "Conversations of other processes with runs here.",
    "backstep_leases": "Runs in the store that no other process may write.",
    "backstep_store_writable": "Whether runs can be written to the store; 1 is yes.",
}


class Metrics:
    """Counters and histograms since the process started, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        route = ("method", "route")
        counter = partial(Counter, registry=self.registry)
        histogram = partial(Histogram, registry=self.registry, buckets=_SECONDS)
        self.requests = counter(
            "backstep_requests_total", "HTTP requests answered.", (*route, "status")
        )
        self.request_seconds = counter(
            "backstep_request_seconds_total", "Seconds spent on HTTP requests.", route
        )
        self.request_durations = histogram(
            "backstep_request_duration_seconds",
            "Seconds from a request to the end of its answer.",
            route,
        )
        self.frames = counter("backstep_frames_total", "Frames sent.")
        self.frame_bytes = counter("backstep_frame_bytes_total", "Bytes of frames sent.")
        self.send_durations = histogram(
            "backstep_frame_send_duration_seconds",
            "Seconds until a client's socket has taken a frame.",
        )
        self.commands = counter("backstep_commands_total", "Messages read from streams.")
        self.slowed = counter("backstep_slowed_total", "Messages read late, to limit their rate.")
        self.closed = counter(
            "backstep_closed_total", "Streams closed by the server, by code.", ("code",)
        )

    def observe_request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one HTTP request."""
        self.requests.labels(method, route, str(status)).inc()
        self.request_seconds.labels(method, route).inc(seconds)
        self.request_durations.labels(method, route).observe(seconds)

    def observe_frame(self, size: int, seconds: float) -> None:
        """Count one frame of `size` bytes."""
        self.frames.inc()
        self.frame_bytes.inc(size)
        self.send_durations.observe(seconds)

    def watch(self, read: Callable[[], Mapping[str, float]]) -> None:
        """Export the gauges that `read` returns, by their names in `GAUGES`."""
        self.registry.register(_Gauges(read))

    def exposition(self) -> bytes:
        """All metrics in the text format 0.0.4."""
        return generate_latest(self.registry)


class _Gauges(Collector):
    """Gauges that are read when they are exported."""

    def __init__(self, read: Callable[[], Mapping[str, float]]) -> None:
        self._read = read

    def describe(self) -> Iterable[GaugeMetricFamily]:
        return [GaugeMetricFamily(name, text) for name, text in GAUGES.items()]

    def collect(self) -> Iterable[GaugeMetricFamily]:
        for name, value in self._read().items():
            yield GaugeMetricFamily(name, GAUGES[name], value=value)
