"""A language made by the tests: English with every text between ⟦ and ⟧.

A page in this language shows which texts do not come from a language: they have no marks.
"""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Page

import backstep
from tests.texts.pseudo import CODE, site

__all__ = ["CODE", "checkout", "serving", "unmarked"]

START_SECONDS = 60  # only a server that fails takes so long

_MODULE = """import * as english from "../en/{name}";

const marked = (text) => {{
  if (typeof text === "string") return text && `⟦${{text}}⟧`;
  if (Array.isArray(text)) return text.map(marked);
  if (typeof text === "object")
    return Object.fromEntries(Object.entries(text).map(([key, each]) => [key, marked(each)]));
  if (typeof text === "function") return (...given) => marked(text(...given));
  return text;
}};
export const words = {{ ...marked(english.words), locale: "{code}" }};
"""

# Every text of the page, visible or read aloud, with the element that has it. Code, formulas and
# what is marked as of another language are the same in every one; the server writes what is in
# noscript.
_TEXTS = """() => {
  const passed = 'code, math, script, style, noscript, .unstarted, body [lang]';
  const found = [[document.title, 'title']];
  const place = (e) => {
    const path = [];
    for (let at = e; at && path.length < 4; at = at.parentElement)
      path.unshift(at.localName + (at.id ? `#${at.id}` : '') +
        (at.getAttribute('class') ? `.${at.getAttribute('class').split(' ')[0]}` : ''));
    return path.join(' > ');
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { data, parentElement: parent } = walker.currentNode;
    if (!parent.closest(passed)) found.push([data, place(parent)]);
  }
  const names = ['title', 'aria-label', 'aria-description', 'aria-valuetext', 'placeholder',
    'alt', 'label'];
  for (const name of names) {
    for (const e of document.querySelectorAll(`[${name}]`))
      if (!e.closest(passed)) found.push([e.getAttribute(name), `${place(e)} @${name}`]);
  }
  return found;
}"""

_MARKED = re.compile("⟦[^⟦⟧]*⟧")
_WORD = re.compile("[A-Za-zА-Яа-яЁё]{2,}")

# What is the same in every language.
NAMES = {
    "backstep": "the name of the program",
    **dict.fromkeys(("en", "ru", CODE, "english", "русский"), "languages by their own names"),
    **dict.fromkeys(
        ("tanh", "sigmoid", "sin", "cos", "exp", "ln", "log", "max", "min", "relu"), "functions"
    ),
    **dict.fromkeys(("csv", "png", "svg", "gif", "webm", "utf", "html", "px"), "formats and units"),
    **dict.fromkeys(
        ("reveal", "js", "quarto", "jupyter", "marp", "slidev", "moodle", "wordpress",
         "powerpoint", "google", "slides", "scene"), "other programs, and the name of the element"
    ),
    "nan": "a number that is not one",
    "bp": "Nielsen's names of the equations",
}  # fmt: skip


def checkout(path: Path) -> Path:
    """A checkout at `path` with one language more: two folders and a line."""
    texts = site(path)("static") / "text" / CODE
    (path / "app").mkdir()
    (path / "app" / "backstep").symlink_to(Path(backstep.__file__).parent)
    for name in ("page.js", "expression.js"):
        (texts / name).write_text(_MODULE.format(name=name, code=CODE), "utf-8")
    return path


@contextmanager
def serving(path: Path) -> Iterator[str]:
    """Serve the checkout at `path` while in the block."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    command = [sys.executable, "-m", "backstep", "serve", "--port", str(port)]
    environment = os.environ | {"PYTHONPATH": str(path / "app")}
    log = (path / "log").open("wb")
    with log, subprocess.Popen(command, stdout=log, stderr=log, env=environment) as process:
        try:
            _wait_for(f"http://127.0.0.1:{port}", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        with suppress(OSError):
            urlopen(f"{address}/readyz", None, 1)
            return
        time.sleep(0.05)
    raise RuntimeError("the server did not start")


def unmarked(page: Page, *data: str) -> list[str]:
    """The texts of the page that come from no language, with their places. Names, numbers and
    symbols do not count, nor does the `data` that the page shows as it was given."""
    found = []
    for text, place in page.evaluate(_TEXTS):
        rest = text
        for each in data:
            rest = re.sub(rf"(?<!\w){re.escape(each)}(?!\w)", " ", rest)
        while rest != (inner := _MARKED.sub(" ", rest)):
            rest = inner
        if any(word.lower() not in NAMES for word in _WORD.findall(rest)):
            found.append(f"{text.strip()!r} in {place}")
    return sorted(set(found))
