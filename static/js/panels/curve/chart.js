import { CURVE } from "../../lib/shared.js";

/** @typedef {import("../../wire/types.js").Frame} Frame */
/**
 * The losses of a run by update. A bin holds the losses of the mini-batches of `counts` updates, made after
 * `starts` others.
 * @typedef {{
 *   steps: number[], train: number[], test: number[], starts: number[], counts: number[],
 *   mean: number[], min: number[], max: number[]
 * }} Losses
 * @typedef {{low: number, high: number, log: boolean}} Range
 */

const BELOW = 2; // how far below the lowest loss a logarithmic chart begins

/**
 * The curve that was sent, with the losses of the moment, whose neighbors may be many updates away.
 * @param {Frame | null} curve
 * @param {Frame["meta"]} meta
 * @returns {Losses}
 */
export function lossesOf(curve, { updates, losses }) {
  const of = (/** @type {string} */ name) =>
    /** @type {number[]} */ (Array.from(curve?.tensors.get(`curve.${name}`)?.data ?? [], Number));
  const [steps, train, test] = [of("steps"), of("train"), of("test")];
  const batches = { starts: of("batch.starts"), counts: of("batch.counts"), mean: of("batch.mean") };
  if (losses.train != null && !steps.includes(updates)) {
    const after = steps.findIndex((step) => step > updates);
    const place = after < 0 ? steps.length : after;
    steps.splice(place, 0, updates);
    train.splice(place, 0, losses.train);
    test.splice(place, 0, losses.test ?? NaN);
  }
  return { steps, train, test, ...batches, min: of("batch.min"), max: of("batch.max") };
}

/** Whether there are batch losses to draw. @param {Losses} losses */
export const hasBatches = ({ starts }) => starts.length > 1;

/**
 * The losses that the chart shows. Its scale is that of the lines; a linear chart has room for moderate peaks of
 * single batches, others leave it at the top.
 * @param {Losses} losses
 * @param {boolean} log
 * @returns {Range}
 */
export function rangeOf({ train, test, mean, max }, log) {
  const lines = [...train, ...test, ...mean].filter(Number.isFinite);
  const highest = Math.max(CURVE.least, ...lines);
  const peaks = max.filter(Number.isFinite);
  const high = Math.max(highest, Math.min(Math.max(0, ...peaks), log ? Infinity : CURVE.peak * highest));
  if (!log) return { low: 0, high, log };
  const positive = lines.filter((loss) => loss > 0);
  return { low: Math.min(high / BELOW, ...positive) / BELOW, high, log };
}

/** How far up a loss lies, from 0 to 1. @param {Range} range @param {number} loss */
export function share({ low, high, log }, loss) {
  const up = log ? Math.log(Math.max(loss, low) / low) / Math.log(high / low) : (loss - low) / (high - low);
  return Math.min(1, Math.max(0, up));
}

/**
 * The outline of the band: along the highest losses, and back along the lowest. A batch's loss is that before its
 * update.
 * @param {Losses} losses
 * @returns {[number, number][]}
 */
export function outline(losses) {
  const { starts, counts, min, max } = losses;
  const top = starts.flatMap((start, i) => edges(start, counts[i], max[i]));
  const bottom = starts.flatMap((start, i) => edges(start, counts[i], min[i]));
  return [...top, ...bottom.reverse()].filter(([, loss]) => Number.isFinite(loss));
}

/** The mean of each bin, in its middle. @param {Losses} losses @returns {[number, number][]} */
export const means = ({ starts, counts, mean }) => starts.map((start, i) => [start + (counts[i] - 1) / 2, mean[i]]);

/** @param {number} start @param {number} count @param {number} loss @returns {[number, number][]} */
const edges = (start, count, loss) =>
  count > 1
    ? [
        [start, loss],
        [start + count - 1, loss],
      ]
    : [[start, loss]];
