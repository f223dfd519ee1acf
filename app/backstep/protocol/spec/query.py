"""The page's address: a spec in a form that people can read and edit."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from backstep.data.registry import DATASETS
from backstep.engine.nn.layers.kinds import layer_kinds
from backstep.engine.optim.optimizers import OPTIMIZERS
from backstep.protocol.codec.reading import read_json
from backstep.protocol.spec.data import DATA_SETTINGS, data_settings
from backstep.protocol.spec.places import read_points, write_points
from backstep.protocol.spec.presets import PRESETS
from backstep.protocol.spec.schema import Spec, SpecError, merge, parse_spec
from backstep.settings import Caps
from backstep.texts.message import Message, not_one_of

# Query name → path in the spec, for all single values.
_FIELDS: dict[str, tuple[str, ...]] = {
    "seed": ("seed",),
    "data": ("data", "name"),
    "samples": ("data", "samples"),
    "noise": ("data", "noise"),
    "test_share": ("data", "test_share"),
    "encoding": ("data", "encoding"),
    "dimensions": ("data", "dimensions"),
    "negation": ("data", "negation"),
    "output_activation": ("network", "output_activation"),
    "initializer": ("network", "initializer"),
    "loss": ("training", "loss"),
    "optimizer": ("training", "optimizer", "name"),
    "batch_size": ("training", "batch_size"),
    "shuffle": ("training", "shuffle"),
    "l1": ("training", "l1"),
    "l2": ("training", "l2"),
}
_HYPERPARAMETERS = {
    each.name: ("training", "optimizer", each.name)
    for row in OPTIMIZERS.values()
    for each in row.hyperparameters
}
# The same for values that may change during training, with paths within `training`.
TRAINING = {
    name: path[1:] for name, path in (_FIELDS | _HYPERPARAMETERS).items() if path[0] == "training"
}
# Fields that a readable query cannot express.
_TABLES: Any = {"data": {"x", "y"}, "network": {"parameters"}}
# Names that belong to the page, not to the spec.
_OTHERS = {
    "preset",
    "hidden",
    "activation",
    "features",
    "spec",
    "edits",
    "step",
    "op",
    "select",
    "focus",
    "ask",
    "points",
}
_OTHERS |= {
    "theme",
    "panels",
    "controls",
    "autoplay",
    "rate",
    "by",
    "keys",
    "hide",
    "locale",
    "run",
}
# How the page shows the run: read by static/js/lab/viewing.js.
VIEW = {
    "by",
    "rate",
    "tab",
    "over",
    "encode",
    "surface",
    "plane",
    "table",
    "notation",
    "compare",
    "curve",
    "zoom",
    "camera",
}
NAMES = frozenset({*_FIELDS, *_HYPERPARAMETERS, *_OTHERS, *VIEW})


def read_query(query: Mapping[str, str], caps: Caps) -> Spec:
    """Return the spec that a query describes: a preset (default `circle`) and what differs.

    Raises SpecError that names the query's fields.
    """
    preset = query.get("preset", "circle")
    if preset not in PRESETS:
        raise SpecError([("preset", not_one_of(preset, PRESETS))])
    unknown = sorted(set(query) - NAMES)
    if unknown:
        raise SpecError([(name, Message("refusals.no_setting")) for name in unknown])
    given = _json(query["spec"], "spec") if "spec" in query else dict(PRESETS[preset].spec)
    base = parse_spec(given, caps)
    changes: dict[str, Any] = {}
    for name, path in (_FIELDS | _HYPERPARAMETERS).items():
        if name in query:
            put(changes, path, value_of(query[name]))
    _network(query, base, changes)
    if "features" in query:
        put(changes, ("data", "features"), query["features"].split(","))
    if "points" in query:
        changes["data"] = changes.get("data", {}) | read_points(query["points"])
    return merge(base, changes, caps) if changes else base


def _network(query: Mapping[str, str], base: Spec, changes: dict[str, Any]) -> None:
    """Read the layers from a query.

    `hidden=4-2` has one part per layer; `activation=tanh` applies to all layers, `tanh-relu` has
    one part for each layer with an activation function.
    """
    if "hidden" not in query and "activation" not in query:
        return
    hidden = base.network.hidden
    layers: list[dict[str, Any]] = [{"kind": each.kind, **each.settings} for each in hidden]
    if "hidden" in query:
        layers = [_layer(part) for part in query["hidden"].split("-") if part]
    known = [layer.activation for layer in hidden if layer.activation]
    names = query["activation"].split("-") if "activation" in query else known or ["tanh"]
    activated = (layer for layer in layers if layer_kinds()[layer["kind"]].activated)
    for number, layer in enumerate(activated):
        layer["activation"] = names[min(number, len(names) - 1)]
    put(changes, ("network", "hidden"), layers)


def _layer(text: str) -> dict[str, Any]:
    """Return the layer that a part of `hidden` describes. Raises SpecError."""
    for row in layer_kinds().values():
        found = row.read(text)
        if found is not None:
            return {"kind": row.name, **found}
    examples = [row.write(row.fill({})) for row in layer_kinds().values()]
    message = Message("refusals.hidden", value=text, allowed=examples)
    raise SpecError([("hidden", message)])


def _json(text: str, field: str) -> Any:
    try:
        return read_json(text)
    except ValueError:
        raise SpecError([(field, Message("refusals.json"))]) from None


def value_of(text: str) -> Any:
    """Return a number or a boolean if the text is one, else the text."""
    if text in ("true", "false"):
        return text == "true"
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def put(tree: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    """Set the value at a path of nested objects, creating missing ones."""
    *parents, last = path
    for key in parents:
        tree = tree.setdefault(key, {})
    tree[last] = value


def write_query(spec: Spec, caps: Caps) -> str:
    """Return the shortest query that `read` turns into this spec."""
    queries = sorted((_against(spec, name, caps) for name in PRESETS), key=len)
    # JSON for a spec that no preset with readable differences describes, such as own parameters.
    readable = (query for query in queries if _reads(query, spec, caps))
    return urlencode(next(readable, {"spec": spec.model_dump_json(exclude_none=True)}), safe=",")


def _reads(query: dict[str, str], spec: Spec, caps: Caps) -> bool:
    try:
        return read_query(query, caps) == spec
    except SpecError:
        return False


def _against(spec: Spec, preset: str, caps: Caps) -> dict[str, str]:
    """Return the differences from a preset, as far as a readable query can express them."""
    base = parse_spec(dict(PRESETS[preset].spec), caps)
    query: dict[str, str] = {"preset": preset}
    here, there = spec.model_dump(exclude=_TABLES), base.model_dump(exclude=_TABLES)
    alike = data_settings(spec.data.name) == data_settings(base.data.name)
    same_optimizer = spec.training.optimizer.name == base.training.optimizer.name
    for name, path in (_FIELDS | _HYPERPARAMETERS).items():
        value, before = _get(here, path), _get(there, path)
        if path[:2] == ("training", "optimizer") and path[-1] != "name" and not same_optimizer:
            row = OPTIMIZERS[spec.training.optimizer.name]
            before = row.defaults().get(name)
        if name in DATA_SETTINGS and not alike:
            before = data_settings(spec.data.name).get(name)
        if value is not None and value != before:
            query[name] = text_of(value)
    if spec.network.hidden != base.network.hidden:
        hidden = spec.network.hidden
        query["hidden"] = "-".join(layer.row.write(layer.settings) for layer in hidden)
        names = [layer.activation for layer in hidden if layer.activation]
        if names:
            query["activation"] = names[0] if len(set(names)) == 1 else "-".join(names)
    default = base.data.features
    if spec.data.name != base.data.name and spec.data.name in DATASETS:
        default = DATASETS[spec.data.name].default_features
    if spec.data.features and spec.data.features != default:
        query["features"] = ",".join(spec.data.features)
    if (spec.data.x, spec.data.y) != (base.data.x, base.data.y):
        points = write_points(spec.data)
        if points is not None:
            query.pop("data", None)
            query["points"] = points
            if spec.data.features:
                query["features"] = ",".join(spec.data.features)
    return query


def _get(tree: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        tree = tree.get(key) if isinstance(tree, dict) else None
    return tree


def text_of(value: Any) -> str:
    """Return the text for `value_of`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return text if text == "-0.0" else text.removesuffix(".0")  # "-0" would be read as 0
