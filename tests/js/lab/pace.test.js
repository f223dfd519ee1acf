import assert from "node:assert/strict";
import { test } from "node:test";

import { nextRate, paceOf, rememberPace } from "../../../static/js/lab/pace.js";

test("without storage every granularity has its usual speed", () => {
  assert.deepEqual(["operation", "layer", "pass", "step", "epoch"].map(paceOf), [1.5, 1.5, 1, 10, 4]);
});

test("a speed that was chosen is remembered for its granularity, another is not taken", () => {
  /** @type {Map<string, string>} */
  const kept = new Map();
  const storage = { getItem: (/** @type {string} */ key) => kept.get(key) ?? null, setItem: kept.set.bind(kept) };
  Object.defineProperty(globalThis, "localStorage", { value: storage, configurable: true });
  try {
    rememberPace("step", null);
    rememberPace("epoch", 2);
    assert.deepEqual([paceOf("step"), paceOf("epoch"), paceOf("pass")], [null, 2, 1]);
    for (const damaged of ['{"step": 7}', "[", "null"]) {
      for (const key of kept.keys()) kept.set(key, damaged);
      assert.equal(paceOf("step"), 10);
    }
  } finally {
    Reflect.deleteProperty(globalThis, "localStorage");
  }
});

test("keys go through the speeds on offer, from one that is not on offer too", () => {
  assert.deepEqual([nextRate(60, 1), nextRate(null, 1), nextRate(null, -1), nextRate(0.5, -1)], [null, null, 60, 0.5]);
  assert.deepEqual([nextRate(7, 1), nextRate(7, -1)], [10, 4]);
});
