"""`{{< backstep … >}}` of docs/quarto, in every kind of document."""

import re
import shlex
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import lupa
import pytest

from backstep.protocol.catalogue.embed import read_embed
from backstep.protocol.spec.query import read_query
from backstep.settings import Settings

QUARTO = Path(__file__).parents[2] / "docs" / "quarto"
EXAMPLE = (QUARTO / "example.qmd").read_text()
SHOWN = re.findall(r"(?<!\{)\{\{< backstep (.*?) >\}\}", EXAMPLE)
SERVER = "http://127.0.0.1:8000"


class Elements(HTMLParser):
    """Collect the elements of a piece of HTML, by name."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: dict[str, dict[str, str | None]] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found[tag] = dict(attrs)


class Document:
    """Runs shortcodes as in a document of a format with the metadata `meta`."""

    def __init__(self, format: str, **meta: str) -> None:
        self.lua = lupa.LuaRuntime(unpack_returned_tuples=True)
        self.lua.execute((Path(__file__).parent / "stand_in.lua").read_text())
        self.lua.globals().asked.format = format
        source = (QUARTO / "_extensions" / "backstep" / "backstep.lua").read_text()
        self.handler = self.lua.execute(source)["backstep"]
        self.meta = {f"backstep.{name}": value for name, value in meta.items()}

    def shortcode(self, text: str, context: str = "block") -> Any:
        words = shlex.split(text)
        args = [word for word in words if "=" not in word]
        kwargs = dict(word.split("=", 1) for word in words if "=" in word)
        table = self.lua.table_from
        call = self.lua.globals().call
        return call(self.handler, table(args), table(kwargs), table(self.meta), context)

    def html(self, text: str) -> dict[str, dict[str, str | None]]:
        made = self.shortcode(text)
        assert (made.kind, made.format) == ("RawBlock", "html")
        return Elements(made.text).found

    @property
    def head(self) -> str:
        head: str = self.lua.globals().asked.heads["backstep"]
        return head

    @property
    def resources(self) -> list[str]:
        return list(self.lua.globals().asked.resources.values())


def query(address: str | None) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address or "").query))


@pytest.mark.parametrize("text", SHOWN)
def test_what_the_example_asks_for_is_understood(text: str) -> None:
    made = Document("revealjs").html(text)
    asked = query(made["a"]["href"])
    scene = made["backstep-scene"]
    assert scene["server"] == SERVER
    assert "hidden" not in scene
    assert asked.items() <= (scene | {"hidden": scene.get("layers")}).items()
    read_query(asked, Settings().caps)
    _, problems = read_embed(asked)
    assert problems == []


def test_the_scripts_are_asked_for_as_the_format_needs_them() -> None:
    page, deck = Document("html", server="https://b.example/"), Document("revealjs", scripts="lib")
    assert page.html("circle")["backstep-scene"]["server"] == "https://b.example"
    assert page.head == '<script src="https://b.example/embed.js"></script>'
    deck.html("circle")
    assert '<script src="lib/embed.js">' in deck.head
    assert '<script src="lib/reveal.js">' in deck.head
    assert "registerPlugin(RevealBackstep())" in deck.head


def test_values_are_escaped() -> None:
    made = Document("html").shortcode("""circle 'title=a "b" <c> & d' 'select=x y&z'""").text
    assert 'title="a &quot;b&quot; &lt;c&gt; &amp; d"' in made
    assert "select=x%20y%26z" in made


@pytest.mark.parametrize(
    ("text", "resource", "href"),
    [
        (
            "copies/run.html step=3 panels=network",
            "copies/run.html",
            "copies/run.html#panels=network",
        ),
        ("circle fallback=run.html#op=2", "run.html", f"{SERVER}/?preset=circle"),
    ],
)
def test_a_copy_goes_where_the_page_goes(text: str, resource: str, href: str) -> None:
    document = Document("html")
    made = document.html(text)
    assert document.resources == [resource]
    assert (made["a"]["href"] or "").startswith(href)
    assert (
        resource in f"{made['backstep-scene'].get('src')}{made['backstep-scene'].get('fallback')}"
    )


def test_a_link_of_the_lab_is_a_scene() -> None:
    link = "https://b.example/?preset=xor&step=3"
    made = Document("html").html(f"src={link} theme=dark")
    assert made["backstep-scene"]["src"] == link
    assert made["a"]["href"] == f"{link}&theme=dark"


@pytest.mark.parametrize(("format", "source"), [("html", "src"), ("revealjs", "data-src")])
def test_without_scripts_it_is_a_frame(format: str, source: str) -> None:
    made = Document(format, script="false").html("circle panels=network,slice height=400")
    frame = made["iframe"]
    assert frame[source] == f"{SERVER}/embed?panels=network,slice&preset=circle"
    assert (frame["width"], frame["height"]) == ("960", "400")


@pytest.mark.parametrize("format", ["pdf", "docx", "pptx", "epub"])
def test_on_paper_it_is_a_link_or_the_still_that_is_named(format: str) -> None:
    document = Document(format)
    made = document.shortcode("circle step=120 theme=dark")
    link = made.content[1]
    assert (made.kind, link.kind) == ("Para", "Link")
    assert query(link.target) == {"preset": "circle", "step": "120", "theme": "dark"}
    still = document.shortcode("circle step=120 still=circle.png", "inline")
    assert still.kind == "Link"
    assert (still.content[1].kind, still.content[1].src) == ("Image", "circle.png")


def test_a_word_that_is_no_name_and_value_is_told() -> None:
    with pytest.raises(lupa.LuaError, match="120 is not a name=value"):
        Document("html").shortcode("circle 120")
