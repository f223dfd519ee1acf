import { el } from "../../lib/dom.js";
import { createBars } from "../output/bars.js";
import { createPad } from "./pad.js";
import { createThumb } from "./pixels.js";

/** @typedef {import("../../page/types.js").View} View */

const SECONDS = 0.15; // between two predictions while training goes on

/**
 * Sends what is to be predicted when it changes, and again as the network learns.
 * @param {(intent: import("../../page/types.js").Intent) => void} dispatch
 */
export function createAsker(dispatch) {
  /** @type {Record<string, unknown> | null} */
  let wanted = null;
  let asked = "";
  let at = 0;
  return {
    /** @param {Record<string, unknown> | null} input  `image` or `text`; null: nothing to ask of */
    want(input) {
      wanted = input;
      asked = "";
    },
    /** @param {View} view  Asks if its network is another than was asked. */
    look({ frame: { meta } }) {
      const moment = `${meta.run_epoch} ${meta.step} ${meta.op}`;
      const now = performance.now();
      if (!wanted || moment === asked || (meta.playing && asked && now - at < 1000 * SECONDS)) return;
      [asked, at] = [moment, now];
      dispatch({ type: "predict", command: { type: "predict", ...wanted } });
    },
  };
}

/**
 * A digit of one's own, as the network sees it and what it takes it for.
 * @param {(intent: import("../../page/types.js").Intent) => void} dispatch
 * @param {import("../../../text/en/page.js").Words} words
 */
export function createDrawn(dispatch, { encode: words, output }) {
  const asker = createAsker(dispatch);
  let empty = true;
  /** @type {View | null} */
  let view = null;
  const pad = createPad((rows) => {
    empty = rows === null;
    asker.want(rows && { image: rows });
    if (view) render(view);
  }, words);
  const seen = el("div", { class: "seen" });
  const bars = createBars(output.bars, output);
  const hint = el("p", { class: "note" }, words.padHelp);
  const element = el(
    "div",
    { class: "encode-drawn" },
    el(
      "div",
      { class: "paper" },
      pad.element,
      el("button", { class: "small", type: "button", onclick: () => pad.clear() }, words.clear),
    ),
    el(
      "div",
      { class: "answer" },
      el("div", { class: "seen-row" }, seen, el("span", { class: "note" }, words.seen)),
      bars.element,
    ),
    hint,
  );
  let theme = "";
  /** @type {unknown} */
  let shown = null;

  /** @param {View} newest */
  function render(newest) {
    view = newest;
    if (theme !== newest.theme) pad.paint(newest.palette);
    asker.look(newest);
    const { classes, image } = newest.layout;
    const found = empty || !newest.prediction?.input ? null : newest.prediction;
    if (classes) bars.render(classes, found?.output ?? null, null);
    if ((found === shown && theme === newest.theme) || !image) return;
    shown = found;
    theme = newest.theme;
    const pixels = {
      dtype: "F64",
      shape: [1, ...image],
      data: Float64Array.from(found?.input ?? new Array(image[0] * image[1]).fill(0)),
    };
    seen.replaceChildren(createThumb(newest, pixels, 0));
  }
  return { element, render };
}
