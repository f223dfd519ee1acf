"""Scenes in notebooks."""

from urllib.parse import parse_qs, urlsplit

import pytest

from backstep.notebook import show
from backstep.protocol.spec.schema import SpecError


def query(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query)


def test_a_preset_at_a_moment_is_a_frame() -> None:
    found = show("xor", panels=["network", "slice"], step=12, op=5, autoplay=True)
    assert found.address.startswith("http://127.0.0.1:8000/embed?")
    assert query(found.address) == {
        "preset": ["xor"], "panels": ["network,slice"], "step": ["12"], "op": ["5"],
        "autoplay": ["1"],
    }  # fmt: skip
    html = found._repr_html_()
    assert html.startswith('<iframe src="http://127.0.0.1:8000/embed?preset=xor&amp;')
    assert 'width="100%"' in html


def test_a_link_and_a_spec_are_shown_too() -> None:
    link = "https://backstep.example/?preset=moons&step=3"
    assert query(show(link, server="https://b.example/").address)["step"] == ["3"]
    spec = {"network": {"hidden": [{"units": 3, "activation": "relu"}]}}
    assert "relu" in query(show(spec).address)["spec"][0]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"what": "nothing"}, "preset"),
        ({"panels": ["nothing"]}, "panels"),
        ({"hidden": "many"}, "hidden"),
        ({"what": {"network": {"hidden": [{"units": 0}]}}}, "network.hidden.0.units"),
    ],
)
def test_what_the_server_would_refuse_is_refused_here(given: dict[str, object], field: str) -> None:
    with pytest.raises(SpecError) as refused:
        show(**given)  # type: ignore[arg-type]
    assert refused.value.problems[0][0] == field
