import assert from "node:assert/strict";
import test from "node:test";

import { css, mapTable, palette, valueColor } from "../../../static/js/lib/colors.js";

const COLORS = { middle: [100, 100, 100], negative: [200, 100, 0], positive: [0, 100, 200] };

test("tokens of the style sheet are read as numbers", () => {
  globalThis.getComputedStyle = () => ({ getPropertyValue: (name) => (name === "--ink" ? " #16181d" : "#ff8000") });
  const found = palette({});
  assert.deepEqual(found.ink, [0x16, 0x18, 0x1d]);
  assert.deepEqual(found.middle, [255, 128, 0]);
});

test("a colour is written for CSS", () => {
  assert.equal(css([1, 20, 255]), "rgb(1 20 255)");
});

test("zero is the ground, and the ends are as deep as a number on them can be read", () => {
  assert.deepEqual(valueColor(COLORS, 0), [100, 100, 100]);
  assert.deepEqual(valueColor(COLORS, 1), [35, 100, 165]);
  assert.deepEqual(valueColor(COLORS, -1), [165, 100, 35]);
  assert.deepEqual(valueColor(COLORS, 7), valueColor(COLORS, 1));
});

test("small values are seen too", () => {
  // 0.1 to the power of 0.7 is 0.1995, and 0.65 of it 0.1297.
  assert.deepEqual(valueColor(COLORS, 0.1), [87, 100, 113]);
});

test("a map's bytes have opaque colours, 128 the ground", () => {
  const table = mapTable(COLORS);
  const channels = (byte) => [0, 8, 16, 24].map((shift) => (table[byte] >>> shift) & 255);
  assert.equal(table.length, 256);
  assert.deepEqual(channels(128), [100, 100, 100, 255]);
  assert.deepEqual(channels(255), [10, 100, 190, 255]);
  assert.deepEqual(channels(1), [190, 100, 10, 255]);
});
