import assert from "node:assert/strict";
import { test } from "node:test";

import { track } from "../../../../static/js/panels/controls/track.js";

test("a linear slider stands at the value", () => {
  const { place, at } = track({ scale: "linear", step: 0.01 }, 0);
  assert.equal(place(0.3), 0.3);
  assert.equal(at(0.3), 0.3);
});

test("a logarithmic slider that may be 0 has it at its left end", () => {
  const { place, at } = track({ scale: "log", step: 1e-6 }, 0);
  for (const rate of [0, 1e-6, 0.03, 1, 1000]) assert.equal(at(place(rate)), rate);
  assert.ok(place(0) < place(1e-6));
  assert.equal(place(1e-9), place(1e-6));
});

test("a logarithmic slider that may not be 0 ends at its smallest value", () => {
  const { place, at } = track({ scale: "log", step: 1e-12 }, 1e-12);
  assert.equal(at(place(1e-12)), 1e-12);
});
