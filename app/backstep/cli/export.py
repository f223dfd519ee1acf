"""`backstep export`: a run as one page that needs no server, as pictures, or as a film."""

import argparse
import sys
from pathlib import Path
from typing import Any

from backstep.cli import inputs, pictures
from backstep.protocol.spec.edits import EditSpec
from backstep.protocol.spec.presets import PRESETS
from backstep.protocol.spec.schema import SpecError, parse
from backstep.settings import Settings
from backstep.web.copies import copy

_STEPS = 200  # of an exported run, by default


def add(commands: Any) -> None:
    """Add the command and its options."""
    export = commands.add_parser(
        "export",
        help="make a page that plays a run without a server, a picture of it, or a film",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="\n".join(
            [
                "examples:",
                "  backstep export --preset circle --output circle.html",
                "  backstep export --preset circle --svg moment.svg --step 120 --op 9",
                "  backstep export --preset circle --gif film.gif --to 200 --every 5 --fps 12",
                "  backstep export --preset xor --gif pass.gif --from 40 --to 41 --by operation",
            ]
        ),
    )
    source = export.add_argument_group("the run").add_mutually_exclusive_group(required=True)
    source.add_argument("--preset")
    source.add_argument("--spec", type=Path, metavar="FILE.json")
    source.add_argument("--run", type=Path, metavar="RUN.safetensors", dest="recording")
    page = export.add_argument_group("a page")
    page.add_argument("--output", type=Path, metavar="FILE.html")
    page.add_argument("--steps", type=int, help="default: those of the run, else 200")
    pictures.add(export)
    export.set_defaults(run=_export)


def _export(given: argparse.Namespace) -> int:
    if given.output is None:
        return pictures.export(given)
    wrong = next((name for name in pictures.options(given)), None)
    if wrong:
        raise SpecError([(wrong, "is for pictures and films; --output makes a page")])
    order = _order(given)
    inputs.check_folder(given.output)
    with inputs.progress_bar("recording", order.steps) as progress:

        def tell(done: int) -> None:
            progress.update(done - progress.n)

        data, done = copy.make(order, Settings(), field="--steps", progress=tell)
    if done < order.steps:
        print("backstep: training failed; recorded up to there", file=sys.stderr)
    inputs.write(given.output, data)
    print(f"{given.output}: {done} steps, {len(data) / 1e6:.2f} MB")
    return 0


def _order(given: argparse.Namespace) -> copy.Order:
    """Return what to export."""
    caps, steps = Settings().caps, _STEPS
    edits: list[EditSpec] = []
    if given.recording is None:
        raw = inputs.spec(given)
    else:
        raw, edits, steps = inputs.recorded(given.recording)
    asked = PRESETS[given.preset or "circle"].panels
    names = given.panels.split(",") if given.panels else [*asked, "inspector"]
    panels = copy.read_panels(names, "--panels")
    chosen = steps if given.steps is None else given.steps
    return copy.Order(parse(raw, caps), chosen, panels, edits)
