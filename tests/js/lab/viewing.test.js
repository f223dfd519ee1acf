import assert from "node:assert/strict";
import { test } from "node:test";

import { readView, writeView } from "../../../static/js/lab/viewing.js";

const USUAL = /** @type {any} */ ({
  by: "operation",
  rate: 1.5,
  options: {
    surface: {
      plane: "parameters",
      x: "a",
      y: "b",
      over: "train",
      zoom: 1,
      seed: 0,
      resolution: 0,
      mode: "3d",
      camera: null,
    },
    curve: { log: false },
    explanation: { notation: "neuron", compare: false },
    encode: { tab: "example" },
    output: { tab: "map", over: "test", cell: null },
    network: { table: false },
  },
});

/** @param {string} query */
const parsed = (query) => Object.fromEntries(query.split("&").map((part) => part.split("=")));

test("the usual view adds nothing to an address, and an old address changes nothing", () => {
  assert.deepEqual(writeView(USUAL), []);
  assert.deepEqual(readView(parsed("preset=circle&step=3"), USUAL), { options: USUAL.options });
});

test("a view comes back from its address", () => {
  const query =
    "tab=confusion&over=train&encode=map&surface=contour&plane=pca&table=1&notation=gates&compare=1&curve=log" +
    "&zoom=2&camera=1.50,-0.25,0.90&by=layer&rate=max";
  const changed = { ...USUAL, ...readView(parsed(query), USUAL) };
  assert.deepEqual(writeView(changed), query.split("&"));
  assert.equal(changed.options.surface.x, "a");
  assert.deepEqual([changed.by, changed.rate, changed.options.network.table], ["layer", null, true]);
});

test("what an address says wrong is left out", () => {
  const query = "tab=nothing&surface=4d&zoom=-1&camera=1,2&rate=fast&by=year&curve=maybe";
  assert.deepEqual(readView(parsed(query), USUAL), { options: USUAL.options });
});
