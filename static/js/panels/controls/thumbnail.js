import { css } from "../../lib/colors.js";
import { el } from "../../lib/dom.js";
import { classColor } from "../output/classes.js";

const SIDE = 44;
const DOT = 1.5;

/**
 * A small picture of a data set: some of its own points, x and y in −1…1, coloured by target.
 * @param {import("../../wire/types.js").DatasetRow} row
 * @param {import("../../lib/colors.js").Palette} palette
 */
export function createThumbnail({ preview, task, classes }, palette) {
  const ratio = Math.max(1, devicePixelRatio || 1);
  const canvas = el("canvas", { width: SIDE * ratio, height: SIDE * ratio, "aria-hidden": "true" });
  const context = canvas.getContext("2d");
  if (!context) return canvas;
  context.scale(ratio, ratio);
  for (const [x, y, target] of preview) {
    const several = classes !== null && classes.length > 2;
    const positive = task === "classification" ? target > 0.5 : target > 0;
    context.globalAlpha = task === "classification" ? 1 : 0.15 + 0.85 * Math.min(1, Math.abs(target));
    context.fillStyle = several ? classColor(target) : css(positive ? palette.positive : palette.negative);
    context.beginPath();
    context.arc((SIDE * (1 + x)) / 2, (SIDE * (1 - y)) / 2, DOT, 0, 7);
    context.fill();
  }
  return canvas;
}
