"""The inputs and outputs of commands: specs, recordings, files."""

import argparse
import json
from pathlib import Path
from typing import Any, Never

from tqdm import tqdm

from backstep.protocol.codec import safetensors
from backstep.protocol.spec.edits import EditSpec, parse_edits
from backstep.protocol.spec.presets import PRESETS
from backstep.protocol.spec.schema import SpecError


def spec(given: argparse.Namespace) -> Any:
    """Return the spec that `--preset` or `--spec` names, not yet checked."""
    if given.preset is not None:
        if given.preset not in PRESETS:
            raise SpecError([("--preset", f"is not one of {', '.join(PRESETS)}")])
        return dict(PRESETS[given.preset].spec)
    try:
        return json.loads(given.spec.read_text())
    except OSError as error:
        raise SpecError([("--spec", f"{given.spec}: {error.strerror}")]) from None
    except (ValueError, RecursionError):
        raise SpecError([("--spec", f"{given.spec} is not JSON")]) from None


def recorded(path: Path) -> tuple[Any, list[EditSpec], int]:
    """Return spec, edits and steps of a recording, which are enough to repeat it."""
    try:
        _, told = safetensors.decode(path.read_bytes())
        return json.loads(told["spec"]), parse_edits(json.loads(told["edits"])), int(told["steps"])
    except OSError as error:
        raise SpecError([("--run", f"{path}: {error.strerror}")]) from None
    except (KeyError, ValueError, RecursionError):
        raise SpecError([("--run", f"{path} is not a recording of backstep")]) from None


def check_folder(path: Path, option: str = "--output") -> None:
    """Check that `path` can be written, before the long work. Raises SpecError."""
    if not path.parent.is_dir():
        raise SpecError([(option, f"there is no folder {path.parent}")])
    if path.is_dir():
        raise SpecError([(option, f"{path} is a folder")])


def write(path: Path, data: bytes, option: str = "--output") -> None:
    """Write a file. Raises SpecError."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise SpecError([(option, f"{path}: {error.strerror}")]) from None


def progress_bar(label: str, total: int) -> "tqdm[Never]":
    """Return a progress bar on stderr; silent if that is no terminal."""
    return tqdm(desc=label, total=total, disable=None, leave=False, dynamic_ncols=True)
