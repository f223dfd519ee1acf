"""Public names are unique, and comments and papers are in plain English."""

import ast
import io
import re
import tokenize
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.documents import DOCS

ROOT = DOCS.parent
PACKAGE = ROOT / "app" / "backstep"

# Names that several modules may define, because each stands for the same thing everywhere.
SHARED_NAMES = {"Position": "the engine's, and the model of the same thing on the wire"}

# Code and names on the wire do not count.
QUOTED = re.compile(r"`[^`]*`|\"[^\"]*\"")

# Phrases that a reader has to read twice, and British spellings.
BANNED = re.compile(
    r"\bso many\b|\bmanieth\b|\bwhoever\b|\b(?:is|are|was) to be\b|\bowed\b|\bway back\b"
    r"|\bnumber line\b|\b(?:is|are|was|were) told\b|\bgone through\b|\bwritten down\b"
    r"|\b(?:colour|neighbour|centre|behaviour|favour)|\w(?:normal|standard|initial|optim)is(?:e|ed|ing)\b",
    re.IGNORECASE,
)


def defined_names(path: Path) -> Iterator[str]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name


def test_a_public_name_has_one_meaning() -> None:
    modules = defaultdict(list)
    for path in sorted(PACKAGE.rglob("*.py")):
        for name in defined_names(path):
            if not name.startswith("_"):
                modules[name].append(path.relative_to(PACKAGE).as_posix())
    several = {name: found for name, found in modules.items() if len(found) > 1}
    found = [f"{name}: {several[name]}" for name in sorted(several.keys() - SHARED_NAMES.keys())]
    assert not found, "\n".join(found)
    assert SHARED_NAMES.keys() <= several.keys(), "the list has names that are unique by now"


def prose(path: Path) -> Iterator[tuple[int, str]]:
    """Yield lines of comments and docstrings, or of a whole paper."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        yield from enumerate(source.splitlines(), start=1)
        return
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            text = ast.get_docstring(node, clean=False)
            if text is not None:
                yield from enumerate(text.splitlines(), start=node.body[0].lineno)


def test_comments_and_papers_are_in_plain_english() -> None:
    papers = [*DOCS.glob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "Makefile"]
    sources = [
        path
        for root in (PACKAGE, ROOT / "tests", ROOT / "benchmarks")
        for path in root.rglob("*.py")
    ]
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text.strip()}"
        for path in sorted(sources) + papers
        for line, text in prose(path)
        if BANNED.search(QUOTED.sub("", text))
    ]
    assert not found, "\n".join(found)
