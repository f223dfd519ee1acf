/**
 * The answer of `POST /api/expressions` (docs/protocol.md, *Expressions*), and its steps in time.
 *
 * @typedef {{
 *   kind: "variable" | "constant" | "operator" | "function", gate: string | null, label: string | null,
 *   inputs: number[], source: [number, number], value: number | null, gradient: number | null, column: number,
 *   row: number
 * }} Node
 * @typedef {{
 *   start: number, end: number, slot: number, slope: number | null, part: number | null, bends: [number, number][]
 * }} Edge
 * @typedef {{product: number | null, edges: number[]}} Path
 * @typedef {{
 *   name: string, node: number, value: number, gradient: number | null, numeric: number | null, h: number,
 *   agrees: boolean, reason: "kink" | "rounding" | "chain" | "undefined" | null, paths: Path[], count: number
 * }} Variable
 * @typedef {{
 *   formula: string, variables: Variable[], nodes: Node[], edges: Edge[], columns: number, rows: number
 * }} Graph
 * @typedef {{kind: "start" | "forward" | "seed" | "backward", node: number}} Step
 *
 * What there is to see after a step: which values, the gradients as far as they have arrived
 * (`whole` when nothing more comes), and which wires have carried something back.
 * @typedef {{value: boolean[], gradient: (number | null)[], whole: boolean[], sent: boolean[]}} Seen
 */

/** @param {Graph} graph @returns {Step[]} */
export function stepsOf({ nodes }) {
  const gates = nodes.flatMap(({ gate }, node) => (gate === null ? [] : [node]));
  const last = nodes.length - 1;
  return [
    { kind: "start", node: last },
    ...gates.map((node) => /** @type {Step} */ ({ kind: "forward", node })),
    { kind: "seed", node: last },
    ...gates.reverse().map((node) => /** @type {Step} */ ({ kind: "backward", node })),
  ];
}

/** @param {Graph} graph @param {Step[]} steps @param {number} at @returns {Seen} */
export function seenAt({ nodes, edges }, steps, at) {
  const value = nodes.map(({ gate }) => gate === null);
  /** @type {(number | null)[]} */
  const gradient = nodes.map(() => null);
  const sent = edges.map(() => false);
  const left = nodes.map((_, node) => edges.filter(({ start }) => start === node).length);
  for (const { kind, node } of steps.slice(0, at + 1)) {
    if (kind === "forward") value[node] = true;
    if (kind === "seed") gradient[node] = 1;
    if (kind !== "backward") continue;
    edges.forEach(({ start, end, part }, edge) => {
      if (end !== node) return;
      sent[edge] = true;
      left[start]--;
      gradient[start] = part === null ? NaN : (gradient[start] ?? 0) + part;
    });
  }
  const seeded = gradient[nodes.length - 1] !== null;
  return { value, gradient, whole: left.map((n, node) => n === 0 && (seeded || node < nodes.length - 1)), sent };
}

/** The wires on some way from a variable to the result. @param {Graph} graph @param {number} from */
export function reach({ edges }, from) {
  const reached = new Set([from]);
  return edges.map(({ start, end }) => {
    if (reached.has(start)) reached.add(end);
    return reached.has(start);
  });
}
