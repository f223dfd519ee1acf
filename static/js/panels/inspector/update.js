import { aside, number, show, slope, symbols } from "../../explain/parts.js";
import { el } from "../../lib/dom.js";
import * as m from "../../lib/math.js";

/** @typedef {import("./index.js").Given} Given */

/** @type {Record<string, string>} */
const GREEK = { eta: "η", mu: "μ", alpha: "α", eps: "ε", beta1: "β₁", beta2: "β₂", lam: "λ" };

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
    el("div", { class: "formula" }, show(symbols(m.mi(line.symbol), m.mo("←"), ...symbolic(line.formula)), hover)),
    el(
      "div",
      { class: "formula worked" },
      show(symbols(m.mo("=")), hover),
      ...worked(line).map((part) => show(part, hover)),
      show(symbols(m.mo("=")), hover),
      show(number(line.result), hover),
    ),
  ]);
  return work.lines.length ? [...memory, ...lines] : memory.length ? memory : null;
}

/** The pieces of a formula: names in braces, and what stands between them. @param {string} formula */
const pieces = (formula) => formula.split(/(\{[^}]*\})/).filter((piece) => piece.trim());

/** @param {string} formula @returns {Element[]} */
const symbolic = (formula) =>
  pieces(formula).map((piece) =>
    piece.startsWith("{") ? m.mi(GREEK[piece.slice(1, -1)] ?? piece.slice(1, -1)) : m.mo(piece.trim()),
  );

/** @param {import("../../wire/types.js").WorkLine} line */
const worked = (line) =>
  pieces(line.formula).map((piece) => {
    if (!piece.startsWith("{")) return aside(piece.trim());
    const name = piece.slice(1, -1);
    return name === "g" ? slope(line.values[name]) : number(line.values[name]);
  });
