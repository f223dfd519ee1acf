import { svg } from "../../lib/dom.js";
import { signed } from "../../lib/format.js";
import { nameOf } from "../network/neurons.js";

/**
 * One neuron as a circuit of gates: the value above each wire, the gradient that flows back along
 * it below (after Stanford's CS231n, *Backpropagation, intuitions*). A gate only needs its own
 * local slopes: × swaps its inputs, + passes on, f scales by f′(z).
 *
 * @typedef {import("../../types.js").View} View
 * @typedef {{value: number | null, slope: number | null}} Wire
 */

const [WIDTH, HEIGHT, RADIUS] = [700, 132, 9];
const MOST = 3;
const X = { source: 0, start: 104, times: 206, plus: 360, bend: 470, out: 580 };
const [EARLY, MIDDLE] = [0.2, 0.5]; // where along a wire its numbers stand: early, before wires meet

/**
 * Which neuron the operation is about.
 * @param {View} view
 * @returns {{layer: number, unit: number} | null}
 */
function subject({ frame: { meta }, layout, selection }) {
  const { narration } = meta;
  if (meta.kind === "input") return { layer: 1, unit: 0 };
  if (meta.kind !== "update") return { layer: Math.max(1, meta.layer), unit: narration.unit };
  const parts = (selection ?? narration.parameter ?? "").split(".").map(Number);
  const layer = selection?.startsWith("neurons") ? parts[1] : parts[1] + 1;
  const unit = selection?.startsWith("neurons") ? parts[2] : parts[3];
  return layer >= 1 && unit < layout.sizes[layer] ? { layer, unit } : null;
}

/** @param {View} view @param {string} name @param {number} at */
function read({ frame }, name, at) {
  const found = frame.tensors.get(name)?.data[at];
  return found == null ? null : Number(found);
}

/**
 * @param {View} view
 * @param {import("../../text/en.js").Words["gates"]} words
 */
export function circuit(view, words) {
  const { layout, catalogue } = view;
  const about = subject(view);
  if (!about) return null;
  const { layer: l, unit: j } = about;
  const count = layout.sizes[l - 1];
  const weights = `${used(view, l - 1)}.layers.${l - 1}`;
  const delta = read(view, `deltas.${l - 1}`, j);
  const activation = catalogue.activations.find(({ name }) => name === layout.activations[l - 1]);
  const out = { value: read(view, `activations.${l - 1}`, j), slope: upstream(view, l, j) };
  const z = { value: read(view, `preactivations.${l - 1}`, j), slope: delta };
  const rows = Math.min(count, MOST);
  const [pitch, middle] = [(HEIGHT - 20) / (rows + 1), HEIGHT / 2];
  const parts = [];
  for (let i = 0; i < rows; i++) {
    const y = 18 + i * pitch;
    const w = read(view, `${weights}.weight`, j * count + i);
    const a = read(view, l === 1 ? "input" : `activations.${l - 2}`, i);
    parts.push(
      label(X.source, y + 4, `${nameOf(layout, l - 1, i)} ${a === null ? "" : signed(a, 3)}`),
      ...wire([X.start, y], [X.times - RADIUS, y], MIDDLE, { value: w, slope: delta === null || a === null ? null : delta * a }),
      ...gate(X.times, y, "×"),
      ...wire([X.times + RADIUS, y], [X.plus - RADIUS, middle], EARLY, { value: w === null || a === null ? null : w * a, slope: delta }),
    );
  }
  const last = 18 + rows * pitch;
  parts.push(
    label(X.source, last + 4, count > MOST ? words.more(count - MOST) : "b"),
    ...wire([X.start, last], [X.times, last], MIDDLE, { value: read(view, `${weights}.bias`, j), slope: delta }),
    ...wire([X.times, last], [X.plus - RADIUS, middle], EARLY, { value: null, slope: null }),
    ...gate(X.plus, middle, "+"),
    ...wire([X.plus + RADIUS, middle], [X.bend - 22, middle], MIDDLE, z),
    ...gate(X.bend, middle, activation?.label ?? "f", 22),
    ...wire([X.bend + 22, middle], [X.out, middle], MIDDLE, out),
    label(X.out + 6, middle + 4, nameOf(layout, l, j)),
  );
  return svg("svg", { class: "circuit", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": words.label(nameOf(layout, l, j)) }, ...parts);
}

/** The parameters that the step computed with: at the update, the old ones. @param {View} view @param {number} at */
const used = ({ frame }, at) => (frame.tensors.has(`previous.layers.${at}.weight`) ? "previous" : "parameters");

/** ∂L/∂a of a neuron: what the next layer sends back; at the output only the loss could tell. @param {View} view @param {number} l @param {number} j */
function upstream(view, l, j) {
  const { frame, layout } = view;
  const next = frame.tensors.get(`deltas.${l}`)?.data;
  const weights = frame.tensors.get(`${used(view, l)}.layers.${l}.weight`)?.data;
  if (!next || !weights) return null;
  return Array.from(next, Number).reduce((sum, d, k) => sum + d * Number(weights[k * layout.sizes[l] + j]), 0);
}

/** @param {[number, number]} from @param {[number, number]} to @param {number} share  where the numbers stand @param {Wire} wire */
function wire([x0, y0], [x1, y1], share, { value, slope }) {
  const [x, y] = [x0 + share * (x1 - x0), y0 + share * (y1 - y0)];
  return [
    svg("line", { class: "wire", x1: x0, y1: y0, x2: x1, y2: y1 }),
    svg("text", { class: `above ${(value ?? 0) < 0 ? "minus" : "plus"}`, x, y: y - 3, "text-anchor": "middle" }, value === null ? "" : signed(value, 3)),
    svg("text", { class: `below ${(slope ?? 0) < 0 ? "minus" : "plus"}`, x, y: y + 11, "text-anchor": "middle" }, slope === null ? "" : signed(slope, 3)),
  ];
}

/** @param {number} x @param {number} y @param {string} text */
const label = (x, y, text) => svg("text", { class: "gate-label", x, y }, text);

/** @param {number} x @param {number} y @param {string} text @param {number} [radius] */
const gate = (x, y, text, radius = RADIUS) => [
  svg("circle", { class: "gate", cx: x, cy: y, r: radius }),
  svg("text", { class: "gate-name", x, y: y + 4, "text-anchor": "middle" }, text),
];
