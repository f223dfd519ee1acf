import { el, setText } from "../../lib/dom.js";
import { signed } from "../../lib/format.js";
import { parse, pretty } from "../../lib/names.js";

/** @typedef {import("../../types.js").View} View */

/**
 * A small form for the selected weight or bias: its value, to be changed, and its gradient.
 * @param {(intent: import("../../types.js").Intent) => void} dispatch
 */
export function createEditor(dispatch) {
  const name = el("b");
  const slope = el("span", { class: "note" });
  const input = el("input", { type: "number", step: "any", "aria-label": "New value" });
  /** @type {ReturnType<typeof parse>} */
  let target = null;
  const apply = () => {
    if (!target || input.value === "" || !Number.isFinite(input.valueAsNumber)) return;
    const tensor = `layers.${target.layer - 1}.${target.kind}`;
    const index = target.source === null ? [target.unit] : [target.unit, target.source];
    dispatch({ type: "command", command: { type: "set_parameter", tensor, index, value: input.valueAsNumber } });
  };
  const close = () => dispatch({ type: "select", target: null });
  const element = el("form", { class: "editor", hidden: true,
    onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); apply(); input.blur(); },
    onkeydown: (/** @type {KeyboardEvent} */ event) => { if (event.key === "Escape") close(); },
  }, name, input, el("button", { class: "small", type: "submit" }, "Set"), slope,
  el("button", { class: "small", type: "button", onclick: close, "aria-label": "Close" }, "×"));
  return {
    element,
    /** @param {View} view */
    render({ selection, frame, layout }) {
      target = parse(selection);
      const shown = target !== null && target.kind !== "neuron";
      element.hidden = !shown;
      if (!target || !shown) return;
      const tensor = `layers.${target.layer - 1}.${target.kind}`;
      const at = target.source === null ? target.unit : target.unit * layout.sizes[target.layer - 1] + target.source;
      const value = frame.tensors.get(`parameters.${tensor}`)?.data[at];
      const gradient = frame.tensors.get(`gradients.${tensor}`)?.data[at];
      setText(name, pretty(selection));
      setText(slope, gradient == null ? "no slope yet" : `slope ${signed(Number(gradient))}`);
      if (document.activeElement !== input && value != null) input.value = Number(value).toPrecision(6);
    },
  };
}
