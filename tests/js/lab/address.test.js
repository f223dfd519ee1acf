import assert from "node:assert/strict";
import test from "node:test";

import { fitsInLink, momentQuery, throttled } from "../../../static/js/lab/address.js";

const VIEW = { frame: { meta: { step: 12, op: 5 } }, selection: null };

test("a moment's query has the run, the position, and what is selected and followed", () => {
  assert.equal(momentQuery("preset=xor", VIEW, null), "preset=xor&step=12&op=5");
  assert.equal(momentQuery("", VIEW, "mean"), "step=12&op=5&focus=mean");
  assert.equal(momentQuery("", { ...VIEW, selection: "neurons.1.0" }, 0), "step=12&op=5&select=neurons.1.0&focus=0");
});

test("a long query does not fit in a link", () => {
  assert.equal(fitsInLink("x".repeat(8000)), true);
  assert.equal(fitsInLink("x".repeat(8001)), false);
});

test("calls within the interval write once", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let written = 0;
  const write = throttled(() => written++);
  for (let i = 0; i < 3; i++) write();
  assert.equal(written, 0);
  t.mock.timers.tick(300);
  assert.equal(written, 1);
  write();
  t.mock.timers.tick(300);
  assert.equal(written, 2);
});
