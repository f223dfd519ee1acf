import assert from "node:assert/strict";
import test from "node:test";

import { UndoOffers } from "../../../static/js/lab/undo.js";

test("an undo is offered once the last of several parameters is confirmed", () => {
  const undo = new UndoOffers();
  for (const id of ["c1", "c2"]) undo.sent("set_parameter", id);
  assert.equal(undo.answered("c1"), null);
  const offer = undo.answered("c2");
  assert.equal(offer?.count, 2);
  assert.equal(offer?.valid(), true);
  assert.equal(undo.answered("c2"), null);
});

test("answers to other commands offer nothing", () => {
  const undo = new UndoOffers();
  undo.sent("edit", "c1");
  undo.sent("set_parameter", null);
  for (const id of ["c1", null, undefined]) assert.equal(undo.answered(id), null);
});

test("later edits invalidate the offer, moves do not", () => {
  const undo = new UndoOffers();
  undo.sent("set_parameter", "c1");
  const offer = undo.answered("c1");
  undo.sent("forward", "c2");
  assert.equal(offer?.valid(), true);
  undo.sent("reset", "c3");
  assert.equal(offer?.valid(), false);
});

test("after a refusal the parameters that were set with it are not offered", () => {
  const undo = new UndoOffers();
  for (const id of ["c1", "c2"]) undo.sent("set_parameter", id);
  undo.answered("c1");
  undo.refused("c2");
  undo.sent("set_parameter", "c3");
  assert.equal(undo.answered("c3")?.count, 1);
});
