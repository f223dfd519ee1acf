import { count } from "./plurals.js";

export const network = {
  input: "INPUT",
  output: "OUTPUT",
  hidden: (/** @type {number} */ layer) => `HIDDEN ${layer}`,
  drawing: "Weights and neurons",
  norm: "‖∇‖: the norm of the layer's gradient, weights and biases together",
  saturated: (/** @type {string} */ share) => `${share} saturated`,
  dead: (/** @type {string} */ share) => `${share} dead`,
  others: (/** @type {number} */ n) => `${n} other words: 0`,
  weaker: (/** @type {number} */ count) => `+ ${count} weaker`,
  slope: "derivative",
  newValue: "New value",
  set: "Set",
  close: "Close",
  noSlope: "no gradient yet at this operation",
  epsilon: "ε, the size of the nudge",
  drag: "Drag up or down to ask “what if?”; nothing is changed (Shift: larger steps)",
  nudged: (/** @type {string} */ by, /** @type {string} */ change, /** @type {string} */ predicted) =>
    `ε ${by}: ΔL ${change}, derivative · ε ${predicted}`,
  axis: (/** @type {"x" | "y"} */ axis) => `${axis} axis of the surface`,
  pickFirst: "Click the parameter for x: a line is a weight, a dot is a bias.",
  cancel: "Cancel",
  pickSecond: (/** @type {string} */ first) => `x is ${first}. Now click the parameter for y.`,
};

export const focus = {
  table: "table",
  tableHelp: "Show every number in a table",
  means: (/** @type {number} */ size) => `Means over the batch of ${size}`,
  one: (/** @type {number} */ at, /** @type {number} */ size) => `Example ${at} of ${size} in this batch`,
  outside: (/** @type {number} */ index) => `Training example ${index}, not in this batch`,
  held: (/** @type {number} */ index) => `Test example ${index}`,
  list: "Example whose numbers are shown",
  listed: (/** @type {number} */ at, /** @type {number} */ size, /** @type {number} */ row) =>
    `Example ${at} of ${size} (training row ${row})`,
  previous: "Previous example",
  next: "Next example",
  mean: "batch mean",
  meanHelp: "Show means over the batch, or one example",
};

export const table = {
  kinds: { parameters: "weights and biases", neurons: "neurons" },
  name: "name",
  columns: { parameters: ["before", "gradient", "value"], neurons: ["z", "value", "δ"] },
  copy: "Copy as CSV",
  copied: (/** @type {number} */ rows) => `${count(rows, "row", "rows")} copied`,
  notCopied: "The browser blocks copying here",
  more: (/** @type {number} */ rows) =>
    `${count(rows, "more row", "more rows")}: sort to see others, or copy all of them.`,
};

export const legend = {
  values: "values",
  slopes: "gradients",
  meaning:
    "Values: weights as lines, biases as dots, and activations. Gradients, dotted: where one is +, raising the " +
    "parameter raises the loss.",
};
