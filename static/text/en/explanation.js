import { pretty, sub, sup } from "../../js/lib/names.js";
import { count } from "./plurals.js";

/** @typedef {import("../../js/wire/types.js").Narration} Narration */
/**
 * What a sentence may need besides the numbers: labels of the catalogue's rows.
 * @typedef {{
 *   activation: (name: string) => string, loss: (name: string) => string, optimizer: (name: string) => string,
 *   depth: number
 * }} Labels
 */

/** @param {Narration} n */
const averaged = (n) => (n.focus === "mean" ? " The numbers shown are means over the batch." : "");

/** @param {Narration} n @param {Labels} labels */
const output = (n, labels) => (n.layer === labels.depth ? "ŷ" : `a${sup(n.layer)}${sub(n.unit + 1)}`);

/**
 * One sentence for each kind of operation.
 * @type {{[K in Narration["kind"]]: (n: import("../../js/wire/types.js").Narrated<K>, labels: Labels) => string}}
 */
export const sentences = {
  input: (n) =>
    `The next mini-batch is loaded: ${count(n.size, "example", "examples")}, each a row of ${count(n.x.length, "number", "numbers")} with its target y.${
      n.focus === "mean" ? " The numbers shown are means over the batch." : n.size > 1 ? " One of them is shown." : ""
    }`,
  linear: (n) =>
    "Each input is multiplied by its weight; the products and the bias add up to " +
    `z${sup(n.layer)}${sub(n.unit + 1)}.${averaged(n)}`,
  pool: (n) => `The neuron combines the numbers of its window into a${sup(n.layer)}${sub(n.unit + 1)}.${averaged(n)}`,
  activation: (n, labels) => {
    if (n.name === "softmax")
      return (
        "Softmax turns the scores into probabilities: each exponential is divided by the sum of " +
        `all of them.${averaged(n)}`
      );
    if (n.name === "linear")
      return `This layer is linear: the sum itself is its output ${output(n, labels)}.${averaged(n)}`;
    if (n.layer === labels.depth)
      return `${labels.activation(n.name)} turns the sum into the prediction ${output(n, labels)}.${averaged(n)}`;
    return (
      `${labels.activation(n.name)} turns the sum into ${output(n, labels)}. Without a nonlinearity, any stack of ` +
      `layers would compute one linear function.${averaged(n)}`
    );
  },
  loss: (n, labels) =>
    `${labels.loss(n.name)} measures how wrong the prediction is; ` +
    `${n.size === 1 ? "the batch is this one example" : `the loss of the batch is the mean over its ${n.size} examples`}.`,
  delta: (n, labels) => {
    if (n.activation === null)
      return `The error flows back along the links that carried the signal forward; the parts that arrive add up.${averaged(n)}`;
    if ("terms" in n) {
      return (
        "The error flows back along the weights that carried the signal forward: the parts that arrive add up, and " +
        `the sum is multiplied by the derivative of ${labels.activation(n.activation)} at this neuron.${averaged(n)}`
      );
    }
    if (n.fused)
      return (
        `The error term δ starts here: with ${labels.loss(n.name)} after ${labels.activation(n.activation)}, the ` +
        `derivative of the loss with respect to z is simply prediction minus target.${averaged(n)}`
      );
    return (
      `The error term δ starts here: the derivative of ${labels.loss(n.name)} with respect to the prediction, times ` +
      `the derivative of ${labels.activation(n.activation)}.${averaged(n)}`
    );
  },
  gradient: (n) => {
    const name = pretty(n.parameter);
    const carried =
      n.from === null ? "times 1, since a bias has no input" : "times the activation that its weight multiplies";
    if (n.focus === "mean")
      return (
        `The derivative of the loss with respect to ${name} is the mean over the batch of error × incoming ` +
        "activation: the mean of the products, not the product of the means."
      );
    return (
      `The derivative of this example's loss with respect to ${name} is the error at its neuron, ${carried}. The ` +
      "update uses the mean over the batch."
    );
  },
  update: (n, labels) => {
    const how =
      n.optimizer === "sgd" ? "by −η times its derivative" : `by the rule of ${labels.optimizer(n.optimizer)}`;
    if (n.count === 0) return "No parameter changes: every derivative is zero.";
    if (n.count === 1)
      return `One parameter changes, ${how}: ${pretty(n.largest.parameter)}. The derivatives of the others are zero.`;
    return (
      `${n.count} parameters change at once, each ${how}, all computed from the old values. ` +
      `${pretty(n.largest.parameter)} changes most.`
    );
  },
};

/** Asides within formulas. */
export const formula = {
  standardized: (/** @type {string} */ target, /** @type {string} */ mean, /** @type {string} */ deviation) =>
    `Standardized numbers: ${target} = ${mean} + ${deviation} · ŷ`,
  more: (/** @type {number} */ more) => `+ … ${more} more`,
  shifted: "the largest z is subtracted from every exponent",
  meanOfValues: "the mean of the examples' own values, not f of the mean",
  meanOf: "mean over the batch:",
  exampleLoss: "this example",
  batchLoss: "batch",
  lost: "not finite",
  penalty: "penalty",
  thisExample: "(this example)",
  batchSlope: "batch:",
  ofPenalty: "including the penalty",
  softmaxDelta: "g: the derivative of the loss with respect to each output; all outputs depend on this z",
  outputs: (/** @type {number} */ n) => `${n} outputs`,
  overOutputs: (/** @type {number} */ n) => `mean over ${n} outputs`,
  plainStep: (/** @type {string} */ step) => `plain −η·g would be ${step}`,
  checked: (/** @type {string} */ numeric) => `checked numerically: ${numeric} ✓`,
  kink: (/** @type {string} */ numeric) => `numerically ${numeric}: a kink lies within the step of the check`,
  differs: (/** @type {string} */ numeric) => `numerically ${numeric}: differs`,
};

export const ribbon = {
  forward: "Forward",
  loss: "Loss",
  backward: "Backward",
  update: "Update",
  /** @type {Record<import("../../js/wire/types.js").OperationKind, (layer: number) => string>} */
  operation: {
    input: () => "Load the next mini-batch",
    linear: (layer) => `Layer ${layer}: multiply by the weights, add the bias`,
    activation: (layer) => `Layer ${layer}: activation`,
    pool: (layer) => `Layer ${layer}: pooling`,
    loss: () => "Loss",
    delta: (layer) => `Layer ${layer}: error term δ`,
    gradient: (layer) => `Layer ${layer}: gradients of its weights and biases`,
    update: () => "Update every parameter",
  },
};

export const explanation = {
  notations: { neuron: "neuron", gates: "gates" },
  notationHelp: "The equations of a neuron, or its circuit of gates",
  equation: "Name of the equation in Nielsen, Neural Networks and Deep Learning, chapter 2",
  compare: "wrong order",
  compareHelp: "Compare: each layer updated before the error has passed through it",
  ask: "ask me",
  askHelp: "Ask a question before an operation shows its numbers",
};

export const figures = {
  mean: (/** @type {number} */ n, /** @type {string} */ mean, /** @type {number} */ shown) =>
    `${shown < n ? `${shown} of ` : ""}${count(n, "example", "examples")}, mean ${mean}`,
  sum: (/** @type {number} */ n, /** @type {string} */ sum) =>
    `${count(n, "error arrives", "errors arrive")}: sum ${sum}`,
  right: "all at once",
  wrong: "layer by layer",
  order: "this pass must not use updated weights",
  firstError: (/** @type {number} */ layer, /** @type {number} */ unit) => `δ${sup(layer)}${sub(unit + 1)}`,
  same: "With one layer the order makes no difference.",
};

export const gates = {
  rest: (/** @type {number} */ more) => `${more} more + b`,
  mean: "A circuit shows one example: choose one below the network.",
  label: (/** @type {string} */ name) => `Circuit of ${name}: values above the wires, gradients below`,
};
