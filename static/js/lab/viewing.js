import { paceOf } from "./pace.js";
import { remember, remembered } from "../page/storage.js";

/** @typedef {import("../page/types.js").View} View */
/** @typedef {import("../page/types.js").Options} Options */
/**
 * A setting of the view as the address has it. `write` returns null for the usual value, and where the setting
 * does not matter; `read` returns null for a text that it does not know.
 * @typedef {(text: string) => Partial<View> | Changes | null} Read
 * @typedef {{name: string, write: (view: View) => string | null, read: Read}} Setting
 * @typedef {{[P in keyof Options]?: Partial<Options[P]>}} Panels
 * @typedef {{panels: Panels}} Changes
 */

const LOG = "backstep.curve"; // what the axis of the loss curve was when it was last chosen

/**
 * A choice of a panel: a text of the address for each value but the usual one.
 * @template {keyof Options} P
 * @param {string} name
 * @param {P} panel
 * @param {keyof Options[P] & string} option
 * @param {Record<string, unknown>} values
 * @returns {Setting}
 */
function choice(name, panel, option, values) {
  const texts = Object.keys(values);
  return {
    name,
    write: ({ options }) => texts.find((text) => values[text] === options[panel][option]) ?? null,
    read: (text) => (texts.includes(text) ? { panels: { [panel]: { [option]: values[text] } } } : null),
  };
}

/** @type {Setting[]} */
const SETTINGS = [
  choice("tab", "output", "tab", { confusion: "confusion", hardest: "hardest" }),
  choice("over", "output", "over", { train: "train" }),
  choice("units", "output", "standardized", { standardized: true }),
  choice("encode", "encode", "tab", { draw: "draw", write: "write", map: "map" }),
  choice("surface", "surface", "mode", { contour: "contour" }),
  choice("plane", "surface", "plane", { random: "random", gradient: "gradient", pca: "pca" }),
  choice("table", "network", "table", { 1: true }),
  choice("notation", "explanation", "notation", { gates: "gates" }),
  choice("compare", "explanation", "compare", { 1: true }),
  choice("curve", "curve", "log", { log: true, linear: false }),
  {
    name: "zoom",
    write: ({ options }) => (options.surface.zoom === 1 ? null : String(options.surface.zoom)),
    read: (text) => (Number(text) > 0 && Number(text) <= 1000 ? { panels: { surface: { zoom: Number(text) } } } : null),
  },
  {
    name: "by",
    write: ({ by }) => (by === "operation" ? null : by),
    read: (text) =>
      ["operation", "layer", "pass", "step", "epoch"].includes(text) ? { by: /** @type {View["by"]} */ (text) } : null,
  },
  {
    name: "rate",
    write: ({ by, rate }) => (rate === paceOf(by) ? null : String(rate ?? "max")),
    read(text) {
      if (text === "max") return { rate: null };
      return Number(text) > 0 && Number(text) <= 1000 ? { rate: Number(text) } : null;
    },
  },
];

/** The names of the view's settings in an address. */
export const VIEW_NAMES = Object.freeze(SETTINGS.map(({ name }) => name));

/** The view's part of an address. @param {View} view */
export function writeView(view) {
  return SETTINGS.flatMap(({ name, write }) => {
    const text = name === "curve" && !view.options.curve.log ? null : write(view);
    return text === null ? [] : [`${name}=${text}`];
  });
}

/**
 * How an address changes a view; what it does not say stays, and what it says wrong is left out.
 * @param {Record<string, string>} query
 * @param {View} view
 * @returns {Partial<View>}
 */
export function readView(query, view) {
  /** @type {Partial<View>} */
  let changes = {};
  let options = view.options;
  for (const { name, read } of SETTINGS) {
    const found = name in query ? read(query[name]) : null;
    if (found && "panels" in found) options = merged(options, found.panels);
    else if (found) changes = { ...changes, ...found };
  }
  if (!("curve" in query) && remembered(LOG) === "log") options = merged(options, { curve: { log: true } });
  return { ...changes, options };
}

/**
 * Remembers for the next visit what is chosen once and for all.
 * @param {string} panel
 * @param {Record<string, unknown>} changes
 */
export function rememberChoice(panel, changes) {
  if (panel === "curve" && "log" in changes) remember(LOG, changes.log ? "log" : "linear");
}

/** @param {Options} options @param {Panels} panels @returns {Options} */
function merged(options, panels) {
  const changed = Object.entries(panels).map(([panel, values]) => [
    panel,
    { ...options[/** @type {keyof Options} */ (panel)], ...values },
  ]);
  return { ...options, ...Object.fromEntries(changed) };
}
