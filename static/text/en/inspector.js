import { count } from "./plurals.js";

export const inspector = {
  title: (/** @type {string} */ name) => `All about ${name}`,
  value: "Value",
  valueHelp: "Type another value",
  close: "Close the inspector",
  weight: (/** @type {string} */ from, /** @type {number} */ layer, /** @type {number} */ unit) =>
    `from ${from} to neuron ${unit + 1} of layer ${layer}`,
  bias: (/** @type {number} */ layer, /** @type {number} */ unit) => `bias of neuron ${unit + 1} of layer ${layer}`,
  neuron: (/** @type {number} */ layer, /** @type {number} */ unit) =>
    layer === 0 ? `input ${unit + 1}` : `neuron ${unit + 1} of layer ${layer}`,
  input: "An input has no error of its own: nothing before it could be changed.",
  sections: {
    gradient: "Its gradient",
    sum: "Its sum",
    unfolded: "Where δ comes from",
    paths: "Path by path",
    update: "Its update",
  },
  waiting: "This step has not computed its gradient yet.",
  goThere: "Go there",
  example: (/** @type {number} */ row) => `training example ${row}`,
  held: (/** @type {number} */ row) => `test example ${row}`,
  inBatch: (/** @type {number} */ at, /** @type {number} */ size) => `example ${at} of ${size}`,
  mean: (/** @type {number} */ size) => (size === 1 ? "the batch's:" : `mean of the batch's ${size}:`),
  including: "including",
  penalty: "penalty",
  check: "Checked without backprop: (L(w + h) − L(w − h)) / 2h with h = 10⁻⁵",
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
      "there is no one slope there",
    step: (/** @type {string} */ neuron, /** @type {string} */ activation, /** @type {number} */ row) =>
      `${neuron} jumps within ±h (example ${row}): ${activation} has slope 0 by convention`,
    loss_kink: (/** @type {string} */ loss, /** @type {number} */ row) =>
      `the prediction crosses the target within ±h, where ${loss} has a corner (example ${row})`,
    penalty_kink: (/** @type {string} */ below, /** @type {string} */ above) =>
      `the L1 penalty has a corner at 0, and w ± h runs from ${below} to ${above}`,
    rounding: "differs: rounding in so small a step",
  },
  others: (/** @type {number} */ n) => `${n} others together`,
  unfold: "Unfold this error",
  unfoldHelp:
    "The errors that come back, each times the weight it comes along, times the slope here. Click an error to " +
    "unfold it in turn, down to the loss.",
  lossHelp: "Here the error starts, at the loss.",
  pathsHelp: "Every way from here to the loss, as a product of the slopes along it. The gradient is their sum.",
  otherPaths: (/** @type {string} */ n) => `${n} other paths together`,
  total: (/** @type {string} */ n) => `Sum of ${n} ${n === "1" ? "path" : "paths"}`,
  remembers: (/** @type {string} */ name, /** @type {number} */ n) =>
    `${name} remembers, after ${count(n, "update", "updates")}:`,
  slots: { velocity: "velocity v", squares: "squares s", mean: "mean m" },
  nudge: "What if it moved by ε?",
  epsilon: "ε, how far to nudge",
  drag: "Drag up or down: a what-if, nothing is changed (Shift: coarse)",
  setThere: "Set it there",
  setThereHelp: "Make the what-if an edit, from here on",
  nudgeHelp: (/** @type {"train" | "batch"} */ over) =>
    `All else fixed: what the loss over the ${over === "train" ? "training set" : "batch"} does, beside what its ` +
    "slope alone says. Drag the weight, or ↕.",
  real: "ΔL, computed",
  predicted: "slope · ε",
  error: "difference",
};
