import assert from "node:assert/strict";
import test from "node:test";

import {
  biasName,
  hasParameter,
  linkName,
  linkNumbers,
  linksInto,
  numberOf,
  parameters,
  sourcesOf,
} from "../../../static/js/lib/links.js";

/** Dense 2-2, then a scale for each neuron, then means of two: only the last has no parameters. */
const layout = /** @type {any} */ ({
  sizes: [2, 2, 2, 1],
  layers: [
    { kind: "dense", tensors: { weight: [2, 2], bias: [2] }, links: null },
    {
      kind: "scale",
      tensors: { scale: [2], bias: [2] },
      links: [
        [0, 0, "scale", 0],
        [1, 1, "scale", 1],
      ],
    },
    {
      kind: "mean",
      tensors: {},
      links: [
        [0, 0, null, null],
        [0, 1, null, null],
      ],
    },
  ],
});

const tensor = (/** @type {number[]} */ shape, /** @type {number[]} */ ...data) => ({ shape, data });
const frame = /** @type {any} */ ({
  tensors: new Map([
    ["parameters.layers.0.weight", tensor([2, 2], 1, 2, 3, 4)],
    ["parameters.layers.1.scale", tensor([2], 5, 6)],
    ["parameters.layers.1.bias", tensor([2], 7, 8)],
  ]),
});

test("all parameters have a name, neuron by neuron", () => {
  assert.deepEqual(parameters(layout), [
    "layers.0.weight.0.0",
    "layers.0.weight.0.1",
    "layers.0.bias.0",
    "layers.0.weight.1.0",
    "layers.0.weight.1.1",
    "layers.0.bias.1",
    "layers.1.scale.0",
    "layers.1.bias.0",
    "layers.1.scale.1",
    "layers.1.bias.1",
  ]);
  for (const name of parameters(layout)) assert.ok(hasParameter(layout, name));
  for (const wrong of ["layers.0.weight.2.0", "layers.1.weight.0.0", "layers.2.bias.0", "neurons.1.0"])
    assert.ok(!hasParameter(layout, wrong));
});

test("a link has the name of its parameter, if it has one", () => {
  assert.equal(linkName(layout, 1, 1, 0), "layers.0.weight.1.0");
  assert.equal(linkName(layout, 2, 1, 1), "layers.1.scale.1");
  assert.equal(linkName(layout, 3, 0, 1), null);
  assert.equal(biasName(layout, 2, 1), "layers.1.bias.1");
  assert.equal(biasName(layout, 3, 0), null);
});

test("links are those of the layout", () => {
  assert.deepEqual(linksInto(layout, 1), [0, 1, 2, 3]);
  assert.deepEqual(linksInto(layout, 2), [0, 3]);
  assert.deepEqual(sourcesOf(layout, 2, 1), [1]);
  assert.deepEqual(sourcesOf(layout, 3, 0), [0, 1]);
});

test("numbers stand on links, and are found by name", () => {
  assert.deepEqual(Array.from(linkNumbers(layout, 1, frame, "parameters") ?? []), [1, 2, 3, 4]);
  assert.deepEqual(Array.from(linkNumbers(layout, 2, frame, "parameters") ?? []), [5, 0, 0, 6]);
  assert.deepEqual(Array.from(linkNumbers(layout, 3, frame, "parameters") ?? []), [1, 1]);
  assert.equal(linkNumbers(layout, 2, frame, "gradients"), undefined);
  assert.equal(numberOf(frame, "parameters", "layers.0.weight.1.0"), 3);
  assert.equal(numberOf(frame, "parameters", "layers.1.bias.1"), 8);
  assert.equal(numberOf(frame, "gradients", "layers.1.bias.1"), null);
});
