import assert from "node:assert/strict";
import test from "node:test";

import { readState, writeState } from "../../../static/js/embed/state.js";

test("a state is read back as its run and moment", () => {
  const run = "preset=xor&edits=3.0:layers.0.bias.1=2";
  const query = `${run}&step=12&op=5&select=neurons.1.0&focus=3`;
  assert.deepEqual(readState(writeState(query)), {
    query,
    run,
    moment: { step: 12, op: 5 },
    select: "neurons.1.0",
    focus: 3,
  });
});

test("what a state does not name has its default", () => {
  const { run, moment, select, focus } = readState(writeState("focus=mean"));
  assert.deepEqual([run, moment, select, focus], ["", { step: 0, op: 0 }, null, "mean"]);
  assert.equal(readState(writeState("")).focus, null);
});

test("a state of another version is not read", () => {
  assert.equal(readState("2:step=1"), null);
  assert.equal(readState("anything"), null);
});

test("the view is no part of the run", () => {
  const state = readState(writeState("preset=circle&l2=0.1&step=3&op=2&tab=confusion&by=step&rate=max&zoom=2"));
  assert.equal(state?.run, "preset=circle&l2=0.1");
});
