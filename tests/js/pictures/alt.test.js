import assert from "node:assert/strict";
import test from "node:test";

import { describe } from "../../../static/js/pictures/alt.js";
import { words as en } from "../../../static/text/en/page.js";
import { words as ru } from "../../../static/text/ru/page.js";

globalThis.document = { documentElement: { lang: "en" } };

const own = {
  file: "houses.csv",
  target: "price (EUR)",
  targets: { means: [250], deviations: [80], units: ["EUR"] },
};
const view = (changes = {}) => ({
  layout: { own, inputs: ["area", "rooms"], plane: 0, classes: null, activations: ["linear"], operations: [{}, {}] },
  options: { output: { tab: "map", standardized: false } },
  selection: null,
  retained: {},
  frame: {
    meta: {
      step: 3,
      op: 1,
      kind: "loss",
      layer: 1,
      losses: { train: 0.5, test: null, penalty: 0 },
      accuracies: null,
      focus: { y: [1] },
    },
    tensors: new Map([["activations.0", { data: [0.5] }]]),
  },
  ...changes,
});

test("an alt text names file, target and inputs, and gives amounts in the file's unit", () => {
  const text = describe(view(), ["output"], en);
  assert.match(text, /The network predicts price \(EUR\) from area, rooms; the data are from houses\.csv\./);
  assert.match(text, /the network predicts 290 EUR; the target is 330 EUR\./);
});

test("the same in Russian", () => {
  assert.match(
    describe(view(), ["output"], ru),
    /«price \(EUR\)» по входам: area, rooms; данные из файла houses\.csv\./,
  );
});

test("generated data have no such sentence", () => {
  const { layout } = view();
  assert.doesNotMatch(describe(view({ layout: { ...layout, own: null } }), ["output"], en), /predicts/);
});
