/**
 * Gives the axes of a frame's surface their names in the page's language. Those along a parameter have its name.
 * @param {import("../wire/types.js").Frame} frame
 * @param {import("../../text/en/page.js").Words["surface"]} words
 */
export function nameAxes({ meta: { surface } }, words) {
  if (!surface) return;
  const names = /** @type {Record<string, string>} */ (words.axes);
  for (const axis of [surface.x, surface.y]) axis.name = names[axis.name] ?? axis.name;
}
