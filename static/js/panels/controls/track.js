/** By how much a logarithmic slider's exponent moves. */
export const NOTCH = 0.05;

/**
 * Where a value stands on a slider, and the value at a place. A logarithmic slider that may be 0 has it left of `step`.
 * @param {{scale?: "linear" | "log", step?: number | null}} parameter
 * @param {number} low
 */
export function track({ scale, step }, low) {
  if (scale !== "log") return { place: (/** @type {number} */ x) => x, at: (/** @type {number} */ place) => place };
  const least = low > 0 ? low : (step ?? 1e-6);
  const zero = Math.log10(least) - NOTCH;
  return {
    place: (/** @type {number} */ x) => (x > 0 ? Math.max(Math.log10(x), Math.log10(least)) : zero),
    at: (/** @type {number} */ place) => (place <= zero + NOTCH / 2 ? 0 : Number((10 ** place).toPrecision(2))),
  };
}
