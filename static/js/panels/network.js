import { drawMap, mapTable, valueColor, css } from "../lib/colors.js";
import { el, setAttribute, setText, svg } from "../lib/dom.js";
import { signed } from "../lib/format.js";
import { pretty, sub, sup } from "../lib/names.js";
import { createEditor } from "./network/editor.js";
import { curve, place, strongest } from "./network/layout.js";

/** @typedef {import("../types.js").View} View */
/** @typedef {import("./network/layout.js").Node} Node */

const MOST_EDGES = 150; // between two layers; SVG stays quick up to a few hundred

/**
 * @typedef {{name: string, layer: number, index: number, from: Node, to: Node, line: SVGPathElement,
 *   slope: SVGPathElement, hit: SVGPathElement, title: SVGTitleElement}} Edge
 * @typedef {{node: Node, name: string, canvas: HTMLCanvasElement | null, box: SVGRectElement,
 *   label: SVGTextElement, delta: SVGTextElement, bias: SVGCircleElement | null, title: SVGTitleElement}} Neuron
 */

/** The network: weights as curves, neurons as maps or numbers, gradients as dotted lines. */
export const createNetworkPanel = /** @type {import("../types.js").PanelFactory} */ (
  (root, dispatch) => {
    const drawing = svg("svg", { role: "group", "aria-label": "Weights and neurons" });
    const cells = el("div", { class: "cells" });
    const editor = createEditor(dispatch);
    root.append(cells, drawing, editor.element);
    /** @type {Edge[]} */
    let edges = [];
    /** @type {Neuron[]} */
    let neurons = [];
    /** @type {SVGTextElement[]} */
    let heads = [];
    let built = "";
    let side = 0;
    /** @type {Uint32Array} */
    let table = new Uint32Array(256);
    let theme = "";
    let size = { width: root.clientWidth, height: root.clientHeight };
    /** @type {View | null} */
    let last = null;
    const observer = new ResizeObserver(([entry]) => {
      size = { width: entry.contentRect.width, height: entry.contentRect.height };
      if (last) render(last);
    });
    observer.observe(root);

    /** @param {string} name */
    const choose = (name) => ({
      onclick: () => dispatch({ type: "select", target: name }),
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key === "Enter") dispatch({ type: "select", target: name });
      },
    });

    /** @param {View} view */
    function build({ layout, frame }) {
      const { layers, side: found, labels } = place(layout.sizes, size.width, size.height);
      side = found;
      edges = [];
      neurons = [];
      drawing.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
      const under = svg("g");
      const over = svg("g");
      const nodes = svg("g");
      heads = layers.map((units, layer) => svg("text", { class: "heads", x: units[0].x, y: 20, "text-anchor": "middle" },
        head(layout, layer, layers.length)));
      for (let layer = 1; layer < layers.length; layer++) buildEdges(layer, layers, frame, under, over);
      cells.replaceChildren();
      for (const units of layers) for (const node of units) buildNeuron(node, labels, layout.plane === 2, nodes);
      drawing.replaceChildren(...heads, under, over, nodes);
    }

    /**
     * @param {number} layer
     * @param {Node[][]} layers
     * @param {import("../types.js").Frame} frame
     * @param {SVGGElement} under
     * @param {SVGGElement} over
     */
    function buildEdges(layer, layers, frame, under, over) {
      const weights = frame.tensors.get(`parameters.layers.${layer - 1}.weight`);
      if (!weights) return;
      const inputs = layers[layer - 1].length;
      const chosen = strongest(/** @type {Float32Array} */ (weights.data), MOST_EDGES);
      for (const index of chosen) {
        const [j, i] = [Math.floor(index / inputs), index % inputs];
        const [from, to] = [layers[layer - 1][i], layers[layer][j]];
        const name = `layers.${layer - 1}.weight.${j}.${i}`;
        const title = svg("title");
        const line = svg("path", { class: "edge", d: curve(from, to, side) });
        const slope = svg("path", { class: "slope", d: curve(from, to, side, -5), visibility: "hidden" });
        const hit = svg("path", { class: "hit", d: curve(from, to, side), tabindex: -1, ...choose(name) }, title);
        under.append(line, slope);
        over.append(hit);
        edges.push({ name, layer, index, from, to, line, slope, hit, title });
      }
      const left = weights.data.length - chosen.length;
      if (left) {
        const x = (layers[layer][0].x + layers[layer - 1][0].x) / 2;
        under.append(svg("text", { class: "label", x, y: size.height - 8, "text-anchor": "middle" }, `+ ${left} weaker`));
      }
    }

    /**
     * @param {Node} node
     * @param {boolean} labels
     * @param {boolean} mapped
     * @param {SVGGElement} nodes
     */
    function buildNeuron(node, labels, mapped, nodes) {
      const [x, y] = [node.x - side / 2, node.y - side / 2];
      const name = `neurons.${node.layer}.${node.unit}`;
      const canvas = mapped ? el("canvas", { width: 32, height: 32 }) : null;
      if (canvas) {
        Object.assign(canvas.style, { left: `${x}px`, top: `${y}px`, width: `${side}px`, height: `${side}px` });
        cells.append(canvas);
      }
      const title = svg("title");
      const box = svg("rect", {
        class: "node", x, y, width: side, height: side, rx: Math.min(9, side / 3), tabindex: 0, role: "button", ...choose(name),
      }, title);
      const below = { x: node.x, "text-anchor": "middle", visibility: labels ? "visible" : "hidden" };
      const label = svg("text", { class: "label", y: y + side + 15, ...below });
      const delta = svg("text", { class: "label delta", y: y - 5, ...below });
      const bias = node.layer === 0 || side < 14 ? null
        : svg("circle", { class: "bias", cx: x, cy: y + side, r: 5, ...choose(`layers.${node.layer - 1}.bias.${node.unit}`) });
      nodes.append(box, label, delta, ...(bias ? [bias] : []));
      neurons.push({ node, name, canvas, box, label, delta, bias, title });
    }

    /** @param {View} view */
    function render(view) {
      last = view;
      if (!size.width || !view.frame.tensors.has("parameters.layers.0.weight")) return;
      const shape = `${view.layout.sizes} ${view.layout.activations} ${view.layout.plane} ${size.width}×${size.height} ${view.frame.meta.run_epoch}`;
      if (shape !== built) build(view);
      built = shape;
      if (theme !== view.theme) table = mapTable(view.palette);
      theme = view.theme;
      for (const edge of edges) renderEdge(edge, view);
      for (const neuron of neurons) renderNeuron(neuron, view);
      editor.render(view);
    }

    /**
     * @param {Edge} edge
     * @param {View} view
     */
    function renderEdge(edge, { frame, selection, layout }) {
      const { kind, layer } = frame.meta;
      const at = edge.layer - 1;
      const weight = Number(frame.tensors.get(`parameters.layers.${at}.weight`)?.data[edge.index] ?? 0);
      const gradient = frame.tensors.get(`gradients.layers.${at}.weight`)?.data[edge.index];
      const selected = selection === edge.name;
      const busy = kind === "update" || (layer === edge.layer && kind !== "activation" && kind !== "loss" && kind !== "delta")
        || (kind === "delta" && layer === edge.layer - 1);
      const width = Math.min(9, 0.6 + 2.6 * Math.abs(weight)) * Math.min(1, 0.35 + side / 60);
      setAttribute(edge.line, "stroke-width", (selected ? width + 2 : width).toFixed(1));
      setAttribute(edge.line, "stroke", `var(--${selected ? "now" : weight < 0 ? "negative" : "positive"})`);
      setAttribute(edge.line, "stroke-opacity", busy || selected ? "1" : "0.55");
      const shown = gradient != null && layout.sizes.reduce((a, b) => a + b) < 60;
      setAttribute(edge.slope, "visibility", shown ? "visible" : "hidden");
      if (shown) setAttribute(edge.slope, "stroke", `var(--${gradient < 0 ? "downhill" : "uphill"})`);
      const slope = gradient == null ? "" : `, slope ${signed(Number(gradient))}`;
      setText(edge.title, `${pretty(edge.name)} = ${signed(weight)}${slope}`);
    }

    /**
     * @param {Neuron} neuron
     * @param {View} view
     */
    function renderNeuron(neuron, { frame, layout, retained, selection, palette }) {
      const { layer, unit } = neuron.node;
      const meta = frame.meta;
      const values = frame.tensors.get(layer === 0 ? "input" : `activations.${layer - 1}`);
      const value = values ? Number(values.data[unit]) : null;
      const top = layer === layout.sizes.length - 1;
      const name = layer === 0 ? layout.inputs[unit] : top ? `ŷ${layout.sizes[layer] > 1 ? sub(unit + 1) : ""}` : `a${sup(layer)}${sub(unit + 1)}`;
      setText(neuron.label, `${name} = ${value == null ? "–" : signed(value, 3)}`);
      const delta = layer ? frame.tensors.get(`deltas.${layer - 1}`) : undefined;
      setText(neuron.delta, delta ? `δ ${signed(Number(delta.data[unit]), 3)}` : "");
      const busy = meta.kind !== "update" && meta.layer === layer;
      const marked = busy || selection === neuron.name;
      setAttribute(neuron.box, "stroke", marked ? "var(--now)" : "none");
      setAttribute(neuron.box, "stroke-width", "2");
      setText(neuron.title, `${name}${value == null ? "" : ` = ${signed(value)}`}`);
      setAttribute(neuron.box, "aria-label", neuron.title.textContent ?? "");
      if (neuron.bias) {
        const bias = Number(frame.tensors.get(`parameters.layers.${layer - 1}.bias`)?.data[unit] ?? 0);
        const chosen = selection === `layers.${layer - 1}.bias.${unit}`;
        setAttribute(neuron.bias, "fill", `var(--${chosen ? "now" : bias < 0 ? "negative" : "positive"})`);
      }
      renderCell(neuron, value, palette, layer === 0 ? retained.points.get("maps.input") : frame.tensors.get(`maps.${layer - 1}`));
    }

    /**
     * @param {Neuron} neuron
     * @param {number | null} value
     * @param {import("../lib/colors.js").Palette} palette
     * @param {import("../types.js").Tensor | undefined} maps
     */
    function renderCell({ node, canvas, box }, value, palette, maps) {
      if (!canvas) {
        setAttribute(box, "fill", css(valueColor(palette, value ?? 0)));
        if (!box.getAttribute("stroke") || box.getAttribute("stroke") === "none") setAttribute(box, "stroke", "var(--third)");
        return;
      }
      canvas.classList.toggle("waiting", value == null);
      if (!maps) return;
      const cell = maps.shape[1] * maps.shape[2];
      const bytes = /** @type {Uint8Array} */ (maps.data).subarray(node.unit * cell, (node.unit + 1) * cell);
      drawMap(canvas, bytes, table);
    }

    return { render, destroy: () => observer.disconnect() };
  }
);

/**
 * @param {import("../types.js").Layout} layout
 * @param {number} layer
 * @param {number} count
 */
function head(layout, layer, count) {
  if (layer === 0) return "INPUT";
  const name = layout.activations[layer - 1];
  return layer === count - 1 ? `OUTPUT · ${name}` : `HIDDEN ${layer} · ${name}`;
}
