"""Every explanation, in every language, for every operation, activation, loss and optimizer."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from backstep.engine.optim.optimizers import OPTIMIZERS
from backstep.protocol.catalogue.build import catalogue
from backstep.protocol.codec.finite import finite
from backstep.protocol.facts.links import network_layout
from backstep.protocol.facts.scenes import Focus
from backstep.protocol.stream.frames import Watch
from backstep.settings import Caps
from tests.protocol.runs import PAIRS, frames_of
from tests.protocol.strategies import HIDDEN

_RENDER = """async ([stories, catalogue, language]) => {
  const { formula } = await import('/static/js/explain/formulas.js');
  const { show } = await import('/static/js/explain/parts.js');
  const { numpyLine } = await import('/static/js/explain/code.js');
  const { words } = await import(`/static/text/${language}/page.js`);
  const named = (rows) => (name) => rows.find((row) => row.name === name).label;
  return stories.map(({ n, layout, training, size }) => {
    const labels = { activation: named(catalogue.activations), loss: named(catalogue.losses),
      optimizer: named(catalogue.optimizers), depth: layout.activations.length };
    const told = words.sentences[n.kind](n, labels);
    const parts = formula({ n, layout, catalogue, words: words.formula });
    const line = numpyLine(n.kind, n.layer, size, layout, catalogue, training);
    const shown = parts.map((part) => show(part, () => {}).textContent).join(' ');
    return [told, shown, line.code, line.shapes];
  });
}"""


def _spec(hidden: str, loss: str, output: str, optimizer: str) -> dict[str, Any]:
    rng = np.random.default_rng(1)
    targets: Any = rng.uniform(0, 1, (6, 2)).tolist()
    if loss == "cross_entropy":
        targets = [0, 1, 2, 0, 1, 2]
    x = rng.normal(size=(6, 3)).tolist()
    return {
        "data": {"name": "table", "x": x, "y": targets, "test_share": 0},
        "network": {"hidden": [{"units": 5, "activation": hidden}], "output_activation": output},
        "training": {"loss": loss, "optimizer": {"name": optimizer}, "batch_size": 4, "l2": 0.01},
    }


def _stories(spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every operation of a step, as one example and as the mean has it."""
    frames = frames_of(spec)
    run = frames.run
    architecture = run.trainer.architecture
    layout = {
        **network_layout(architecture),
        "loss": architecture.loss,
        "inputs": frames.data.inputs,
    }
    focuses: list[Focus] = [None, "mean"]
    for _ in range(len(run.operations)):
        for focus in focuses:
            meta, _ = frames.build(Watch({"narration": {"compare": True}}), focus, None)
            training = spec["training"] | {"l1": 0}
            yield {
                "n": finite(meta["narration"]),
                "layout": layout,
                "training": training,
                "size": 4,
            }
        run.forward("operation")


def _combinations() -> Iterator[dict[str, Any]]:
    for hidden in HIDDEN:
        for loss, output in PAIRS:
            yield _spec(hidden, loss, output, "sgd")
    for optimizer in OPTIMIZERS:
        yield _spec("tanh", "mse", "linear", optimizer)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_no_explanation_lacks_a_number_or_a_word(page: Page, address: str, language: str) -> None:
    page.goto(f"{address}/")
    stories = [story for spec in _combinations() for story in _stories(spec)]
    rows = page.evaluate(_RENDER, [stories, catalogue(Caps()), language])
    assert len(rows) == len(stories) > 2000
    for story, (sentence, formula, code, shapes) in zip(stories, rows, strict=True):
        text = f"{sentence} | {formula} | {code} | {shapes}"
        for bad in ("undefined", "NaN", "null", "Infinity", "[object", "= –"):
            assert bad not in text, (story["n"]["kind"], text)
        assert "()" not in code.replace(".sum()", ""), code
        assert sentence.endswith((".", "?", "!"))
        assert "–" not in formula.replace(" – ", " "), (story["n"]["kind"], text)
