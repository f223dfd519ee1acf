import { sharp } from "../lib/canvas.js";
import { drawMap, mapTable } from "../lib/colors.js";
import { el, setText } from "../lib/dom.js";
import { percent, plain, signed } from "../lib/format.js";
import { drawClasses } from "./output/classes.js";
import { closest, drawLine, drawPoints, focusPlace, scale } from "./output/plot.js";

/** @typedef {import("../types.js").View} View */

/** The network's answer over the input plane, with the data on it; losses and accuracies. */
export const createOutputPanel = /** @type {import("../types.js").PanelFactory} */ (
  (root, dispatch, { output: words }) => {
    const map = el("canvas");
    const points = el("canvas", { role: "img", "aria-label": words.map, title: words.map });
    const ring = el("span", { class: "ring", "aria-hidden": "true" });
    const table = el("div", { class: "note" });
    const [train, test, accuracy] = [el("dd"), el("dd"), el("dd")];
    const [testLabel, accuracyLabel] = [el("dt", {}, words.test), el("dt", {}, words.accuracy)];
    root.append(el("div", { class: "map" }, map, points, ring, table),
      el("dl", { class: "metrics" }, el("dt", {}, words.train), train, testLabel, test, accuracyLabel, accuracy));
    /** @type {Uint32Array} */
    let colors = new Uint32Array(256);
    let theme = "";
    let drawn = "";
    /** @type {View | null} */
    let view = null;
    const sheet = sharp(points, () => {
      drawn = "";
      if (view) render(view);
    });

    points.addEventListener("click", (event) => {
      const data = view?.retained.points.get("data.points")?.data;
      if (!view || !data || view.layout.plane !== 2) return;
      const [[left, right], [bottom, top]] = view.layout.domain;
      const x = left + (event.offsetX / sheet.size.width) * (right - left);
      const y = top - (event.offsetY / sheet.size.height) * (top - bottom);
      dispatch({ type: "command", command: { type: "focus", example: closest(data, x, y) } });
    });

    /** @param {View} view */
    function renderMetrics({ frame: { meta: { losses, accuracies } } }) {
      setText(train, plain(losses.train));
      setText(test, plain(losses.test));
      test.hidden = testLabel.hidden = losses.test === null;
      accuracy.hidden = accuracyLabel.hidden = !accuracies;
      if (!accuracies) return;
      setText(accuracyLabel, accuracies.test === null ? words.accuracyTrain : words.accuracy);
      setText(accuracy, percent(accuracies.test ?? accuracies.train));
    }

    /** @param {View} view */
    function renderPicture(view) {
      const { frame, layout, retained } = view;
      const answer = frame.tensors.get("output.map");
      if (answer?.shape[0] === 1) drawMap(map, /** @type {Uint8Array} */ (answer.data), colors);
      else if (answer) drawClasses(map, answer);
      const place = scale(view, sheet.size);
      // Over a plane only the map changes from frame to frame; the points stay.
      const wanted = `${frame.meta.run_epoch} ${retained.points.size} ${view.theme} ${layout.plane === 1 ? frame.meta.seq : ""}`;
      const context = wanted === drawn ? null : sheet.begin();
      if (context) {
        drawn = wanted;
        if (layout.plane === 1) drawLine(context, view, place);
        drawPoints(context, view, place);
      }
      const focus = focusPlace(view, place);
      ring.hidden = focus === null;
      if (focus) ring.style.transform = `translate(${focus[0].toFixed(1)}px, ${focus[1].toFixed(1)}px)`;
    }

    /** @param {View} view */
    function renderTable({ frame, layout }) {
      const outputs = frame.tensors.get(`activations.${layout.activations.length - 1}`)?.data;
      const rows = frame.meta.focus.y.map((y, i) => words.row(i, outputs ? signed(Number(outputs[i])) : "–", plain(y)));
      setText(table, rows.join("\n"));
    }

    /** @param {View} newest */
    function render(newest) {
      view = newest;
      const { frame, layout } = newest;
      if (theme !== newest.theme) colors = mapTable(newest.palette);
      theme = newest.theme;
      renderMetrics(newest);
      const drawable = layout.plane === 1 || (layout.plane === 2 && (layout.task === "classification" || frame.meta.focus.y.length === 1));
      map.hidden = points.hidden = !drawable;
      table.hidden = drawable;
      if (drawable) renderPicture(newest);
      else {
        ring.hidden = true;
        renderTable(newest);
      }
    }
    return { render, destroy: sheet.stop };
  }
);
