"""The names in docs/protocol.md, for comparison."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "protocol.md").read_text()

_FIELD = re.compile(r"`([a-z_]+)(?:`|: )")


def section(title: str) -> str:
    """Return the text under a heading, up to the next one of any level."""
    _, _, rest = TEXT.partition(f" {title}\n")
    assert rest, title
    return re.split(r"^#", rest, maxsplit=1, flags=re.MULTILINE)[0]


def example(title: str, opening: str) -> str:
    """Return the object under a heading that begins with `opening`, without its comments."""
    text = section(title)
    block = text[text.index(opening) :].partition("\n\n")[0]
    return re.sub(r"//.*", "", block)


def keys(block: str) -> dict[str, set[str]]:
    """Return the keys of each object in a block, by the key of the object; "" is the outermost."""
    found: dict[str, set[str]] = {}
    path, key, last = [("", "")], "", ""
    for token in re.findall(r'"[^"]*"|[{}\[\]:,|]', block):
        bracket, owner = path[-1]
        if token[0] == '"' and bracket == "{" and last in "{,":
            key = token[1:-1]
            found.setdefault(owner, set()).add(key)
        elif token in "{[":
            path.append((token, owner if bracket == "[" else key))
        elif token in "}]":
            path.pop()
            if len(path) == 1:
                break
        last = token
    return found


def calls(title: str) -> dict[str, set[str]]:
    """Return the fields written as `name {field, field}` under a heading."""
    found = {}
    for name, fields in re.findall(r"`([a-z_]+) \{(.*?)\}`", section(title), re.DOTALL):
        plain = re.sub(r"\[.*?\]|:[^,}]*", "", fields)
        found[name] = set(re.findall("[a-z_]+", plain))
    return found


def rows(title: str) -> Iterator[list[str]]:
    """Return the rows of the table under a heading, split into cells."""
    for line in section(title).splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| `") or line.startswith("| always"):
            yield cells


def narration() -> dict[str, tuple[set[str], set[str]]]:
    """Return the fields of each kind of narration, and those that softmax adds.

    The kinds of δ are `delta` at the output and `hidden delta`.
    """
    found = {}
    for kind, fields in rows("Narration"):
        name = re.findall("[a-z]+", kind)[0]
        if "<" in kind:
            name = "hidden delta"
        always, _, softmax = fields.partition("; softmax")
        found[name] = set(_FIELD.findall(always)), set(_FIELD.findall(softmax))
    return found


def common() -> set[str]:
    """Return the fields that every narration has."""
    sentence = section("Narration").partition("Common fields:")[2].partition("With")[0]
    return set(_FIELD.findall(sentence))
