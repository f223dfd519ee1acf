import assert from "node:assert/strict";
import test from "node:test";

import { addressed, inputOf, inSentence, parse, pretty, sub, sup } from "../../../static/js/lib/names.js";

test("indices are raised and lowered", () => {
  assert.equal(sup(2), "⁽²⁾");
  assert.equal(sup(10), "⁽¹⁰⁾");
  assert.equal(sub(1, 3), "₁₃");
  assert.equal(sub(1, 12), "₁,₁₂");
});

test("names are taken apart", () => {
  assert.deepEqual(parse("layers.1.weight.0.2"), { kind: "weight", layer: 2, unit: 0, source: 2 });
  assert.deepEqual(parse("layers.0.bias.3"), { kind: "bias", layer: 1, unit: 3, source: null });
  assert.deepEqual(parse("neurons.0.1"), { kind: "neuron", layer: 0, unit: 1, source: null });
  for (const wrong of [null, "", "layers.0", "layers.0.weight.1", "neurons.1", "loss"])
    assert.equal(parse(wrong), null);
});

test("names are written as on paper", () => {
  assert.equal(pretty("layers.1.weight.0.2"), "w⁽²⁾₁₃");
  assert.equal(pretty("layers.0.bias.3"), "b⁽¹⁾₄");
  assert.equal(pretty("neurons.2.0"), "a⁽²⁾₁");
  assert.equal(pretty("neurons.0.1"), "x₂");
  assert.equal(pretty("loss"), "loss");
  assert.equal(pretty(null), "");
});

test("a parameter has a place on the wire, a neuron none", () => {
  assert.deepEqual(addressed("layers.1.weight.0.2"), { tensor: "layers.1.weight", index: [0, 2] });
  assert.deepEqual(addressed("layers.1.bias.4"), { tensor: "layers.1.bias", index: [4] });
  assert.equal(addressed("neurons.1.0"), null);
  assert.equal(addressed(null), null);
});

test("the first name that leads from an input tells which", () => {
  assert.equal(inputOf(null, "layers.0.weight.4.3", "neurons.0.1"), 3);
  assert.equal(inputOf("neurons.0.7"), 7);
  assert.equal(inputOf("layers.1.weight.0.0", "layers.0.bias.0", "neurons.1.0"), null);
});

test("a label within a sentence is small unless it has capitals inside", () => {
  assert.equal(inSentence("Sigmoid"), "sigmoid");
  assert.equal(inSentence("ReLU"), "ReLU");
});
