import assert from "node:assert/strict";
import test from "node:test";

import { formula, signalOf } from "../../../static/js/explain/formulas.js";
import { show } from "../../../static/js/explain/parts.js";
import { exact } from "../../../static/js/lib/format.js";
import { words as en } from "../../../static/text/en/page.js";
import { installDocument } from "../support/dom.js";

installDocument();

const DENSE = { kind: "dense", tensors: { weight: [], bias: [] }, links: null };
const LAYOUT = { sizes: [2, 2, 1], activations: ["tanh", "sigmoid"], layers: [DENSE, DENSE], inputs: ["x₁", "x₂"] };
const CATALOGUE = {
  activations: [{ name: "tanh", formula: "tanh z", derivative: "1 − a²" }],
  losses: [{ name: "mse", formula: "(ŷ − y)²", mean_over_outputs: true }],
  optimizers: [{ name: "adam", formula: "m̂ / √v̂" }],
};

/** @param {object} n @param {object} [layout] */
const parts = (n, layout = {}) =>
  formula({
    n: { focus: "example", ...n },
    layout: { ...LAYOUT, ...layout },
    catalogue: CATALOGUE,
    words: en.formula,
  });
/** @param {ReturnType<typeof parts>} found */
const text = (found) => found.map((part) => show(part, () => {}).textContent).join(" ");
/** @param {ReturnType<typeof parts>} found */
const numbers = (found) =>
  found.flatMap((part) =>
    "value" in part ? [part.value] : "slope" in part ? [part.slope] : "plain" in part ? [part.plain] : [],
  );

test("a weighted sum shows each product and the bias, and what they belong to", () => {
  const found = parts({
    kind: "linear",
    layer: 1,
    unit: 0,
    terms: [
      { from: 0, weight: 2, value: 3, product: 6 },
      { from: 1, weight: -1, value: 0.5, product: -0.5 },
    ],
    bias: 0.25,
    result: 5.75,
  });
  assert.deepEqual(numbers(found), [2, 3, -1, 0.5, 0.25, 5.75]);
  assert.deepEqual(
    found.flatMap((part) => ("value" in part ? [part.of] : [])),
    ["layers.0.weight.0.0", "neurons.0.0", "layers.0.weight.0.1", "neurons.0.1", "layers.0.bias.0", "neurons.1.0"],
  );
  assert.ok(text(found).endsWith("+2 × +3 + −1 × +0.5000 + +0.2500 = +5.750"));
});

test("of a long sum the two largest products are shown, in their own order", () => {
  const products = [1, -9, 2, 3, 8];
  const terms = products.map((product, from) => ({ from, weight: product, value: 1, product }));
  const found = parts({ kind: "linear", layer: 1, unit: 0, terms, bias: 0, result: 5 });
  assert.deepEqual(numbers(found), [-9, 1, 8, 1, 0, 5]);
  assert.ok(text(found).includes(en.formula.more(3)));
});

test("an activation shows what goes in, what comes out, and its rule", () => {
  const found = parts({ kind: "activation", layer: 1, unit: 1, name: "tanh", value: 0.5, result: 0.46 });
  assert.deepEqual(numbers(found), [0.5, 0.46]);
  assert.ok(text(found).endsWith("f(z) = tanh z"));
});

test("of a mean over a batch only the mean is shown", () => {
  const found = parts({ kind: "activation", layer: 1, unit: 1, focus: "mean", name: "tanh", value: 0.5, result: 0.46 });
  assert.deepEqual(numbers(found), [0.46]);
  assert.ok(text(found).includes(en.formula.meanOf));
});

test("softmax is a share of the sum of powers", () => {
  const n = { kind: "activation", layer: 2, unit: 1, name: "softmax", exponentials: [1, 3], sum: 4, result: 0.75 };
  assert.deepEqual(numbers(parts(n)), [3, 4, 0.75]);
});

test("the loss shows predictions, targets and the penalty", () => {
  const n = { kind: "loss", layer: 2, name: "mse", prediction: [0.5, 0.25], target: [1, 0] };
  const found = parts({ ...n, example_loss: 0.15, batch_loss: 0.2, penalty: 0.01 });
  assert.deepEqual(numbers(found), [0.5, 1, 0.25, 0, 0.15, 0.2, 0.01]);
  assert.ok(text(found).includes("ℓ = (ŷ − y)²"));
  assert.ok(text(found).endsWith(en.formula.overOutputs(2)));
});

test("an error that comes back is a sum of errors, each times its weight, times the slope", () => {
  const found = parts({
    kind: "delta",
    layer: 1,
    unit: 0,
    activation: "tanh",
    terms: [{ to: 0, weight: 2, delta: 0.5, product: 1 }],
    local_slope: 0.25,
    result: 0.25,
  });
  assert.deepEqual(numbers(found), [2, 0.5, 0.25, 0.25]);
  assert.deepEqual(found.filter((part) => "slope" in part && part.of).length, 2);
});

test("an error that is born of a fused loss is prediction less target", () => {
  const n = { kind: "delta", layer: 2, unit: 0, fused: true, outputs: 1, prediction: 0.75, target: 1, result: -0.25 };
  assert.deepEqual(numbers(parts(n)), [0.75, 1, -0.25]);
});

test("a gradient is error times signal, and is checked", () => {
  const n = {
    kind: "gradient",
    layer: 1,
    unit: 0,
    from: 1,
    parameter: "layers.0.weight.0.1",
    delta: 0.5,
    value: -2,
    product: -1,
    batch_gradient: -0.75,
    numeric: -0.75,
    agrees: true,
  };
  assert.deepEqual(numbers(parts(n)), [0.5, -2, -1, -0.75]);
  assert.ok(text(parts(n)).endsWith(en.formula.checked("−0.7500")));
  assert.ok(text(parts({ ...n, agrees: false, kink: true })).endsWith(en.formula.kink("−0.7500")));
  assert.ok(text(parts({ ...n, agrees: false })).endsWith(en.formula.differs("−0.7500")));
});

test("a bias carries one", () => {
  const n = {
    kind: "gradient",
    layer: 1,
    unit: 0,
    from: null,
    parameter: "layers.0.bias.0",
    numeric: 0.5,
    agrees: true,
  };
  assert.deepEqual(numbers(parts({ ...n, delta: 0.5, product: 0.5, batch_gradient: 0.5 })), [0.5, 1, 0.5, 0.5]);
});

test("gradient descent is written out; of others, what they remember and each factor of the last line", () => {
  const n = { kind: "update", parameter: "layers.0.bias.0", old: 1, new: 0.9, change: -0.1, gradient: 2 };
  assert.deepEqual(numbers(parts({ ...n, optimizer: "sgd", learning_rate: 0.05 })), [1, 0.05, 2, 0.9]);
  const lines = [
    { symbol: "v", formula: "{mu} × {v} + {g}", values: { mu: 0.5, v: 4, g: 2 }, result: 4 },
    { symbol: "w", formula: "{w} − {eta} × {v}", values: { w: 1, eta: 0.025, v: 4 }, result: 0.9 },
  ];
  const momentum = parts({ ...n, optimizer: "momentum", plain: -0.02, lines });
  assert.deepEqual(numbers(momentum), [4, 1, 0.025, 4, 0.9]);
});

test("an update is printed with digits enough to see it", () => {
  const n = { kind: "update", parameter: "layers.0.bias.0", optimizer: "sgd", learning_rate: 0.03, gradient: 1e-5 };
  const shown = (/** @type {any} */ given) =>
    parts({ ...n, ...given })
      .filter((part) => "value" in part)
      .map(({ value, digits }) => exact(value, digits));
  assert.deepEqual(shown({ old: -0.915, change: -3e-7, new: -0.9150003 }), ["−0.91500000", "−0.91500030"]);
  assert.deepEqual(shown({ old: 0.5, change: -0.1, new: 0.4 }), ["0.5000", "0.4000"]);
  assert.deepEqual(shown({ old: 0.5, change: 0, new: 0.5 }), ["0.5000", "0.5000"]);
});

test("an input that is not x has its own name", () => {
  assert.equal(signalOf(LAYOUT, 0, 1).textContent, "x2");
  assert.equal(signalOf({ ...LAYOUT, inputs: ["x₁", "x₁²"] }, 0, 1).textContent, "x₁²");
  assert.equal(signalOf(LAYOUT, 1, 0).textContent, "a1(1)");
});
