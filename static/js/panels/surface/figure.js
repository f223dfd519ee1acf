import { css } from "../../lib/colors.js";
import { pretty } from "../../lib/names.js";

/**
 * The surface as plotly.js takes it: traces and layout.
 *
 * @typedef {import("../../wire/types.js").Frame} Frame
 * @typedef {import("../../lib/colors.js").Palette} Palette
 * @typedef {NonNullable<import("../../wire/types.js").FrameMeta["surface"]>} Meta
 */

const LEVELS = 14;
/** About the contour's axes, in CSS pixels. */
export const MARGIN = { l: 44, r: 8, t: 6, b: 36 };
// Viridis (S. van der Walt, N. Smith, 2015), at even steps.
const COLORS = [
  "#440154",
  "#482475",
  "#414487",
  "#355f8d",
  "#2a788e",
  "#21918c",
  "#22a884",
  "#44bf70",
  "#7ad151",
  "#bddf26",
  "#fde725",
];
/** @type {[number, string][]} */
const SCALE = COLORS.map((color, i) => [i / (COLORS.length - 1), color]);
const [ROOM, LOOSE] = [0.08, 0.6]; // above and below in the box; filled less than so much, it is made anew
const ARROW = 0.14; // of the range: how long the arrow down the slope is drawn, whatever the slope

/** @param {Frame} frame @param {string} name */
const numbers = (frame, name) => Array.from(frame.tensors.get(name)?.data ?? [], Number);

/**
 * What a trace has for its i-th point: one value may serve all of them.
 * @template T
 * @param {T | T[]} given
 * @param {number} i
 */
export const nth = (given, i) => (Array.isArray(given) ? given[i] : given);

/** The names of an axis. @param {import("../../wire/types.js").SurfaceAxis} axis */
export const axisName = ({ parameter, name }) => (parameter ? pretty(parameter) : name);

/** Whether a contour of one frame fits the axes of another's. @param {Meta} one @param {Meta} other */
export const sameAxes = (one, other) =>
  ["x", "y"].every((axis) => {
    const [a, b] = [one, other].map((each) => each[/** @type {"x" | "y"} */ (axis)]);
    return a.min === b.min && a.max === b.max && axisName(a) === axisName(b);
  });

/** From the point down the slope, as seen in the plane. @param {Meta} surface */
function arrow({ x, y, descent: [dx, dy] }) {
  const [width, height] = [x.max - x.min, y.max - y.min];
  const length = Math.hypot(dx / width, dy / height);
  const scale = length > 0 ? ARROW / length : 0;
  return { x: [x.value, (x.value ?? 0) + scale * dx], y: [y.value, (y.value ?? 0) + scale * dy] };
}

/**
 * @param {Frame} frame
 * @param {"3d" | "contour"} mode
 * @param {Palette} palette
 * @param {string} height  what the height is: the loss
 * @returns {import("./types.js").Picture}
 */
export function traces(frame, mode, palette, height) {
  const surface = /** @type {Meta} */ (frame.meta.surface);
  const tensor = /** @type {import("../../wire/types.js").Tensor} */ (frame.tensors.get("surface.z"));
  const [rows, columns] = tensor.shape;
  const flat = numbers(frame, "surface.z");
  const z = Array.from({ length: rows }, (_, j) => flat.slice(j * columns, (j + 1) * columns));
  const path = numbers(frame, "surface.path");
  const column = (/** @type {number} */ k) => path.filter((_, i) => i % 3 === k);
  const [x, y] = [surface.x, surface.y].map(axisName);
  const hover = `${x} %{x:.3f}<br>${y} %{y:.3f}<br>${height} %{z:.4f}<extra></extra>`;
  const [now, down] = [css(palette.now), css(palette.downhill)];
  // plotly.js scales by the span of the heights. On a flat surface the loss in float64 beside heights in float32
  // would be that span.
  const loss = Math.fround(surface.loss);
  const common = {
    x: numbers(frame, "surface.a"),
    y: numbers(frame, "surface.b"),
    z,
    colorscale: SCALE,
    showscale: false,
  };
  const slope = arrow(surface);
  const landing = {
    x: [surface.x.value, (surface.x.value ?? 0) + surface.step[0]],
    y: [surface.y.value, (surface.y.value ?? 0) + surface.step[1]],
  };
  if (mode === "3d") {
    return [
      {
        type: "surface",
        ...common,
        hovertemplate: hover,
        contours: { x: { highlight: false }, y: { highlight: false }, z: { highlight: false } },
      },
      {
        type: "scatter3d",
        mode: "lines",
        x: column(0),
        y: column(1),
        z: column(2),
        line: { color: css(palette.ink), width: 5 },
        hoverinfo: "skip",
      },
      {
        type: "scatter3d",
        mode: "lines",
        ...slope,
        z: [loss, loss],
        line: { color: down, width: 7 },
        hoverinfo: "skip",
      },
      {
        type: "scatter3d",
        mode: "markers",
        x: [surface.x.value],
        y: [surface.y.value],
        z: [loss],
        marker: { color: now, size: 5 },
        hovertemplate: hover,
      },
    ];
  }
  const finite = flat.filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const contours = { start: low, end: high, size: (high - low || 1) / LEVELS };
  return [
    { type: "contour", ...common, autocontour: false, contours, line: { width: 0.6 }, hoverinfo: "none" },
    {
      type: "scatter",
      mode: "lines",
      x: column(0),
      y: column(1),
      line: { color: "#fff", width: 2 },
      hoverinfo: "skip",
    },
    { type: "scatter", mode: "lines", ...slope, line: { color: down, width: 3 }, hoverinfo: "skip" },
    {
      type: "scatter",
      mode: "lines+markers",
      ...landing,
      line: { color: now, width: 2 },
      marker: { color: now, size: [10, 5], line: { color: "#fff", width: 1.5 } },
      hoverinfo: "skip",
    },
  ];
}

/**
 * Nothing but a box for what is drawn over it: a scene needs something in it.
 * @param {Frame} frame
 * @returns {import("./types.js").Mark[]}
 */
export function box({ meta }) {
  const { x, y, loss } = /** @type {Meta} */ (meta.surface);
  return [
    {
      type: "scatter3d",
      mode: "markers",
      x: [x.value],
      y: [y.value],
      z: [loss],
      marker: { size: 1, opacity: 0 },
      hoverinfo: "skip",
    },
  ];
}

/**
 * How high the box is: as before while that suits, so that it does not jump about, else with room.
 * @param {Frame} frame
 * @param {[number, number] | undefined} before
 * @returns {[number, number]}
 */
export function heights(frame, before) {
  const path = numbers(frame, "surface.path").filter((_, i) => i % 3 === 2);
  const all = [...numbers(frame, "surface.z"), ...path].filter(Number.isFinite);
  const [low, high] = all.length ? [Math.min(...all), Math.max(...all)] : [0, 1];
  if (before && before[0] <= low && high <= before[1] && high - low > LOOSE * (before[1] - before[0])) return before;
  const room = ROOM * (high - low) || 0.5;
  return [low - room, high + room];
}

/**
 * @param {Frame} frame
 * @param {"3d" | "contour"} mode
 * @param {Palette} palette
 * @param {[number, number]} [span]  of the heights
 */
export function layout(frame, mode, palette, span) {
  const surface = /** @type {Meta} */ (frame.meta.surface);
  const axis = { color: css(palette.second), gridcolor: css(palette.line), zeroline: false, tickfont: { size: 10 } };
  const [x, y] = [surface.x, surface.y].map((each) => ({
    ...axis,
    title: { text: axisName(each) },
    range: [each.min, each.max],
    autorange: false,
  }));
  const base = {
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    showlegend: false,
    uirevision: "camera",
    font: { color: css(palette.second), size: 11 },
  };
  if (mode === "3d") {
    /** @type {import("./types.js").Camera} */
    const camera = cameraAt([1, 1, 0.8]);
    const scene = {
      xaxis: x,
      yaxis: y,
      zaxis: { ...axis, title: { text: "" }, range: span, autorange: false },
      aspectmode: "manual",
      aspectratio: { x: 1, y: 1, z: 0.62 },
      camera,
    };
    return { ...base, margin: { l: 0, r: 0, t: 0, b: 0 }, scene };
  }
  return { ...base, margin: { ...MARGIN }, xaxis: x, yaxis: y };
}

/** The camera whose eye is at a place. @param {[number, number, number]} eye @returns {import("./types.js").Camera} */
export const cameraAt = ([x, y, z]) => ({ eye: { x, y, z }, center: { x: 0, y: 0, z: -0.16 } });
