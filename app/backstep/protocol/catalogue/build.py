"""Builds the catalogue from the registries; the page builds its controls from the catalogue."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, NamedTuple

from backstep import __version__
from backstep.data.registry import DATASETS, FEATURES
from backstep.data.words import ENCODINGS
from backstep.engine.nn.activations import ACTIVATIONS
from backstep.engine.nn.initializers import INITIALIZERS
from backstep.engine.nn.layers.kinds import Setting, layer_kinds
from backstep.engine.nn.losses import LOSSES
from backstep.engine.optim.optimizers import OPTIMIZERS
from backstep.engine.registry import Hyperparameter, RegistryRow
from backstep.engine.training.operations import GRANULARITIES
from backstep.protocol.catalogue.controls import Entry, Words, controls
from backstep.protocol.catalogue.panels import PANELS, Option, Panel
from backstep.protocol.catalogue.previews import preview
from backstep.protocol.catalogue.races import RACES
from backstep.protocol.spec.presets import PRESETS
from backstep.protocol.spec.query import write_query
from backstep.protocol.spec.schema import parse_spec
from backstep.protocol.stream import panels
from backstep.settings import Caps
from backstep.texts.languages import Texts, languages


class _Named(NamedTuple):
    """A row that is only a name."""

    name: str


def catalogue(caps: Caps, texts: Texts | None = None) -> dict[str, Any]:
    """Return the response of GET /api/catalogue in a language, by default English."""
    words = Words(texts or languages().default)
    return {
        "version": __version__,
        **_data(words),
        **_network(words, caps),
        "optimizers": [
            {
                "formula": row.formula,
                **words.row("optimizers", row),
                "code": row.code,
                "parameters": [_hyperparameter(words, each) for each in row.hyperparameters],
            }
            for row in OPTIMIZERS.values()
        ],
        "granularities": _plain(words, "granularities", map(_Named, GRANULARITIES)),
        "panels": [
            {
                **words.row("panels", row),
                "parameters": [_option(words, row, each, caps) for each in row.options],
            }
            for row in PANELS.values()
        ],
        "races": [
            {**words.row("races", row), "factors": row.factors, "optimizers": row.optimizers}
            for row in RACES.values()
        ],
        "presets": [_preset(words, name, caps) for name in PRESETS],
        "controls": controls(words, caps),
        "caps": caps.model_dump(),
    }


def _data(words: Words) -> Mapping[str, list[Entry]]:
    return {
        "datasets": [
            {
                **words.row("datasets", row),
                "task": row.task,
                "kind": row.kind,
                "inputs": row.inputs,
                "classes": row.classes,
                "features": row.features,
                "settings": list(row.settings),
                "preview": preview(row),
            }
            for row in DATASETS.values()
        ],
        "features": _plain(words, "features", FEATURES.values()),
        "encodings": [
            {**words.row("encodings", row), "vectors": row.vectors} for row in ENCODINGS.values()
        ],
    }


def _network(words: Words, caps: Caps) -> Mapping[str, list[Entry]]:
    return {
        "activations": [
            {
                "formula": row.formula,
                "derivative": row.derivative,
                **words.row("activations", row),
                "hidden": row.hidden,
                "output": row.output,
                "code": row.code,
                "code_derivative": row.code_derivative,
                "coupled": row.slope is None,
            }
            for row in ACTIVATIONS.values()
        ],
        "losses": [
            {
                "formula": row.formula,
                **words.row("losses", row),
                "task": row.task,
                "outputs": row.outputs,
                "code": row.code,
                "code_slope": row.code_slope,
                "fused": row.fused,
                "mean_over_outputs": row.mean_over_outputs,
            }
            for row in LOSSES.values()
        ],
        "layers": [
            {
                **words.row("layers", row),
                "activated": row.activated,
                "counts": row.counts,
                "word": row.word,
                "operations": row.steps._asdict(),
                "lines": asdict(row.lines),
                "parameters": [_setting(words, each, caps) for each in row.settings],
            }
            for row in layer_kinds().values()
        ],
        "initializers": _plain(words, "initializers", INITIALIZERS.values()),
    }


def _plain(words: Words, section: str, rows: Iterable[RegistryRow]) -> list[Entry]:
    return [words.row(section, row) for row in rows]


def _preset(words: Words, name: str, caps: Caps) -> Entry:
    row = PRESETS[name]
    spec = parse_spec(dict(row.spec), caps)
    return {
        **words.row("presets", row),
        "spec": spec.model_dump(exclude_none=True),
        "panels": row.panels,
        "moment": row.moment,
        "query": write_query(spec, caps),
    }


def _hyperparameter(words: Words, each: Hyperparameter) -> Entry:
    return words.parameter(
        f"training.optimizer.{each.name}",
        "number",
        each.default,
        min=each.min,
        max=each.max,
        step=each.step,
        scale=each.scale,
        advanced=each.name != "learning_rate",
    )


def _setting(words: Words, each: Setting, caps: Caps) -> Entry:
    bounds = {"min": each.min, "max": caps.units if each.max is None else each.max, "step": 1}
    return words.parameter(f"network.hidden.{each.name}", "integer", each.default, **bounds)


def _option(words: Words, row: Panel, each: Option, caps: Caps) -> Entry:
    default = panels.PANELS[row.stream or row.name].model_fields[each.name].default
    limit = each.max or caps.grid
    found = words.parameter(
        f"panels.{row.name}.{each.name}", "integer", default, min=each.min, max=limit, step=1
    )
    if each.choices:
        offered = [n for n in each.choices if n <= limit] or [limit]
        found["choices"] = [
            {"value": n, "label": f"{n} × {n}", "help": found["help"]} for n in offered
        ]
    return found
