import { parse } from "../lib/names.js";

/**
 * The choice of the surface's two parameters, in the lists or by clicks in the drawing: first x, then y.
 *
 * @typedef {import("../page/types.js").View} View
 * @typedef {import("../page/types.js").Options["surface"]} Axes
 */

/** The parameter that a click chooses: for a neuron its bias, for an input none. @param {string | null} target */
export function meant(target) {
  const found = parse(target);
  if (found?.kind !== "neuron") return found ? target : null;
  return found.layer ? `layers.${found.layer - 1}.bias.${found.unit}` : null;
}

/**
 * Changes the parameter of one axis; if the other axis has it already, the two are exchanged.
 * @param {Axes} axes
 * @param {"x" | "y"} axis
 * @param {string} parameter
 * @returns {Partial<Axes>}
 */
export function turned(axes, axis, parameter) {
  const other = axis === "x" ? "y" : "x";
  return { [axis]: parameter, ...(axes[other] === parameter ? { [other]: axes[axis] } : {}) };
}

/**
 * What a click on `target` changes while an axis is picked: nothing if it has no parameter.
 * @param {View} view
 * @param {string | null} target
 * @returns {Partial<View>}
 */
export function picked({ picking, options }, target) {
  const parameter = meant(target);
  const { surface } = options;
  if (!picking || !parameter || (picking === "y" && parameter === surface.x)) return {};
  return {
    picking: picking === "x" ? "y" : null,
    options: { ...options, surface: { ...surface, ...turned(surface, picking, parameter) } },
  };
}
