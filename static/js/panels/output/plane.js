import { sharp } from "../../lib/canvas.js";
import { drawMap, mapTable } from "../../lib/colors.js";
import { el } from "../../lib/dom.js";
import { drawClasses } from "./classes.js";
import { drawColumns, drawLine, drawPoints, drawRanges, focusPlace, nearest, scale } from "./plot.js";

/** @typedef {import("../../page/types.js").View} View */

/**
 * The network's answer over the inputs' plane or line, with the data on it.
 * @param {(example: number) => void} focus
 * @param {import("../../../text/en/page.js").Words["output"]} words
 */
export function createPlane(focus, words) {
  const map = el("canvas");
  const points = el("canvas", { role: "img", "aria-label": words.map, title: words.map });
  const ring = el("span", { class: "ring", "aria-hidden": "true" });
  const element = el("div", { class: "map" }, map, points, ring);
  /** @type {Uint32Array} */
  let colors = new Uint32Array(256);
  let theme = "";
  let shade = 1;
  let drawn = "";
  /** @type {View | null} */
  let view = null;
  const sheet = sharp(points, () => {
    drawn = "";
    if (view) render(view);
  });

  points.addEventListener("click", (event) => {
    const data = view?.retained.points.get("data.points")?.data;
    if (points.classList.contains("editing") || !view || !data) return;
    const box = points.getBoundingClientRect();
    const [x, y] = [
      ((event.clientX - box.left) / box.width) * sheet.size.width,
      ((event.clientY - box.top) / box.height) * sheet.size.height,
    ];
    focus(nearest(view, scale(view, sheet.size), x, y));
  });

  /** @param {View} newest */
  function render(newest) {
    view = newest;
    const { frame, layout, retained } = newest;
    const wantedShade = frame.meta.output?.scale ?? shade;
    if (theme !== newest.theme || shade !== wantedShade) colors = mapTable(newest.palette, wantedShade);
    [theme, shade] = [newest.theme, wantedShade];
    const answer = frame.tensors.get("output.map");
    if (answer?.shape[0] === 1) drawMap(map, /** @type {Uint8Array} */ (answer.data), colors);
    else if (answer) drawClasses(map, answer);
    // Over a line there is no map: the last one is another set's.
    map.style.visibility = layout.plane === 2 ? "" : "hidden";
    const place = scale(newest, sheet.size);
    // Over a plane only the map changes from frame to frame; the points stay.
    const wanted = `${frame.meta.run_epoch} ${retained.points.size} ${newest.theme} ${layout.plane === 1 ? frame.meta.seq : ""} ${newest.options.output.standardized}`;
    const context = wanted === drawn ? null : sheet.begin();
    if (context) {
      drawn = wanted;
      if (layout.plane === 1) drawLine(context, newest, place);
      drawPoints(context, newest, place);
      if (layout.plane === 1) drawRanges(context, newest, place);
      else if (layout.own) drawColumns(context, newest, place);
    }
    const at = focusPlace(newest, place);
    ring.hidden = at === null;
    if (at) ring.style.transform = `translate(${at[0].toFixed(1)}px, ${at[1].toFixed(1)}px)`;
  }
  return { element, canvas: points, label: words.map, render, stop: sheet.stop };
}
