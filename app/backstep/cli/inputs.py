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
from backstep.texts.languages import Texts, languages
from backstep.texts.message import Message, not_one_of


def spec(given: argparse.Namespace) -> Any:
    """Return the spec that `--preset` or `--spec` names, not yet checked."""
    if given.preset is not None:
        if given.preset not in PRESETS:
            raise SpecError(
                [
                    (
                        "--preset",
                        not_one_of(given.preset, PRESETS),
                    )
                ]
            )
        return dict(PRESETS[given.preset].spec)
    try:
        return json.loads(given.spec.read_text())
    except OSError as error:
        raise SpecError([("--spec", f"{given.spec}: {error.strerror}")]) from None
    except (ValueError, RecursionError):
        raise SpecError([("--spec", Message("refusals.cli.json", path=str(given.spec)))]) from None


def add_language(command: argparse.ArgumentParser) -> None:
    """The option `--lang`."""
    codes = ", ".join(languages())
    command.add_argument("--lang", metavar="CODE", help=f"language: {codes}; default: en")


def texts(given: argparse.Namespace) -> Texts:
    """The texts of the language that `--lang` names. Raises SpecError."""
    if given.lang is None:
        return languages().default
    if given.lang not in languages():
        raise SpecError([("--lang", not_one_of(given.lang, languages()))])
    return languages()[given.lang]


def recorded(path: Path) -> tuple[Any, list[EditSpec], int]:
    """Return spec, edits and steps of a recording, which are enough to repeat it."""
    try:
        _, payload = safetensors.decode(path.read_bytes())
        return (
            json.loads(payload["spec"]),
            parse_edits(json.loads(payload["edits"])),
            int(payload["steps"]),
        )
    except OSError as error:
        raise SpecError([("--run", f"{path}: {error.strerror}")]) from None
    except (KeyError, ValueError, RecursionError):
        raise SpecError([("--run", Message("refusals.cli.recording", path=str(path)))]) from None


def check_folder(path: Path, option: str = "--output") -> None:
    """Check that `path` can be written, before the long work. Raises SpecError."""
    if not path.parent.is_dir():
        raise SpecError([(option, Message("refusals.cli.no_folder", path=str(path.parent)))])
    if path.is_dir():
        raise SpecError([(option, Message("refusals.cli.folder", path=str(path)))])


def write_file(path: Path, data: bytes, option: str = "--output") -> None:
    """Write a file. Raises SpecError."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise SpecError([(option, f"{path}: {error.strerror}")]) from None


def progress_bar(label: str, total: int) -> "tqdm[Never]":
    """Return a progress bar on stderr; silent if that is no terminal."""
    return tqdm(desc=label, total=total, disable=None, leave=False, dynamic_ncols=True)
