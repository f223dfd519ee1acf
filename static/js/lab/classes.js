/**
 * A layout whose classes have names in the page's language. An uploaded file names its classes itself.
 * @param {import("./types.js").RunEvent} event
 * @param {import("../../text/en/page.js").Words["output"]} words
 * @returns {import("../wire/types.js").Layout}
 */
export function withClassNames({ layout, start }, words) {
  if (!layout.classes || start.data?.name?.startsWith("own-")) return layout;
  const names = /** @type {Record<string, string>} */ (words.classes);
  // Edited points keep the names that the classes of their generated set have: those of the colors.
  if (start.data?.name === "table" && start.data.features && layout.classes.length === 2)
    return { ...layout, classes: [names.orange, names.blue] };
  const named = (/** @type {string} */ name) =>
    names[name] ?? name.replace(/^class (\d+)$/, (_, number) => words.numbered(number));
  return { ...layout, classes: layout.classes.map(named) };
}
