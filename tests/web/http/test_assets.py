"""The page's files, and the modules that pages ask for beforehand."""

import re
from urllib.parse import urljoin

import pytest
from fastapi.testclient import TestClient

IMPORTED = re.compile(r'(?:from|import)\s+"(\.[^"]+)"')


def preloaded(page: str) -> list[str]:
    return re.findall(r'<link rel="modulepreload" href="([^"]+)">', page)


@pytest.mark.parametrize("path", ["/", "/embed", "/lessons", "/expression", "/glossary", "/docs"])
def test_a_page_asks_beforehand_for_what_its_script_imports(web: TestClient, path: str) -> None:
    page = web.get(path).text
    (script,) = re.findall(r'<script type="module" src="([^"]+)">', page)
    told = preloaded(page)
    found: set[str] = set()
    for address in [script, *told]:
        source = web.get(address).text
        # Those in comments are of types.
        plain = re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL)
        found |= {urljoin(address, each) for each in IMPORTED.findall(plain)}
    # The texts are imported by an address that names the page's language.
    found |= {each for each in told if each.endswith("/text/en/expression.js")}
    assert sorted(found) == sorted(told)


def test_a_file_is_kept_under_its_contents_name_alone(web: TestClient) -> None:
    (named,) = re.findall(r'href="([^"]+/icon\.svg)"', web.get("/").text)
    kept = web.get(named)
    assert "immutable" in kept.headers["cache-control"]
    for path in ("/static/icon.svg", "/static/0123456789ab/icon.svg"):
        answer = web.get(path)
        assert answer.content == kept.content
        assert answer.headers["cache-control"] == "no-cache"
