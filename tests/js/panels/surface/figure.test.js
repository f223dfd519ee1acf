import assert from "node:assert/strict";
import test from "node:test";

import { traces } from "../../../../static/js/panels/surface/figure.js";

const AXIS = { parameter: "layers.0.weight.0.0", value: 0, min: -1, max: 1 };
const PALETTE = Object.fromEntries(["ink", "now", "downhill"].map((name) => [name, [0, 0, 0]]));

/** @param {number} loss  everywhere */
const flat = (loss) => ({
  meta: { surface: { x: AXIS, y: { ...AXIS }, loss, descent: [0, 0], step: [0, 0] } },
  tensors: new Map([
    ["surface.a", { shape: [2], data: Float32Array.of(-1, 1) }],
    ["surface.b", { shape: [2], data: Float32Array.of(-1, 1) }],
    ["surface.z", { shape: [2, 2], data: new Float32Array(4).fill(loss) }],
    ["surface.path", { shape: [1, 3], data: Float32Array.of(0, 0, loss) }],
  ]),
});

test("on a flat surface all heights are the same number, as plotly.js needs them to be", () => {
  const heights = traces(flat(Math.LN2), "3d", PALETTE).flatMap(({ z }) => z.flat());
  assert.equal(new Set(heights).size, 1);
});
