import { el, setAttribute, setText, svg } from "../../lib/dom.js";
import { exact, exactSigned } from "../../lib/format.js";
import { parse, pretty } from "../../lib/names.js";

const EDGE = 8;
const FOOT = 13; // below the curve, for the ends of its axis

/** The loss along one parameter: the curve, its tangent, and where the learning rate leads. */
export const createSlicePanel = /** @type {import("../../page/types.js").PanelFactory} */ (
  (root, dispatch, { slice: words }) => {
    const name = el("span", { class: "name" });
    const numbers = el("div", { class: "note" });
    const over = el(
      "select",
      {
        "aria-label": words.overHelp,
        title: words.overHelp,
        onchange: () => dispatch({ type: "option", panel: "slice", changes: { over: over.value } }),
      },
      ...Object.entries(words.over).map(([value, text]) => el("option", { value }, text)),
    );
    const curve = svg("path", { fill: "none", stroke: "var(--second)", "stroke-width": 1.8 });
    const tangent = svg("line", { "stroke-width": 2.4, "stroke-linecap": "round" });
    const step = svg("line", { stroke: "var(--now)", "stroke-width": 2.4, "marker-end": "url(#arrow)" });
    const other = svg("line", {
      stroke: "var(--second)",
      "stroke-width": 2.4,
      "marker-end": "url(#arrow)",
      visibility: "hidden",
    });
    const minima = svg("g");
    const landed = svg("circle", { class: "landed", r: 4 }, svg("title", {}, words.landed));
    const point = svg("circle", {
      class: "point",
      r: 6,
      fill: "var(--now)",
      stroke: "var(--card)",
      "stroke-width": 1.5,
    });
    const arrow = svg(
      "marker",
      { id: "arrow", viewBox: "0 0 8 8", refX: 6, refY: 4, markerWidth: 5, markerHeight: 5, orient: "auto" },
      svg("path", { d: "M0 0 8 4 0 8z", fill: "var(--now)" }),
    );
    /** Of the curve, in the pixels that it has; these until it is laid out. */
    const size = { width: 370, height: 110 };
    const ticks = { left: tick("start"), right: tick("end"), top: tick("end"), bottom: tick("end") };
    const drawing = svg(
      "svg",
      { role: "img" },
      svg("defs", {}, arrow),
      curve,
      minima,
      tangent,
      other,
      step,
      landed,
      point,
      ...Object.values(ticks),
    );
    const [lifted, reached, gap] = [
      svg("circle", { r: 4, class: "nudged" }),
      svg("circle", { r: 4, class: "nudged on-tangent" }),
      svg("line", { class: "nudged" }),
    ];
    const wedge = svg("path", { class: "wedge" });
    drawing.append(wedge, gap, lifted, reached);
    root.append(el("div", { class: "title" }, name, over), drawing, numbers);
    /** @type {{toX: (x: number) => number, toY: (y: number) => number}} */
    let scale = { toX: () => 0, toY: () => 0 };
    /** @type {import("../../wire/types.js").Frame | null} the newest, and the newest that could be drawn */
    let seen = null;
    /** @type {import("../../wire/types.js").Frame | null} */
    let drawn = null;
    /** @type {import("../../wire/types.js").NudgedEvent | null} */
    let lift = null;
    place();
    const resize = new ResizeObserver(
      ([
        {
          contentRect: { width, height },
        },
      ]) => {
        if (width < 1 || height < FOOT + 3 * EDGE) return;
        Object.assign(size, { width, height: height - FOOT });
        place();
        for (const frame of new Set([drawn, seen])) if (frame) draw(frame);
        drawNudge(lift, seen === drawn ? seen : null);
      },
    );
    resize.observe(drawing);

    /** Where the axes end. */
    function place() {
      const { width, height } = size;
      setAttribute(drawing, "viewBox", `0 0 ${width} ${height + FOOT}`);
      for (const [mark, x, y] of /** @type {[SVGTextElement, number, number][]} */ ([
        [ticks.left, 0, height + 11],
        [ticks.right, width, height + 11],
        [ticks.top, width, 8],
        [ticks.bottom, width, height - 2],
      ])) {
        setAttribute(mark, "x", x.toFixed(1));
        setAttribute(mark, "y", y.toFixed(1));
      }
    }

    /** @param {import("../../wire/types.js").Frame} frame */
    function draw(frame) {
      const slice = /** @type {NonNullable<import("../../wire/types.js").FrameMeta["slice"]>} */ (frame.meta.slice);
      const losses = frame.tensors.get("slice.z")?.data;
      const finite = Array.from(losses ?? [], Number).filter(Number.isFinite);
      const called = pretty(slice.parameter);
      setText(name, words.title(called));
      setAttribute(drawing, "aria-label", words.drawing(called));
      // After a failure there is nothing to draw: the last good curve of this parameter stays, and says so.
      const { loss, slope, value } = slice;
      const lost = !losses || finite.length < 2 || loss === null || slope === null || value === null;
      const kept = drawn?.meta.slice?.parameter === slice.parameter ? drawn.meta.slice.updates : null;
      drawing.classList.toggle("stale", lost);
      drawing.classList.toggle("empty", lost && kept === null);
      if (lost) {
        setText(numbers, words.lost(slice.updates, kept));
        return;
      }
      drawn = frame;
      setText(
        numbers,
        words.note(exactSigned(slope, 3), exactSigned((slice.landing ?? NaN) - value, 3)) +
          (plainStep(slice) ? "" : words.real(exactSigned((slice.next ?? NaN) - value, 3))),
      );
      const [low, high] = [Math.min(...finite), Math.max(...finite)];
      const toX = (/** @type {number} */ x) => ((x - slice.min) / (slice.max - slice.min)) * size.width;
      const toY = (/** @type {number} */ y) => EDGE + (1 - (y - low) / (high - low || 1)) * (size.height - 2 * EDGE);
      scale = { toX, toY };
      setText(ticks.left, exact(slice.min, 2));
      setText(ticks.right, exact(slice.max, 2));
      setText(ticks.top, exact(high, 3));
      setText(ticks.bottom, exact(low, 3));
      const at = (/** @type {number} */ i) => slice.min + ((slice.max - slice.min) * i) / (losses.length - 1);
      curve.setAttribute(
        "d",
        Array.from(losses, (y, i) =>
          Number.isFinite(Number(y))
            ? `${i && Number.isFinite(Number(losses[i - 1])) ? "L" : "M"}${toX(at(i)).toFixed(1)} ` +
              `${toY(Number(y)).toFixed(1)}`
            : "",
        ).join(""),
      );
      const [x, y] = [toX(value), toY(loss)];
      const reach = (slice.max - slice.min) / 8;
      const rise = (slope * reach * (size.height - 2 * EDGE)) / (high - low || 1);
      const run = (reach / (slice.max - slice.min)) * size.width;
      // A steep tangent is drawn shorter, not out of the picture.
      const shrink = Math.min(1, (size.height * 0.45) / Math.max(1e-9, Math.abs(rise)));
      setLine(tangent, x - run * shrink, y + rise * shrink, x + run * shrink, y - rise * shrink);
      setAttribute(tangent, "stroke", `var(--${slope < 0 ? "downhill" : "uphill"})`);
      const landing = Math.max(0, Math.min(size.width, toX(slice.landing ?? value)));
      setAttribute(step, "visibility", Math.abs(landing - x) > 3 ? "visible" : "hidden");
      const below = Math.min(size.height - 5, y + 13);
      setLine(step, x, below, landing, below);
      // Where the step lands on the curve; between the curve's points on the line that is drawn.
      const place = (((slice.landing ?? NaN) - slice.min) / (slice.max - slice.min)) * (losses.length - 1);
      const [left, right] = [Number(losses[Math.floor(place)]), Number(losses[Math.ceil(place)])];
      const there = left + (place - Math.floor(place)) * (right - left);
      setAttribute(landed, "visibility", Number.isFinite(there) && Math.abs(landing - x) > 3 ? "visible" : "hidden");
      if (Number.isFinite(there)) {
        setAttribute(landed, "cx", landing.toFixed(1));
        setAttribute(landed, "cy", toY(there).toFixed(1));
      }
      setAttribute(point, "cx", x.toFixed(1));
      setAttribute(point, "cy", y.toFixed(1));
      const real = Math.max(0, Math.min(size.width, toX(slice.next ?? value)));
      setAttribute(other, "visibility", plainStep(slice) || Math.abs(real - x) < 3 ? "hidden" : "visible");
      setLine(other, x, below + 6, real, below + 6);
      minima.replaceChildren(
        ...slice.minima.map(([at, loss]) =>
          svg(
            "circle",
            { class: "minimum", r: 3, cx: toX(at), cy: toY(loss) },
            svg("title", {}, words.minimum(exact(at, 3))),
          ),
        ),
      );
    }

    /** Dragging sets the parameter, when let go. @param {PointerEvent} event */
    function dragged(event) {
      const slice = drawn?.meta.slice;
      if (!slice) return null;
      const inverse = drawing.getScreenCTM()?.inverse();
      if (!inverse) return null;
      const share = Math.max(
        0,
        Math.min(1, new DOMPoint(event.clientX, event.clientY).matrixTransform(inverse).x / size.width),
      );
      return { slice, value: slice.min + share * (slice.max - slice.min) };
    }
    point.addEventListener("pointerdown", (event) => point.setPointerCapture(event.pointerId));
    point.addEventListener("pointermove", (event) => {
      const found = point.hasPointerCapture(event.pointerId) ? dragged(event) : null;
      const losses = drawn?.tensors.get("slice.z")?.data;
      if (!found || !losses) return;
      const { slice, value } = found;
      const nearest = Math.round(((value - slice.min) / (slice.max - slice.min)) * (losses.length - 1));
      setAttribute(point, "cx", scale.toX(value).toFixed(1));
      setAttribute(point, "cy", scale.toY(Number(losses[nearest])).toFixed(1));
    });
    point.addEventListener("pointerup", (event) => {
      const found = dragged(event);
      const target = parse(found?.slice.parameter ?? null);
      if (!found || !target) return;
      const index = target.source === null ? [target.unit] : [target.unit, target.source];
      dispatch({
        type: "command",
        command: {
          type: "set_parameter",
          tensor: `layers.${target.layer - 1}.${target.kind}`,
          index,
          value: found.value,
        },
      });
    });

    /**
     * Where a nudge leads, where the slope alone would say, and how the two part.
     * @param {import("../../wire/types.js").NudgedEvent | null} nudged
     * @param {import("../../wire/types.js").Frame | null} frame
     */
    function drawNudge(nudged, frame) {
      const shown =
        nudged !== null && frame !== null && nudged.parameter === frame.meta.slice?.parameter && nudged.delta !== 0;
      for (const mark of [lifted, reached, gap, wedge]) setAttribute(mark, "visibility", shown ? "visible" : "hidden");
      if (!shown) return;
      const x = scale.toX(nudged.value + nudged.delta);
      const within = (/** @type {number} */ y) => Math.max(3, Math.min(size.height - 3, scale.toY(y)));
      const [real, told] = [within(nudged.after), within(nudged.before + nudged.predicted)];
      for (const [mark, y] of /** @type {[SVGCircleElement, number][]} */ ([
        [lifted, real],
        [reached, told],
      ])) {
        setAttribute(mark, "cx", x.toFixed(1));
        setAttribute(mark, "cy", y.toFixed(1));
      }
      setLine(gap, x, real, x, told);
      const way = along(frame, nudged.value, nudged.value + nudged.delta).map(
        ([at, loss]) => `L${scale.toX(at).toFixed(1)} ${scale.toY(loss).toFixed(1)}`,
      );
      setAttribute(
        wedge,
        "d",
        `M${scale.toX(nudged.value).toFixed(1)} ${scale.toY(nudged.before).toFixed(1)}${way.join("")}L${x.toFixed(1)} ${scale.toY(nudged.after).toFixed(1)}L${x.toFixed(
          1,
        )} ${scale.toY(nudged.before + nudged.predicted).toFixed(1)}Z`,
      );
    }

    return {
      render({ retained, options, hover, nudged }) {
        if (over.value !== options.slice.over) over.value = options.slice.over;
        const frame = retained.slice;
        if (frame && frame !== seen) draw(frame);
        seen = frame;
        lift = nudged;
        drawNudge(nudged, frame === drawn ? frame : null);
        name.classList.toggle("lit", hover !== null && hover === frame?.meta.slice?.parameter);
      },
      destroy: () => resize.disconnect(),
    };
  }
);

/**
 * The curve's points between two values, from the first to the second.
 * @param {import("../../wire/types.js").Frame} frame
 * @param {number} from
 * @param {number} to
 */
function along({ meta, tensors }, from, to) {
  const { min, max } = /** @type {NonNullable<import("../../wire/types.js").FrameMeta["slice"]>} */ (meta.slice);
  const losses = Array.from(tensors.get("slice.z")?.data ?? [], Number);
  const points = losses
    .map((loss, i) => [min + ((max - min) * i) / (losses.length - 1), loss])
    .filter(([at, loss]) => (at - from) * (at - to) < 0 && Number.isFinite(loss));
  return to < from ? points.reverse() : points;
}

/** A number at an end of an axis. @param {string} anchor */
const tick = (anchor) => svg("text", { class: "tick", "text-anchor": anchor });

/**
 * Whether the optimizer steps by −η · slope itself.
 * @param {NonNullable<import("../../wire/types.js").FrameMeta["slice"]>} slice
 */
const plainStep = ({ next, landing, value }) =>
  next === null || landing === null || Math.abs(next - landing) <= 1e-9 * Math.max(1, Math.abs(value ?? 0));

/** @param {SVGLineElement} line @param {number} x1 @param {number} y1 @param {number} x2 @param {number} y2 */
function setLine(line, x1, y1, x2, y2) {
  for (const [name, value] of Object.entries({ x1, y1, x2, y2 })) setAttribute(line, name, value.toFixed(1));
}
