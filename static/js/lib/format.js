const MINUS = "−";

/**
 * What is no number any more is not the same as what is not computed yet; and what the wire's
 * float32 cannot hold need not be infinite.
 * @param {number} value
 */
const beyond = (value) => (Number.isNaN(value) ? "NaN" : value < 0 ? `< ${MINUS}3e38` : "> 3e38");

/**
 * A number with its sign, in a width that stays the same: +0.0123, −12.30, +1.2e−7.
 * @param {number | null | undefined} value
 * @param {number} [digits] significant digits
 */
export function signed(value, digits = 4) {
  if (value == null) return "–";
  if (!Number.isFinite(value)) return beyond(value);
  const text = plain(Math.abs(value), digits);
  return (value < 0 && Number(text.replace(MINUS, "-")) !== 0 ? MINUS : "+") + text;
}

/**
 * A number without a plus sign.
 * @param {number | null | undefined} value
 * @param {number} [digits]
 */
export function plain(value, digits = 4) {
  if (value == null) return "–";
  if (!Number.isFinite(value)) return beyond(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e5)) {
    return value
      .toExponential(Math.max(digits - 2, 1))
      .replaceAll("-", MINUS)
      .replace("e+", "e");
  }
  const whole = size < 1 ? 1 : Math.floor(Math.log10(size)) + 1;
  return value.toFixed(Math.max(digits - whole + (size < 1 ? 1 : 0), 0)).replace("-", MINUS);
}

/**
 * A number to so many significant digits: for formulas, where a small factor must not lose its own.
 * @param {number | null | undefined} value
 * @param {number} [digits]
 */
export function exact(value, digits = 4) {
  if (value == null || !Number.isFinite(value)) return plain(value);
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e5) return String(value).replace("-", MINUS);
  if (size === 0 || size >= 1 || size < 1e-4) return plain(value, digits);
  return value.toFixed(digits - 1 - Math.floor(Math.log10(size))).replace("-", MINUS);
}

/** The same with a plus sign. @param {number | null | undefined} value @param {number} [digits] */
export const exactSigned = (value, digits = 4) =>
  value != null && value >= 0 && Number.isFinite(value) ? `+${exact(value, digits)}` : exact(value, digits);

/** @param {number | null | undefined} share */
export function percent(share) {
  return share == null ? "–" : `${(100 * share).toFixed(1)} %`;
}
