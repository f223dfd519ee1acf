import assert from "node:assert/strict";
import test from "node:test";

import { createGrip, scrub } from "../../../static/js/lib/scrub.js";
import { installDocument } from "../support/dom.js";

const document = installDocument();

/** An element that scrubs a number from 5, and what it was set to. */
function scrubbed(options = {}) {
  const element = document.createElement("span");
  const values = [];
  scrub(element, { from: () => 5, to: (value) => values.push(Number(value.toFixed(6))), ...options });
  return { element, values };
}

const at = (x, y, more = {}) => ({ button: 0, pointerId: 1, clientX: x, clientY: y, shiftKey: false, ...more });

test("dragging up or to the right adds a hundredth a pixel, with Shift a tenth", () => {
  const { element, values } = scrubbed();
  element.fire("pointerdown", at(100, 100));
  element.fire("pointermove", at(100, 90));
  element.fire("pointermove", at(110, 90));
  element.fire("pointermove", at(100, 120, { shiftKey: true }));
  assert.deepEqual(values, [5.1, 5.2, 3]);
});

test("after the pointer is up nothing moves", () => {
  const { element, values } = scrubbed();
  for (const end of ["pointerup", "pointercancel"]) {
    element.fire("pointerdown", at(0, 0));
    element.fire(end, at(0, 0));
    element.fire("pointermove", at(50, 50));
  }
  assert.deepEqual(values, []);
});

test("a click that strays a little stays a click; one that ends a drag is none", () => {
  const { element, values } = scrubbed();
  element.fire("pointerdown", at(0, 0));
  element.fire("pointermove", at(2, 2));
  element.fire("pointerup", at(2, 2));
  assert.deepEqual(element.fire("click").done, []);
  element.fire("pointerdown", at(0, 0));
  element.fire("pointermove", at(0, 9));
  element.fire("pointerup", at(0, 9));
  assert.deepEqual(element.fire("click").done, ["stopImmediatePropagation"]);
  assert.deepEqual(element.fire("click").done, []);
  assert.deepEqual(values, [4.91]);
});

test("another button does not drag", () => {
  const { element, values } = scrubbed();
  element.fire("pointerdown", at(0, 0, { button: 2 }));
  element.fire("pointermove", at(0, 50));
  assert.deepEqual(values, []);
});

test("arrow keys move it, and go no further", () => {
  const { element, values } = scrubbed();
  for (const key of ["ArrowUp", "ArrowRight", "ArrowDown", "ArrowLeft"]) {
    assert.deepEqual(element.fire("keydown", { key }).done, ["preventDefault", "stopPropagation"]);
  }
  element.fire("keydown", { key: "ArrowUp", shiftKey: true });
  assert.deepEqual(element.fire("keydown", { key: "a" }).done, []);
  assert.deepEqual(values, [5.01, 5.01, 4.99, 4.99, 5.1]);
});

test("where keys are not its own it leaves them", () => {
  const { element, values } = scrubbed({ keys: false });
  assert.deepEqual(element.fire("keydown", { key: "ArrowUp" }).done, []);
  assert.deepEqual(values, []);
});

test("a grip goes on from where it is, before the picture does", () => {
  const values = [];
  const grip = createGrip("Nudge", "Drag", 2, (value) => values.push(Number(value.toFixed(6))));
  grip.set(1);
  assert.equal(grip.element.getAttribute("aria-valuenow"), "1");
  assert.equal(grip.element.getAttribute("aria-valuemin"), "-2");
  grip.element.fire("keydown", { key: "ArrowUp" });
  grip.element.fire("keydown", { key: "ArrowUp" });
  assert.deepEqual(values, [1.01, 1.02]);
});
