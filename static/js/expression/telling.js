import { number, operator, show, slope, symbols, value } from "../explain/parts.js";
import { el } from "../lib/dom.js";
import { exactSigned } from "../lib/format.js";
import { frac, mi, row } from "../lib/math.js";

/**
 * A step in words, and worked out with its numbers.
 *
 * @typedef {import("./graph.js").Graph} Graph
 * @typedef {import("../explain/parts.js").Part} Part
 * @typedef {import("../../text/en/expression.js").Words} Words
 */

const nothing = () => {};

/** What a node is called: its name, or the text it stands for. @param {Graph} graph @param {number} at */
export function called({ nodes, formula }, at) {
  const { kind, label, source } = nodes[at];
  return kind === "variable" ? (label ?? "") : formula.slice(...source);
}

/** @param {Graph} graph @param {import("./graph.js").Step} step @param {Words} words */
export function tell(graph, step, words) {
  const node = graph.nodes[step.node];
  const gate = node.gate ?? "";
  const lines =
    step.kind === "forward"
      ? [forward(graph, step.node)]
      : step.kind === "seed"
        ? [seed()]
        : step.kind === "backward"
          ? back(graph, step.node)
          : [];
  const rule = step.kind === "backward" ? words.rules[gate] : "";
  const shared =
    step.kind === "backward"
      ? [...new Set(node.inputs)].filter(
          (at) => graph.nodes[at].kind !== "constant" && graph.edges.filter(({ start }) => start === at).length > 1,
        )
      : [];
  return el(
    "div",
    { class: "told" },
    el(
      "p",
      {},
      [
        words.sentences[step.kind],
        rule,
        ...shared.map((at) => words.shared(called(graph, at), graph.edges.filter(({ start }) => start === at).length)),
      ]
        .filter(Boolean)
        .join(" "),
    ),
    ...lines.map((parts) => el("div", { class: "formula" }, ...parts.map((part) => show(part, nothing)))),
  );
}

/** @param {string} over @param {string} under */
const slopeAlong = (over, under) => symbols(frac(row(mi("∂"), mi(over)), row(mi("∂"), mi(under))));

/** @returns {Part[]} */
const seed = () => [slopeAlong("F", "F"), operator("="), slope(1)];

/** @param {Graph} graph @param {number} at @returns {Part[]} */
function forward({ nodes }, at) {
  const { label, inputs, kind, value: result, gate } = nodes[at];
  const [first, second] = inputs.map((each) =>
    nodes[each].kind === "constant" ? number(nodes[each].value) : value(nodes[each].value),
  );
  const name = operator(label ?? "");
  if (gate === "negative") return [name, first, operator("="), value(result)];
  if (kind === "operator") return [first, name, second, operator("="), value(result)];
  return [
    symbols(mi(label ?? "")),
    operator("("),
    first,
    ...(second ? [operator(","), second] : []),
    operator(")"),
    operator("="),
    value(result),
  ];
}

/** What a gate sends back along each wire. @param {Graph} graph @param {number} at @returns {Part[][]} */
function back(graph, at) {
  const arrived = graph.nodes[at].gradient;
  return graph.edges
    .filter(({ end, start }) => end === at && graph.nodes[start].kind !== "constant")
    .map(({ start, slope: own, part }) => [
      symbols(mi(called(graph, start))),
      operator("←"),
      slope(arrived),
      operator("×"),
      slope(own),
      operator("="),
      slope(part),
    ]);
}

/**
 * A variable's slope as a sum over the ways to it, each the product of the local slopes along it,
 * with the numerical check beside.
 * @param {Graph} graph @param {import("./graph.js").Variable} variable @param {Words} words
 */
export function chain(graph, variable, words) {
  const rows = variable.paths.map(({ edges, product }) =>
    el(
      "tr",
      {},
      el(
        "td",
        { class: "small-chips" },
        ...edges.flatMap((edge, i) => [
          ...(i ? [show(operator("×"), nothing)] : []),
          show(slope(graph.edges[edge].slope), nothing),
        ]),
      ),
      el("td", { class: "number" }, exactSigned(product)),
    ),
  );
  const hidden = variable.count - variable.paths.length;
  return el(
    "div",
    { class: "chain" },
    el("h2", {}, words.chain(variable.name)),
    el("p", { class: "note" }, variable.count > 1 ? words.ways(variable.count) : words.oneWay),
    el(
      "table",
      { class: "paths" },
      ...rows,
      ...(hidden > 0 ? [el("tr", {}, el("td", {}, words.others(hidden)), el("td", {}))] : []),
      el(
        "tr",
        { class: "total" },
        el("td", {}, show(slopeAlong("F", variable.name), nothing)),
        el("td", { class: "number" }, exactSigned(variable.gradient, 6)),
      ),
      el(
        "tr",
        {},
        el("td", {}, words.numeric(variable.name)),
        el("td", { class: "number" }, exactSigned(variable.numeric, 6)),
      ),
    ),
    el(
      "p",
      { class: `note ${variable.agrees ? "good" : "bad"}` },
      variable.agrees ? words.agrees : words.reasons[variable.reason ?? "rounding"],
    ),
  );
}
