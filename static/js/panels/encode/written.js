import { el } from "../../lib/dom.js";
import { createBars } from "../output/bars.js";
import { createAsker } from "./drawn.js";
import { createText } from "./text.js";

/** @typedef {import("../../page/types.js").View} View */

/**
 * A sentence of one's own: its tokens, its numbers, and what the network makes of it.
 * @param {(intent: import("../../page/types.js").Intent) => void} dispatch
 * @param {import("../../../text/en/page.js").Words} words
 */
export function createWritten(dispatch, { encode: words, output }) {
  const asker = createAsker(dispatch);
  /** @type {View | null} */
  let view = null;
  const field = el("input", {
    type: "text",
    maxlength: 400,
    "aria-label": words.write,
    placeholder: words.placeholder,
    autocomplete: "off",
    oninput: () => {
      asker.want(field.value.trim() ? { text: field.value } : null);
      if (view) render(view);
    },
  });
  const bars = createBars(output.bars, output);
  const text = createText(dispatch, words);
  const element = el("div", { class: "encode-written" }, field, bars.element, text.element);

  /** @param {View} newest */
  function render(newest) {
    view = newest;
    asker.look(newest);
    const found = field.value.trim() && newest.prediction?.text ? newest.prediction : null;
    const { classes } = newest.layout;
    if (classes) bars.render(classes, found?.output ?? null, null);
    text.render(newest, found?.text ?? null, found?.input ?? null);
  }
  return { element, render };
}
