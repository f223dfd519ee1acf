"""What Prometheus reads."""

import re
from pathlib import Path

from fastapi.testclient import TestClient

from backstep.web.http.metrics import GAUGES, Metrics
from tests.web.streams import stream

LINE = re.compile(r'[a-z_]+(\{([a-z]+="(\\.|[^"\\])*",?)*\})? -?[0-9.e+-]+')


def read(web: TestClient) -> dict[str, float]:
    answer = web.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    assert all(LINE.fullmatch(line) for line in lines)
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_what_happens_is_counted(web: TestClient) -> None:
    before = read(web)
    assert before["backstep_runs"] == before["backstep_streams"] == 0
    with stream(web) as talk:
        talk.move("forward")
        talk.ask("play", by="step", rate=1)
        during = read(web)
        assert during["backstep_runs"] == during["backstep_streams"] == 1
        assert during["backstep_runs_playing"] == 1
        assert during["backstep_frames_total"] >= 2
        assert during["backstep_frame_bytes_total"] > 1000
        assert during["backstep_commands_total"] >= 2
    created = 'backstep_requests_total{method="POST",route="/api/runs",status="201"}'
    assert read(web)[created] == 1
    assert read(web)["backstep_store_writable"] == 1


def test_addresses_that_are_made_up_are_one(web: TestClient) -> None:
    for path in ("/a", "/b", "/api/runs/x", "/api/runs/y"):
        web.get(path)
    requests = [name for name in read(web) if name.startswith("backstep_requests_total")]
    assert (
        sorted(requests)
        == [
            'backstep_requests_total{method="ANY",route="none",status="404"}',
            'backstep_requests_total{method="GET",route="/api/runs/{run_id}",status="404"}',
            'backstep_requests_total{method="GET",route="/metrics",status="200"}',
        ][: len(requests)]
    )
    assert len(requests) >= 2


def test_methods_that_are_made_up_are_one(web: TestClient) -> None:
    for number in range(5):
        web.request(f"MADE{number}", "/healthz")
        web.request(f"MADE{number}", "/static/icon.svg")
    requests = [name for name in read(web) if name.startswith("backstep_requests_total")]
    assert [name for name in requests if "MADE" in name] == []
    assert 'backstep_requests_total{method="ANY",route="/healthz",status="405"}' in requests


def test_every_metric_has_its_kind_and_labels_are_escaped() -> None:
    metrics = Metrics()
    metrics.watch(lambda: dict.fromkeys(GAUGES, 2.0))
    metrics.observe_request('a"\\', "/", 200, 0.3)
    metrics.observe_frame(7, 0.01)
    metrics.closed.labels("1012").inc()
    text = metrics.exposition().decode()
    for name in GAUGES:
        assert f"# TYPE {name} gauge\n{name} 2.0\n" in text
    assert 'backstep_requests_total{method="a\\"\\\\",route="/",status="200"} 1.0\n' in text
    slow = 'backstep_request_duration_seconds_bucket{le="%s",method="a\\"\\\\",route="/"} %s\n'
    assert slow % (0.25, 0.0) in text
    assert slow % (0.5, 1.0) in text
    assert 'backstep_frame_send_duration_seconds_bucket{le="0.01"} 1.0\n' in text
    assert "backstep_frame_bytes_total 7.0\n" in text
    assert 'backstep_closed_total{code="1012"} 1.0\n' in text
    assert "process_cpu_seconds_total" in text
    assert "_created" not in text


def test_every_metric_is_documented(web: TestClient) -> None:
    text = (Path(__file__).parents[3] / "docs/operations.md").read_text()
    kinds = re.findall(r"# TYPE (\S+) (\w+)\n", web.get("/metrics").text)
    missing = [name for name, _ in kinds if name.startswith("backstep") and f"`{name}`" not in text]
    assert missing == []
