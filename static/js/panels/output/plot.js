import { css } from "../../lib/colors.js";
import { exact } from "../../lib/format.js";
import { amount, unitsOf, written } from "../../lib/units.js";
import { ANSWER } from "../../lib/shared.js";
import { argmax, classColor } from "./classes.js";

const MAX_NAME = 18; // characters of a column's name in a picture

/** @typedef {import("../../page/types.js").View} View */
/**
 * From data to the picture, in CSS pixels.
 * @typedef {{
 *   toX: (x: number) => number, toY: (y: number) => number, low: number, high: number, bottom: number, top: number
 * }} Scale
 */

/** A range with room above and below. @param {number[]} values @returns {[number, number]} */
function around(values) {
  if (!values.length) return [-1, 1];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = Math.max(ANSWER.margin, ANSWER.margin * (high - low));
  return [low - margin, high + margin];
}

/**
 * @param {View} view
 * @param {{width: number, height: number}} size
 * @returns {Scale}
 */
export function scale({ frame, layout, retained }, { width, height }) {
  const [low, high] = layout.domain[0];
  // Over a line: what is right, and what the network answers, which may be far from it.
  const values = () =>
    [retained.points.get("data.y"), retained.points.get("test.y"), frame.tensors.get("output.curve")]
      .flatMap((each) => Array.from(each?.data ?? [], Number))
      .filter(Number.isFinite);
  const [bottom, top] = layout.plane === 2 ? layout.domain[1] : around(values());
  return {
    toX: (x) => ((x - low) / (high - low)) * width,
    toY: (y) => (1 - (y - bottom) / (top - bottom)) * height,
    low,
    high,
    bottom,
    top,
  };
}

/**
 * The ranges of a picture over a line, in its corners.
 * @param {CanvasRenderingContext2D} context
 * @param {View} view
 * @param {Scale} scale
 */
export function drawRanges(context, view, { toX, toY, low, high, bottom, top }) {
  const { palette, layout } = view;
  const units = unitsOf(view);
  const [answer, input] = layout.own ? [`${layout.own.target} `, `${layout.inputs[0]} `] : ["ŷ ", "x "];
  context.fillStyle = css(palette.second);
  context.font = "10px system-ui, sans-serif";
  const [left, right, floor] = [toX(low) + 2, toX(high) - 2, toY(bottom)];
  context.textAlign = "left";
  context.fillText(answer + written(top, units, 0, 2), left, toY(top) + 10);
  context.fillText(written(bottom, units, 0, 2), left, floor - 14);
  context.fillText(exact(low, 2), left, floor - 2);
  context.textAlign = "right";
  context.fillText(input + exact(high, 2), right, floor - 2);
}

/**
 * The columns of a file that the plane is spanned by, with their ranges, along its edges.
 * @param {CanvasRenderingContext2D} context
 * @param {View} view
 * @param {Scale} scale
 */
export function drawColumns(context, { palette, layout: { inputs, own } }, { toX, toY, low, high, bottom, top }) {
  const [across, up] = inputs.map((name, i) => shortened(name, own?.inputs.units[i]));
  const [left, right, floor, ceiling] = [toX(low) + 3, toX(high) - 3, toY(bottom) - 4, toY(top) + 11];
  context.font = "10px system-ui, sans-serif";
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = css(palette.card);
  context.fillStyle = css(palette.ink);
  /** @param {string} text @param {number} x @param {number} y @param {CanvasTextAlign} align */
  const put = (text, x, y, align) => {
    context.textAlign = align;
    context.strokeText(text, x, y);
    context.fillText(text, x, y);
  };
  put(`${up} ${amount(top, null)}`, left, ceiling, "left");
  put(amount(bottom, null), left, floor - 12, "left");
  put(amount(low, null), left, floor, "left");
  put(`${across} ${amount(high, null)}`, right, floor, "right");
}

/**
 * A column's name with its unit, short enough for a picture.
 * @param {string} name
 * @param {string | null | undefined} unit
 */
function shortened(name, unit) {
  const text = unit && !name.includes(unit) ? `${name}, ${unit}` : name;
  return text.length > MAX_NAME ? `${text.slice(0, MAX_NAME - 1)}…` : text;
}

/**
 * Training points solid, test points hollow.
 * @param {CanvasRenderingContext2D} context
 * @param {View} view
 * @param {Scale} scale
 */
export function drawPoints(context, { retained, layout, palette }, { toX, toY }) {
  for (const set of /** @type {const} */ (["test", "data"])) {
    const at = retained.points.get(`${set}.points`)?.data;
    const y = retained.points.get(`${set}.y`);
    if (!at || !y) continue;
    const outputs = y.shape[1];
    for (let i = 0; i < y.shape[0]; i++) {
      const target = Number(y.data[i * outputs]);
      const positive = layout.task === "classification" ? target > 0.5 : target > 0;
      const color =
        outputs > 1
          ? classColor(argmax(y.data, i * outputs, outputs))
          : css(positive ? palette.positive : palette.negative);
      context.beginPath();
      context.arc(
        toX(Number(at[i * layout.plane])),
        toY(layout.plane === 2 ? Number(at[i * 2 + 1]) : target),
        ANSWER[set],
        0,
        7,
      );
      context.fillStyle = color;
      context.strokeStyle = set === "data" ? css(palette.card) : color;
      if (set === "data") context.fill();
      context.stroke();
    }
  }
}

/**
 * The network's answer over a line.
 * @param {CanvasRenderingContext2D} context
 * @param {View} view
 * @param {Scale} scale
 */
export function drawLine(context, { frame, palette }, { toX, toY, low, high }) {
  const curve = frame.tensors.get("output.curve");
  if (!curve) return;
  const count = curve.shape[1];
  context.strokeStyle = css(palette.ink);
  context.lineWidth = 2;
  context.beginPath();
  for (let i = 0; i < count; i++)
    context.lineTo(toX(low + ((high - low) * i) / (count - 1)), toY(Number(curve.data[i])));
  context.stroke();
}

/**
 * Where the example in focus lies in the picture, if it can be drawn.
 * @param {View} view
 * @param {Scale} scale
 * @returns {[number, number] | null}
 */
export function focusPlace({ frame, layout, retained }, { toX, toY }) {
  const { example, y } = frame.meta.focus;
  const at = retained.points.get("data.points")?.data;
  if (typeof example !== "number" || !at) return null;
  const [x, second] = [Number(at[layout.plane * example]), Number(at[layout.plane * example + 1])];
  return [toX(x), toY(layout.plane === 2 ? second : y[0])];
}

/**
 * The training example nearest to a place of the picture, in CSS pixels.
 * @param {View} view
 * @param {Scale} scale
 * @param {number} x
 * @param {number} y
 */
export function nearest({ layout: { plane }, retained }, { toX, toY }, x, y) {
  const [at, targets] = [retained.points.get("data.points"), retained.points.get("data.y")];
  const outputs = targets?.shape[1] ?? 1;
  let best = 0;
  let least = Infinity;
  for (let i = 0; i < (at?.shape[0] ?? 0); i++) {
    const second = plane === 2 ? at?.data[2 * i + 1] : targets?.data[i * outputs];
    const distance = (toX(Number(at?.data[plane * i])) - x) ** 2 + (toY(Number(second)) - y) ** 2;
    if (distance < least) [best, least] = [i, distance];
  }
  return best;
}
