"""What is logged and counted for a request."""

import logging

import pytest
from fastapi.testclient import TestClient

from tests.web.http.test_metrics import read


@pytest.mark.parametrize(
    ("number", "noted"),
    [("5f0e-1_A", "5f0e-1_A"), ("x" * 64, "x" * 64), ("x" * 65, None), ("a status=200", None)],
)
def test_the_number_that_a_proxy_gave_a_request_is_noted_if_it_is_one(
    web: TestClient, caplog: pytest.LogCaptureFixture, number: str, noted: str | None
) -> None:
    with caplog.at_level(logging.INFO, "backstep"):
        web.get("/api/catalogue", headers={"X-Request-ID": number})
    (record,) = [each for each in caplog.records if each.message == "GET /api/catalogue"]
    assert getattr(record, "request", None) == noted


def test_files_are_counted_as_such_and_not_logged(
    web: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "backstep"):
        assert web.get("/static/js/page/main.js").status_code == 200
    assert [each for each in caplog.records if each.name == "backstep"] == []
    found = read(web)
    assert found['backstep_requests_total{method="GET",route="/static",status="200"}'] == 1
