"""The command `backstep`."""

import argparse
import json
import sys
import threading
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from fastapi import FastAPI
from pydantic import ValidationError

from backstep import __version__
from backstep.cli import export, inputs
from backstep.protocol.spec.presets import PRESETS
from backstep.protocol.spec.query import write_query
from backstep.protocol.spec.schema import SpecError, parse_spec, problems
from backstep.sessions.files.recording import recorder
from backstep.sessions.stores.opening import MEMORY, default_store
from backstep.sessions.stores.records import StoreError
from backstep.settings import Settings
from backstep.texts.languages import Texts, languages
from backstep.texts.message import Message, sentence_in
from backstep.web.application import create_app
from backstep.web.http import serving
from backstep.web.http.services import services_of

BAD_INPUT = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return the exit code."""
    given = _parser().parse_args(arguments)
    try:
        return int(given.run(given))
    except SpecError as error:
        field, message = error.problems[0]
    except ValidationError as error:
        # From the settings, which come from the environment.
        path, message = problems(error)[0]
        field = "BACKSTEP_" + path.replace(".", "__").upper()
    print(f"backstep: {field}: {sentence_in(message, _texts(given))}", file=sys.stderr)
    return BAD_INPUT


def _texts(given: argparse.Namespace) -> Texts:
    """The language of errors; that it does not exist may be the error itself."""
    return languages().choose([getattr(given, "lang", None) or ""])


class _Parser(argparse.ArgumentParser):
    """A parser that reports errors in one line."""

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
    inputs.add_language(presets)
    presets.set_defaults(run=_presets)

    record = commands.add_parser("record", help="train and write every step down")
    source = record.add_mutually_exclusive_group(required=True)
    source.add_argument("--preset")
    source.add_argument("--spec", type=Path, metavar="FILE.json")
    record.add_argument("--steps", type=int, required=True)
    record.add_argument("--output", type=Path, required=True, metavar="RUN.safetensors")
    record.set_defaults(run=_record)

    export.add_command(commands)
    return parser


def _serve(given: argparse.Namespace) -> int:
    application = _application(given.store)
    settings = services_of(application).settings
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
    """Return the server that keeps runs in `store`; by default in a file in the user's folder."""
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
    caps, texts = Settings().caps, inputs.texts(given)
    rows = [
        {
            "name": row.name,
            "help": texts.say(f"catalogue.presets.{row.name}.help"),
            "query": write_query(parse_spec(dict(row.spec), caps), caps),
        }
        for row in PRESETS.values()
    ]
    if given.json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for row in rows:
            print(f"{row['name']:<12} {row['help']}")
    return 0


def _record(given: argparse.Namespace) -> int:
    if given.steps < 0:
        raise SpecError([("--steps", Message("refusals.cli.steps"))])
    inputs.check_folder(given.output)
    written = recorder(parse_spec(inputs.spec(given), Settings().caps))
    with inputs.progress_bar("recording", given.steps) as progress:
        for _ in range(given.steps):
            if not written.step():
                print("backstep: training failed; recorded up to there", file=sys.stderr)
                break
            progress.update()
    inputs.write_file(given.output, written.encode())
    return 0
