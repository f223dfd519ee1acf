"""plotly.js is sent compressed to clients that accept it."""

import pytest
from fastapi.testclient import TestClient

from backstep.web.http.vendor import PLOTLY, takes_gzip

ADDRESS = "/vendor/plotly.min.js"


def test_it_is_compressed_where_that_is_taken(web: TestClient) -> None:
    plain = web.get(ADDRESS, headers={"Accept-Encoding": "identity"})
    packed = web.get(ADDRESS, headers={"Accept-Encoding": "br, gzip"})
    assert plain.content == packed.content == PLOTLY.read_bytes()
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < 0.4 * int(plain.headers["content-length"])
    for answer in (plain, packed):
        assert answer.headers["vary"] == "Accept-Encoding"
        assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    ("header", "taken"),
    [
        ("gzip", True),
        ("deflate, GZIP;q=0.5", True),
        ("*", True),
        ("", False),
        ("identity", False),
        ("gzip;q=0", False),
        ("gzip; q=0.000, *", False),
        ("gzipped", False),
    ],
)
def test_an_encoding_is_taken_as_the_header_says(header: str, taken: bool) -> None:
    assert takes_gzip(header) is taken
