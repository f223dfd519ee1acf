import assert from "node:assert/strict";
import test from "node:test";

import { actName } from "../../../static/js/lab/acts.js";
import { words as en } from "../../../static/text/en/page.js";
import { words as ru } from "../../../static/text/ru/page.js";

const CATALOGUE = {
  controls: { data: [], training: [{ path: "training.l2", label: "L2 penalty" }] },
  optimizers: [{ parameters: [{ path: "training.optimizer.learning_rate", label: "Learning rate η" }] }],
};
const name = (kind, ...fields) => actName({ number: 1, kind, fields, restarts: false }, CATALOGUE, en.acts);

test("an act is named by what it changed", () => {
  assert.equal(name("parameter", "layers.0.weight.1.0"), "w⁽¹⁾₂₁ set");
  assert.equal(name("settings", "training.optimizer.learning_rate"), "learning rate η changed");
  assert.equal(name("settings", "training.l2", "training.l1"), "L2 penalty changed");
  assert.equal(name("settings", "network.parameters"), "settings changed");
  assert.equal(name("layer_added", "network.hidden"), "layer added");
});

test("both languages name every act", () => {
  for (const { acts } of [en, ru]) {
    for (const kind of ["layer_added", "layer_removed", "layers", "data", "points", "reset"]) {
      assert.equal(typeof acts[kind], "string", kind);
      assert.ok(acts.undo(acts[kind]).includes(acts[kind]));
    }
  }
});
