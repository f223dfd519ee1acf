import * as m from "../lib/math.js";
import { number, operator, slope, symbols } from "./parts.js";

/** @typedef {import("../wire/types.js").WorkLine} WorkLine */
/** @typedef {import("./parts.js").Part} Part */

/** @type {Record<string, string>} */
const GREEK = { eta: "η", mu: "μ", alpha: "α", eps: "ε", beta1: "β₁", beta2: "β₂", lam: "λ" };

const TOKEN = /\{[^}]+\}|\d+(?:\.\d+)?|[×+−/^√()]/g;

/** The pieces of a formula: names in braces, numbers and operators. @param {string} formula @returns {string[]} */
const tokens = (formula) => formula.match(TOKEN) ?? [];

/** @param {string} token */
const nameOf = (token) => token.slice(1, -1);

/** @param {string} token */
const symbol = (token) => (token.startsWith("{") ? m.mi(GREEK[nameOf(token)] ?? nameOf(token)) : m.mn(token));

/**
 * Reads a formula into MathML, by precedence: sums, products and quotients, roots and powers.
 * A quotient becomes a fraction, which needs no parentheses.
 */
class Reader {
  /** @param {string} formula */
  constructor(formula) {
    this.rest = tokens(formula);
  }

  /** @param {...string} wanted */
  next(...wanted) {
    return wanted.includes(this.rest[0]) ? this.rest.shift() : undefined;
  }

  /** @returns {Element} */
  sum() {
    const parts = [this.product()];
    for (let sign = this.next("+", "−"); sign; sign = this.next("+", "−")) parts.push(m.mo(sign), this.product());
    return m.row(...parts);
  }

  /** @returns {Element} */
  product() {
    let left = this.factor();
    for (let sign = this.next("×", "/"); sign; sign = this.next("×", "/")) {
      left = sign === "/" ? m.frac(left, this.bare()) : m.row(left, m.mo(sign), this.factor());
    }
    return left;
  }

  /** @returns {Element} */
  factor() {
    if (this.next("√")) return m.root(this.factor());
    const base = this.base();
    return this.next("^") ? m.power(base, this.base()) : base;
  }

  /** What stands below a fraction bar. @returns {Element} */
  bare() {
    return this.rest[0] === "(" ? this.inside() : this.factor();
  }

  /** @returns {Element} */
  base() {
    return this.rest[0] === "(" ? m.parenthesized(this.inside()) : symbol(this.rest.shift() ?? "");
  }

  /** @returns {Element} */
  inside() {
    this.rest.shift();
    const inside = this.sum();
    this.next(")");
    return inside;
  }
}

/** A line in symbols, "m ← β₁ × m + (1 − β₁) × g". @param {WorkLine} line @returns {Part} */
export const symbolic = ({ symbol, formula }) => symbols(m.mi(symbol), m.mo("←"), new Reader(formula).sum());

/** What a line gives, "m =", without how. @param {WorkLine} line @returns {Part} */
export const given = ({ symbol }) => symbols(m.mi(symbol), m.mo("="));

/**
 * The same line with its numbers, without the result.
 * @param {WorkLine} line
 * @param {string} [of]  the parameter that is updated
 * @param {number} [digits]  of the parameter, so that its change can be seen
 * @returns {Part[]}
 */
export function worked({ formula, values }, of, digits) {
  const all = tokens(formula);
  return all.flatMap((token, i) => {
    if (token === "^") return [];
    if (all[i - 1] === "^")
      return [symbols(m.power(m.row(), m.mn(token.startsWith("{") ? values[nameOf(token)] : token)))];
    if (!token.startsWith("{")) return [operator(token)];
    const name = nameOf(token);
    const shown = name === "g" ? slope(values.g, of) : number(values[name], name === "w" ? digits : undefined);
    const raised = all[i + 1] === "^" && values[nameOf(token)] < 0;
    return raised ? [operator("("), shown, operator(")")] : [shown];
  });
}
