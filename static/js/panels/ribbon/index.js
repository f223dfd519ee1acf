import { el, setAttribute } from "../../lib/dom.js";
import * as m from "../../lib/math.js";
import { PHASES, SYMBOLS } from "../../lib/shared.js";

/** @typedef {import("../../wire/types.js").OperationKind} Kind */

const GROUPS = [...new Set(Object.values(PHASES))];

/**
 * An operation's symbol, as a formula.
 * @param {Kind} kind
 * @param {number} layer
 * @param {number} depth
 */
export function symbol(kind, layer, depth) {
  const row = SYMBOLS[kind];
  if (row.output && layer === depth) return m.math(m.hat(m.mi("y")));
  const of = (/** @type {Element} */ letter) =>
    row.layer ? m.power(letter, m.row(m.mo("("), m.mn(layer), m.mo(")"))) : letter;
  const letters = row.letters.flatMap((letter, at) => [...(at ? [m.mo(",")] : []), of(m.mi(letter))]);
  return m.math(...[...row.before].map((sign) => m.mi(sign)), ...letters);
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
          const own = buttons.filter((_, op) => PHASES[layout.operations[op].kind] === group);
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
          const group = PHASES[layout.operations[op].kind];
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
