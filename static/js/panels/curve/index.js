import { sharp } from "../../lib/canvas.js";
import { css } from "../../lib/colors.js";
import { el, setText } from "../../lib/dom.js";
import { plain } from "../../lib/format.js";

/** @typedef {import("../../page/types.js").View} View */

const FLAG = 18; // room above the curve for the flag at the current step

/**
 * The losses at the moment belong to the curve, whose own points may be many updates apart.
 * @param {import("../../wire/types.js").Frame["meta"]} meta
 * @param {number[]} steps @param {number[]} train @param {number[]} test
 */
function insert({ updates, losses }, steps, train, test) {
  if (losses.train == null || steps.includes(updates)) return;
  const after = steps.findIndex((step) => step > updates);
  const place = after < 0 ? steps.length : after;
  steps.splice(place, 0, updates);
  train.splice(place, 0, losses.train);
  test.splice(place, 0, losses.test ?? NaN);
}

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
    root.append(canvas, flag, top);
    /** @type {View | null} */
    let view = null;
    let end = 40;
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
     * @param {ArrayLike<number>} steps
     * @param {ArrayLike<number>} losses
     * @param {(x: number) => number} toX
     * @param {(y: number) => number} toY
     */
    function line(context, steps, losses, toX, toY) {
      context.beginPath();
      for (let i = 0; i < steps.length; i++) {
        if (Number.isFinite(losses[i])) context.lineTo(toX(steps[i]), toY(losses[i]));
      }
      context.stroke();
    }

    function draw() {
      if (!view) return;
      const context = sheet.begin();
      if (!context) return;
      const { width, height } = sheet.size;
      const { palette } = view;
      const { meta } = view.frame;
      const head = meta.head.step + (meta.head.op > 0 ? 1 : 0);
      if (!dragging) end = Math.max(40, head * 1.12);
      const curve = view.retained.curve?.tensors;
      const of = (/** @type {string} */ name) =>
        /** @type {number[]} */ (Array.from(curve?.get(`curve.${name}`)?.data ?? [], Number));
      const [steps, train, test] = [of("steps"), of("train"), of("test")];
      insert(meta, steps, train, test);
      const highest = Math.max(
        1e-6,
        meta.losses.train ?? 0,
        ...train.filter(Number.isFinite),
        ...test.filter(Number.isFinite),
      );
      const toX = (/** @type {number} */ x) => (x / end) * width;
      const toY = (/** @type {number} */ y) => height - 5 - (y / highest) * (height - 10 - FLAG);
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
        context.globalAlpha = alpha;
        context.strokeStyle = css(palette.third);
        context.setLineDash([3, 3]);
        line(context, steps, test, toX, toY);
        context.setLineDash([]);
        context.strokeStyle = css(palette.ink);
        line(context, steps, train, toX, toY);
        context.restore();
      }
      context.fillStyle = css(palette.now);
      context.fillRect(now - 1, FLAG - 2, 2, height - FLAG + 2);
      if (meta.losses.train != null) {
        context.beginPath();
        context.arc(now, toY(Math.min(meta.losses.train, highest)), 4, 0, 7);
        context.fill();
      }
      canvas.setAttribute("aria-valuenow", String(meta.updates));
      canvas.setAttribute("aria-valuemax", String(Math.round(end)));
      canvas.setAttribute("aria-valuetext", words.text(meta.updates, plain(meta.losses.train)));
      setText(flag, String(meta.updates));
      flag.style.left = `${Math.max(16, Math.min(width - 16, now)).toFixed(0)}px`;
      setText(top, now > 60 ? plain(highest, 2) : "");
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
