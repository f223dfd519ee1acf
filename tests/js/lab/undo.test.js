import assert from "node:assert/strict";
import test from "node:test";

import { UndoOffers } from "../../../static/js/lab/undo.js";

/** @param {...[string, string | null]} sent */
function offers(...sent) {
  const undo = new UndoOffers();
  for (const [type, id] of sent) undo.sent(type, id);
  return undo;
}

test("an undo is offered once the last of several parameters is confirmed", () => {
  const undo = offers(["set_parameter", "c1"], ["set_parameter", "c2"]);
  assert.equal(undo.answered("c1", false), null);
  assert.equal(undo.answered("c2", false), 2);
  assert.equal(undo.answered("c2", false), null);
});

test("what began a new run is offered, other settings are not", () => {
  const undo = offers(["edit", "c1"], ["edit", "c2"], ["reset", "c3"], ["undo", "c4"]);
  assert.equal(undo.answered("c1", false), null);
  assert.equal(undo.answered("c2", true), 1);
  assert.equal(undo.answered("c3", true), 1);
  assert.equal(undo.answered("c4", true), null);
});

test("the edits of others offer nothing", () => {
  const undo = offers(["set_parameter", null], ["forward", "c1"]);
  for (const id of ["c1", null, undefined]) assert.equal(undo.answered(id, true), null);
});

test("edits are under way until they are answered, refused, or the connection is new", () => {
  const undo = offers(["forward", "c0"], ["edit", "c1"], ["redo", "c2"], ["reset", "c3"]);
  undo.answered("c1", false);
  undo.refused("c2");
  assert.equal(undo.idle, false);
  undo.forget();
  assert.equal(undo.idle, true);
});

test("after a refusal the parameters that were set with it are not offered", () => {
  const undo = offers(["set_parameter", "c1"], ["set_parameter", "c2"]);
  undo.answered("c1", false);
  undo.refused("c2");
  undo.sent("set_parameter", "c3");
  assert.equal(undo.answered("c3", false), 1);
});
