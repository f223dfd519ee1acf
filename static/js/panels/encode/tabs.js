/** @typedef {import("../../page/types.js").View} View */

/** What can be looked at, by the kind of input. */
export const TABS = /** @type {const} */ ({ image: ["example", "draw"], words: ["example", "write", "map"] });

/**
 * The tab that is shown: the chosen one where the inputs have it.
 * @param {View} view
 * @returns {string | null}  null: the inputs are numbers to begin with
 */
export function tabOf({ layout: { input_kind: kind }, options: { encode } }) {
  if (kind !== "image" && kind !== "words") return null;
  const tabs = /** @type {readonly string[]} */ (TABS[kind]);
  return tabs.includes(encode.tab) ? encode.tab : tabs[0];
}
