import { sharp } from "../../lib/canvas.js";
import { css } from "../../lib/colors.js";
import { el, setText } from "../../lib/dom.js";
import { plain } from "../../lib/format.js";
import { CURVE } from "../../lib/shared.js";
import { hasBatches, lossesOf, means, outline, rangeOf, share } from "./chart.js";
import { createKey } from "./key.js";

/** @typedef {import("../../page/types.js").View} View */

/** The loss so far is the scrubber's track: drag it to any moment, or a little beyond the last. */
export const createCurvePanel = /** @type {import("../../page/types.js").PanelFactory} */ (
  (root, dispatch, { curve: words }) => {
    const canvas = el("canvas", {
      role: "slider",
      tabindex: 0,
      "aria-label": words.label,
      "aria-valuemin": 0,
      title: words.help,
    });
    const flag = el("span", { class: "flag", "aria-hidden": "true" });
    const top = el("span", { class: "top note", "aria-hidden": "true" });
    const key = createKey(words, () =>
      dispatch({ type: "option", panel: "curve", changes: { log: !view?.options.curve.log } }),
    );
    root.append(canvas, flag, top, key.element);
    /** @type {View | null} */
    let view = null;
    /** @type {number} */
    let end = CURVE.fewest;
    let dragging = false;
    /** @type {number | null} */
    let asked = null;

    /** @param {PointerEvent} event */
    function seek(event) {
      if (!view) return;
      const box = canvas.getBoundingClientRect();
      const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
      const updates = Math.round(share * end);
      if (updates === asked) return;
      asked = updates;
      const last = view.layout.operations.length - 1;
      const position = updates === 0 ? { step: 0, op: 0 } : { step: updates - 1, op: last };
      dispatch({ type: "command", command: { type: "seek", ...position } });
    }
    canvas.addEventListener("pointerdown", (event) => {
      dragging = true;
      canvas.setPointerCapture(event.pointerId);
      if (view?.frame.meta.playing) dispatch({ type: "toggle_play" });
      seek(event);
    });
    canvas.addEventListener("pointermove", (event) => dragging && seek(event));
    canvas.addEventListener("pointerup", () => {
      dragging = false;
      asked = null;
    });
    canvas.addEventListener("pointercancel", () => {
      dragging = false;
      asked = null;
    });

    /**
     * @param {CanvasRenderingContext2D} context
     * @param {[number, number][]} points  on the canvas
     */
    function trace(context, points) {
      context.beginPath();
      for (const [x, y] of points) context.lineTo(x, y);
    }

    function draw() {
      if (!view) return;
      const context = sheet.begin();
      if (!context) return;
      const { width, height } = sheet.size;
      const { palette } = view;
      const { meta } = view.frame;
      const head = meta.head.step + (meta.head.op > 0 ? 1 : 0);
      if (!dragging) end = Math.max(CURVE.fewest, head * CURVE.beyond);
      const losses = lossesOf(view.retained.curve, meta);
      const range = rangeOf(losses, view.options.curve.log);
      const toX = (/** @type {number} */ x) => (x / end) * width;
      const toY = (/** @type {number} */ y) => height - 5 - share(range, y) * (height - 10 - CURVE.flag);
      const place = (/** @type {[number, number][]} */ points) =>
        points
          .filter(([, loss]) => Number.isFinite(loss))
          .map(([x, y]) => /** @type {[number, number]} */ ([toX(x), toY(y)]));
      const zip = (/** @type {number[]} */ ys) =>
        losses.steps.map((x, i) => /** @type {[number, number]} */ ([x, ys[i]]));
      const batches = hasBatches(losses);
      context.lineWidth = 1.3;
      const now = toX(meta.updates);
      for (const [from, to, alpha] of [
        [0, now, 1],
        [now, width, 0.35],
      ]) {
        context.save();
        context.beginPath();
        context.rect(from, 0, to - from, height);
        context.clip();
        if (batches) {
          context.globalAlpha = alpha * CURVE.band;
          context.fillStyle = css(palette.second);
          trace(context, place(outline(losses)));
          context.fill();
          context.globalAlpha = alpha * CURVE.mean;
          context.strokeStyle = css(palette.second);
          trace(context, place(means(losses)));
          context.stroke();
        }
        context.globalAlpha = alpha;
        context.strokeStyle = css(palette.third);
        context.setLineDash([CURVE.dash, CURVE.dash]);
        trace(context, place(zip(losses.test)));
        context.stroke();
        context.setLineDash([]);
        context.strokeStyle = css(palette.ink);
        trace(context, place(zip(losses.train)));
        context.stroke();
        context.restore();
      }
      context.fillStyle = css(palette.now);
      context.fillRect(now - 1, CURVE.flag - 2, 2, height - CURVE.flag + 2);
      if (meta.losses.train != null) {
        context.beginPath();
        context.arc(now, toY(meta.losses.train), 4, 0, 7);
        context.fill();
      }
      key.render({ test: view.layout.test_size > 0, batch: batches, log: range.log });
      canvas.setAttribute("aria-valuenow", String(meta.updates));
      canvas.setAttribute("aria-valuemax", String(Math.round(end)));
      canvas.setAttribute("aria-valuetext", words.text(meta.updates, plain(meta.losses.train)));
      setText(flag, String(meta.updates));
      flag.style.left = `${Math.max(16, Math.min(width - 16, now)).toFixed(0)}px`;
      setText(top, now > CURVE.highest_from ? plain(range.high, 2) : "");
    }
    const sheet = sharp(canvas, draw);
    return {
      render(newest) {
        view = newest;
        draw();
      },
      destroy: sheet.stop,
    };
  }
);
