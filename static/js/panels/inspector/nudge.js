import { el, setText } from "../../lib/dom.js";
import { exactSigned } from "../../lib/format.js";
import { addressed } from "../../lib/names.js";
import { REACH } from "../../lab/nudging.js";

/** @typedef {import("../../page/types.js").View} View */

/**
 * Move the parameter by ε in thought: what the loss really does, beside slope · ε.
 * @param {(intent: import("../../page/types.js").Intent) => void} dispatch
 * @param {import("../../../text/en/page.js").Words["inspector"]} words
 */
export function createNudge(dispatch, words) {
  const range = el("input", {
    type: "range",
    min: -REACH,
    max: REACH,
    step: 0.01,
    value: 0,
    "aria-label": words.epsilon,
  });
  range.oninput = () => dispatch({ type: "nudge", epsilon: range.valueAsNumber });
  const shown = el("b");
  const set = el(
    "button",
    { class: "small", type: "button", title: words.setThereHelp, onclick: () => keep() },
    words.setThere,
  );
  const [real, predicted, error] = [el("b"), el("b"), el("b")];
  const over = el("p", { class: "note" });
  /** @type {View["nudged"]} */
  let answer = null;

  /** The what-if becomes an edit. */
  function keep() {
    const target = addressed(answer?.parameter ?? null);
    if (answer && target)
      dispatch({ type: "command", command: { type: "set_parameter", ...target, value: answer.value + answer.delta } });
  }

  const line = (/** @type {string} */ name, /** @type {HTMLElement} */ value) =>
    el("div", {}, el("span", { class: "note" }, name), value);
  const element = el(
    "details",
    { open: true },
    el("summary", {}, words.nudge),
    el(
      "div",
      { class: "section" },
      el("div", { class: "nudge" }, range, shown, set),
      el(
        "div",
        { class: "nudge-told" },
        line(words.real, real),
        line(words.predicted, predicted),
        line(words.error, error),
      ),
      over,
    ),
  );
  return {
    element,
    /** @param {View} view */
    render({ nudged, epsilon, options }) {
      answer = nudged;
      if (range.valueAsNumber !== epsilon) range.value = String(epsilon);
      setText(shown, `ε = ${epsilon ? exactSigned(epsilon, 3) : 0}`);
      set.disabled = !nudged;
      setText(over, words.nudgeHelp(options.slice.over));
      setText(real, nudged ? exactSigned(nudged.change) : "–");
      setText(predicted, nudged ? exactSigned(nudged.predicted) : "–");
      setText(error, nudged ? exactSigned(nudged.change - nudged.predicted) : "–");
    },
  };
}
