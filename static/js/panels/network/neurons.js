import { css, drawMap, valueColor } from "../../lib/colors.js";
import { el, isPress, setAttribute, setText, svg } from "../../lib/dom.js";
import { signed } from "../../lib/format.js";
import { linkNumbers } from "../../lib/links.js";
import { inputOf, sub, sup } from "../../lib/names.js";
import { scrub } from "../../lib/scrub.js";
import { unitsOf, written } from "../../lib/units.js";
import { BIAS, NEURON, SPARK } from "../../lib/shared.js";

/** @typedef {import("../../page/types.js").View} View */
/** @typedef {import("./layout.js").Geometry} Geometry */
/** @typedef {import("./layout.js").Node} Node */

/**
 * A neuron as it is called on paper; each of several outputs is called by its class.
 * @param {import("../../wire/types.js").Layout} layout
 * @param {number} layer
 * @param {number} unit
 */
export function nameOf(layout, layer, unit) {
  if (layer === 0) return layout.inputs[unit];
  if (layer < layout.sizes.length - 1) return `a${sup(layer)}${sub(unit + 1)}`;
  if (layout.sizes[layer] === 1) return "ŷ";
  return layout.classes?.length === layout.sizes[layer] ? `“${layout.classes[unit]}”` : `ŷ${sub(unit + 1)}`;
}

/**
 * One neuron: its map over the input plane, or a cell filled by its value; its numbers below.
 * @param {Node} node
 * @param {import("../../wire/types.js").Layout} layout
 * @param {Geometry} geometry
 * @param {"map" | "weights" | "pixel" | null} picture
 *   its map over the input plane, the image that its weights are, or a dot of one
 * @param {import("./index.js").Reactions} on
 */
export function createNeuron(node, layout, { column }, picture, on) {
  const { side, lines, port } = node;
  const [x, y] = [node.x - side / 2, node.y - side / 2];
  const name = `neurons.${node.layer}.${node.unit}`;
  const biasName = `layers.${node.layer - 1}.bias.${node.unit}`;
  const canvas =
    (picture === "map" || picture === "weights") && side >= NEURON.pictured_from
      ? el("canvas", { width: 32, height: 32 })
      : null;
  if (picture === "weights") canvas?.classList.add("weights");
  if (canvas) Object.assign(canvas.style, { left: `${x}px`, top: `${y}px`, width: `${side}px`, height: `${side}px` });
  /** @param {string} target */
  const behaviour = (target) => ({
    onclick: (/** @type {Event} */ event) => on.choose(target, event),
    onpointerenter: () => on.hover(target),
    onpointerleave: () => on.hover(null),
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      if (isPress(event)) on.choose(target, event);
    },
  });
  const title = svg("title");
  const radius = picture === "pixel" ? 0 : Math.min(NEURON.radius, side / 3);
  const box = svg(
    "rect",
    { class: "node", x, y, width: side, height: side, rx: radius, tabindex: 0, role: "button", ...behaviour(name) },
    title,
  );
  // Where there is no room below, the number stands beside.
  const beside = port > side / 2 && (picture === null || picture === "map");
  /** @param {number} line */
  const text = (line) =>
    svg("text", {
      class: line ? "label delta" : "label",
      ...(beside
        ? { x: node.x + side / 2 + NEURON.beside, y: node.y + 4 }
        : { x: node.x, y: y + side + (line ? NEURON.error : NEURON.label), "text-anchor": "middle" }),
    });
  const [label, delta] = [text(0), text(1)];
  const inside =
    !picture && side >= NEURON.inside_from
      ? svg("text", { class: "cell-number", x: node.x, y: node.y + 4, "text-anchor": "middle" })
      : null;
  const biasTitle = svg("title");
  const bias =
    node.layer === 0 || side < NEURON.pictured_from || !("bias" in layout.layers[node.layer - 1].tensors)
      ? null
      : svg(
          "circle",
          {
            class: "bias",
            cx: x,
            cy: y,
            r: Math.max(BIAS.least, Math.min(BIAS.most, side * BIAS.share)),
            tabindex: 0,
            role: "button",
            ...behaviour(biasName),
          },
          biasTitle,
        );
  if (bias)
    scrub(bias, {
      from: () => on.moved(biasName),
      to: (epsilon, event) => on.nudge(biasName, epsilon, event),
      keys: false,
    });
  // What a neuron answers, where its picture is of its weights.
  const spark =
    canvas && picture === "weights"
      ? svg("circle", { class: "spark", cx: x + side, cy: y + side, r: Math.max(SPARK.least, side * SPARK.share) })
      : null;
  const pin = spark ? svg("rect", { class: "pin" }) : null;
  const group = svg(
    "g",
    {},
    box,
    ...(pin && spark ? [pin, spark] : []),
    ...(inside ? [inside] : []),
    ...(lines || beside ? [label] : []),
    ...(lines > 1 ? [delta] : []),
    ...(bias ? [bias] : []),
  );

  /** @param {View} view */
  function fill(view, /** @type {number | null} */ value, /** @type {Uint32Array} */ table) {
    const { frame, retained, palette } = view;
    if (!canvas) {
      setAttribute(box, "fill", value === null ? "var(--card)" : css(valueColor(palette, value)));
      return;
    }
    setAttribute(box, "fill", "transparent");
    if (picture === "weights") {
      drawWeights(canvas, view, value, table);
      return;
    }
    canvas.classList.toggle("waiting", value === null);
    const maps = node.layer === 0 ? retained.points.get("maps.input") : frame.tensors.get(`maps.${node.layer - 1}`);
    if (!maps) return;
    const cell = maps.shape[1] * maps.shape[2];
    drawMap(canvas, /** @type {Uint8Array} */ (maps.data).subarray(node.unit * cell, (node.unit + 1) * cell), table);
  }

  /**
   * The weights as the image that they are laid over: where it has ink, blue speaks for the neuron.
   * @param {HTMLCanvasElement} canvas @param {View} view @param {number | null} value @param {Uint32Array} table
   */
  function drawWeights(canvas, { frame, layout, palette, hover, selection }, value, table) {
    const weights = linkNumbers(layout, node.layer, frame, "parameters");
    if (!weights || !layout.image || !spark || !pin) return;
    const [rows, columns] = layout.image;
    const first = node.unit * rows * columns;
    const own = Array.from({ length: rows * columns }, (_, at) => Number(weights[first + at]));
    const most = Math.max(1e-12, ...own.map(Math.abs));
    drawMap(
      canvas,
      Uint8Array.from(own, (weight) => Math.round(128 + (127 * weight) / most)),
      table,
    );
    setAttribute(spark, "fill", value === null ? "var(--card)" : css(valueColor(palette, value)));
    const at = inputOf(hover, selection);
    setAttribute(pin, "visibility", at === null ? "hidden" : "visible");
    if (at === null) return;
    const cell = side / columns;
    for (const [name, place] of Object.entries({
      x: x + (at % columns) * cell,
      y: y + Math.floor(at / columns) * cell,
      width: cell,
      height: cell,
    }))
      setAttribute(pin, name, place.toFixed(1));
  }

  return {
    group,
    canvas,
    /**
     * @param {View} view
     * @param {Uint32Array} table  colours of a map's bytes
     */
    render(view, table) {
      const { frame, layout, selection, hover } = view;
      const { meta, tensors } = frame;
      const values = tensors.get(node.layer === 0 ? "input" : `activations.${node.layer - 1}`);
      const value = values ? Number(values.data[node.unit]) : null;
      const own = nameOf(layout, node.layer, node.unit);
      // Between `linear` and `activation` there is only the sum.
      const sum =
        values || node.layer === 0 ? undefined : tensors.get(`preactivations.${node.layer - 1}`)?.data[node.unit];
      const called = sum === undefined ? own : `z${sup(node.layer)}${sub(node.unit + 1)}`;
      const shown = sum === undefined ? (value === null ? "–" : signed(value, 3)) : signed(Number(sum), 3);
      setText(
        label,
        column < NEURON.named_from || beside || inside
          ? inside
            ? called
            : shown
          : `${called} ${/^[<>]/.test(shown) ? "" : "= "}${shown}`,
      );
      if (inside) setText(inside, shown);
      const errors = node.layer ? tensors.get(`deltas.${node.layer - 1}`) : undefined;
      setText(delta, errors ? `δ ${signed(Number(errors.data[node.unit]), 3)}` : "");
      const busy = meta.kind !== "update" && meta.layer === node.layer;
      setAttribute(
        box,
        "class",
        `node${busy ? " busy" : ""}${selection === name ? " selected" : ""}${hover === name ? " hovered" : ""}${canvas ? "" : " cell"}${node.layer ? "" : " input"}`,
      );
      const answered = node.layer === layout.layers.length && value !== null ? unitsOf(view) : null;
      const meant = answered && value !== null ? ` = ${written(value, answered, node.unit)}` : "";
      setText(title, `${called}${shown === "–" ? "" : ` = ${signed(value ?? Number(sum))}${meant}`}`);
      setAttribute(box, "aria-label", title.textContent ?? "");
      if (bias) {
        const number = Number(tensors.get(`parameters.layers.${node.layer - 1}.bias`)?.data[node.unit] ?? 0);
        const marked = selection === biasName || hover === biasName;
        setAttribute(bias, "class", `bias ${number < 0 ? "minus" : "plus"}${marked ? " selected" : ""}`);
        const told = `b${sup(node.layer)}${sub(node.unit + 1)} = ${signed(number)}`;
        setText(biasTitle, told);
        setAttribute(bias, "aria-label", told);
      }
      fill(view, value, table);
    },
  };
}
