import { css } from "../../lib/colors.js";
import { el } from "../../lib/dom.js";

/** @typedef {import("../../page/types.js").View} View */

/**
 * Ink on paper: 0 is the card, 1 the ink.
 * @param {View} view
 * @param {number} ink
 */
export function inkColor({ palette: { card, ink: black } }, ink) {
  const share = Math.min(1, Math.max(0, ink));
  return css(/** @type {[number, number, number]} */ (card.map((c, i) => Math.round(c + (black[i] - c) * share))));
}

/**
 * A small picture, a pixel a dot of the canvas.
 * @param {View} view
 * @param {import("../../wire/types.js").Tensor} pixels  (k, rows, columns)
 * @param {number} which
 */
export function createThumb(view, pixels, which) {
  const [, rows, columns] = pixels.shape;
  const canvas = el("canvas", { class: "thumb", width: columns, height: rows, "aria-hidden": "true" });
  const context = canvas.getContext("2d");
  for (let k = 0; context && k < rows * columns; k++) {
    context.fillStyle = inkColor(view, Number(pixels.data[which * rows * columns + k]));
    context.fillRect(k % columns, Math.floor(k / columns), 1, 1);
  }
  return canvas;
}
