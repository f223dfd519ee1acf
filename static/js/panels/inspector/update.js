import { number, operator, show } from "../../explain/parts.js";
import { symbolic, worked } from "../../explain/working.js";
import { el } from "../../lib/dom.js";

/** @typedef {import("./index.js").Given} Given */

/** The optimizer's update of this parameter, line by line with its numbers. @param {Given} given */
export function updateSection(given) {
  const { found, words, hover } = given;
  const work = found.optimizer;
  if (!work) return null;
  const state = Object.entries(work.state);
  const memory = state.length
    ? [
        el(
          "p",
          { class: "note" },
          words.remembers(work.label, work.count),
          " ",
          ...state.flatMap(([name, value]) => [
            el("span", { class: "aside" }, `${words.slots[/** @type {keyof typeof words.slots} */ (name)] ?? name} `),
            show(number(/** @type {number} */ (value)), hover),
            " ",
          ]),
        ),
      ]
    : [];
  const lines = work.lines.flatMap((line) => [
    el("div", { class: "formula" }, show(symbolic(line), hover)),
    el(
      "div",
      { class: "formula worked" },
      ...[operator("="), ...worked(line), operator("="), number(line.result)].map((part) => show(part, hover)),
    ),
  ]);
  return work.lines.length ? [...memory, ...lines] : memory.length ? memory : null;
}
