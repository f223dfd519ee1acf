import { el, setAttribute, setText, svg } from "../lib/dom.js";
import { signed } from "../lib/format.js";
import { pretty } from "../lib/names.js";

const [WIDTH, HEIGHT, EDGE] = [370, 110, 8];

/** The loss along one parameter: the curve, its tangent, and where the learning rate leads. */
export const createSlicePanel = /** @type {import("../types.js").PanelFactory} */ (
  (root, dispatch) => {
    const name = el("span");
    const numbers = el("span", { class: "note" });
    const over = el("button", { class: "small", type: "button", title: "Training set or batch" });
    const curve = svg("path", { fill: "none", stroke: "var(--second)", "stroke-width": 1.8 });
    const tangent = svg("line", { "stroke-width": 2.4, "stroke-linecap": "round" });
    const step = svg("line", { stroke: "var(--now)", "stroke-width": 2.4, "marker-end": "url(#arrow)" });
    const point = svg("circle", { r: 5, fill: "var(--now)", stroke: "var(--card)", "stroke-width": 1.5 });
    const arrow = svg("marker", { id: "arrow", viewBox: "0 0 8 8", refX: 6, refY: 4, markerWidth: 5, markerHeight: 5, orient: "auto" },
      svg("path", { d: "M0 0 8 4 0 8z", fill: "var(--now)" }));
    root.append(el("div", { class: "title" }, name, numbers, over),
      svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": "Loss along the parameter" }, svg("defs", {}, arrow), curve, tangent, step, point));
    let where = "train";
    over.onclick = () => dispatch({ type: "option", panel: "slice", changes: { over: where === "train" ? "batch" : "train" } });
    /** @type {unknown} */
    let drawn = null;
    return {
      render({ retained, options }) {
        where = options.slice.over;
        setText(over, where === "train" ? "training set" : "batch");
        const frame = retained.slice;
        const slice = frame?.meta.slice;
        if (!frame || !slice || drawn === frame) return;
        drawn = frame;
        const z = /** @type {Float32Array} */ (frame.tensors.get("slice.z")?.data);
        const [low, high] = [Math.min(...z, slice.loss), Math.max(...z, slice.loss)];
        const span = high - low || 1;
        const toX = (/** @type {number} */ x) => EDGE + ((x - slice.min) / (slice.max - slice.min)) * (WIDTH - 2 * EDGE);
        const toY = (/** @type {number} */ y) => HEIGHT - EDGE - ((y - low) / span) * (HEIGHT - 2 * EDGE - 6);
        const at = (/** @type {number} */ i) => toX(slice.min + ((slice.max - slice.min) * i) / (z.length - 1));
        setAttribute(curve, "d", `M${Array.from(z, (y, i) => `${at(i).toFixed(1)} ${toY(y).toFixed(1)}`).join("L")}`);
        const reach = (slice.max - slice.min) * 0.12;
        line(tangent, toX(slice.value - reach), toY(slice.loss - reach * slice.slope), toX(slice.value + reach), toY(slice.loss + reach * slice.slope));
        setAttribute(tangent, "stroke", `var(--${slice.slope < 0 ? "downhill" : "uphill"})`);
        const landing = Math.min(slice.max, Math.max(slice.min, slice.landing));
        line(step, toX(slice.value), HEIGHT - 4, toX(landing), HEIGHT - 4);
        setAttribute(step, "visibility", Math.abs(toX(landing) - toX(slice.value)) > 2 ? "visible" : "hidden");
        setAttribute(point, "cx", toX(slice.value).toFixed(1));
        setAttribute(point, "cy", toY(slice.loss).toFixed(1));
        setText(name, `Loss along ${pretty(slice.parameter)}`);
        setText(numbers, `slope ${signed(slice.slope, 3)} → step ${signed(slice.landing - slice.value, 3)}`);
      },
    };
  }
);

/**
 * @param {SVGLineElement} element
 * @param {number} x1
 * @param {number} y1
 * @param {number} x2
 * @param {number} y2
 */
function line(element, x1, y1, x2, y2) {
  for (const [name, value] of Object.entries({ x1, y1, x2, y2 })) setAttribute(element, name, value.toFixed(1));
}
