import { el, setAttribute } from "../lib/dom.js";
import { sup } from "../lib/names.js";

/** @typedef {import("../types.js").OperationKind} Kind */

/** @type {Record<Kind, "forward" | "loss" | "backward" | "update">} */
const GROUP = {
  input: "forward", linear: "forward", activation: "forward", loss: "loss",
  delta: "backward", gradient: "backward", update: "update",
};

/**
 * @param {Kind} kind
 * @param {number} layer
 * @param {number} depth
 */
function symbol(kind, layer, depth) {
  switch (kind) {
    case "input": return "x";
    case "linear": return `z${sup(layer)}`;
    case "activation": return layer === depth ? "ŷ" : `a${sup(layer)}`;
    case "loss": return "L";
    case "delta": return `δ${sup(layer)}`;
    case "gradient": return `∂W${sup(layer)}`;
    case "update": return "W, b";
  }
}

/** The program counter of backprop: every operation of the step, the current one marked. */
export const createRibbonPanel = /** @type {import("../types.js").PanelFactory} */ (
  (root, dispatch) => {
    /** @type {HTMLButtonElement[]} */
    let buttons = [];
    let drawn = "";
    let step = 0;

    /** @param {import("../types.js").Layout} layout */
    function build(layout) {
      root.replaceChildren();
      buttons = [];
      const depth = layout.activations.length;
      for (const group of ["forward", "loss", "backward", "update"]) {
        const set = el("fieldset", {}, el("legend", {}, group.toUpperCase()));
        layout.operations.forEach(({ kind, layer }, op) => {
          if (GROUP[kind] !== group) return;
          const seek = () => dispatch({ type: "command", command: { type: "seek", step, op } });
          buttons[op] = el("button", { type: "button", title: `${kind}, layer ${layer}`, onclick: seek },
            symbol(kind, layer, depth));
          set.append(buttons[op]);
        });
        set.style.setProperty("--share", String(set.children.length - 1));
        root.append(set);
      }
    }

    return {
      render({ layout, frame }) {
        const shape = JSON.stringify(layout.operations);
        if (shape !== drawn) build(layout);
        drawn = shape;
        step = frame.meta.step;
        buttons.forEach((button, op) => {
          const group = GROUP[layout.operations[op].kind];
          setAttribute(button, "class", op <= frame.meta.op ? `done ${group}` : group);
          if (op !== frame.meta.op) button.removeAttribute("aria-current");
          else if (!button.hasAttribute("aria-current")) {
            button.setAttribute("aria-current", "step");
            const left = button.offsetLeft - root.offsetLeft;
            if (root.scrollWidth > root.clientWidth) root.scrollLeft = left - root.clientWidth / 2;
          }
        });
      },
    };
  }
);
