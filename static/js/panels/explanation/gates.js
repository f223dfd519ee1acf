import { svg } from "../../lib/dom.js";
import { exactSigned } from "../../lib/format.js";
import { biasName, linkNumbers, numberOf, sourcesOf } from "../../lib/links.js";
import { nameOf } from "../network/neurons.js";

/**
 * One neuron as a circuit of gates: the value above each wire, the gradient that flows back along
 * it below (after Stanford's CS231n, *Backpropagation, intuitions*). A gate only needs its own
 * local slopes: × swaps its inputs, + passes on, f scales by f′(z).
 *
 * @typedef {import("../../page/types.js").View} View
 * @typedef {{value: number | null, slope: number | null}} Wire
 */

const [WIDTH, HEIGHT, RADIUS] = [700, 138, 9];
const MOST = 2;
const LETTER = 7; // width of a letter in a gate
const X = { source: 0, start: 96, times: 186, fan: 276, plus: 330, bend: 445, out: 560 };

/**
 * Which neuron the operation is about.
 * @param {View} view
 * @returns {{layer: number, unit: number} | null}
 */
function subject({ frame: { meta }, layout, selection }) {
  const { narration } = meta;
  if (meta.kind === "input") return { layer: 1, unit: 0 };
  if (narration.kind !== "update") return { layer: Math.max(1, meta.layer), unit: narration.unit };
  const parts = (selection ?? narration.parameter).split(".").map(Number);
  const layer = selection?.startsWith("neurons") ? parts[1] : parts[1] + 1;
  const unit = selection?.startsWith("neurons") ? parts[2] : parts[3];
  return layer >= 1 && unit < layout.sizes[layer] && layout.activations[layer - 1] ? { layer, unit } : null;
}

/** @param {View} view @param {string} name @param {number} at */
function read({ frame }, name, at) {
  const found = frame.tensors.get(name)?.data[at];
  return found == null ? null : Number(found);
}

/**
 * @param {View} view
 * @param {import("../../../text/en/page.js").Words["gates"]} words
 */
export function circuit(view, words) {
  const { layout, catalogue } = view;
  const about = subject(view);
  if (!about) return null;
  const { layer: l, unit: j } = about;
  const inputs = sourcesOf(layout, l, j);
  const count = inputs.length;
  const group = used(view, l);
  const weights = linkNumbers(layout, l, view.frame, group);
  const delta = read(view, `deltas.${l - 1}`, j);
  const activation = catalogue.activations.find(({ name }) => name === layout.activations[l - 1]);
  const out = { value: read(view, `activations.${l - 1}`, j), slope: upstream(view, l, j) ?? atOutput(view, l, j) };
  const z = { value: read(view, `preactivations.${l - 1}`, j), slope: delta };
  const bend = activation?.label ?? "f";
  const half = Math.max(22, (bend.length * LETTER) / 2 + 7);
  const rows = Math.min(count, MOST);
  const [pitch, middle] = [(HEIGHT - 34) / rows, HEIGHT / 2];
  const parts = [];
  let told = 0;
  for (const [row, i] of inputs.slice(0, rows).entries()) {
    const y = 20 + row * pitch;
    const w = weights ? Number(weights[j * layout.sizes[l - 1] + i]) : null;
    const a = read(view, l === 1 ? "input" : `activations.${l - 2}`, i);
    const product = w === null || a === null ? null : w * a;
    told += product ?? 0;
    parts.push(
      label(X.source, y + 1, `${nameOf(layout, l - 1, i)} ${a === null ? "" : exactSigned(a, 3)}`),
      back(X.source, y + 14, delta === null || w === null ? null : delta * w),
      ...wire([X.start, y], [X.times - RADIUS, y], {
        value: w,
        slope: delta === null || a === null ? null : delta * a,
      }),
      ...gate(X.times, y, "×"),
      ...wire([X.times + RADIUS, y], [X.fan, y], { value: product, slope: delta }),
      bare([X.fan, y], [X.plus - RADIUS, middle]),
    );
  }
  const last = 20 + rows * pitch;
  const rest =
    count > MOST
      ? z.value === null
        ? null
        : z.value - told
      : (numberOf(view.frame, group, biasName(layout, l, j)) ?? 0);
  parts.push(
    label(X.source, last + 4, count > MOST ? words.rest(count - MOST) : "b"),
    ...wire([X.start, last], [X.fan, last], { value: rest, slope: delta }),
    bare([X.fan, last], [X.plus - RADIUS, middle]),
    ...gate(X.plus, middle, "+"),
    ...wire([X.plus + RADIUS, middle], [X.bend - half, middle], z),
    ...gate(X.bend, middle, bend, half),
    ...wire([X.bend + half, middle], [X.out, middle], out),
    label(X.out + 6, middle + 4, nameOf(layout, l, j)),
  );
  if (l === layout.activations.length) parts.push(...lossGate(view, delta));
  return svg(
    "svg",
    {
      class: "circuit",
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      role: "img",
      "aria-label": words.label(nameOf(layout, l, j)),
    },
    ...parts,
  );
}

/**
 * ∂L/∂ŷ while BP1 is told: δ without the activation's own slope.
 * @param {View} view
 * @param {number} l
 * @param {number} j
 */
function atOutput({ frame: { meta } }, l, j) {
  const { narration } = meta;
  if (narration.kind !== "delta" || meta.layer !== l || narration.unit !== j) return null;
  const { result, local_slope: own } = narration;
  return own ? result / own : null;
}

/** Where the circuit ends, and the way back begins with 1. @param {View} view @param {number | null} delta */
function lossGate({ frame: { meta } }, delta) {
  const [x, y] = [X.out + 82, HEIGHT / 2];
  const loss = meta.narration.kind === "loss" ? meta.narration.example_loss : null;
  return [
    bare([X.out + 40, y], [x - RADIUS - 4, y]),
    ...gate(x, y, "L", RADIUS + 4),
    svg(
      "text",
      { class: "above plus", x, y: y - RADIUS - 7, "text-anchor": "middle" },
      loss == null ? "" : exactSigned(loss, 3),
    ),
    back(x, y + RADIUS + 16, delta === null ? null : 1, "middle"),
  ];
}

/** The parameters that the step computed with: at the update, the old ones. @param {View} view @param {number} layer */
const used = ({ frame, layout }, layer) => (linkNumbers(layout, layer, frame, "previous") ? "previous" : "parameters");

/**
 * ∂L/∂a of a neuron: what the next layer sends back; at the output only the loss could tell.
 * @param {View} view
 * @param {number} l
 * @param {number} j
 */
function upstream(view, l, j) {
  const { frame, layout } = view;
  const next = frame.tensors.get(`deltas.${l}`)?.data;
  const weights = l < layout.layers.length ? linkNumbers(layout, l + 1, frame, used(view, l + 1)) : undefined;
  if (!next || !weights) return null;
  return Array.from(next, Number).reduce((sum, d, k) => sum + d * Number(weights[k * layout.sizes[l] + j]), 0);
}

/** @param {[number, number]} from @param {[number, number]} to */
const bare = ([x1, y1], [x2, y2]) => svg("line", { class: "wire", x1, y1, x2, y2 });

/** @param {number} x @param {number} y @param {number | null} slope @param {string} [anchor] */
const back = (x, y, slope, anchor = "start") =>
  svg(
    "text",
    { class: `below ${(slope ?? 0) < 0 ? "minus" : "plus"}`, x, y, "text-anchor": anchor },
    slope === null ? "" : exactSigned(slope, 3),
  );

/** @param {[number, number]} from @param {[number, number]} to @param {Wire} wire */
function wire(from, to, { value, slope }) {
  const [x, y] = [(from[0] + to[0]) / 2, from[1]];
  return [
    bare(from, to),
    svg(
      "text",
      { class: `above ${(value ?? 0) < 0 ? "minus" : "plus"}`, x, y: y - 3, "text-anchor": "middle" },
      value === null ? "" : exactSigned(value, 3),
    ),
    back(x, y + 12, slope, "middle"),
  ];
}

/** @param {number} x @param {number} y @param {string} text */
const label = (x, y, text) => svg("text", { class: "gate-label", x, y }, text);

/**
 * A circle, or a lozenge for a name that is wider.
 * @param {number} x
 * @param {number} y
 * @param {string} text
 * @param {number} [half]  of its width
 */
const gate = (x, y, text, half = RADIUS) => [
  svg("rect", {
    class: "gate",
    x: x - half,
    y: y - Math.min(half, 22),
    width: 2 * half,
    height: 2 * Math.min(half, 22),
    rx: Math.min(half, 22),
  }),
  svg("text", { class: "gate-name", x, y: y + 4, "text-anchor": "middle" }, text),
];
