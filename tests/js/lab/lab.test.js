import assert from "node:assert/strict";
import test from "node:test";

import { Latest } from "../../../static/js/lab/latest.js";
import { Nudging, REACH } from "../../../static/js/lab/nudging.js";
import { meant, picked, turned } from "../../../static/js/lab/picking.js";

/** @returns {[Record<string, any>[], (command: Record<string, any>) => string]} */
function sender() {
  const sent = [];
  return [sent, (command) => String(sent.push(command))];
}

test("the newest command waits for the answer to the last; those between are left out", () => {
  const [sent, send] = sender();
  const latest = new Latest(send);
  for (const value of [1, 2, 3]) latest.put({ value });
  assert.deepEqual(sent, [{ value: 1 }]);
  latest.answered();
  assert.deepEqual(sent, [{ value: 1 }, { value: 3 }]);
  latest.answered();
  latest.put({ value: 4 });
  assert.deepEqual(sent.at(-1), { value: 4 });
});

test("null takes back what waits", () => {
  const [sent, send] = sender();
  const latest = new Latest(send);
  latest.put({ value: 1 });
  latest.put({ value: 2 });
  latest.put(null);
  latest.answered();
  assert.deepEqual(sent, [{ value: 1 }]);
});

test("what was not sent is not waited for", () => {
  const seen = [];
  const latest = new Latest((command) => {
    seen.push(command);
    return null;
  });
  latest.put({ value: 1 });
  latest.put({ value: 2 });
  assert.equal(seen.length, 2);
});

test("a click on a neuron means its bias, on an input nothing", () => {
  assert.equal(meant("layers.0.weight.1.0"), "layers.0.weight.1.0");
  assert.equal(meant("neurons.2.1"), "layers.1.bias.1");
  assert.equal(meant("neurons.0.1"), null);
  assert.equal(meant("loss"), null);
  assert.equal(meant(null), null);
});

const AXES = { x: "layers.0.bias.0", y: "layers.0.bias.1", zoom: 2 };

test("an axis along the other's parameter changes places with it", () => {
  assert.deepEqual(turned(AXES, "x", "layers.1.bias.0"), { x: "layers.1.bias.0" });
  assert.deepEqual(turned(AXES, "x", AXES.y), { x: AXES.y, y: AXES.x });
});

test("two clicks pick two axes, and one parameter cannot be both", () => {
  const view = { picking: "x", options: { surface: AXES } };
  const first = picked(view, "layers.1.bias.0");
  assert.equal(first.picking, "y");
  assert.equal(first.options?.surface.x, "layers.1.bias.0");
  const next = { ...view, ...first };
  assert.deepEqual(picked(next, "layers.1.bias.0"), {});
  assert.equal(picked(next, "neurons.1.0").options?.surface.y, "layers.0.bias.0");
  assert.equal(picked(next, "neurons.1.0").picking, null);
  assert.deepEqual(picked({ ...view, picking: null }, "layers.1.bias.0"), {});
});

const VIEW = { selection: "layers.0.bias.1", options: { slice: { over: "train" } }, epsilon: 0 };

test("a nudge goes to the server within its reach, and zero takes it back", () => {
  const [sent, send] = sender();
  const nudging = new Nudging(send);
  assert.deepEqual(nudging.ask(VIEW, 9), { epsilon: REACH });
  assert.deepEqual(sent, [{ type: "nudge", tensor: "layers.0.bias", index: [1], delta: REACH, over: "train" }]);
  assert.deepEqual(nudging.ask(VIEW, 0.123456), { epsilon: 0.1235 });
  assert.deepEqual(nudging.ask(VIEW, 0), { epsilon: 0, nudged: null });
  nudging.free();
  assert.equal(sent.length, 1);
  assert.deepEqual(nudging.ask({ ...VIEW, selection: "neurons.1.0" }, 1), {});
});

test("an answer about another parameter comes too late", () => {
  const nudging = new Nudging(sender()[1]);
  const answer = { parameter: "layers.0.bias.1", after: 0.5 };
  assert.deepEqual(nudging.answered({ ...VIEW, epsilon: 1 }, answer), { nudged: answer });
  assert.deepEqual(nudging.answered({ ...VIEW, epsilon: 0 }, answer), {});
  assert.deepEqual(nudging.answered({ ...VIEW, epsilon: 1, selection: "layers.0.bias.0" }, answer), {});
});
