"""The headers of every response."""

import re

import pytest
from fastapi.testclient import TestClient


def directives(policy: str) -> dict[str, list[str]]:
    split = [each.split() for each in policy.split(";")]
    return {name: sources for name, *sources in split}


@pytest.mark.parametrize("path", ["/", "/healthz", "/nowhere", "/static/icon.svg"])
def test_scripts_come_from_here_alone_and_evaluate_nothing(web: TestClient, path: str) -> None:
    answer = web.get(path)
    policy = directives(answer.headers["content-security-policy"])
    scripts = policy.get("script-src", policy["default-src"])
    assert scripts == ["'self'"]
    assert "'unsafe-eval'" not in str(policy)
    assert policy["object-src"] == policy["base-uri"] == ["'none'"]
    for sources in policy.values():
        assert not [each for each in sources if "//" in each or each in ("*", "https:", "http:")]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/redoc", "/docs/oauth2-redirect"])
def test_pages_that_load_scripts_from_elsewhere_are_off(web: TestClient, path: str) -> None:
    assert web.get(path).status_code == 404


def test_the_api_reference_loads_only_the_servers_own_files(web: TestClient) -> None:
    page = web.get("/docs").text
    loaded = re.findall(r'<(?:script|link|img)\b[^>]*?(?:src|href)="([^"]+)"', page)
    assert loaded
    assert [each for each in loaded if not each.startswith("/static/")] == []
