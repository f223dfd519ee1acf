import { pretty, sub, sup } from "../lib/names.js";

/**
 * Every sentence about an operation, from its live numbers. A story is a sentence and a formula:
 * the formula's parts are texts, values (blue, orange) or slopes (purple, green).
 *
 * @typedef {{text: string} | {value: number | null} | {slope: number | null} | {plain: number | null} | {aside: string}} Part
 * @typedef {{sentence: string, formula: Part[]}} Story
 * @typedef {import("../types.js").Narration} Narration
 */

const MOST_TERMS = 4;

/** @param {string} text @returns {Part} */
const t = (text) => ({ text });
/** @param {number | null} value @returns {Part} */
const v = (value) => ({ value });
/** @param {number | null} slope @returns {Part} */
const s = (slope) => ({ slope });
/** @param {string} aside @returns {Part} */
const a = (aside) => ({ aside });

/** @param {Narration} n */
const whose = (n) => (n.focus === "mean" ? " (means over the batch)" : "");

/** @param {number} layer @param {number} unit */
const neuron = (layer, unit) => (layer === 0 ? `x${sub(unit + 1)}` : `a${sup(layer)}${sub(unit + 1)}`);

/**
 * The largest terms of a sum, and how many more there are.
 * @template {{product: number}} T
 * @param {T[]} terms
 * @param {(term: T) => Part[]} show
 * @returns {Part[]}
 */
function sum(terms, show) {
  const order = terms.length <= MOST_TERMS ? terms
    : [...terms].sort((x, y) => Math.abs(y.product) - Math.abs(x.product)).slice(0, MOST_TERMS);
  const parts = order.flatMap((term, i) => [...(i ? [t("+")] : []), ...show(term)]);
  const more = terms.length - order.length;
  return more ? [...parts, a(`+ … ${more} more`)] : parts;
}

/** @type {Record<string, string>} */
const WHY = {
  momentum: "momentum adds the earlier gradients' push",
  nesterov: "momentum adds the earlier gradients' push and looks one step ahead",
  adagrad: "Adagrad divides by the root of all its squared gradients so far",
  rmsprop: "RMSprop divides by the recent size of its gradients",
  adam: "Adam takes a running mean of the gradients over their running size",
  adamw: "AdamW first shrinks the weight, then steps as Adam does",
};

/** @type {Record<string, (n: Narration, depth: number) => Story>} */
const STORIES = {
  input: (n) => ({
    sentence: `The next mini-batch is loaded: ${n.size} example${n.size === 1 ? "" : "s"}. The numbers shown are ${
      n.focus === "mean" ? "means over the batch" : "one of them"}.`,
    formula: [
      ...n.x.slice(0, 6).flatMap((/** @type {number} */ x, /** @type {number} */ i) => [t(`${n.features[i]} =`), v(x)]),
      t("target y ="), ...n.y.slice(0, 6).map((/** @type {number} */ y) => ({ plain: y })),
    ],
  }),
  linear: (n) => ({
    sentence: `Each input is multiplied by its weight; the products and the bias are added up to z${sup(n.layer)}${sub(n.unit + 1)}${whose(n)}.`,
    formula: [
      t(`z${sup(n.layer)}${sub(n.unit + 1)} =`),
      ...sum(n.terms, (/** @type {any} */ term) => [v(term.weight), t("×"), v(term.value)]),
      t("+"), v(n.bias), a("bias"), t("="), v(n.result),
    ],
  }),
  activation: (n, depth) => {
    const result = n.layer === depth ? "ŷ" : neuron(n.layer, n.unit);
    if (n.name === "softmax") {
      return {
        sentence: "Softmax turns the scores into shares: each is eᶻ over the sum of all of them.",
        formula: [t(`${result} =`), { plain: n.exponentials[n.unit] }, t("/"), { plain: n.sum }, t("="), v(n.result)],
      };
    }
    const bent = n.name === "linear" ? "The output passes the sum on unchanged" : `${n.name} bends the sum`;
    return {
      sentence: `${bent}: this is what lets a stack of layers do more than draw straight lines${whose(n)}.`,
      formula: [t(`${result} = ${n.name}(`), v(n.value), t(") ="), v(n.result),
        ...(n.focus === "mean" ? [a("the mean of the examples' own, not the function of the mean")] : [])],
    };
  },
  loss: (n) => ({
    sentence: `The loss says how wrong the prediction is. Over the batch of ${n.size} it is the mean of the examples' losses.`,
    formula: [
      t("ŷ ="), ...n.prediction.slice(0, 4).map(v), t("y ="), ...n.target.slice(0, 4).map((/** @type {number} */ y) => ({ plain: y })),
      ...(n.example_loss == null ? [] : [t("loss of this example ="), { plain: n.example_loss }]),
      t("batch ="), { plain: n.batch_loss },
      ...(n.penalty ? [t("+ penalty"), { plain: n.penalty }] : []),
    ],
  }),
  delta: (n, depth) => {
    const name = `δ${sup(n.layer)}${sub(n.unit + 1)}`;
    if (n.layer < depth) {
      return {
        sentence: `The error comes back through the weights it went out by; the arriving parts add up and are multiplied by the slope of ${n.activation} there${whose(n)}.`,
        formula: [t(`${name} = (`), ...sum(n.terms, (/** @type {any} */ term) => [v(term.weight), t("×"), s(term.delta)]), t(")"),
          ...(n.focus === "mean" ? [] : [t("×"), v(n.local_slope), a(`slope of ${n.activation}`)]), t("="), s(n.result)],
      };
    }
    const divided = n.outputs > 1 ? [t(`/ ${n.outputs}`), a("outputs")] : [];
    if (n.fused) {
      return {
        sentence: "For this loss and this output the slope of the loss is simply the prediction minus the target.",
        formula: [t(`${name} = ŷ − y = (`), v(n.prediction), t("−"), { plain: n.target }, t(")"), ...divided, t("="), s(n.result)],
      };
    }
    return {
      sentence: `How the loss changes with the output's sum: the slope of the loss times the slope of ${n.activation}${whose(n)}.`,
      formula: n.focus === "mean" || n.local_slope == null ? [t(`${name} =`), s(n.result)]
        : [t(`${name} =`), s(n.loss_slope), ...divided, t("×"), v(n.local_slope), t("="), s(n.result)],
    };
  },
  gradient: (n) => {
    const name = pretty(n.parameter);
    const carried = n.from === null ? "1, for a bias" : "the signal the weight carried";
    const check = n.numeric == null ? [] : [a(n.agrees ? `checked numerically ✓` : n.kink
      ? "the numerical check differs: a kink lies within its step" : "the numerical check differs")];
    return {
      sentence: n.focus === "mean"
        ? `The slope of the loss along ${name} is the mean over the batch of error times signal – not the product of their means.`
        : `The slope of this example's loss along ${name} is the error arriving at its neuron times ${carried}; the batch's is the mean of these.`,
      formula: [
        ...(n.product == null ? [] : [t(`∂L/∂${name} =`), s(n.delta), t("×"), v(n.value), t("="), s(n.product), a("this example")]),
        t("batch:"), s(n.batch_gradient),
        ...(n.penalty_gradient ? [a(`of it ${n.penalty_gradient.toPrecision(3)} from the penalty`)] : []), ...check,
      ],
    };
  },
  update: (n) => {
    const name = pretty(n.parameter);
    const step = n.optimizer === "sgd"
      ? [v(n.old), t("−"), { plain: n.learning_rate }, t("×"), s(n.gradient), t("="), v(n.new)]
      : [v(n.old), t("→"), v(n.new), a(`change ${n.change.toPrecision(3)}; plain −η·g would be ${n.plain.toPrecision(3)}: ${WHY[n.optimizer] ?? ""}`)];
    return {
      sentence: `All ${n.count} parameters that have a slope move at once, from their old values. The largest move is that of ${pretty(n.largest.parameter)}.`,
      formula: [t(`${name}:`), ...step],
    };
  },
};

/**
 * @param {Narration} narration
 * @param {number} depth
 * @returns {Story}
 */
export const tell = (narration, depth) => STORIES[narration.kind](narration, depth);
