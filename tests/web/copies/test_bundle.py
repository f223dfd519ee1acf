"""The modules of a copy: all that is imported is there, and words are not lost with the rest."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from backstep.paths import folder
from backstep.web.copies import bundle
from backstep.web.copies.copy import RECORDED
from backstep.web.copies.minify import minified

_IMPORTS = re.compile(r'import\s*(?:\{([^}]*)\}\s*from\s*)?"backstep/([^"]+)"')
_EXPORTED = re.compile(r"export (?:async )?(?:const|function|class) (\w+)|\bas (\w+)")


def _names(source: str) -> Iterator[str]:
    """What a module exports, and a few words more."""
    for found in _EXPORTED.finditer(source):
        yield found[1] or found[2]


@pytest.mark.parametrize("panels", [RECORDED, ("network", "transport"), ("output",), ()])
def test_every_import_is_met(panels: tuple[str, ...]) -> None:
    modules = dict(bundle.modules(folder("static"), panels))
    for path, source in modules.items():
        for wanted, target in _IMPORTS.findall(source):
            exported = set(_names(modules[f"backstep/{target}"]))
            for name in filter(None, (each.split(" as ")[0].strip() for each in wanted.split(","))):
                assert name in exported, f"{path} imports {name} of {target}"


def test_a_panel_that_is_not_there_takes_its_modules_with_it() -> None:
    modules = dict(bundle.modules(folder("static"), ("network",)))
    assert "backstep/js/panels/network/index.js" in modules
    for gone in (
        "panels/inspector/index.js",
        "panels/inspector/gradient.js",
        "panels/surface/index.js",
    ):
        assert f"backstep/js/{gone}" not in modules


def test_the_russian_catalogue_keeps_what_the_copy_tells() -> None:
    source = dict(bundle.modules(folder("static"), RECORDED))["backstep/js/text/ru-catalogue.js"]
    kept = set(re.findall(r'(?m)^"(\w+)\.', source))
    assert kept == {"activations", "losses", "layers", "optimizers", "granularities", "panels"}


@pytest.mark.parametrize("size", [0, 1, 1000, 4001])
def test_what_is_packed_can_be_unpacked(size: int) -> None:
    data = bytes(i * i % 251 for i in range(size))
    text = bundle.packed(data)
    assert not set(text) & set("<>&\"'`\\")
    assert bundle.unpacked(text) == data


def test_strings_templates_and_expressions_survive() -> None:
    source = """
        /** @type {string} a comment goes */
        const address = "http://a/* no comment */b", space = "  two  "; // goes
        const template = `kept  // ${address}
          and its   line break`;
        const pattern = /[/*"'`]+\\/\\/ x/g;
        export { address, space, template, pattern };
    """
    found = minified(source)
    assert "a comment goes" not in found
    assert "// goes" not in found
    for kept in (
        '"http://a/* no comment */b"',
        '"  two  "',
        "`kept  // ${address}\n          and its   line break`",
        "/[/*\"'`]+\\/\\/ x/g",
    ):
        assert kept in found


def test_minified_modules_are_the_same_programs() -> None:
    root = folder("static") / "js"
    sources = {str(path.relative_to(root)): path.read_text() for path in root.rglob("*.js")}
    assert all(len(text) > len(minified(text)) > 0 for text in sources.values())
    sources["nested"] = "export const a = `b ${`c // ${1 + 1} /* d */`} // e`;"
    pairs = [(name, text, minified(text)) for name, text in sources.items()]
    node = Path(sys.executable).parent / "node"
    script = Path(__file__).parents[2] / "node/same_program.js"
    done = subprocess.run(
        [node, script], input=json.dumps(pairs), capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []
