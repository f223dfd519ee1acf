import assert from "node:assert/strict";
import test from "node:test";

import { refusal } from "../../../static/js/copy/refusal.js";

const RECORDING = { head: { steps: 4, ends: { operation: [0, 1], step: [1] } }, end: { step: 3, op: 1 } };
const refused = (message) => {
  const found = refusal(RECORDING, message);
  return found && [found.code, found.field];
};

test("a recording can be moved, played and asked within its end", () => {
  for (const message of [
    { type: "forward" },
    { type: "back", by: "step", count: 3 },
    { type: "play", rate: null },
    { type: "play", rate: 30 },
    { type: "seek", step: 3, op: 1 },
    { type: "get_state" },
  ])
    assert.equal(refused(message), null, JSON.stringify(message));
});

test("what needs a server is refused as recorded", () => {
  for (const type of ["edit", "focus", "reset"]) assert.deepEqual(refused({ type }), ["recorded", type]);
  assert.deepEqual(refused({ type: "seek", step: 4 }), ["recorded", "seek.step"]);
});

test("wrong values are refused as a server refuses them", () => {
  assert.deepEqual(refused({ type: "forward", by: "epoch" }), ["bad_command", "forward.by"]);
  assert.deepEqual(refused({ type: "back", count: 0 }), ["bad_command", "back.count"]);
  assert.deepEqual(refused({ type: "play", rate: 0 }), ["bad_command", "play.rate"]);
  assert.deepEqual(refused({ type: "play", rate: "fast" }), ["bad_command", "play.rate"]);
  assert.deepEqual(refused({ type: "seek" }), ["bad_command", "seek.step"]);
  assert.deepEqual(refused({ type: "seek", step: 1, op: 2 }), ["bad_command", "seek.op"]);
});
