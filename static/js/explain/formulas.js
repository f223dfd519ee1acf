import { exactSigned } from "../lib/format.js";
import { DIGITS } from "../lib/shared.js";
import * as m from "../lib/math.js";
import { biasName, linkName } from "../lib/links.js";
import { parse, sub } from "../lib/names.js";
import { aside, number as plain, operator as op, slope, symbols as s, value } from "./parts.js";
import { given, symbolic, worked } from "./working.js";

/**
 * The formula of each operation with its live numbers, the same in every language.
 *
 * @typedef {import("./parts.js").Part} Part
 * @typedef {import("../wire/types.js").OperationKind} OperationKind
 * @typedef {import("../wire/types.js").Layout} Layout
 * @typedef {import("../../text/en/page.js").Words["formula"]} Asides
 */
/**
 * The narration of an operation, and what its formula needs beside it.
 * @template {OperationKind} [K=OperationKind]
 * @typedef {Given & {n: import("../wire/types.js").Narrated<K>}} Told
 */
/** @typedef {{layout: Layout, catalogue: import("../wire/types.js").Catalogue, words: Asides}} Given */

const MOST_TERMS = 4; // of a sum; of a longer one fewer, so that its result stays in sight
const OF_MANY = 2;
const MOST_NUMBERS = 6;

/** @param {number} layer @param {number} unit */
const neuron = (layer, unit) => `neurons.${layer}.${unit}`;

/** @param {{n: {focus: "example" | "mean"}}} told */
const mean = ({ n }) => n.focus === "mean";

/**
 * @template {import("../wire/types.js").Row} Row
 * @param {Row[]} rows
 * @param {string | null} name
 */
const find = (rows, name) => rows.find((row) => row.name === name);

/**
 * What a weight carries, as the drawing names it: an input may be x₁², a pixel or a word.
 * @param {Layout} layout
 * @param {number} layer
 * @param {number} unit
 */
export const signalOf = ({ inputs }, layer, unit) =>
  layer === 0 && inputs[unit] !== `x${sub(unit + 1)}` ? m.mi(inputs[unit]) : m.signal(layer, unit);

/**
 * A prediction as the drawing names it: ŷ at the output, a below.
 * @param {Given} given
 * @param {number} layer
 * @param {number} unit
 */
function output({ layout }, layer, unit) {
  const top = layout.activations.length;
  return layer === top ? m.prediction(unit, layout.sizes[top]) : m.signal(layer, unit);
}

/**
 * The largest terms of a sum, in their own order, and how many more there are.
 * @template {{product: number}} T
 * @param {T[]} terms
 * @param {(term: T) => Part[]} show
 * @param {Asides} words
 * @returns {Part[]}
 */
function sum(terms, show, words) {
  const most = terms.length > MOST_TERMS ? OF_MANY : MOST_TERMS;
  const least = terms.map((term) => Math.abs(term.product)).sort((a, b) => b - a)[most - 1] ?? 0;
  const shown = terms.filter((term) => Math.abs(term.product) >= least).slice(0, most);
  const parts = shown.flatMap((term, i) => [...(i ? [op("+")] : []), ...show(term)]);
  const more = terms.length - shown.length;
  return more ? [...parts, aside(words.more(more))] : parts;
}

/**
 * Significant digits by which two of a change can be seen.
 * @param {number} old
 * @param {number} change
 */
function showing(old, change) {
  const places = change
    ? Math.floor(Math.log10(Math.abs(old || change))) - Math.floor(Math.log10(Math.abs(change)))
    : 0;
  return Math.min(15, Math.max(DIGITS.significant, places + 2)) || DIGITS.significant;
}

/** @type {{[K in OperationKind]: (told: Told<K>) => Part[]}} */
const FORMULAS = {
  input: ({ n, layout, words }) => [
    ...n.x.slice(0, MOST_NUMBERS).flatMap((x, i) => [s(m.mi(layout.inputs[i]), m.mo("=")), value(x, neuron(0, i))]),
    ...(n.x.length > MOST_NUMBERS ? [aside(words.more(n.x.length - MOST_NUMBERS))] : []),
    ...n.y.slice(0, MOST_NUMBERS).flatMap((y, k) => [s(m.target(k, n.y.length), m.mo("=")), plain(y)]),
  ],

  linear: (told) => {
    const { n, words } = told;
    const [l, j] = [n.layer, n.unit];
    const terms = sum(
      n.terms,
      (term) => [
        value(term.weight, linkName(told.layout, l, j, term.from)),
        op("×"),
        value(term.value, neuron(l - 1, term.from)),
      ],
      words,
    );
    return [
      s(
        m.sumOf(l, j),
        m.mo("="),
        m.sum("i"),
        m.weight(l, j, "i"),
        m.signal(l - 1, "i"),
        m.mo("+"),
        m.bias(l, j),
        m.mo("="),
      ),
      ...terms,
      op("+"),
      value(n.bias, biasName(told.layout, l, j)),
      op("="),
      value(n.result, neuron(l, j)),
    ];
  },

  activation: (told) => {
    const { n, catalogue, words } = told;
    const out = output(told, n.layer, n.unit);
    const of = neuron(n.layer, n.unit);
    const row = find(catalogue.activations, n.name);
    const rule = aside(`f(z) = ${row?.formula}`);
    if (n.name === "softmax") {
      const e = m.power(m.mi("e"), m.sub(m.mi("z"), m.mi("k")));
      return [
        s(out, m.mo("="), m.frac(m.power(m.mi("e"), m.sumOf(n.layer, n.unit)), m.row(m.sum("k"), e)), m.mo("=")),
        plain(n.exponentials?.[n.unit] ?? null),
        op("/"),
        plain(n.sum ?? null),
        op("="),
        value(n.result, of),
        aside(words.shifted),
      ];
    }
    if (mean(told)) {
      return [
        s(out, m.mo("="), m.mi("f"), m.mo("("), m.sumOf(n.layer, n.unit), m.mo(")"), m.mo("=")),
        aside(words.meanOf),
        value(n.result, of),
        aside(words.meanOfValues),
        rule,
      ];
    }
    return [
      s(out, m.mo("="), m.mi("f"), m.mo("("), m.sumOf(n.layer, n.unit), m.mo(")"), m.mo("="), m.mi("f"), m.mo("(")),
      value(n.value),
      s(m.mo(")"), m.mo("=")),
      value(n.result, of),
      rule,
    ];
  },

  pool: (told) => {
    const { n, words } = told;
    const [l, j] = [n.layer, n.unit];
    const terms = sum(
      n.terms,
      (term) => [
        value(term.weight, linkName(told.layout, l, j, term.from)),
        op("×"),
        value(term.value, neuron(l - 1, term.from)),
      ],
      words,
    );
    return [s(m.signal(l, j), m.mo("=")), ...terms, op("="), value(n.result, neuron(l, j))];
  },

  loss: (told) => {
    const { n, layout, catalogue, words } = told;
    const rule = find(catalogue.losses, n.name)?.formula;
    const top = layout.activations.length;
    const many = n.prediction.length;
    const numbers = n.prediction
      .slice(0, MOST_TERMS)
      .flatMap((y, k) => [
        s(m.prediction(k, many), m.mo("=")),
        value(y, neuron(top, k)),
        s(m.target(k, many), m.mo("=")),
        plain(n.target[k]),
      ]);
    return [
      ...numbers,
      ...(many > MOST_TERMS ? [aside(words.more(many - MOST_TERMS))] : []),
      ...(n.example_loss == null ? [] : [aside(words.exampleLoss), plain(n.example_loss)]),
      aside(words.batchLoss),
      n.batch_loss === null ? aside(words.lost) : plain(n.batch_loss),
      ...(n.penalty ? [op("+"), plain(n.penalty), aside(words.penalty)] : []),
      aside(`ℓ = ${rule}`),
      ...(many > 1 && find(catalogue.losses, n.name)?.mean_over_outputs ? [aside(words.overOutputs(many))] : []),
    ];
  },

  delta: ({ n, ...given }) => ("terms" in n ? hiddenDelta({ n, ...given }) : outputDelta({ n, ...given })),

  gradient: (told) => {
    const { n, layout, words } = told;
    const [l, j] = [n.layer, n.unit];
    const along = n.from === null ? m.bias(l, j) : m.weight(l, j, n.from);
    const carried = n.from === null ? [] : [m.mo("·"), signalOf(layout, l - 1, n.from)];
    const check = n.agrees
      ? words.checked(exactSigned(n.numeric))
      : n.kink
        ? words.kink(exactSigned(n.numeric))
        : words.differs(exactSigned(n.numeric));
    const own = mean(told)
      ? []
      : [
          s(m.slopeOf(along), m.mo("="), m.delta(l, j), ...carried, m.mo("=")),
          slope(n.delta, neuron(l, j)),
          op("×"),
          n.from === null ? plain(1) : value(n.value, neuron(l - 1, n.from)),
          op("="),
          slope(n.product),
          aside(words.thisExample),
        ];
    return [
      ...own,
      aside(words.batchSlope),
      slope(n.batch_gradient, n.parameter),
      ...(n.penalty_gradient ? [aside(words.ofPenalty), slope(n.penalty_gradient)] : []),
      aside(check),
    ];
  },

  update: ({ n, words }) => {
    const { layer, unit, source } = /** @type {NonNullable<ReturnType<typeof parse>>} */ (parse(n.parameter));
    const symbol = () => (source === null ? m.bias(layer, unit) : m.weight(layer, unit, source));
    const digits = showing(n.old, n.change);
    if (n.optimizer === "sgd") {
      return [
        s(symbol(), m.mo("←"), symbol(), m.mo("−"), m.mi("η"), m.slopeOf(symbol()), m.mo("=")),
        value(n.old, n.parameter, digits),
        op("−"),
        plain(n.learning_rate),
        op("×"),
        slope(n.gradient, n.parameter),
        op("="),
        value(n.new, n.parameter, digits),
      ];
    }
    const last = /** @type {import("../wire/types.js").WorkLine} */ (n.lines.at(-1));
    return [
      ...n.lines
        .slice(0, -1)
        .flatMap((/** @type {import("../wire/types.js").WorkLine} */ line) => [given(line), plain(line.result)]),
      symbolic(last),
      op("="),
      ...worked(last, n.parameter, digits),
      op("="),
      value(n.new, n.parameter, digits),
      aside(words.plainStep(exactSigned(n.plain))),
    ];
  },
};

/** @param {Given & {n: import("../wire/types.js").HiddenDeltaNarration}} told @returns {Part[]} */
function hiddenDelta(told) {
  const { n, catalogue, words } = told;
  const [l, i] = [n.layer, n.unit];
  const terms = sum(
    n.terms,
    (term) => [
      value(term.weight, linkName(told.layout, l + 1, term.to, i)),
      op("×"),
      slope(term.delta, neuron(l + 1, term.to)),
    ],
    words,
  );
  const back = [m.sum("j"), m.weight(l + 1, "j", i), m.delta(l + 1, "j")];
  const written = [
    m.delta(l, i),
    m.mo("="),
    ...(n.activation === null
      ? back
      : [m.mo("("), ...back, m.mo(")"), m.mi("f′"), m.mo("("), m.sumOf(l, i), m.mo(")")]),
    m.mo("="),
  ];
  if (mean(told)) return [s(...written), aside(words.meanOf), slope(n.result, neuron(l, i))];
  if (n.activation === null) return [s(...written), ...terms, op("="), slope(n.result, neuron(l, i))];
  const row = find(catalogue.activations, n.activation);
  return [
    s(...written),
    op("("),
    ...terms,
    s(m.mo(")"), m.mo("×")),
    value(n.local_slope),
    op("="),
    slope(n.result, neuron(l, i)),
    aside(`f′(z) = ${row?.derivative}`),
  ];
}

/** @param {Given & {n: import("../wire/types.js").OutputDeltaNarration}} told @returns {Part[]} */
function outputDelta(told) {
  const { n, layout, catalogue, words } = told;
  const [l, k] = [n.layer, n.unit];
  const many = layout.sizes[l];
  const [guess, answer] = [m.prediction(k, many), m.target(k, many)];
  const of = neuron(l, k);
  const divided = n.outputs > 1 ? [op("/"), aside(words.outputs(n.outputs))] : [];
  if (n.fused) {
    return [
      s(m.delta(l, k), m.mo("="), guess, m.mo("−"), answer, m.mo("=")),
      ...(n.outputs > 1 ? [op("(")] : []),
      value(n.prediction, of),
      op("−"),
      plain(n.target),
      ...(n.outputs > 1 ? [op(")")] : []),
      ...divided,
      op("="),
      slope(n.result, of),
    ];
  }
  const written = [m.delta(l, k), m.mo("="), m.frac(m.row(m.mi("∂"), m.mi("L")), m.row(m.mi("∂"), guess))];
  if (n.local_slope == null) {
    const g = (/** @type {string | number} */ index) =>
      m.sub(m.mi("g"), typeof index === "number" ? m.mn(index + 1) : m.mi(index));
    const jacobian = s(
      m.delta(l, k),
      m.mo("="),
      guess,
      m.mo("("),
      g(k),
      m.mo("−"),
      m.sum("j"),
      g("j"),
      m.sub(m.hat(m.mi("y")), m.mi("j")),
      m.mo(")"),
      m.mo("="),
    );
    if (mean(told)) return [jacobian, aside(words.meanOf), slope(n.result, of)];
    return [
      jacobian,
      value(n.prediction, of),
      op("("),
      slope(n.loss_slope),
      op("−"),
      slope(n.mean_slope ?? null),
      op(")"),
      ...divided,
      op("="),
      slope(n.result, of),
      aside(words.softmaxDelta),
    ];
  }
  written.push(m.mo("·"), m.mi("f′"), m.mo("("), m.sumOf(l, k), m.mo(")"), m.mo("="));
  if (mean(told)) return [s(...written), aside(words.meanOf), slope(n.result, of)];
  return [
    s(...written),
    slope(n.loss_slope),
    ...divided,
    op("×"),
    value(n.local_slope),
    op("="),
    slope(n.result, of),
    aside(
      `ℓ = ${find(catalogue.losses, n.name)?.formula}, f′(z) = ` +
        `${find(catalogue.activations, n.activation)?.derivative}`,
    ),
  ];
}

/**
 * @param {Told} told
 * @returns {Part[]}
 */
export const formula = (told) => /** @type {(told: Told) => Part[]} */ (FORMULAS[told.n.kind])(told);
