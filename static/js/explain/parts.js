import { el } from "../lib/dom.js";
import { exact, exactSigned } from "../lib/format.js";
import { math, mo } from "../lib/math.js";

/**
 * A formula is a row of parts: symbols, values (blue, orange), slopes (purple, green), plain
 * numbers, and asides in words. `of` names the neuron or parameter a number belongs to, so that
 * both light up together.
 *
 * @typedef {{symbols: Element[]} | {value: number | null, of?: string, digits?: number}
 *   | {slope: number | null, of?: string} | {plain: number | null, digits?: number} | {aside: string}} Part
 */

/** @param {...Element} symbols @returns {Part} */
export const symbols = (...symbols) => ({ symbols });
/** @param {string} operator @returns {Part} */
export const operator = (operator) => symbols(mo(operator));
/** @param {number | null} value @param {string | null} [of] @param {number} [digits] @returns {Part} */
export const value = (value, of, digits) => ({ value, of: of ?? undefined, digits });
/** @param {number | null} slope @param {string} [of] @returns {Part} */
export const slope = (slope, of) => ({ slope, of });
/** @param {number | null} plain @param {number} [digits] @returns {Part} */
export const number = (plain, digits) => ({ plain, digits });
/** @param {string} aside @returns {Part} */
export const aside = (aside) => ({ aside });

/**
 * @param {Part} part
 * @param {(target: string | null) => void} hover
 */
export function show(part, hover) {
  if ("symbols" in part) return math(...part.symbols);
  if ("aside" in part) return el("span", { class: "aside" }, part.aside);
  if ("plain" in part) return el("span", { class: "chip plain" }, exact(part.plain, part.digits));
  const [kind, number] = "value" in part ? ["value", part.value] : ["slope", part.slope];
  const { of } = part;
  return el(
    "span",
    {
      class: `chip ${kind}${(number ?? 0) < 0 ? " minus" : ""}`,
      "data-of": of,
      ...(of ? { onpointerenter: () => hover(of), onpointerleave: () => hover(null) } : {}),
    },
    exactSigned(number, "digits" in part ? part.digits : undefined),
  );
}

/**
 * Marks the numbers that belong to what is hovered.
 * @param {Element} root
 * @param {string | null} hover
 */
export function light(root, hover) {
  for (const chip of root.querySelectorAll("[data-of]")) {
    chip.classList.toggle("lit", hover !== null && chip.getAttribute("data-of") === hover);
  }
}
