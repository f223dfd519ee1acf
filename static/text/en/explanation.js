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
const averaged = (n) => (n.focus === "mean" ? " The numbers are means over the batch." : "");

/** @param {Narration} n @param {Labels} labels */
const output = (n, labels) => (n.layer === labels.depth ? "ŷ" : `a${sup(n.layer)}${sub(n.unit + 1)}`);

/**
 * One sentence for each kind of operation.
 * @type {{[K in Narration["kind"]]: (n: import("../../js/wire/types.js").Narrated<K>, labels: Labels) => string}}
 */
export const sentences = {
  input: (n) =>
    `The next mini-batch is loaded: ${count(n.size, "example", "examples")}, each a row of ${count(n.x.length, "number", "numbers")} with the right answer y.${
      n.focus === "mean" ? " Shown are means over the batch." : n.size > 1 ? " One of them is shown." : ""
    }`,
  linear: (n) =>
    "Each number coming in is multiplied by its weight; the products and the bias add up to " +
    `z${sup(n.layer)}${sub(n.unit + 1)}.${averaged(n)}`,
  pool: (n) => `The neuron sums up the numbers of its window as a${sup(n.layer)}${sub(n.unit + 1)}.${averaged(n)}`,
  activation: (n, labels) => {
    if (n.name === "softmax")
      return (
        "Softmax turns the scores into shares of one: each exponential is divided by the sum of them " +
        `all.${averaged(n)}`
      );
    if (n.name === "linear")
      return `This layer is linear: it passes its sum on unchanged, as ${output(n, labels)}.${averaged(n)}`;
    if (n.layer === labels.depth)
      return `${labels.activation(n.name)} turns the sum into the prediction ${output(n, labels)}.${averaged(n)}`;
    return (
      `${labels.activation(n.name)} bends the sum into ${output(n, labels)}: without a bend, any stack of layers ` +
      `would still be one straight line.${averaged(n)}`
    );
  },
  loss: (n, labels) =>
    `${labels.loss(n.name)} measures how wrong the prediction is; ` +
    `${n.size === 1 ? "the batch is this one example" : `the loss of the batch is the mean over its ${n.size} examples`}.`,
  delta: (n, labels) => {
    if (n.activation === null)
      return `The error comes back along the links by which the signal left; the parts arriving add up.${averaged(n)}`;
    if ("terms" in n) {
      return (
        "The error comes back along the weights by which the signal left: the parts arriving add up, and the slope " +
        `of ${labels.activation(n.activation)} at this neuron scales the sum.${averaged(n)}`
      );
    }
    if (n.fused)
      return (
        `The error starts here: with ${labels.loss(n.name)} after ${labels.activation(n.activation)}, the slope of ` +
        `the loss along z is simply prediction minus target.${averaged(n)}`
      );
    return (
      `The error starts here: the slope of ${labels.loss(n.name)} along the prediction, times the slope of ` +
      `${labels.activation(n.activation)}.${averaged(n)}`
    );
  },
  gradient: (n) => {
    const name = pretty(n.parameter);
    const carried = n.from === null ? "times 1, since a bias has no input" : "times the signal that the weight carried";
    if (n.focus === "mean")
      return (
        `The slope of the loss along ${name} is the mean over the batch of error times signal – the mean of ` +
        "products, not the product of means."
      );
    return (
      `The slope of this example's loss along ${name} is the error at its neuron, ${carried}. The update uses the ` +
      "mean over the batch."
    );
  },
  update: (n, labels) => {
    const how = n.optimizer === "sgd" ? "against its slope times η" : `by the rule of ${labels.optimizer(n.optimizer)}`;
    if (n.count === 0) return "Nothing moves: every slope is zero.";
    if (n.count === 1) return `One parameter moves, ${how}: ${pretty(n.largest.parameter)}. The others have no slope.`;
    return (
      `${n.count} parameters move at once, each ${how}, all computed from the old values. ` +
      `${pretty(n.largest.parameter)} moves most.`
    );
  },
};

/** Asides within formulas. */
export const formula = {
  more: (/** @type {number} */ more) => `+ … ${more} more`,
  shifted: "all exponents less the largest z",
  meanOfValues: "the mean of the examples' own values, not f of the mean",
  meanOf: "mean over the batch:",
  exampleLoss: "this example",
  batchLoss: "batch",
  lost: "not finite",
  penalty: "penalty",
  thisExample: "(this example)",
  batchSlope: "batch:",
  ofPenalty: "of which the penalty",
  softmaxDelta: "g: the loss's slope along each output, all of which hang on this z",
  outputs: (/** @type {number} */ n) => `${n} outputs`,
  overOutputs: (/** @type {number} */ n) => `mean over ${n} outputs`,
  plainStep: (/** @type {string} */ step) => `plain −η·g would be ${step}`,
  checked: (/** @type {string} */ numeric) => `checked numerically: ${numeric} ✓`,
  kink: (/** @type {string} */ numeric) => `numerically ${numeric}: a kink lies within the check's step`,
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
    loss: () => "The loss",
    delta: (layer) => `Layer ${layer}: the error δ`,
    gradient: (layer) => `Layer ${layer}: slopes of its weights and biases`,
    update: () => "Update every parameter",
  },
};

export const explanation = {
  notations: { neuron: "neuron", gates: "gates" },
  notationHelp: "A neuron's equations, or its circuit of gates",
  equation: "The equation's name in Nielsen, Neural Networks and Deep Learning, chapter 2",
  compare: "wrong order",
  compareHelp: "Beside it: each layer updated before the error has passed through it",
  ask: "ask me",
  askHelp: "Ask before an operation shows its numbers",
};

export const figures = {
  mean: (/** @type {number} */ n, /** @type {string} */ mean, /** @type {number} */ shown) =>
    `${shown < n ? `${shown} of ` : ""}${count(n, "example", "examples")}, mean ${mean}`,
  sum: (/** @type {number} */ n, /** @type {string} */ sum) =>
    `${count(n, "error arrives", "errors arrive")}: sum ${sum}`,
  right: "all at once",
  wrong: "layer by layer",
  order: "updated weights must not enter this pass",
  firstError: (/** @type {number} */ layer, /** @type {number} */ unit) => `δ${sup(layer)}${sub(unit + 1)}`,
  same: "With one layer the order makes no difference.",
};

export const gates = {
  rest: (/** @type {number} */ more) => `${more} more + b`,
  mean: "The circuit is that of one example: choose one below the network.",
  label: (/** @type {string} */ name) => `Circuit of ${name}: values above the wires, gradients below`,
};
