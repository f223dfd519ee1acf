import { el, setText } from "../../lib/dom.js";
import { signed } from "../../lib/format.js";
import { numberOf } from "../../lib/links.js";
import { addressed, parse, pretty } from "../../lib/names.js";
import { createGrip } from "../../lib/scrub.js";
import { REACH } from "../../lab/nudging.js";
import { meaning, nameOf } from "../network/neurons.js";

/** @typedef {import("../../page/types.js").View} View */

/**
 * What is inspected, where it lies, its value to be changed.
 * @param {(intent: import("../../page/types.js").Intent) => void} dispatch
 * @param {import("../../../text/en/page.js").Words["inspector"]} words
 */
export function createHead(dispatch, words) {
  const name = el("b", { class: "name" });
  const where = el("span", { class: "note" });
  const value = el("input", { type: "number", step: "any", "aria-label": words.value, title: words.valueHelp });
  const shown = el("b");
  /** @type {string | null} */
  let selected = null;
  let refused = 0;
  let moved = 0;
  const grip = createGrip(words.epsilon, words.drag, REACH, (epsilon) => dispatch({ type: "nudge", epsilon }));
  value.onchange = () => {
    const at = addressed(selected);
    if (at && Number.isFinite(value.valueAsNumber))
      dispatch({ type: "command", command: { type: "set_parameter", ...at, value: value.valueAsNumber } });
  };
  const close = el(
    "button",
    {
      class: "small",
      type: "button",
      title: words.close,
      "aria-label": words.close,
      onclick: () => dispatch({ type: "select", target: null }),
    },
    "×",
  );
  return {
    element: el("div", { class: "title" }, el("span", {}, name, " = ", value, grip.element, shown), where, close),
    /** @param {View} view */
    render({ selection, frame, layout, options, recorded, epsilon, refused: now }) {
      const target = parse(selection);
      selected = selection;
      const dragged = epsilon !== moved;
      moved = epsilon;
      if (!target) return;
      const { kind, layer, unit, source } = target;
      const neuron = kind === "neuron";
      const answer = neuron && layer ? frame.tensors.get(`activations.${layer - 1}`)?.data[unit] : undefined;
      const meant = answer === undefined ? "" : meaning({ layout, options }, layer, unit, Number(answer));
      setText(name, neuron ? nameOf(layout, layer, unit) : pretty(selection));
      setText(
        where,
        neuron
          ? [words.neuron(layer, unit), meant].filter(Boolean).join(" · ")
          : source === null
            ? words.bias(layer, unit)
            : words.weight(nameOf(layout, layer - 1, source), layer, unit),
      );
      const fixed = neuron || recorded;
      value.hidden = grip.element.hidden = fixed;
      value.classList.toggle("supposed", epsilon !== 0);
      grip.set(epsilon);
      shown.hidden = !fixed;
      const found = neuron
        ? frame.tensors.get(layer ? `activations.${layer - 1}` : "input")?.data[unit]
        : numberOf(frame, "parameters", selection);
      if (fixed) setText(shown, found == null ? "–" : signed(Number(found)));
      else if ((document.activeElement !== value || now !== refused || dragged) && found != null)
        value.value = String(Number((Number(found) + epsilon).toPrecision(6)));
      refused = now;
    },
  };
}
