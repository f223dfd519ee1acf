import { remember, remembered } from "../page/storage.js";

/** @typedef {import("../wire/types.js").Granularity} Granularity */

/** The speeds on offer, in boundaries per second; null is full speed. */
export const RATES = Object.freeze([0.5, 1, 1.5, 2, 4, 10, 30, 60, null]);
/** Slow enough to watch what each of them does. @type {Record<Granularity, number>} */
const USUAL = { operation: 1.5, layer: 1.5, pass: 1, step: 10, epoch: 4 };
const PACE = "backstep.pace";

/** The speed last chosen for a granularity, or the usual one. @param {Granularity} by @returns {number | null} */
export function paceOf(by) {
  const rate = chosen()[by];
  return rate === undefined || !RATES.includes(rate) ? USUAL[by] : rate;
}

/** Remembers a speed for the next time. @param {Granularity} by @param {number | null} rate */
export const rememberPace = (by, rate) => remember(PACE, JSON.stringify({ ...chosen(), [by]: rate }));

/** @returns {Partial<Record<Granularity, number | null>>} */
function chosen() {
  try {
    return Object(JSON.parse(remembered(PACE) ?? "{}"));
  } catch {
    return {};
  }
}

/** The next speed on offer, faster (1) or slower (-1). @param {number | null} rate @param {number} by */
export function nextRate(rate, by) {
  const values = RATES.map((each) => each ?? Infinity);
  const now = rate ?? Infinity;
  const found = by > 0 ? values.find((each) => each > now) : values.findLast((each) => each < now);
  const next = found ?? now;
  return next === Infinity ? null : next;
}
