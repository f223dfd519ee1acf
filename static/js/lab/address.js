/** @typedef {import("../wire/types.js").Frame} Frame */

const WRITE_MS = 300; // browsers limit how often a page may change its address
const LONGEST_QUERY = 8000; // servers and browsers limit the length of an address

/**
 * The query of a moment: the run, the position, and what is selected and followed there.
 * @param {string} query  of the run
 * @param {{frame: {meta: {step: number, op: number}}, selection: string | null}} view
 * @param {number | "mean" | null} focus
 */
export function momentQuery(query, { frame, selection }, focus) {
  const parts = [query, `step=${frame.meta.step}`, `op=${frame.meta.op}`];
  if (selection) parts.push(`select=${selection}`);
  if (focus !== null) parts.push(`focus=${focus}`);
  return parts.filter(Boolean).join("&");
}

/** Whether a link can hold the run. @param {string} query */
export const fitsInLink = (query) => query.length <= LONGEST_QUERY;

/** `write`, at most once in 300 ms. @param {() => void} write */
export function throttled(write) {
  let timer = 0;
  return () => {
    if (timer) return;
    timer = setTimeout(() => {
      timer = 0;
      write();
    }, WRITE_MS);
  };
}
