import { el, setText } from "../../lib/dom.js";
import { exactSigned } from "../../lib/format.js";
import { parse } from "../../lib/names.js";

/** @typedef {import("../../types.js").View} View */

const REACH = 1;

/**
 * Move the parameter by ε in thought: what the loss really does, beside slope · ε.
 * @param {(intent: import("../../types.js").Intent) => void} dispatch
 * @param {import("../../text/en.js").Words["inspector"]} words
 */
export function createNudge(dispatch, words) {
  const range = el("input", { type: "range", min: -REACH, max: REACH, step: 0.01, value: 0, "aria-label": words.epsilon });
  const shown = el("b");
  const [real, predicted, error] = [el("b"), el("b"), el("b")];
  const over = el("p", { class: "note" });
  /** @type {View | null} */
  let view = null;
  range.oninput = () => {
    const target = parse(view?.selection ?? null);
    if (!target || !view) return;
    setText(shown, `ε = ${exactSigned(range.valueAsNumber, 3)}`);
    const tensor = `layers.${target.layer - 1}.${target.kind}`;
    const index = target.source === null ? [target.unit] : [target.unit, target.source];
    dispatch({ type: "nudge", command: { type: "nudge", tensor, index, delta: range.valueAsNumber, over: view.options.slice.over } });
  };
  const line = (/** @type {string} */ name, /** @type {HTMLElement} */ value) => el("div", { class: "check" }, el("span", {}, name), value);
  const element = el("details", { open: true }, el("summary", {}, words.nudge),
    el("div", { class: "section" }, over, el("div", { class: "nudge" }, range, shown), line(words.real, real), line(words.predicted, predicted), line(words.error, error)));
  return {
    element,
    /** @param {View} newest */
    render(newest) {
      view = newest;
      const { nudged } = newest;
      const mine = nudged && nudged.parameter === newest.selection ? nudged : null;
      if (!mine && document.activeElement !== range) {
        range.value = "0";
        setText(shown, "ε = 0");
      }
      setText(over, words.nudgeHelp(newest.options.slice.over));
      setText(real, mine ? exactSigned(mine.change) : "–");
      setText(predicted, mine ? exactSigned(mine.predicted) : "–");
      setText(error, mine ? exactSigned(mine.change - mine.predicted) : "–");
    },
  };
}
