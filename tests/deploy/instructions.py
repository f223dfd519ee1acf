"""A parsed Dockerfile, stage by stage."""

import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "docs" / "deploy"


@dataclass(frozen=True)
class Instruction:
    """One instruction; `stage` is the name of its stage, "" if it has none."""

    stage: str
    name: str
    text: str

    @property
    def words(self) -> list[str]:
        """Its words without flags and quotes."""
        return [word for word in shlex.split(self.text) if not word.startswith("--")]

    @property
    def command(self) -> list[str]:
        """The command in exec form. Raises ValueError for the shell form."""
        found: list[str] = json.loads(self.text[self.text.index("[") :])
        return found


def dockerfile() -> list[Instruction]:
    """Return the instructions of the Dockerfile, in order."""
    text = (ROOT / "Dockerfile").read_text()
    text = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ")
    found, stage = [], ""
    for line in filter(None, map(str.strip, text.splitlines())):
        name, _, rest = line.partition(" ")
        if name == "FROM":
            stage = rest.partition(" AS ")[2]
        found.append(Instruction(stage, name, rest.strip()))
    return found
