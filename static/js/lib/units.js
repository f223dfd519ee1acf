import { exact } from "./format.js";

/** @typedef {import("../page/types.js").View} View */
/** @typedef {import("../wire/types.js").Standardized} Standardized */

/**
 * How the targets of an uploaded file are shown in its own units; null where they are shown as the network sees them.
 * @param {View} view
 */
export function unitsOf({ layout, options }) {
  return options.output.standardized ? null : (layout.own?.targets ?? null);
}

/** A standardized number in the file's unit. @param {number} value @param {Standardized} column @param {number} at */
export const inUnits = (value, { means, deviations }, at = 0) => value * deviations[at] + means[at];

/**
 * A target or an answer as text, with the unit.
 * @param {number | null} value
 * @param {Standardized | null} column
 * @param {number} at
 * @param {number} digits
 */
export function written(value, column, at = 0, digits = 4) {
  return column && value !== null ? amount(inUnits(value, column, at), column.units[at]) : exact(value, digits);
}

/** A number of the file's, as the page's language writes it. @param {number} value @param {string | null} unit */
export function amount(value, unit) {
  if (!Number.isFinite(value)) return exact(value);
  // Years have no separator, prices have one.
  const format = new Intl.NumberFormat(document.documentElement.lang || "en", {
    maximumSignificantDigits: 4,
    useGrouping: "min2",
  });
  const text = format.format(value).replace("-", "−");
  return unit ? `${text} ${unit}` : text;
}

/** “houses.csv · price”, or what of it is known. @param {import("../wire/types.js").OwnLayout} own */
export const titleOf = ({ file, target }) => (file ? `${file} · ${target}` : target);
