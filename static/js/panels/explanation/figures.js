import { setAttribute, svg } from "../../lib/dom.js";
import { exactSigned } from "../../lib/format.js";
import { pretty } from "../../lib/names.js";

/**
 * Small figures beside the formula: how the examples of a batch make the mean, how the errors
 * that arrive at a neuron add up, what the wrong order of updates would do.
 *
 * @typedef {import("../../wire/types.js").Narration} Narration
 * @typedef {import("../../../text/en/page.js").Words["figures"]} Words
 */

const [WIDTH, HEIGHT, HEAD, FOOT] = [220, 104, 14, 14];
const MOST_BARS = 64;
const ARRIVE_MS = 110;

/** @param {number[]} values */
function axis(values) {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const span = high - low || 1;
  return (/** @type {number} */ v) => HEAD + (1 - (v - low) / span) * (HEIGHT - HEAD - FOOT);
}

/** @param {number} value */
const sign = (value) => (value < 0 ? "minus" : "plus");

/** @param {string} label @param {...(Node | null)} children */
const frame = (label, ...children) =>
  svg("svg", { class: "figure", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": label }, ...children);

/** @param {number} y @param {string} kind */
const line = (y, kind) => svg("line", { x1: 0, x2: WIDTH, y1: y, y2: y, class: kind });

/** @param {string} text @param {number} [y] */
const caption = (text, y = HEIGHT - 2) => svg("text", { class: "caption", x: 0, y }, text);

/**
 * A bar per example, as far as there is room, and the mean of all.
 * @param {import("../../wire/types.js").GradientNarration} n
 * @param {number} size  of the batch
 * @param {Words} words
 */
function contributions({ contributions, batch_gradient: gradient, penalty_gradient: penalty }, size, words) {
  const values = contributions.slice(0, MOST_BARS);
  const mean = gradient - penalty;
  const toY = axis([...values, mean]);
  const step = WIDTH / values.length;
  const bars = values.map((v, i) =>
    svg(
      "rect",
      {
        class: `bar ${sign(v)}`,
        x: i * step + step * 0.12,
        width: Math.max(1, step * 0.76),
        y: Math.min(toY(0), toY(v)),
        height: Math.max(0.5, Math.abs(toY(v) - toY(0))),
      },
      svg("title", {}, exactSigned(v)),
    ),
  );
  const told = words.mean(size, exactSigned(mean), values.length);
  return frame(told, ...bars, line(toY(0), "zero"), line(toY(mean), "mean"), caption(told));
}

/**
 * The terms of δ arriving one by one, each starting where the last one ended.
 * @param {import("../../wire/types.js").HiddenDeltaNarration} n
 * @param {Words} words
 * @param {boolean} moving
 */
function arrivals({ terms, sum }, words, moving) {
  const shown = terms.slice(0, MOST_BARS);
  const ends = shown.reduce((all, term) => [...all, (all.at(-1) ?? 0) + term.product], /** @type {number[]} */ ([]));
  const toY = axis([...ends, sum]);
  const step = WIDTH / (shown.length + 1);
  const bars = shown.map((term, i) => {
    const [from, to] = [toY(ends[i - 1] ?? 0), toY(ends[i])];
    return svg(
      "rect",
      {
        class: `bar ${sign(term.product)}${moving ? " arriving" : ""}`,
        x: i * step + step * 0.15,
        width: step * 0.7,
        y: Math.min(from, to),
        height: Math.max(0.5, Math.abs(from - to)),
        style: moving ? `animation-delay: ${i * ARRIVE_MS}ms` : null,
      },
      svg("title", {}, `${exactSigned(term.weight)} × ${exactSigned(term.delta)} = ${exactSigned(term.product)}`),
    );
  });
  const total = svg("rect", {
    class: `bar total ${sign(sum)}`,
    x: shown.length * step + step * 0.15,
    width: step * 0.7,
    y: Math.min(toY(0), toY(sum)),
    height: Math.max(0.5, Math.abs(toY(sum) - toY(0))),
  });
  return frame(
    words.sum(terms.length, exactSigned(sum)),
    ...bars,
    total,
    line(toY(0), "zero"),
    caption(words.sum(terms.length, exactSigned(sum))),
  );
}

/**
 * The right update beside the wrong one.
 * @param {import("../../wire/types.js").UpdateNarration} n
 * @param {Words} words
 */
function order({ wrong, parameter, new: right }, words) {
  if (!wrong) return null;
  /** @param {number} y @param {string} name @param {number} good @param {number} bad */
  const row = (y, name, good, bad) => [
    caption(name, y),
    svg("text", { class: "number", x: 58, y }, exactSigned(good, 6)),
    svg("text", { class: "number bad", x: 140, y }, exactSigned(bad, 6)),
  ];
  const heads = [
    svg("text", { class: "caption", x: 58, y: 12 }, words.right),
    svg("text", { class: "caption", x: 140, y: 12 }, words.wrong),
  ];
  if (!wrong.first) return frame(words.same, caption(words.same, 40));
  const { layer, unit, right: good, wrong: bad } = wrong.first;
  const first = row(32, words.firstError(layer, unit), good, bad);
  const own = row(54, pretty(parameter), right, wrong.parameter.wrong);
  const most = row(76, pretty(wrong.largest.parameter), wrong.largest.right, wrong.largest.wrong);
  return frame(words.order, ...heads, ...first, ...own, ...most, caption(words.order));
}

/**
 * The figure of an operation, if it has one.
 * @param {Narration} n
 * @param {number} size  of the batch
 * @param {Words} words
 * @param {boolean} moving
 */
export function figure(n, size, words, moving) {
  if (n.kind === "gradient" && n.contributions.length > 1) return contributions(n, size, words);
  if (n.kind === "delta" && "terms" in n && n.terms.length > 1) return arrivals(n, words, moving);
  if (n.kind === "update") return order(n, words);
  return null;
}

/** Keeps an old figure's place when there is none. @param {Element} root @param {SVGElement | null} drawn */
export function place(root, drawn) {
  root.replaceChildren(...(drawn ? [drawn] : []));
  setAttribute(root, "data-empty", String(drawn === null));
}
