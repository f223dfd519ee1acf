import { el, setAttribute } from "../../lib/dom.js";

/** @typedef {typeof import("../../../text/en/controls.js").curve} Words */

/**
 * What the lines and the band are, and the switch to a logarithmic axis.
 * @param {Words} words
 * @param {() => void} toggle
 */
export function createKey(words, toggle) {
  const entry = (/** @type {string} */ name, /** @type {string} */ text) =>
    el("span", { class: name }, el("i", { "aria-hidden": "true" }), text);
  const [train, test, batch] = [entry("train", words.train), entry("test", words.test), entry("batch", words.batch)];
  const log = el("button", { class: "small", type: "button", title: words.logHelp, onclick: toggle }, words.log);
  const element = el("div", { class: "key" }, train, test, batch, log);
  return {
    element,
    /** @param {{test: boolean, batch: boolean, log: boolean}} shown */
    render(shown) {
      if (test.hidden === shown.test) test.hidden = !shown.test;
      if (batch.hidden === shown.batch) batch.hidden = !shown.batch;
      setAttribute(log, "aria-pressed", String(shown.log));
    },
  };
}
