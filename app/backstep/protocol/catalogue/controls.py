"""The parameters of the catalogue: everything that a spec may choose."""

from collections.abc import Iterable
from typing import Any

from backstep.data.registry import DATASETS, FEATURES, Feature
from backstep.data.words import ENCODINGS
from backstep.engine.nn.activations import ACTIVATIONS
from backstep.engine.nn.initializers import INITIALIZERS
from backstep.engine.nn.losses import LOSSES
from backstep.engine.optim.optimizers import OPTIMIZERS
from backstep.engine.registry import RegistryRow
from backstep.settings import Caps
from backstep.texts.languages import Texts

Entry = dict[str, Any]


class Words:
    """What rows and parameters are called in a language."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def row(self, section: str, row: RegistryRow) -> Entry:
        """Name, label and help of a row; and its formula, if that needs words.

        The label of a feature is notation, the same in every language.
        """
        label = {"label": row.label} if isinstance(row, Feature) else {}
        return {"name": row.name, **label, **self._texts.find("catalogue", section, row.name)}

    def parameter(self, path: str, kind: str, default: Any, **more: Any) -> Entry:
        """A parameter; `more` are its bounds and what else is special about it."""
        return {
            "path": path,
            "name": path.rpartition(".")[2],
            **self._texts.find("catalogue", "controls", path),
            "kind": kind,
            "default": default,
            "scale": "linear",
            "choices": None,
            "unit": None,
            "advanced": False,
            **more,
        }

    def choices(self, section: str, rows: Iterable[RegistryRow]) -> list[Entry]:
        """Rows as the values of a parameter."""
        found = (self.row(section, row) for row in rows)
        return [{"value": r["name"], "label": r["label"], "help": r["help"]} for r in found]

    def auto(self, path: str) -> Entry:
        """The value that leaves the choice to the data."""
        return {"value": "auto", **self._texts.find("catalogue", "controls", f"{path}.auto")}


def controls(words: Words, caps: Caps) -> dict[str, list[Entry]]:
    """The controls of a spec by its sections."""
    return {
        "data": _data(words, caps),
        "network": _network(words, caps),
        "training": _training(words),
    }


def _data(words: Words, caps: Caps) -> list[Entry]:
    sets = words.choices("datasets", DATASETS.values())
    features = words.choices("features", FEATURES.values())
    encodings = words.choices("encodings", ENCODINGS.values())
    samples = {"min": 2, "max": min(2000, caps.samples), "step": 1}
    share = {"min": 0, "max": 0.9, "step": 0.05, "unit": "%"}
    return [
        words.parameter("data.name", "choice", "circle", choices=sets),
        words.parameter("data.features", "features", ["x1", "x2"], choices=features),
        words.parameter("data.encoding", "choice", "embedding", choices=encodings),
        words.parameter("data.dimensions", "integer", 2, min=1, max=16, step=1),
        words.parameter("data.negation", "boolean", True),
        words.parameter("data.samples", "integer", 500, **samples, advanced=True),
        words.parameter("data.noise", "number", 0.0, min=0, max=0.5, step=0.05),
        words.parameter("data.test_share", "number", 0.5, **share),
    ]


def _network(words: Words, caps: Caps) -> list[Entry]:
    hidden = words.choices("activations", (row for row in ACTIVATIONS.values() if row.hidden))
    output = words.choices("activations", (row for row in ACTIVATIONS.values() if row.output))
    output.insert(0, words.auto("network.output_activation"))
    initializers = words.choices("initializers", INITIALIZERS.values())
    layers = [{"units": 4, "activation": "tanh"}, {"units": 2, "activation": "tanh"}]
    return [
        words.parameter("network.hidden", "layers", layers, min=1, max=caps.units, choices=hidden),
        words.parameter(
            "network.output_activation", "choice", "auto", choices=output, advanced=True
        ),
        words.parameter("network.initializer", "choice", "xavier_uniform", choices=initializers),
        words.parameter("seed", "seed", 42, min=0, max=2**32 - 1, step=1),
    ]


def _training(words: Words) -> list[Entry]:
    losses = [words.auto("training.loss"), *words.choices("losses", LOSSES.values())]
    optimizers = words.choices("optimizers", OPTIMIZERS.values())
    penalty = {"min": 0, "max": 0.1, "step": 0.001, "advanced": True}
    return [
        words.parameter("training.loss", "choice", "auto", choices=losses),
        words.parameter("training.optimizer.name", "choice", "sgd", choices=optimizers),
        words.parameter("training.batch_size", "integer", 10, min=1, max=250, step=1),
        words.parameter("training.shuffle", "boolean", True, advanced=True),
        words.parameter("training.l1", "number", 0.0, **penalty),
        words.parameter("training.l2", "number", 0.0, **penalty),
    ]
