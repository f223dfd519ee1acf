import { css } from "../lib/colors.js";
import { el, setText } from "../lib/dom.js";
import { parameters, pretty } from "../lib/names.js";

/** @typedef {import("../types.js").View} View */
/** @typedef {import("../types.js").Frame} Frame */

const LEVELS = 14;
const MOST_LISTED = 400;
// plotly draws WebGL at twice the resolution unless told: four times the work for no more to see.
const CONFIG = { displayModeBar: false, responsive: false, plotGlPixelRatio: 1 };
const REST = 4; // a redraw is followed by a rest so many times as long: the page comes first

/** Until the browser has drawn what was asked of it. */
const painted = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));

/** @returns {Promise<any>} */
function loadPlotly() {
  return new Promise((resolve, reject) => {
    const script = el("script", { src: "/vendor/plotly.min.js", onload: () => resolve(/** @type {any} */ (globalThis).Plotly), onerror: reject });
    document.head.append(script);
  });
}

/** The loss over two parameters, all else fixed, with the path so far. */
export const createSurfacePanel = /** @type {import("../types.js").PanelFactory} */ (
  (root, dispatch, { surface: words }) => {
    const pick = { x: el("select", { "aria-label": words.first }), y: el("select", { "aria-label": words.second }) };
    /** @param {Record<string, any>} changes */
    const option = (changes) => dispatch({ type: "option", panel: "surface", changes });
    pick.x.onchange = () => option({ x: pick.x.value });
    pick.y.onchange = () => option({ y: pick.y.value });
    const modes = new Map(Object.entries(words.modes).map(([mode, text]) => [mode, el("button", { type: "button", onclick: () => option({ mode }) }, text)]));
    const plot = el("div", { class: "plot" });
    const note = el("div", { class: "note" });
    root.append(
      el("div", { class: "title" }, el("span", {}, words.title), el("span", { class: "segments" }, ...modes.values())),
      el("div", { class: "axes note" }, words.over, pick.x, words.and, pick.y), plot, note);
    /** @type {any} */
    let plotly = null;
    let listed = "";
    /** @type {View | null} */
    let view = null;
    /** @type {Frame | null} */
    let drawn = null;
    let look = "";
    let busy = false;
    let visible = true;
    new IntersectionObserver(([entry]) => {
      visible = entry.isIntersecting;
      draw();
    }).observe(root);
    const resize = new ResizeObserver(() => { if (plotly && drawn) plotly.Plots.resize(plot); });
    resize.observe(plot);

    /** Draws the newest surface, then rests. */
    async function draw() {
      if (busy || !view?.retained.surface || document.hidden || !visible) return;
      const wanted = `${view.theme} ${view.options.surface.mode}`;
      if (drawn === view.retained.surface && look === wanted) return;
      busy = true;
      const began = performance.now();
      try {
        plotly ??= await loadPlotly();
        drawn = view.retained.surface;
        look = wanted;
        await plotly.react(plot, traces(drawn, view.options.surface.mode, view.palette), layout(drawn, view.options.surface.mode, view.palette), CONFIG);
        await painted();
      } catch {
        setText(note, words.failed);
      }
      const rest = Math.min(4000, Math.max(50, REST * (performance.now() - began)));
      setTimeout(() => { busy = false; draw(); }, rest);
    }

    return {
      render(newest) {
        view = newest;
        const { layout: shape, options, retained } = newest;
        const key = shape.sizes.join();
        if (key !== listed) {
          listed = key;
          const names = parameters(shape.sizes).slice(0, MOST_LISTED);
          for (const select of [pick.x, pick.y]) select.replaceChildren(...names.map((name) => el("option", { value: name }, pretty(name))));
        }
        for (const axis of /** @type {const} */ (["x", "y"])) {
          const [select, name] = [pick[axis], options.surface[axis]];
          if (select.value === name) continue;
          select.value = name;
          if (select.value !== name) select.append(el("option", { value: name, selected: true }, pretty(name)));
        }
        for (const [mode, button] of modes) button.setAttribute("aria-pressed", String(mode === options.surface.mode));
        const surface = retained.surface?.meta.surface;
        if (surface) setText(note, words.note(surface.examples, surface.updates));
        draw();
      },
      destroy: () => resize.disconnect(),
    };
  }
);

/** @param {number} low @param {number} high @param {number} count */
const spread = (low, high, count) => Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));

/**
 * @param {Frame} frame
 * @param {"3d" | "contour"} mode
 * @param {import("../lib/colors.js").Palette} palette
 */
function traces(frame, mode, palette) {
  const surface = /** @type {NonNullable<import("../types.js").FrameMeta["surface"]>} */ (frame.meta.surface);
  const tensor = /** @type {import("../types.js").Tensor} */ (frame.tensors.get("surface.z"));
  const [rows, columns] = tensor.shape;
  const z = Array.from({ length: rows }, (_, j) => Array.from(/** @type {Float32Array} */ (tensor.data).subarray(j * columns, (j + 1) * columns)));
  const x = spread(surface.x.min, surface.x.max, columns);
  const y = spread(surface.y.min, surface.y.max, rows);
  const path = /** @type {Float32Array} */ (frame.tensors.get("surface.path")?.data);
  const column = (/** @type {number} */ k) => Array.from({ length: path.length / 3 }, (_, i) => path[3 * i + k]);
  const [px, py, pz] = [column(0), column(1), column(2)];
  const hover = `${pretty(surface.x.parameter)} %{x:.3f}<br>${pretty(surface.y.parameter)} %{y:.3f}<br>loss %{z:.4f}<extra></extra>`;
  const now = css(palette.now);
  const common = { x, y, z, colorscale: "Viridis", showscale: false, hovertemplate: hover };
  if (mode === "3d") {
    return [
      { type: "surface", ...common, contours: { x: { highlight: false }, y: { highlight: false }, z: { highlight: false } } },
      { type: "scatter3d", mode: "lines", x: px, y: py, z: pz, line: { color: css(palette.ink), width: 5 }, hoverinfo: "skip" },
      { type: "scatter3d", mode: "markers", x: [surface.x.value], y: [surface.y.value], z: [surface.loss], marker: { color: now, size: 5 }, hovertemplate: hover },
    ];
  }
  const all = z.flat();
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const contours = { start: low, end: high, size: (high - low || 1) / LEVELS };
  return [
    { type: "contour", ...common, autocontour: false, contours, line: { width: 0.6 } },
    { type: "scatter", mode: "lines", x: px, y: py, line: { color: "#fff", width: 2 }, hoverinfo: "skip" },
    { type: "scatter", mode: "markers", x: [surface.x.value], y: [surface.y.value], marker: { color: now, size: 10, line: { color: "#fff", width: 1.5 } }, hoverinfo: "skip" },
  ];
}

/**
 * @param {Frame} frame
 * @param {"3d" | "contour"} mode
 * @param {import("../lib/colors.js").Palette} palette
 */
function layout(frame, mode, palette) {
  const surface = /** @type {NonNullable<import("../types.js").FrameMeta["surface"]>} */ (frame.meta.surface);
  const axis = { color: css(palette.second), gridcolor: css(palette.line), zeroline: false, tickfont: { size: 10 } };
  const [x, y] = [surface.x, surface.y].map(({ parameter, min, max }) => ({ ...axis, title: { text: pretty(parameter) }, range: [min, max], autorange: false }));
  const base = { paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", showlegend: false, uirevision: `${surface.x.parameter} ${surface.y.parameter}`, font: { color: css(palette.second), size: 11 } };
  if (mode === "3d") {
    const scene = { xaxis: x, yaxis: y, zaxis: { ...axis, title: { text: "" } }, aspectmode: "manual", aspectratio: { x: 1, y: 1, z: 0.62 }, camera: { eye: { x: 1.0, y: 1.0, z: 0.8 }, center: { x: 0, y: 0, z: -0.16 } } };
    return { ...base, margin: { l: 0, r: 0, t: 0, b: 0 }, scene };
  }
  return { ...base, margin: { l: 44, r: 8, t: 6, b: 36 }, xaxis: x, yaxis: y };
}
