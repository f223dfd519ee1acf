import { css, drawMap, mapTable } from "../lib/colors.js";
import { el, setText } from "../lib/dom.js";
import { percent, plain, signed } from "../lib/format.js";

/** @typedef {import("../types.js").View} View */

const CLASSES = ["#117733", "#882255", "#44AA99", "#AA4499", "#999933", "#332288", "#661100", "#6699CC", "#888888", "#DDCC77"];

/** The network's answer over the input plane, with the data on it; losses and accuracies. */
export const createOutputPanel = /** @type {import("../types.js").PanelFactory} */ (
  (root, dispatch, { output: words }) => {
    const map = el("canvas");
    const points = el("canvas", { role: "img", "aria-label": words.map, title: words.map });
    const table = el("div", { class: "note" });
    const box = el("div", { class: "map" }, map, points, table);
    const [train, test, accuracy] = [el("dd"), el("dd"), el("dd")];
    const testLabel = el("dt", {}, words.test);
    const accuracyLabel = el("dt", {}, words.accuracy);
    root.append(box, el("dl", { class: "metrics" }, el("dt", {}, words.train), train, testLabel, test, accuracyLabel, accuracy));
    /** @type {Uint32Array} */
    let colors = new Uint32Array(256);
    let theme = "";
    let drawn = "";
    /** @type {View | null} */
    let view = null;

    points.addEventListener("click", (event) => {
      const data = view?.retained.points.get("data.points");
      if (!view || !data || view.layout.plane !== 2) return;
      const nearest = closest(/** @type {Float32Array} */ (data.data), toData(event, points, view.layout.domain));
      dispatch({ type: "command", command: { type: "focus", example: nearest } });
    });

    /** @param {View} now */
    function drawPoints({ retained, layout, frame, palette }) {
      const ratio = devicePixelRatio || 1;
      const [width, height] = [points.clientWidth * ratio, points.clientHeight * ratio];
      points.width = width;
      points.height = height;
      const context = points.getContext("2d");
      if (!context) return;
      const [below, above, ground, now] = [palette.negative, palette.positive, css(palette.card), css(palette.now)];
      const [low, high] = layout.domain[0];
      const vertical = layout.plane === 2 ? layout.domain[1] : around(["data.y", "test.y"].flatMap((name) => Array.from(retained.points.get(name)?.data ?? [], Number)));
      const toX = (/** @type {number} */ x) => ((x - low) / (high - low)) * width;
      const toY = (/** @type {number} */ y) => (1 - (y - vertical[0]) / (vertical[1] - vertical[0])) * height;
      /** @param {string} set @param {boolean} solid */
      const dots = (set, solid) => {
        const at = retained.points.get(`${set}.points`)?.data;
        const y = retained.points.get(`${set}.y`);
        if (!at || !y) return;
        const outputs = y.shape[1];
        for (let i = 0; i < y.shape[0]; i++) {
          const target = Number(y.data[i * outputs]);
          const x = toX(Number(at[i * layout.plane]));
          const row = layout.plane === 2 ? toY(Number(at[i * 2 + 1])) : toY(target);
          const positive = layout.task === "classification" ? target > 0.5 : target > 0;
          const color = outputs > 1 ? CLASSES[argmax(y.data, i * outputs, outputs) % CLASSES.length] : css(positive ? above : below);
          context.beginPath();
          context.arc(x, row, (solid ? 2.6 : 2.2) * ratio, 0, 7);
          context.lineWidth = ratio;
          context.fillStyle = color;
          context.strokeStyle = solid ? ground : color;
          if (solid) context.fill();
          context.stroke();
        }
      };
      dots("test", false);
      dots("data", true);
      if (layout.plane === 1) drawLine(context, frame, toX, toY, low, high, ratio, css(palette.ink));
      if (typeof frame.meta.focus.example === "number") {
        const at = retained.points.get("data.points")?.data;
        const i = frame.meta.focus.example;
        if (!at) return;
        const y = layout.plane === 2 ? Number(at[2 * i + 1]) : frame.meta.focus.y[0];
        context.strokeStyle = now;
        context.lineWidth = 2 * ratio;
        context.beginPath();
        context.arc(toX(Number(at[layout.plane * i])), toY(y), 6 * ratio, 0, 7);
        context.stroke();
      }
    }

    return {
      render(newest) {
        view = newest;
        const { frame, layout, retained } = newest;
        if (theme !== newest.theme) colors = mapTable(newest.palette);
        const { losses, accuracies, focus } = frame.meta;
        setText(train, plain(losses.train));
        setText(test, plain(losses.test));
        test.hidden = testLabel.hidden = losses.test === null;
        accuracy.hidden = accuracyLabel.hidden = !accuracies;
        if (accuracies) {
          setText(accuracyLabel, accuracies.test === null ? words.accuracyTrain : words.accuracy);
          setText(accuracy, percent(accuracies.test ?? accuracies.train));
        }
        const drawable = layout.plane === 1 || (layout.plane === 2 && (layout.task === "classification" || focus.y.length === 1));
        map.hidden = points.hidden = !drawable;
        table.hidden = drawable;
        const answer = frame.tensors.get("output.map");
        if (answer && answer.shape[0] === 1) drawMap(map, /** @type {Uint8Array} */ (answer.data), colors);
        else if (answer) drawClasses(map, answer);
        const wanted = `${focus.example} ${frame.meta.run_epoch} ${retained.points.size} ${newest.theme} ${layout.plane === 1 ? frame.meta.seq : ""}`;
        if (drawable && (wanted !== drawn || theme !== newest.theme)) drawPoints(newest);
        drawn = wanted;
        theme = newest.theme;
        if (!drawable) {
          const outputs = frame.tensors.get(`activations.${layout.activations.length - 1}`)?.data;
          setText(table, focus.y.map((y, i) => words.row(i, outputs ? signed(Number(outputs[i])) : "–", plain(y))).join("\n"));
        }
      },
    };
  }
);

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import("../types.js").Frame} frame
 * @param {(x: number) => number} toX
 * @param {(y: number) => number} toY
 * @param {number} low
 * @param {number} high
 * @param {number} ratio
 * @param {string} color
 */
function drawLine(context, frame, toX, toY, low, high, ratio, color) {
  const curve = frame.tensors.get("output.curve");
  if (!curve) return;
  const count = curve.shape[1];
  context.strokeStyle = color;
  context.lineWidth = 2 * ratio;
  context.beginPath();
  for (let i = 0; i < count; i++) context.lineTo(toX(low + ((high - low) * i) / (count - 1)), toY(Number(curve.data[i])));
  context.stroke();
}

/** A range with room above and below. @param {number[]} values @returns {[number, number]} */
function around(values) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = Math.max(0.25, 0.25 * (high - low));
  return [low - margin, high + margin];
}

/**
 * @param {ArrayLike<any>} data
 * @param {number} from
 * @param {number} count
 */
function argmax(data, from, count) {
  let best = 0;
  for (let k = 1; k < count; k++) if (Number(data[from + k]) > Number(data[from + best])) best = k;
  return best;
}

/**
 * Several outputs: each place in the colour of the largest.
 * @param {HTMLCanvasElement} canvas
 * @param {import("../types.js").Tensor} answer
 */
function drawClasses(canvas, answer) {
  const [outputs, height, width] = answer.shape;
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (!context) return;
  for (let i = 0; i < width * height; i++) {
    let best = 0;
    for (let k = 1; k < outputs; k++) if (answer.data[k * width * height + i] > answer.data[best * width * height + i]) best = k;
    context.globalAlpha = 0.5;
    context.fillStyle = CLASSES[best % CLASSES.length];
    context.fillRect(i % width, Math.floor(i / width), 1, 1);
  }
}

/**
 * @param {MouseEvent} event
 * @param {HTMLElement} element
 * @param {[number, number][]} domain
 * @returns {[number, number]}
 */
function toData(event, element, [[left, right], [bottom, top]]) {
  const box = element.getBoundingClientRect();
  const [x, y] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  return [left + x * (right - left), top - y * (top - bottom)];
}

/**
 * @param {Float32Array} points
 * @param {[number, number]} at
 */
function closest(points, [x, y]) {
  let best = 0;
  let least = Infinity;
  for (let i = 0; 2 * i < points.length; i++) {
    const distance = (points[2 * i] - x) ** 2 + (points[2 * i + 1] - y) ** 2;
    if (distance < least) [best, least] = [i, distance];
  }
  return best;
}
