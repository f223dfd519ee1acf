import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { listen } from "../../../static/js/page/keys.js";
import { words as en } from "../../../static/text/en/page.js";
import { installDocument } from "../support/dom.js";

/** Elements that are inside something: a browser's `closest`, for selectors that are named. */
const inside = (...selectors) => ({
  closest(wanted) {
    return wanted.split(", ").some((each) => selectors.includes(each)) ? this : null;
  },
  matches: (wanted) => selectors.includes(wanted),
});
const PAGE = inside();

let done;
let page;
let dialog;

beforeEach(() => {
  done = [];
  page = installDocument();
  dialog = page.createElement("dialog");
  dialog.open = false;
  dialog.showModal = () => done.push("help");
  dialog.close = () => done.push("close");
  listen(dialog, en.keys, {
    play: () => done.push("play"),
    move: (type, by) => done.push(by ? `${type} ${by}` : type),
    jump: (end) => done.push(end),
    speed: (by) => done.push(`speed ${by}`),
    reset: () => done.push("reset"),
    travel: (direction) => done.push(direction),
    cancel: () => done.push("cancel"),
  });
});

/** @param {string} key @param {object} [more] */
const press = (key, more = {}) => page.fire("keydown", { key, target: PAGE, ...more });

test("every key does what its row says", () => {
  const shifted = { shiftKey: true };
  for (const [key, does, more] of [
    [" ", "play"],
    ["k", "play"],
    ["K", "play", shifted],
    ["ArrowRight", "forward"],
    ["ArrowLeft", "back"],
    ["ArrowRight", "forward pass", shifted],
    ["ArrowLeft", "back pass", shifted],
    [".", "forward operation"],
    [",", "back operation"],
    ["Home", "home"],
    ["End", "end"],
    ["<", "speed -1", shifted],
    [">", "speed 1", shifted],
    ["r", "reset"],
    ["z", "undo", { ctrlKey: true }],
    ["z", "undo", { metaKey: true }],
    ["я", "undo", { ctrlKey: true, code: "KeyZ" }],
    ["Z", "redo", { ctrlKey: true, shiftKey: true }],
    ["y", "redo", { ctrlKey: true }],
    ["Escape", "cancel"],
    ["?", "help", shifted],
  ]) {
    done = [];
    assert.deepEqual(press(key, more).done, ["preventDefault"], key);
    assert.deepEqual(done, [does], key);
  }
});

test("a key that means nothing is left to the browser", () => {
  assert.deepEqual(press("q").done, []);
  assert.deepEqual(press("Home", { shiftKey: true }).done, []);
  assert.deepEqual(done, []);
});

test("keys with Ctrl, Alt or the command key belong to the browser", () => {
  for (const held of ["ctrlKey", "altKey", "metaKey"]) assert.deepEqual(press("r", { [held]: true }).done, []);
  assert.deepEqual(done, []);
});

test("who types is not disturbed", () => {
  for (const field of ["input:not([type=range])", "select", "textarea", "dialog[open]"]) {
    press("r", { target: inside(field) });
  }
  assert.deepEqual(done, []);
});

test("space presses a button that was reached by keyboard, and plays after a click on one", () => {
  press(" ", { target: inside("button", ":focus-visible") });
  press(" ", { target: inside("summary", ":focus-visible") });
  assert.deepEqual(done, []);
  press(" ", { target: inside("button") });
  press("k", { target: inside("button", ":focus-visible") });
  assert.deepEqual(done, ["play", "play"]);
});

test("arrows on a slider move the slider", () => {
  press("ArrowRight", { target: inside("input") });
  press("Home", { target: inside("input") });
  assert.deepEqual(done, []);
  press(".", { target: inside("input") });
  assert.deepEqual(done, ["forward operation"]);
});

test("the list of keys names each", () => {
  for (const text of ["Space, K", "Shift →", "Esc", en.keys.play, en.keys.help]) {
    assert.ok(dialog.textContent.includes(text), text);
  }
});
