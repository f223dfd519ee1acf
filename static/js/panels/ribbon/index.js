import { el, setAttribute } from "../../lib/dom.js";
import * as m from "../../lib/math.js";

/** @typedef {import("../../wire/types.js").OperationKind} Kind */

const GROUPS = /** @type {const} */ (["forward", "loss", "backward", "update"]);

/** @type {Record<Kind, typeof GROUPS[number]>} */
const GROUP = {
  input: "forward",
  linear: "forward",
  activation: "forward",
  pool: "forward",
  loss: "loss",
  delta: "backward",
  gradient: "backward",
  update: "update",
};

/**
 * @param {Kind} kind
 * @param {number} layer
 * @param {number} depth
 */
function symbol(kind, layer, depth) {
  const of = (/** @type {Element} */ letter) => m.power(letter, m.row(m.mo("("), m.mn(layer), m.mo(")")));
  switch (kind) {
    case "input":
      return m.math(m.mi("x"));
    case "linear":
      return m.math(of(m.mi("z")));
    case "activation":
    case "pool":
      return m.math(layer === depth ? m.hat(m.mi("y")) : of(m.mi("a")));
    case "loss":
      return m.math(m.mi("L"));
    case "delta":
      return m.math(of(m.mi("δ")));
    case "gradient":
      return m.math(m.mi("∂"), of(m.mi("W")));
    case "update":
      return m.math(m.mi("W"), m.mo(","), m.mi("b"));
  }
}

/** The program counter of backprop: every operation of the step, the current one marked. */
export const createRibbonPanel = /** @type {import("../../page/types.js").PanelFactory} */ (
  (root, dispatch, { ribbon: words }) => {
    /** @type {HTMLButtonElement[]} */
    let buttons = [];
    let drawn = "";
    let step = 0;

    /** @param {import("../../wire/types.js").Layout} layout */
    function build(layout) {
      const depth = layout.activations.length;
      buttons = layout.operations.map(({ kind, layer }, op) => {
        const [shown, title] = [symbol(kind, layer, depth), words.operation[kind](layer)];
        return el(
          "button",
          {
            type: "button",
            title,
            "aria-label": `${shown.textContent}: ${title}`,
            onclick: () => dispatch({ type: "command", command: { type: "seek", step, op } }),
          },
          shown,
        );
      });
      root.replaceChildren(
        ...GROUPS.map((group) => {
          const own = buttons.filter((_, op) => GROUP[layout.operations[op].kind] === group);
          return el(
            "div",
            { class: "group", role: "group", "aria-label": words[group], style: `--share: ${own.length}` },
            el("span", { class: "group-name", "aria-hidden": "true" }, words[group]),
            el("div", {}, ...own),
          );
        }),
      );
    }

    /** Brings the current operation into sight where the ribbon scrolls. @param {HTMLElement} button */
    function reveal(button) {
      if (root.scrollWidth > root.clientWidth)
        root.scrollLeft = button.offsetLeft - root.offsetLeft - root.clientWidth / 2;
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
            reveal(button);
          }
        });
      },
    };
  }
);
