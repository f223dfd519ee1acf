import assert from "node:assert/strict";
import { test } from "node:test";

import { lossesOf, means, outline, rangeOf, share } from "../../../../static/js/panels/curve/chart.js";

/** @param {Record<string, number[]>} tensors */
const curveOf = (tensors) =>
  /** @type {any} */ ({
    tensors: new Map(
      Object.entries(tensors).map(([name, data]) => [
        `curve.${name}`,
        { dtype: "F64", shape: [data.length], data: Float64Array.from(data) },
      ]),
    ),
  });
const curve = curveOf({
  steps: [0, 3, 9],
  train: [1, 0.5, 0.2],
  test: [1.1, 0.6, 0.3],
  "batch.starts": [0, 4, 8],
  "batch.counts": [4, 4, 1],
  "batch.mean": [1, 0.5, 0.25],
  "batch.min": [0.5, 0.25, 0.25],
  "batch.max": [10, 0.75, 0.25],
});
/** @param {number} updates */
const meta = (updates) => /** @type {any} */ ({ updates, losses: { train: 0.4, test: 0.45 } });

test("the losses of the moment belong to the curve, wherever it stands", () => {
  assert.deepEqual(lossesOf(curve, meta(5)).steps, [0, 3, 5, 9]);
  assert.deepEqual(lossesOf(curve, meta(5)).train, [1, 0.5, 0.4, 0.2]);
  assert.deepEqual(lossesOf(curve, meta(9)).steps, [0, 3, 9]);
  assert.deepEqual(lossesOf(null, meta(9)).steps, [9]);
});

test("the band goes along the highest losses and back along the lowest", () => {
  const losses = lossesOf(curve, meta(9));
  assert.deepEqual(outline(losses), [
    [0, 10],
    [3, 10],
    [4, 0.75],
    [7, 0.75],
    [8, 0.25],
    [8, 0.25],
    [7, 0.25],
    [4, 0.25],
    [3, 0.5],
    [0, 0.5],
  ]);
  assert.deepEqual(means(losses), [
    [1.5, 1],
    [5.5, 0.5],
    [8, 0.25],
  ]);
});

test("a linear chart has room for moderate peaks only, a logarithmic one for all", () => {
  const losses = lossesOf(curve, meta(9));
  const linear = rangeOf(losses, false);
  assert.equal(linear.low, 0);
  assert.ok(Math.abs(linear.high - 3.3) < 1e-12);
  assert.equal(share(linear, 10), 1);
  const log = rangeOf(losses, true);
  assert.deepEqual(log, { low: 0.1, high: 10, log: true });
  assert.ok(Math.abs(share(log, 1) - 0.5) < 1e-12);
  assert.equal(share(log, 0), 0);
});

test("a curve of zeros has a range", () => {
  for (const log of [false, true]) {
    const range = rangeOf(lossesOf(curveOf({ steps: [0], train: [0], test: [NaN] }), meta(0)), log);
    assert.ok(range.high > range.low);
    assert.equal(share(range, 0), 0);
  }
});
