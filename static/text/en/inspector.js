import { count } from "./plurals.js";

export const inspector = {
  title: (/** @type {string} */ name) => `All about ${name}`,
  value: "Value",
  valueHelp: "Enter another value",
  close: "Close the inspector",
  weight: (/** @type {string} */ from, /** @type {number} */ layer, /** @type {number} */ unit) =>
    `from ${from} to neuron ${unit + 1} of layer ${layer}`,
  bias: (/** @type {number} */ layer, /** @type {number} */ unit) => `bias of neuron ${unit + 1} of layer ${layer}`,
  neuron: (/** @type {number} */ layer, /** @type {number} */ unit) =>
    layer === 0 ? `input ${unit + 1}` : `neuron ${unit + 1} of layer ${layer}`,
  input: "An input has no error term: nothing before it can be changed.",
  sections: {
    gradient: "Gradient",
    sum: "Weighted sum",
    unfolded: "Where δ comes from",
    paths: "Path by path",
    update: "Update",
  },
  waiting: "This step has not computed the gradient yet.",
  goThere: "Go there",
  example: (/** @type {number} */ row) => `training example ${row}`,
  held: (/** @type {number} */ row) => `test example ${row}`,
  inBatch: (/** @type {number} */ at, /** @type {number} */ size) => `example ${at} of ${size}`,
  mean: (/** @type {number} */ size) => (size === 1 ? "batch:" : `mean over the batch of ${size}:`),
  including: "including",
  penalty: "penalty",
  check: "Numerical check without backpropagation: (L(w + h) − L(w − h)) / 2h with h = 10⁻⁵",
  checked: { example: "this example", batch: "the batch" },
  agrees: (/** @type {string} */ difference) => `✓ differs by ${difference}`,
  reasons: {
    kink: (
      /** @type {string} */ neuron,
      /** @type {string} */ activation,
      /** @type {number} */ row,
      /** @type {string} */ below,
      /** @type {string} */ above,
    ) =>
      `${neuron} crosses the corner of ${activation} within ±h (z from ${below} to ${above}, example ${row}): ` +
      "the derivative has no single value there",
    step: (/** @type {string} */ neuron, /** @type {string} */ activation, /** @type {number} */ row) =>
      `${neuron} jumps within ±h (example ${row}): the derivative of ${activation} is 0 by convention`,
    loss_kink: (/** @type {string} */ loss, /** @type {number} */ row) =>
      `the prediction crosses the target within ±h, where ${loss} has a corner (example ${row})`,
    penalty_kink: (/** @type {string} */ below, /** @type {string} */ above) =>
      `the L1 penalty has a corner at 0, and w ± h runs from ${below} to ${above}`,
    rounding: "differs: rounding errors dominate in so small a step",
  },
  others: (/** @type {number} */ n) => `${n} others together`,
  unfold: "Unfold this error",
  unfoldHelp:
    "Each error that flows back is multiplied by its weight, and their sum by the derivative at this neuron. Click " +
    "an error to unfold it in turn, down to the loss.",
  lossHelp: "The error starts here, at the loss.",
  pathsHelp: "Every path from here to the loss, as the product of its local derivatives. The gradient is their sum.",
  otherPaths: (/** @type {string} */ n) => `${n} other paths together`,
  total: (/** @type {string} */ n) => `Sum of ${n} ${n === "1" ? "path" : "paths"}`,
  remembers: (/** @type {string} */ name, /** @type {number} */ n) =>
    `State of ${name} after ${count(n, "update", "updates")}:`,
  slots: { velocity: "velocity v", squares: "squares s", mean: "mean m" },
  nudge: "What if it changed by ε?",
  epsilon: "ε, the size of the nudge",
  drag: "Drag up or down to ask “what if?”; nothing is changed (Shift: larger steps)",
  setThere: "Apply",
  setThereHelp: "Set the parameter to this value from here on",
  nudgeHelp: (/** @type {"train" | "batch"} */ over) =>
    `All else fixed: the real change of the loss over the ${over === "train" ? "training set" : "batch"}, beside the ` +
    "change that the derivative predicts. Drag the weight, or ↕.",
  real: "ΔL, computed",
  predicted: "derivative · ε",
  error: "difference",
};
