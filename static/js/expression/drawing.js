import { isPress, svg } from "../lib/dom.js";
import { exactSigned } from "../lib/format.js";

/**
 * The graph as wires and gates: the value above a wire, the gradient below it.
 *
 * @typedef {import("./graph.js").Graph} Graph
 * @typedef {import("./graph.js").Node} Node
 * @typedef {import("./graph.js").Seen} Seen
 */

const [PITCH, STEP, RADIUS, TEXT, MARGIN] = [142, 62, 15, 66, 34];
const DIGITS = 3;
const SPREAD = 6; // between the two inputs of a gate

/** @param {number} column */
const across = (column) => MARGIN + column * PITCH;
/** @param {number} row */
const down = (row) => MARGIN + row * STEP;

/** Half a node's width. @param {Node} node */
const half = ({ label, kind }) => (kind === "constant" ? 6 : Math.max(RADIUS, 5 + 4 * (label ?? "").length));

/** @param {Graph} graph */
export const sizeOf = ({ columns, rows }) => ({
  width: across(columns - 1) + MARGIN + TEXT,
  height: down(rows - 1) + MARGIN,
});

/**
 * @param {Graph} graph
 * @param {Seen} seen
 * @param {{
 *   step: import("./graph.js").Step, lit: boolean[] | null, label: string, name: (node: number) => string,
 *   choose: (node: number) => void
 * }} now
 *   `lit`: the wires to be shown brighter; null: none
 */
export function draw(graph, seen, { step, lit, label, name, choose }) {
  const { width, height } = sizeOf(graph);
  /** @type {SVGElement[]} */
  const parts = graph.edges.flatMap((_, edge) => wire(graph, seen, edge, step, lit?.[edge] ?? false));
  parts.push(...graph.nodes.map((node, at) => nodeOf(node, at, seen, step, name(at), choose)));
  return svg(
    "svg",
    { class: "graph", viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": label },
    ...parts,
  );
}

/** Where a wire arrives at a gate. @param {Graph} graph @param {number} edge @returns {[number, number]} */
function arrival({ nodes, edges }, edge) {
  const { end, slot } = edges[edge];
  const node = nodes[end];
  const shift = node.inputs.length > 1 ? (place({ nodes, edges }, end, slot) ? SPREAD : -SPREAD) : 0;
  return [across(node.column) - half(node), down(node.row) + shift];
}

/**
 * Which of two inputs comes in below: the second, but where the order says nothing the lower one,
 * so that wires need not cross.
 * @param {Pick<Graph, "nodes" | "edges">} graph @param {number} end @param {number} slot
 */
function place({ nodes, edges }, end, slot) {
  const rows = edges
    .filter((each) => each.end === end)
    .map(({ start, bends }) => (bends.length ? bends[bends.length - 1][1] : nodes[start].row));
  const swapped = ["+", "*"].includes(nodes[end].gate ?? "") && rows[0] > rows[1];
  return (slot === 1) !== swapped;
}

/**
 * @param {Graph} graph
 * @param {Seen} seen
 * @param {number} edge
 * @param {import("./graph.js").Step} step
 * @param {boolean} lit
 */
function wire(graph, seen, edge, step, lit) {
  const { start, end, slope, part, bends } = graph.edges[edge];
  const from = graph.nodes[start];
  const [x, y] = arrival(graph, edge);
  const begin = across(from.column) + half(from);
  let [at, level] = [from.kind === "constant" ? begin + TEXT - 24 : begin + TEXT, down(from.row)];
  let path = `M${begin} ${level}H${at}`;
  for (const [column, row] of [...bends.map(([column, row]) => [across(column), down(row)]), [x, y]]) {
    const middle = (at + column) / 2;
    path += `C${middle} ${level} ${middle} ${row} ${column} ${row}`;
    [at, level] = [column, row];
  }
  const busy = step.node === end && step.kind !== "start" && step.kind !== "seed";
  const shared = graph.edges.filter((each) => each.start === start).length > 1;
  const back = busy && step.kind === "backward";
  return [
    svg("path", { class: `wire${seen.sent[edge] ? " sent" : ""}${busy ? " busy" : ""}${lit ? " lit" : ""}`, d: path }),
    // Where a value is used more than once, each use sends back a part of its own.
    ...(seen.sent[edge] && (shared || back) && from.kind !== "constant"
      ? [
          text(
            `part ${sign(part)}`,
            x - 5,
            y + (place(graph, end, graph.edges[edge].slot) || graph.nodes[end].inputs.length === 1 ? 13 : -5),
            exactSigned(back ? slope : part, DIGITS),
            "end",
            back ? "× " : "",
          ),
        ]
      : []),
  ];
}

/**
 * @param {Node} node
 * @param {number} at
 * @param {Seen} seen
 * @param {import("./graph.js").Step} step
 * @param {string} name
 * @param {(node: number) => void} choose
 */
function nodeOf(node, at, seen, step, name, choose) {
  const [x, y, r] = [across(node.column), down(node.row), half(node)];
  if (node.kind === "constant")
    return svg(
      "g",
      { class: "node constant" },
      text("above", x, y + 4, exactSigned(node.value, DIGITS).replace("+", ""), "middle"),
    );
  const gradient = seen.gradient[at];
  const current = step.node === at && step.kind !== "start";
  const press = (/** @type {KeyboardEvent} */ event) => {
    if (isPress(event)) choose(at);
  };
  return svg(
    "g",
    { class: `node ${node.kind}${current ? " current" : ""}` },
    svg("rect", {
      x: x - r,
      y: y - RADIUS,
      width: 2 * r,
      height: 2 * RADIUS,
      rx: node.kind === "variable" ? 6 : RADIUS,
      tabindex: 0,
      role: "button",
      "aria-label": name,
      onclick: () => choose(at),
      onkeydown: press,
    }),
    svg("text", { class: "gate-name", x, y: y + 4.5, "text-anchor": "middle" }, node.label ?? ""),
    ...(seen.value[at]
      ? [text(`above ${sign(node.value)}`, x + r + 4, y - 5, exactSigned(node.value ?? NaN, DIGITS))]
      : []),
    ...(gradient === null
      ? []
      : [
          text(
            `below ${sign(gradient)}`,
            x + r + 4,
            y + 14,
            exactSigned(gradient, DIGITS),
            "start",
            "",
            seen.whole[at] ? "" : " …",
          ),
        ]),
  );
}

/** @param {number | null} number */
const sign = (number) => ((number ?? 0) < 0 ? "minus" : "plus");

/**
 * @param {string} kind
 * @param {number} x
 * @param {number} y
 * @param {string} number
 * @param {string} [anchor]
 * @param {string} [before]
 * @param {string} [after]
 */
const text = (kind, x, y, number, anchor = "start", before = "", after = "") =>
  svg("text", { class: kind, x, y, "text-anchor": anchor }, before + number + after);
