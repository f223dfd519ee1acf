"""The command `backstep`."""

import argparse
import json
import sys
import threading
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from fastapi import FastAPI
from pydantic import ValidationError
from rich.console import Console
from rich.progress import Progress

from app import __version__
from app.main import create_app
from app.protocol import safetensors
from app.protocol.edits import EditSpec, parse_edits
from app.protocol.presets import PRESETS
from app.protocol.query import write
from app.protocol.spec import SpecError, parse, problems
from app.sessions.recording import recorder
from app.sessions.stores.opening import MEMORY, default_store
from app.sessions.stores.records import StoreError
from app.settings import Settings
from app.web import copy, serving

BAD_INPUT = 2
_STEPS = 200  # of an exported run, unless told


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit code."""
    given = _parser().parse_args(arguments)
    try:
        return int(given.run(given))
    except SpecError as error:
        field, message = error.problems[0]
    except ValidationError as error:
        # The settings, which come from the environment.
        path, message = problems(error)[0]
        field = "BACKSTEP_" + path.replace(".", "__").upper()
    print(f"backstep: {field}: {message}", file=sys.stderr)
    return BAD_INPUT


class _Parser(argparse.ArgumentParser):
    """Complains in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(BAD_INPUT, f"backstep: {message}\n")


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port; allowed: 0 to 65535")
    return int(text)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="backstep", description="See how a network learns.")
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", help="serve the lab")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=_port, default=8000)
    serve.add_argument(
        "--store", metavar="URL", help="where runs are kept: sqlite:PATH, redis://…, or memory:"
    )
    serve.add_argument("--open", action="store_true", help="open the lab in the browser")
    serve.set_defaults(run=_serve)

    presets = commands.add_parser("presets", help="list the presets")
    presets.add_argument("--json", action="store_true")
    presets.set_defaults(run=_presets)

    record = commands.add_parser("record", help="train and write every step down")
    source = record.add_mutually_exclusive_group(required=True)
    source.add_argument("--preset")
    source.add_argument("--spec", type=Path, metavar="FILE.json")
    record.add_argument("--steps", type=int, required=True)
    record.add_argument("--output", type=Path, required=True, metavar="RUN.safetensors")
    record.set_defaults(run=_record)

    export = commands.add_parser("export", help="make a page that plays a run without a server")
    source = export.add_mutually_exclusive_group(required=True)
    source.add_argument("--preset")
    source.add_argument("--spec", type=Path, metavar="FILE.json")
    source.add_argument("--run", type=Path, metavar="RUN.safetensors", dest="recording")
    export.add_argument("--steps", type=int, help="default: those of the run, else 200")
    export.add_argument("--panels", help="joined by commas; default: the preset's, and inspector")
    export.add_argument("--output", type=Path, required=True, metavar="FILE.html")
    export.set_defaults(run=_export)
    return parser


def _serve(given: argparse.Namespace) -> int:
    application = _application(given.store)
    settings: Settings = application.state.settings
    try:
        opened = serving.listener(given.host, given.port, settings)
    except OSError as error:
        message = f"{given.host}:{given.port}: {error.strerror}"
        raise SpecError([("--host, --port", message)]) from None
    if given.open:
        address = f"http://{given.host}:{opened.getsockname()[1]}"
        threading.Timer(1.0, webbrowser.open, [address]).start()
    serving.run(application, settings, opened)
    return 0


def _application(store: str | None) -> FastAPI:
    """The server with runs kept in `store`; where none is named, in a file of the user's."""
    settings = Settings()
    chosen = store is not None or "store" in settings.model_fields_set
    settings.store = store or (settings.store if chosen else default_store())
    try:
        return create_app(settings)
    except StoreError as error:
        if chosen:
            raise SpecError([("--store", str(error))]) from None
        print(f"backstep: runs are kept in memory only: {error}", file=sys.stderr)
    return create_app(settings.model_copy(update={"store": MEMORY}))


def _presets(given: argparse.Namespace) -> int:
    caps = Settings().caps
    rows = [
        {"name": row.name, "help": row.help, "query": write(parse(dict(row.spec), caps), caps)}
        for row in PRESETS.values()
    ]
    if given.json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for row in rows:
            print(f"{row['name']:<12} {row['help']}")
    return 0


def _spec(given: argparse.Namespace) -> Any:
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


def _record(given: argparse.Namespace) -> int:
    if given.steps < 0:
        raise SpecError([("--steps", "is at least 0")])
    _check_folder(given.output)
    keeper = recorder(parse(_spec(given), Settings().caps))
    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("recording", total=given.steps)
        for _ in range(given.steps):
            if not keeper.step():
                print("backstep: training failed; recorded up to there", file=sys.stderr)
                break
            progress.advance(task)
    _write(given.output, keeper.encode())
    return 0


def _check_folder(path: Path) -> None:
    """Before the long work, not after it."""
    if not path.parent.is_dir():
        raise SpecError([("--output", f"there is no folder {path.parent}")])


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise SpecError([("--output", f"{path}: {error.strerror}")]) from None


def _export(given: argparse.Namespace) -> int:
    order = _order(given)
    _check_folder(given.output)
    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("recording", total=order.steps)

        def tell(done: int) -> None:
            progress.update(task, completed=done)

        data, done = copy.make(order, Settings(), field="--steps", progress=tell)
    if done < order.steps:
        print("backstep: training failed; recorded up to there", file=sys.stderr)
    _write(given.output, data)
    print(f"{given.output}: {done} steps, {len(data) / 1e6:.2f} MB")
    return 0


def _order(given: argparse.Namespace) -> copy.Order:
    """What is to be exported."""
    caps, steps = Settings().caps, _STEPS
    edits: list[EditSpec] = []
    if given.recording is None:
        raw = _spec(given)
    else:
        raw, edits, steps = _recorded(given.recording)
    asked = PRESETS[given.preset or "circle"].panels
    names = given.panels.split(",") if given.panels else [*asked, "inspector"]
    panels = copy.read_panels(names, "--panels")
    chosen = steps if given.steps is None else given.steps
    return copy.Order(parse(raw, caps), chosen, panels, edits)


def _recorded(path: Path) -> tuple[Any, list[EditSpec], int]:
    """Spec, edits and steps of a recording: what its numbers are made again from."""
    try:
        _, told = safetensors.decode(path.read_bytes())
        return json.loads(told["spec"]), parse_edits(json.loads(told["edits"])), int(told["steps"])
    except OSError as error:
        raise SpecError([("--run", f"{path}: {error.strerror}")]) from None
    except (KeyError, ValueError, RecursionError):
        raise SpecError([("--run", f"{path} is not a recording of backstep")]) from None
