import assert from "node:assert/strict";
import test from "node:test";

import { withClassNames } from "../../../static/js/lab/classes.js";
import { words } from "../../../static/text/en/page.js";

const named = (classes, data) => withClassNames({ layout: { classes }, start: { data } }, words.output).classes;

test("edited points keep the names of the colors", () => {
  assert.deepEqual(named(["class 0", "class 1"], { name: "table", features: ["x1", "x2"] }), ["orange", "blue"]);
  assert.deepEqual(named(["class 0", "class 1"], { name: "table" }), ["class 0", "class 1"]);
});

test("a file names its classes itself", () => {
  assert.deepEqual(named(["nein", "orange"], { name: "own-20x2x1" }), ["nein", "orange"]);
});
