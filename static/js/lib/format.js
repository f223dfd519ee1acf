import { DIGITS } from "./shared.js";

/**
 * What is no number any more is not the same as what is not computed yet; and what the wire's
 * float32 cannot hold need not be infinite.
 * @param {number} value
 */
const beyond = (value) => (Number.isNaN(value) ? DIGITS.not_a_number : value < 0 ? DIGITS.too_low : DIGITS.too_high);

/** @param {string} text */
const printed = (text) => text.replaceAll("-", DIGITS.minus).replace("e+", "e");

/**
 * A number with its sign, in a width that stays the same: +0.0123, −12.30, +1.2e−7.
 * @param {number | null | undefined} value
 * @param {number} [digits] significant digits
 */
export function signed(value, digits = DIGITS.significant) {
  if (value == null || !Number.isFinite(value)) return plain(value);
  const text = plain(Math.abs(value), digits);
  return (value < 0 && Number(text.replace(DIGITS.minus, "-")) !== 0 ? DIGITS.minus : "+") + text;
}

/**
 * A number without a plus sign.
 * @param {number | null | undefined} value
 * @param {number} [digits]
 */
export function plain(value, digits = DIGITS.significant) {
  if (value == null) return DIGITS.missing;
  if (!Number.isFinite(value)) return beyond(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < DIGITS.fixed_from || size >= DIGITS.fixed_below)) {
    return printed(value.toExponential(Math.max(digits - 2, 1)));
  }
  const whole = String(Math.trunc(size)).length;
  return printed(value.toFixed(Math.max(digits - whole + (size < 1 ? 1 : 0), 0)));
}

/**
 * A number to so many significant digits: for formulas, where a small factor must not lose its own.
 * @param {number | null | undefined} value
 * @param {number} [digits]
 */
export function exact(value, digits = DIGITS.significant) {
  if (value == null || !Number.isFinite(value)) return plain(value);
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < DIGITS.fixed_below) return printed(String(value));
  if (size >= 1 || size < DIGITS.fixed_from) return plain(value, digits);
  return printed(value.toFixed(digits - 1 - Math.floor(Math.log10(size))));
}

/** The same with a plus sign. @param {number | null | undefined} value @param {number} [digits] */
export const exactSigned = (value, digits = DIGITS.significant) =>
  value != null && value >= 0 && Number.isFinite(value) ? `+${exact(value, digits)}` : exact(value, digits);

/** @param {number | null | undefined} share */
export function percent(share) {
  if (share == null || !Number.isFinite(100 * share)) return plain(share);
  return printed((100 * share).toFixed(1)) + DIGITS.percent;
}
