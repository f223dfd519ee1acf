"""Builds the catalogue from the registries; the page builds its controls from the catalogue."""

from dataclasses import asdict
from typing import Any

from backstep import __version__
from backstep.data.registry import DATASETS, FEATURES
from backstep.data.words import ENCODINGS
from backstep.engine.nn.activations import ACTIVATIONS
from backstep.engine.nn.initializers import INITIALIZERS
from backstep.engine.nn.layers.kinds import Setting, layer_kinds
from backstep.engine.nn.losses import LOSSES
from backstep.engine.optim.optimizers import OPTIMIZERS
from backstep.engine.registry import Hyperparameter
from backstep.engine.training.operations import GRANULARITIES
from backstep.protocol.catalogue.panels import PANELS, Option, Panel
from backstep.protocol.catalogue.previews import preview
from backstep.protocol.catalogue.races import RACES
from backstep.protocol.spec.presets import PRESETS
from backstep.protocol.spec.query import write
from backstep.protocol.spec.schema import parse
from backstep.protocol.stream import panels
from backstep.settings import Caps

_GRANULARITY_HELP = {
    "operation": "Every single operation.",
    "layer": "The end of each layer's operations.",
    "pass": "The end of the forward pass, of the backward pass, of the update.",
    "step": "One update of every parameter.",
    "epoch": "Every training example seen once.",
}


def catalogue(caps: Caps) -> dict[str, Any]:
    """Return the response of GET /api/catalogue; see docs/protocol.md."""
    return {
        "version": __version__,
        "datasets": [
            {
                **_row(row),
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
        "features": [_row(row) for row in FEATURES.values()],
        "encodings": [{**_row(row), "vectors": row.vectors} for row in ENCODINGS.values()],
        "activations": [
            {
                **_row(row),
                "hidden": row.hidden,
                "output": row.output,
                "formula": row.formula,
                "derivative": row.derivative,
                "code": row.code,
                "code_derivative": row.code_derivative,
                "coupled": row.slope is None,
            }
            for row in ACTIVATIONS.values()
        ],
        "losses": [
            {
                **_row(row),
                "task": row.task,
                "outputs": row.outputs,
                "formula": row.formula,
                "code": row.code,
                "code_slope": row.code_slope,
                "fused": row.fused,
                "mean_over_outputs": row.mean_over_outputs,
            }
            for row in LOSSES.values()
        ],
        "layers": [
            {
                **_row(row),
                "activated": row.activated,
                "counts": row.counts,
                "word": row.word,
                "operations": row.steps._asdict(),
                "lines": asdict(row.lines),
                "parameters": [_setting(each, caps) for each in row.settings],
            }
            for row in layer_kinds().values()
        ],
        "optimizers": [
            {
                **_row(row),
                "formula": row.formula,
                "code": row.code,
                "parameters": [_hyperparameter(each) for each in row.hyperparameters],
            }
            for row in OPTIMIZERS.values()
        ],
        "initializers": [_row(row) for row in INITIALIZERS.values()],
        "granularities": [
            {"name": name, "label": name, "help": _GRANULARITY_HELP[name]} for name in GRANULARITIES
        ],
        "panels": [
            {**_row(row), "parameters": [_option(row, each, caps) for each in row.options]}
            for row in PANELS.values()
        ],
        "races": [
            {**_row(row), "factors": row.factors, "optimizers": row.optimizers}
            for row in RACES.values()
        ],
        "presets": [_preset(name, caps) for name in PRESETS],
        "controls": {
            "data": _data_controls(caps),
            "network": _network_controls(caps),
            "training": _training_controls(),
        },
        "caps": caps.model_dump(),
    }


def _row(row: Any) -> dict[str, Any]:
    return {"name": row.name, "label": row.label, "help": row.help}


def _preset(name: str, caps: Caps) -> dict[str, Any]:
    row = PRESETS[name]
    spec = parse(dict(row.spec), caps)
    return {
        **_row(row),
        "spec": spec.model_dump(exclude_none=True),
        "panels": row.panels,
        "moment": row.moment,
        "query": write(spec, caps),
    }


def _choices(rows: Any, *, auto: str | None = None) -> list[dict[str, str]]:
    first = [{"value": "auto", "label": "auto", "help": auto}] if auto else []
    return first + [{"value": r.name, "label": r.label, "help": r.help} for r in rows]


def _hyperparameter(each: Hyperparameter) -> dict[str, Any]:
    return _parameter(
        f"training.optimizer.{each.name}",
        each.label,
        each.help,
        "number",
        each.default,
        min=each.min,
        max=each.max,
        step=each.step,
        scale=each.scale,
        advanced=each.name != "learning_rate",
    )


def _setting(each: Setting, caps: Caps) -> dict[str, Any]:
    most = caps.units if each.max is None else each.max
    bounds = {"min": each.min, "max": most, "step": 1}
    path = f"network.hidden.{each.name}"
    return _parameter(path, each.label, each.help, "integer", each.default, **bounds)


def _option(row: Panel, each: Option, caps: Caps) -> dict[str, Any]:
    default = panels.PANELS[row.stream or row.name].model_fields[each.name].default
    path = f"panels.{row.name}.{each.name}"
    most = each.max or caps.grid
    offered = [n for n in each.choices if n <= most] or [most]
    choices = [{"value": n, "label": f"{n} × {n}", "help": each.help} for n in offered]
    bounds = {"min": each.min, "max": most, "step": 1}
    return _parameter(
        path,
        each.label,
        each.help,
        "integer",
        default,
        choices=choices if each.choices else None,
        **bounds,
    )


def _parameter(
    path: str, label: str, help: str, kind: str, default: Any, **more: Any
) -> dict[str, Any]:
    fields = {"scale": "linear", "choices": None, "unit": None, "advanced": False} | more
    name = path.rpartition(".")[2]
    return {
        "path": path,
        "name": name,
        "label": label,
        "help": help,
        "kind": kind,
        "default": default,
        **fields,
    }


def _data_controls(caps: Caps) -> list[dict[str, Any]]:
    return [
        _parameter(
            "data.name",
            "Data set",
            "What the network learns.",
            "choice",
            "circle",
            choices=_choices(DATASETS.values()),
        ),
        _parameter(
            "data.features",
            "Inputs",
            "Which numbers of a point the network is given.",
            "features",
            ["x1", "x2"],
            choices=_choices(FEATURES.values()),
        ),
        _parameter(
            "data.encoding",
            "Encoding",
            "How words become numbers.",
            "choice",
            "embedding",
            choices=_choices(ENCODINGS.values()),
        ),
        _parameter(
            "data.dimensions",
            "Dimensions",
            "Numbers in each word's vector.",
            "integer",
            2,
            min=1,
            max=16,
            step=1,
        ),
        _parameter(
            "data.negation",
            "Mark negation",
            "After “not” each word up to the next comma or stop is another word: “not good”.",
            "boolean",
            True,
        ),
        _parameter(
            "data.samples",
            "Examples",
            "Points in all, for training and testing.",
            "integer",
            500,
            min=2,
            max=min(2000, caps.samples),
            step=1,
            advanced=True,
        ),
        _parameter(
            "data.noise",
            "Noise",
            "How far points stray from their pattern.",
            "number",
            0.0,
            min=0,
            max=0.5,
            step=0.05,
        ),
        _parameter(
            "data.test_share",
            "Test share",
            "The part of the examples kept away from training, to test on.",
            "number",
            0.5,
            min=0,
            max=0.9,
            step=0.05,
            unit="%",
        ),
    ]


def _network_controls(caps: Caps) -> list[dict[str, Any]]:
    hidden = [row for row in ACTIVATIONS.values() if row.hidden]
    output = [row for row in ACTIVATIONS.values() if row.output]
    return [
        _parameter(
            "network.hidden",
            "Hidden layers",
            "Neurons of each layer between the inputs and the output.",
            "layers",
            [{"units": 4, "activation": "tanh"}, {"units": 2, "activation": "tanh"}],
            min=1,
            max=caps.units,
            choices=_choices(hidden),
        ),
        _parameter(
            "network.output_activation",
            "Output",
            "The activation of the last layer.",
            "choice",
            "auto",
            choices=_choices(output, auto="What the data ask for."),
            advanced=True,
        ),
        _parameter(
            "network.initializer",
            "Initial weights",
            "How the weights are drawn before the first step.",
            "choice",
            "xavier_uniform",
            choices=_choices(INITIALIZERS.values()),
        ),
        _parameter(
            "seed",
            "Seed",
            "The start of all random numbers: the same seed gives the same run.",
            "seed",
            42,
            min=0,
            max=2**32 - 1,
            step=1,
        ),
    ]


def _training_controls() -> list[dict[str, Any]]:
    return [
        _parameter(
            "training.loss",
            "Loss",
            "How the error is measured.",
            "choice",
            "auto",
            choices=_choices(LOSSES.values(), auto="What the data ask for."),
        ),
        _parameter(
            "training.optimizer.name",
            "Optimizer",
            "How a gradient becomes a step.",
            "choice",
            "sgd",
            choices=_choices(OPTIMIZERS.values()),
        ),
        _parameter(
            "training.batch_size",
            "Batch size",
            "Examples whose gradients are averaged for one update.",
            "integer",
            10,
            min=1,
            max=250,
            step=1,
        ),
        _parameter(
            "training.shuffle",
            "Shuffle",
            "A new order of the examples every epoch.",
            "boolean",
            True,
            advanced=True,
        ),
        _parameter(
            "training.l1",
            "L1 penalty",
            "Pulls every weight towards zero with the same force.",
            "number",
            0.0,
            min=0,
            max=0.1,
            step=0.001,
            advanced=True,
        ),
        _parameter(
            "training.l2",
            "L2 penalty",
            "Pulls every weight towards zero in proportion to its size.",
            "number",
            0.0,
            min=0,
            max=0.1,
            step=0.001,
            advanced=True,
        ),
    ]
