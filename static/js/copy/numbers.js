/** @typedef {import("../wire/types.js").Tensor} Tensor */
/**
 * A reference to a number (`$`, or a product `×`), a text (`@`), a truth value (`!`) or one of several templates
 * (`?`); app/backstep/sessions/offline/columns.py and slots.py describe them.
 * @typedef {{
 *   $?: number, "×"?: unknown[], or?: number, "@"?: number, "!"?: number, "?"?: number, of?: unknown[]
 * }} Reference
 */
/**
 * @typedef {object} Numbers
 * @property {(place: number, step: number) => number} at  a number; a negative place means that of the step after
 * @property {(template: unknown, step: number) => unknown} read  a JSON value with its references replaced
 */

/**
 * The numbers of a recording, by column and step.
 * @param {Tensor} planes  bytes (8, columns, steps), the most significant byte of each number first
 * @param {string[]} strings
 * @returns {Numbers}
 */
export function createNumbers(planes, strings) {
  const length = planes.shape[2];
  const numbers = assembled(planes);
  /** @param {number} place @param {number} step */
  const at = (place, step) => (place >= 0 ? numbers[place * length + step] : numbers[~place * length + step + 1]);

  /** @param {Reference} reference @param {number} step */
  function number({ $, or, "×": factors = [] }, step) {
    const corrected = or === undefined ? 0 : at(or, step);
    if (corrected !== 0) return corrected;
    return $ !== undefined ? at($, step) : factors.reduce((all, each) => Number(all) * Number(read(each, step)), 1);
  }

  /** @param {unknown} template @param {number} step @returns {unknown} */
  function read(template, step) {
    if (template === null || typeof template !== "object") return template;
    if (Array.isArray(template)) return template.map((each) => read(each, step));
    const reference = /** @type {Reference} */ (template);
    const { $, of = [], "×": factors, "@": text, "!": truth, "?": choice } = reference;
    if ($ !== undefined || factors) return finite(Number(number(reference, step)));
    if (text !== undefined) return strings[at(text, step)];
    if (truth !== undefined) return at(truth, step) === 1;
    if (choice !== undefined) return read(of[at(choice, step)], step);
    return Object.fromEntries(Object.entries(template).map(([name, each]) => [name, read(each, step)]));
  }
  return { at, read };
}

/** JSON has no NaN: it stands for null. @param {number} value */
const finite = (value) => (Number.isNaN(value) ? null : value);

/** @param {Tensor} planes */
function assembled({ shape: [, columns, length], data }) {
  const size = columns * length;
  const bytes = new Uint8Array(8 * size);
  for (let plane = 0; plane < 8; plane++) {
    for (let i = 0; i < size; i++) bytes[8 * i + 7 - plane] = Number(data[plane * size + i]);
  }
  return new Float64Array(bytes.buffer);
}
