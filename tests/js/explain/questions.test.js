import assert from "node:assert/strict";
import test from "node:test";

import { question } from "../../../static/js/explain/questions.js";

const WORDS = {
  sign: (name) => `sign of ${name}?`,
  positive: "positive",
  negative: "negative",
  signBecause: (name, slope) => `${name} has ${slope}`,
  falls: "falls?",
  yes: "yes",
  no: "no",
  fallsBecause: (old, now, whole) => `${old} → ${now}${whole ? " whole" : ""}`,
  most: "which moves most?",
  mostBecause: (name, size) => `${name} by ${size}`,
};

/**
 * @param {{kind?: string, narration?: object, [field: string]: unknown}} meta
 * @param {Record<string, {shape: number[], data: number[]}>} [tensors]
 * @returns {any}
 */
const frame = ({ narration = {}, ...meta }, tensors = {}) => ({
  meta: { step: 0, batches: 4, losses: { train: 0.5 }, narration: { kind: meta.kind, ...narration }, ...meta },
  tensors: new Map(Object.entries(tensors)),
});
const BEFORE = frame({});

test("before a gradient: its sign", () => {
  const narration = { parameter: "layers.0.weight.1.0", batch_gradient: -0.25 };
  assert.deepEqual(question(BEFORE, frame({ kind: "gradient", narration }), WORDS), {
    text: "sign of w⁽¹⁾₂₁?",
    choices: ["positive", "negative"],
    right: 1,
    because: "w⁽¹⁾₂₁ has -0.25",
  });
  narration.batch_gradient = 0.5;
  assert.equal(question(BEFORE, frame({ kind: "gradient", narration }), WORDS)?.right, 0);
});

test("a slope of zero has no sign to ask for", () => {
  const narration = { parameter: "layers.0.bias.0", batch_gradient: 0 };
  assert.equal(question(BEFORE, frame({ kind: "gradient", narration }), WORDS), null);
});

test("before an update: whether the loss falls", () => {
  const held = frame({ kind: "update", losses: { train: 0.4 } });
  assert.deepEqual(question(BEFORE, held, WORDS), {
    text: "falls?",
    choices: ["yes", "no"],
    right: 0,
    because: "0.5 → 0.4",
  });
  const rising = frame({ kind: "update", losses: { train: 0.6 }, batches: 1 });
  assert.equal(question(BEFORE, rising, WORDS)?.right, 1);
  assert.equal(question(BEFORE, rising, WORDS)?.because, "0.5 → 0.6 whole");
});

test("nothing is asked of a loss that is not known, or stays", () => {
  for (const train of [null, 0.5]) {
    assert.equal(question(BEFORE, frame({ kind: "update", losses: { train } }), WORDS), null);
  }
});

test("every other update: which of three parameters moves most", () => {
  const narration = { largest: { parameter: "layers.0.weight.0.1", change: -0.5 } };
  const held = frame(
    { kind: "update", step: 1, losses: { train: 0.4 }, narration },
    {
      "previous.layers.0.weight": { shape: [2, 2], data: [1, 1, 1, 1] },
      "parameters.layers.0.weight": { shape: [2, 2], data: [1.25, 0.5, 1.125, 1] },
      "previous.layers.0.bias": { shape: [2], data: [0, 0] },
      "parameters.layers.0.bias": { shape: [2], data: [0.0625, 0] },
    },
  );
  const asked = question(BEFORE, held, WORDS);
  assert.equal(asked?.text, "which moves most?");
  assert.equal(asked?.choices.length, 3);
  assert.equal(new Set(asked?.choices).size, 3);
  assert.equal(asked?.right, 1);
  assert.equal(asked?.choices[asked.right], "w⁽¹⁾₁₂");
  assert.equal(asked?.because, "w⁽¹⁾₁₂ by 0.5");
});

test("where others move as far, the loss is asked for instead", () => {
  const held = frame(
    { kind: "update", step: 1, losses: { train: 0.4 }, narration: { largest: { parameter: "", change: 0 } } },
    {
      "previous.layers.0.bias": { shape: [3], data: [0, 0, 0] },
      "parameters.layers.0.bias": { shape: [3], data: [0.5, -0.5, 0.49] },
    },
  );
  assert.equal(question(BEFORE, held, WORDS)?.text, "falls?");
});

test("other operations are not asked about", () => {
  assert.equal(question(BEFORE, frame({ kind: "linear" }), WORDS), null);
});
